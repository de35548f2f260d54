/* SPDX-License-Identifier: Apache-2.0 */
/* What the simulator tells: one line a thing it did.  */
#include "sim.h"

#include <stdarg.h>
#include <stdio.h>

void
sim_say (const struct sim *s, const char *ja, const char *en, ...)
{
  va_list ap;

  va_start (ap, en);
  vprintf (s->lang == LANG_EN ? en : ja, ap);
  va_end (ap);
  putchar ('\n');
  fflush (stdout);
}
