/* SPDX-License-Identifier: Apache-2.0 */
/* A text with one place changed.  */
#include "lib/edited.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *
edited (const char *text, const char *from, const char *to)
{
  const char *at = strstr (text, from);
  char *out = NULL;

  if (!at
      || asprintf (&out, "%.*s%s%s", (int) (at - text), text, to,
                   at + strlen (from))
             < 0)
    {
      fprintf (stderr, "not in the text: %s\n", from);
      abort ();
    }
  return out;
}
