/* SPDX-License-Identifier: Apache-2.0 */
/* Word lists, waiting times, chart ids.  */
#include "front/cli-words.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"

#define CHART_MAX 50 /* 照会番号 ReferenceNumber: up to 50 characters */

json_t *
cli_words_json (const char *words)
{
  json_t *list = json_array ();

  while (words && *words)
    {
      size_t n = strcspn (words, " ");

      json_array_append_new (list, json_stringn (words, n));
      words += n + strspn (words + n, " ");
    }
  return list;
}

const char *
cli_split_code (char *copy, const char **text_out)
{
  char *colon = copy ? strchr (copy, ':') : NULL;

  *text_out = colon ? colon + 1 : NULL;
  if (colon)
    *colon = '\0';
  return copy;
}

bool
cli_wait (const char *text, int64_t *ms_out, struct fault *why)
{
  char *end = NULL;
  long s;

  if (!text)
    return true;
  s = strtol (text, &end, 10);
  if (text[0] < '0' || text[0] > '9' || *end || s > 86400)
    return fault_set (why, CODE_VALUE, "--wait %s", text);
  *ms_out = s * 1000;
  return true;
}

bool
cli_chart (const char *chart, struct fault *why)
{
  CLEANUP_FREE char *safe = NULL;

  if (!chart)
    return true;
  if (text_is_utf8 (chart, strlen (chart)))
    safe = text_safe (chart, 0);
  if (!safe || !chart[0] || strcmp (safe, chart) != 0
      || text_chars (chart) > CHART_MAX)
    return fault_set (why, CODE_VALUE, "--patient");
  return true;
}
