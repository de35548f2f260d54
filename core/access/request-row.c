/* SPDX-License-Identifier: Apache-2.0 */
/* One line NAME=VALUE for each member of the struct, always in this order.
   The values are ids, names and digests: none can hold a line's end.  */
#include "access/request-row.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"

static const struct
{
  const char *name;
  size_t offset;
  size_t size;
} texts[] = {
#define TEXT(name, member)                                                    \
  { name, offsetof (struct request_row, member),                             \
    sizeof ((struct request_row *) NULL)->member }
  TEXT ("what", what),           TEXT ("request", request),
  TEXT ("account", account),     TEXT ("reception", reception),
  TEXT ("connector", connector), TEXT ("adapter", adapter),
  TEXT ("prefix", prefix),       TEXT ("suffix", suffix),
  TEXT ("file-id", file_id),     TEXT ("digest", digest),
#undef TEXT
};

void
request_row_name (const char *what, const char *request, char out[48])
{
  snprintf (out, 48, "%s %s", what, request);
}

bool
request_row_put (struct txn *t, const struct request_row *row,
                 struct fault *why)
{
  bool open = strcmp (row->what, "open") == 0;
  struct buffer b = BUFFER_INIT;
  char name[48];
  bool ok;

  for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
    {
      buffer_text (&b, texts[i].name);
      buffer_text (&b, "=");
      buffer_text (&b, (const char *) row + texts[i].offset);
      buffer_text (&b, "\n");
    }
  buffer_printf (&b, "intent=%lld\nstarted=%lld\npattern=%lld\nnoted=%d\n",
                 (long long) row->intent, (long long) row->started,
                 (long long) row->pattern, row->noted);
  if (row->drill)
    buffer_text (&b, "drill=1\n");
  if (row->pdf)
    buffer_text (&b, "pdf=1\n");
  request_row_name (row->what, row->request, name);
  ok = !b.failed
         ? txn_row_put (t, open ? ROW_OPEN : ROW_COUNT, "request",
                        open ? row->request : name, b.data, b.len, why)
         : fault_set (why, CODE_MEMORY, "%s", "");
  buffer_done (&b);
  return ok;
}

void
request_row_drop (struct txn *t, const struct request_row *row)
{
  char name[48];

  if (strcmp (row->what, "open") == 0)
    txn_row_drop (t, ROW_OPEN, "request", row->request);
  else
    {
      request_row_name (row->what, row->request, name);
      txn_row_drop (t, ROW_COUNT, "request", name);
    }
}

/* The value of the line that begins with NAME=, up to its end; *AT moves on
   behind it.  NULL when the next line is another.  */
static const char *
next_value (const char **at, const char *name, size_t *len_out)
{
  size_t n = strlen (name);
  const char *value;

  if (strncmp (*at, name, n) != 0 || (*at)[n] != '=')
    return NULL;
  value = *at + n + 1;
  *len_out = strcspn (value, "\n");
  if (value[*len_out] != '\n')
    return NULL;
  *at = value + *len_out + 1;
  return value;
}

static bool
next_number (const char **at, const char *name, int64_t *out)
{
  size_t len = 0;
  const char *value = next_value (at, name, &len);
  char *end = NULL;

  if (!value || len == 0)
    return false;
  *out = strtoll (value, &end, 10);
  return end == value + len;
}

/* Rows of old have no such line.  */
static bool
next_optional (const char **at, const char *name, int64_t *out)
{
  size_t n = strlen (name);

  return strncmp (*at, name, n) != 0 || (*at)[n] != '='
         || next_number (at, name, out);
}

bool
request_row_parse (const void *data, size_t len, struct request_row *out)
{
  struct request_row row = { .noted = false };
  struct buffer text = BUFFER_INIT;
  const char *at;
  int64_t noted = 0, drill = 0, pdf = 0;
  bool ok = true;

  buffer_add (&text, data, len);
  at = buffer_string (&text);
  for (size_t i = 0; ok && i < sizeof texts / sizeof texts[0]; i++)
    {
      size_t n = 0;
      const char *v = next_value (&at, texts[i].name, &n);

      ok = v && n < texts[i].size;
      if (ok)
        memcpy ((char *) &row + texts[i].offset, v, n);
    }
  ok = ok && next_number (&at, "intent", &row.intent)
       && next_number (&at, "started", &row.started)
       && next_number (&at, "pattern", &row.pattern)
       && next_number (&at, "noted", &noted)
       && next_optional (&at, "drill", &drill)
       && next_optional (&at, "pdf", &pdf) && *at == '\0';
  buffer_done (&text);
  row.noted = noted == 1;
  row.drill = drill == 1;
  row.pdf = pdf == 1;
  if (ok)
    *out = row;
  return ok;
}

static void
row_of (const struct request *r, const char *what, struct request_row *row)
{
  *row = (struct request_row) {
    .intent = (int64_t) r->intent_seq,
    .started = r->started,
    .pattern = r->order.pattern,
    .drill = r->s->drill,
    .pdf = r->order.pdf,
  };
  snprintf (row->what, sizeof row->what, "%s", what);
  snprintf (row->request, sizeof row->request, "%s", r->id);
  snprintf (row->account, sizeof row->account, "%s", r->account.id);
  snprintf (row->reception, sizeof row->reception, "%s", r->reception.id);
  snprintf (row->connector, sizeof row->connector, "%s",
            session_connector (r->s));
  snprintf (row->adapter, sizeof row->adapter, "%s",
            r->adapter_name ? r->adapter_name : "");
  snprintf (row->prefix, sizeof row->prefix, "%s",
            profile_prefix (
              r->s->profile,
              profile_pattern (r->s->profile, r->order.pattern)->request));
  snprintf (row->suffix, sizeof row->suffix, "%s", r->suffix);
  snprintf (row->file_id, sizeof row->file_id, "%s", r->file_id);
  if (r->x.taken)
    hex_encode (r->x.digest, DIGEST_LEN, row->digest);
}

bool
request_row_put_open (struct txn *t, const struct request *r,
                      struct fault *why)
{
  struct request_row row;

  row_of (r, "open", &row);
  return request_row_put (t, &row, why);
}

bool
request_row_put_late (struct txn *t, const struct request *r,
                      struct fault *why)
{
  struct request_row row;

  row_of (r, "late", &row);
  return request_row_put (t, &row, why);
}

bool
request_row_put_deliver (struct txn *t, const struct request *r,
                         struct fault *why)
{
  struct request_row row;

  row_of (r, "deliver", &row);
  return request_row_put (t, &row, why);
}
