/* SPDX-License-Identifier: Apache-2.0 */
/* The three basic colours of ECMA-48, which follow the person's own scheme. */
#include "front/paint.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool
has_colour (FILE *to)
{
  const char *no = getenv ("NO_COLOR"), *term = getenv ("TERM");

  return (!no || !no[0]) && term && term[0] && strcmp (term, "dumb") != 0
         && isatty (fileno (to));
}

const char *
paint_on (FILE *to, enum paint p)
{
  static const char *const codes[] = { [PAINT_GOOD] = "\033[32m",
                                       [PAINT_WARN] = "\033[33m",
                                       [PAINT_BAD] = "\033[31m" };

  return has_colour (to) ? codes[p] : "";
}

const char *
paint_off (FILE *to)
{
  return has_colour (to) ? "\033[0m" : "";
}
