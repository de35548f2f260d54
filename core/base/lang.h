/* SPDX-License-Identifier: Apache-2.0 */
/* One text in the two languages of emi, side by side where it is used.  */
#ifndef EMI_BASE_LANG_H
#define EMI_BASE_LANG_H

#include "base/codes.h"

/* JA or EN, as LANG asks; both belong to the caller.  */
__attribute__ ((format_arg (2), format_arg (3))) static inline const char *
said (enum lang lang, const char *ja, const char *en)
{
  return lang == LANG_EN ? en : ja;
}

#endif
