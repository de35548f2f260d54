/* SPDX-License-Identifier: Apache-2.0 */
/* The manifest beside the delivered files: what they are, who may see them,
   and their digests.  It names no patient.  */
#include "report/summary.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/digest.h"

/* Kinds, numbers of items and periods, each by kind.  */
static json_t *
section_facts (const struct arranged *a, json_t **items_out,
               json_t **period_out)
{
  json_t *kinds = json_array ();

  *items_out = json_object ();
  *period_out = json_object ();
  for (size_t i = 0; a && i < a->n_sections; i++)
    {
      const struct arranged_section *s = &a->sections[i];
      json_array_append_new (kinds, json_string (s->kind));
      json_object_set_new (*items_out, s->kind,
                           json_integer ((json_int_t) s->n_items));
      json_object_set_new (*period_out, s->kind,
                           json_pack ("{s:s?, s:s}", "from",
                                      s->from[0] ? s->from : NULL, "to",
                                      s->to));
    }
  return kinds;
}

/* The accounts that this may be shown to as the request's own: "ID ID".  */
static json_t *
viewer_facts (const char *viewers)
{
  json_t *list = json_array ();

  while (viewers && *viewers)
    {
      size_t n = strcspn (viewers, " ");

      json_array_append_new (list, json_stringn (viewers, n));
      viewers += n + strspn (viewers + n, " ");
    }
  return list;
}

static json_t *
file_facts (const struct summary_file *files, size_t n, json_t **forms_out)
{
  json_t *list = json_array ();

  *forms_out = json_array ();
  for (size_t i = 0; i < n; i++)
    {
      unsigned char sum[DIGEST_LEN];
      char hex[DIGEST_HEX];
      digest (files[i].data, files[i].len, sum);
      hex_encode (sum, sizeof sum, hex);
      json_array_append_new (*forms_out, json_string (files[i].form));
      json_array_append_new (
          list, json_pack ("{s:s, s:I, s:s}", "name", files[i].name, "bytes",
                           (json_int_t) files[i].len, "sha256", hex));
    }
  return list;
}

bool
manifest_json (const struct summary_view *v, const struct summary_file *files,
               size_t n_files, struct buffer *out)
{
  json_t *items, *period, *forms;
  json_t *kinds = section_facts (v->pdf ? NULL : v->arranged, &items, &period);
  json_t *list = file_facts (files, n_files, &forms);
  const char *consent = v->consent == 1   ? "given"
                        : v->consent == 3 ? "difficult"
                                          : "unknown";

  json_t *root = json_pack (
      "{s:i, s:s, s:o, s:s?, s:s?, s:s?, s:s, s:i, s:o, s:o, s:o, s:s?, s:o, "
      "s:o}",
      "version", 1, "access", "emergency-permission-only", "viewers",
      viewer_facts (v->viewers), "request",
      v->request, "facility", v->facility, "time", v->time, "consent", consent,
      "pattern", v->pattern, "kinds", kinds, "items", items, "period", period,
      "claims_month", v->claims_month, "forms", forms, "files", list);
  if (root && v->drill)
    json_object_set_new (root, "drill", json_true ());
  char *text = root ? json_dumps (root, JSON_INDENT (1)) : NULL;
  json_decref (root);
  if (!text)
    return false;
  buffer_text (out, text);
  buffer_text (out, "\n");
  free (text);
  return !out->failed;
}
