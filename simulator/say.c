/* SPDX-License-Identifier: Apache-2.0 */
/* What the simulator tells: one line a thing it did.  */
#include "sim.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/lang.h"

void
sim_say (const struct sim *s, const char *ja, ...)
{
  va_list ap;

  va_start (ap, ja);
  vprintf (said (s->lang, ja), ap);
  va_end (ap);
  putchar ('\n');
  fflush (stdout);
}
