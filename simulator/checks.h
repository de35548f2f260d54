/* SPDX-License-Identifier: Apache-2.0 */
/* The three national checks of an emergency request (operation flow, page 2):
   ☑ マイナ保険証での本人確認履歴 ☑ 救急時モードでの要求 ☑ 2要素認証履歴;
   and the viewing consent of an ordinary one.  */
#ifndef EMI_SIMULATOR_CHECKS_H
#define EMI_SIMULATOR_CHECKS_H

#include "asked.h"
#include "sim.h"

/* Codes and texts of our own: the national list is not public.  */
struct refusal
{
  const char *code;
  const char *text;
};

/* NULL when ASKED passes at NOW in exchange X, else why not.  Ordinary medical
   information needs a card reading with viewing consent in the last 24 hours;
   *CONSENT_OUT: what was consented to.  */
const struct refusal *checks_fail (const struct exchange *x,
                                   const struct patients *patients,
                                   const struct asked *asked, int64_t now,
                                   unsigned *consent_out);

#endif
