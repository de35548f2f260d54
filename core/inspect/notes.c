/* SPDX-License-Identifier: Apache-2.0 */
/* What was found out of each check.  */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/lang.h"
#include "base/text.h"
#include "inspect/parts.h"

static void write_note (struct inspection *in, enum check_id id,
                        enum check_state state, const char *ja, va_list ap)
    __attribute__ ((format (printf, 4, 0)));

static void
write_note (struct inspection *in, enum check_id id, enum check_state state,
            const char *ja, va_list ap)
{
  struct note *n = &in->notes[id];
  char *raw = NULL;

  if (n->made && (n->state == CHECK_FAIL || state == CHECK_SKIP))
    return;
  if (vasprintf (&raw, said (in->setup->lang, ja), ap) < 0)
    raw = NULL;
  free (n->message);
  *n = (struct note){ .made = true, .state = state };
  n->message = raw ? text_safe (raw, 0) : NULL;
  free (raw);
}

void
note_pass (struct inspection *in, enum check_id id)
{
  struct note *n = &in->notes[id];

  if (n->made && n->state == CHECK_FAIL)
    return;
  free (n->message);
  *n = (struct note){ .made = true, .state = CHECK_PASS };
}

void
note_pass_used (struct inspection *in, enum check_id id)
{
  if (in->worked)
    note_pass (in, id);
  else
    note_skip (in, id, N_ ("使えないときの動きだけを試しました（%s）"),
               in->unusable.detail);
}

void
note_fail (struct inspection *in, enum check_id id, const char *ja, ...)
{
  va_list ap;

  va_start (ap, ja);
  write_note (in, id, CHECK_FAIL, ja, ap);
  va_end (ap);
}

void
note_skip (struct inspection *in, enum check_id id, const char *ja, ...)
{
  va_list ap;

  va_start (ap, ja);
  write_note (in, id, CHECK_SKIP, ja, ap);
  va_end (ap);
}

bool
noted_fail (const struct inspection *in, enum check_id id)
{
  return in->notes[id].made && in->notes[id].state == CHECK_FAIL;
}

bool
alive (const struct inspection *in)
{
  return in->one && in->lost == CHECK_COUNT;
}
