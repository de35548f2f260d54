/* SPDX-License-Identifier: Apache-2.0 */
/* An insured number as somebody reads it from a card or a letter: any width,
   blanks anywhere, zeros before the insurer or not.  What can be no number is
   refused, since `no access is on record` would be the wrong answer to a slip
   of the hand.  */
#include "report/trace-parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"

#define INSURER_MAX 8
#define BRANCH_MAX 2
#define PART_MAX 60 /* more than any symbol or number has */

static bool
digits (const char *at, size_t len, size_t max)
{
  return len >= 1 && len <= max && strspn (at, "0123456789") >= len;
}

static bool
part_fits (const char *at, size_t len, int which)
{
  switch (which)
    {
    case 0:
      return digits (at, len, INSURER_MAX);
    case 1:
      return len <= PART_MAX;
    case 2:
      return len >= 1 && len <= PART_MAX;
    case 3:
      return digits (at, len, BRANCH_MAX);
    default:
      return false;
    }
}

char *
trace_insured (const char *text, const char **kind_out, struct fault *why)
{
  CLEANUP_FREE char *tight
      = text_is_utf8 (text, strlen (text)) ? text_nfkc_tight (text) : NULL;
  CLEANUP_FREE char *safe = tight ? text_safe (tight, 0) : NULL;
  int parts = 0;

  if (!safe || strcmp (safe, tight) != 0)
    {
      fault_set (why, CODE_VALUE, "--insured");
      return NULL;
    }
  for (const char *at = tight;; parts++)
    {
      size_t len = strcspn (at, ":");

      if (!part_fits (at, len, parts))
        break;
      at += len;
      if (*at++ == '\0')
        {
          *kind_out = parts == 3 ? "insured-branch" : "insured";
          if (parts >= 2)
            return strdup (tight);
          break;
        }
    }
  fault_set (why, CODE_VALUE, "--insured");
  return NULL;
}
