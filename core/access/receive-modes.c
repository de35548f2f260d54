/* SPDX-License-Identifier: Apache-2.0 */
/* Open modes: see receive-modes.h.  */
#include "access/receive-modes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"

#define MODE_CHARS 200

static void
mode_done (struct open_mode *m)
{
  free (m->text[LANG_JA]);
  free (m->text[LANG_EN]);
}

void
modes_done (struct open_modes *m)
{
  for (size_t i = 0; i < m->n; i++)
    mode_done (&m->v[i]);
  m->n = 0;
}

static void
drop (struct open_modes *m, const char *name)
{
  for (size_t i = 0; i < m->n; i++)
    if (strcmp (m->v[i].name, name) == 0)
      {
        mode_done (&m->v[i]);
        memmove (&m->v[i], &m->v[i + 1], (m->n - i - 1) * sizeof m->v[0]);
        m->n--;
        return;
      }
}

/* The plugin's text may hold anything; it is kept in the form in which it is
   shown, without a tab or newline.  */
static char *
safe_text (const struct emi_fields *f, const char *name)
{
  CLEANUP_FREE char *text = fields_text (f, name);

  return text ? text_safe (text, MODE_CHARS) : NULL;
}

void
modes_open (struct open_modes *m, const struct emi_fields *f)
{
  CLEANUP_FREE char *name = fields_text (f, "name");
  struct open_mode one
      = { .text = { safe_text (f, "text.ja"), safe_text (f, "text.en") } };

  if (!name || !text_is_name (name) || !one.text[0] || !one.text[1]
      || (drop (m, name), m->n == MODES_MAX))
    {
      mode_done (&one);
      return;
    }
  snprintf (one.name, sizeof one.name, "%s", name);
  m->v[m->n++] = one;
}

void
modes_close (struct open_modes *m, const struct emi_fields *f)
{
  CLEANUP_FREE char *name = fields_text (f, "name");

  if (name)
    drop (m, name);
}

void
modes_words (const struct open_modes *m, char out[300])
{
  size_t at = 0;

  out[0] = '\0';
  for (size_t i = 0; i < m->n; i++)
    at += (size_t) snprintf (out + at, 300 - at, "%s%s", i ? " " : "",
                             m->v[i].name);
}

/* "open:NAME" is no reception id, so it cannot be mistaken for one.  */
static void
row_name (const char *reader, char out[48])
{
  snprintf (out, 48, "open:%.40s", reader);
}

bool
modes_keep (struct txn *t, const char *reader, const struct open_modes *m,
            int64_t now, struct fault *why)
{
  struct buffer b = BUFFER_INIT;
  char name[48];
  bool ok;

  row_name (reader, name);
  if (m->n == 0)
    {
      txn_row_drop (t, ROW_COUNT, "reception", name);
      return true;
    }
  buffer_printf (&b, "%lld\n", (long long) now);
  for (size_t i = 0; i < m->n; i++)
    buffer_printf (&b, "%s\t%s\t%s\n", m->v[i].name, m->v[i].text[LANG_JA],
                   m->v[i].text[LANG_EN]);
  ok = !b.failed || fault_set (why, CODE_MEMORY, "%s", "");
  ok = ok && txn_row_put (t, ROW_COUNT, "reception", name, b.data, b.len, why);
  buffer_done (&b);
  return ok;
}

/* One line of the row into M.  */
static void
read_line (struct open_modes *m, char *line)
{
  char *ja = strchr (line, '\t');
  char *en = ja ? strchr (ja + 1, '\t') : NULL;
  struct open_mode *one = &m->v[m->n];

  if (!en || m->n == MODES_MAX)
    return;
  *ja = *en = '\0';
  *one = (struct open_mode){ .text = { strdup (ja + 1), strdup (en + 1) } };
  snprintf (one->name, sizeof one->name, "%s", line);
  if (one->text[LANG_JA] && one->text[LANG_EN])
    m->n++;
  else
    mode_done (one);
}

bool
modes_left (struct txn *t, const char *reader, struct open_modes *out,
            int64_t *since_out, bool *found_out, struct fault *why)
{
  struct buffer row = BUFFER_INIT;
  char name[48], *save = NULL;
  bool found = false;

  row_name (reader, name);
  if (!txn_row_get (t, ROW_COUNT, "reception", name, &row, &found, why))
    return false;
  *out = (struct open_modes){ .n = 0 };
  if (found && row.len)
    {
      char *line = strtok_r ((char *) row.data, "\n", &save);

      *since_out = line ? strtoll (line, NULL, 10) : 0;
      while (line && (line = strtok_r (NULL, "\n", &save)))
        read_line (out, line);
    }
  buffer_done (&row);
  *found_out = out->n > 0;
  return true;
}

/* Who did it, and with SIGN that their factors are used up by it.  */
static bool
name_operator (struct session *s, struct txn *t, struct draft *d,
               const struct login *by, bool sign, struct fault *why)
{
  if (sign)
    return operator_sign (s, t, d, by, why);
  draft_text (d, "operator", by->account.id);
  draft_text (d, "role", role_name (by->account.role));
  return true;
}

bool
modes_record (struct session *s, const struct login *by, bool sign,
              const char *reader, const struct open_modes *m,
              struct fault *why)
{
  struct txn *t = NULL;
  struct draft *d;
  char words[300];

  if (!ledger_begin (s->ledger, TXN_WRITE, &t, why))
    return false;
  modes_words (m, words);
  d = session_draft (s, "reader-state");
  draft_text (d, "reader", reader);
  draft_text (d, "left-open", words);
  if (!name_operator (s, t, d, by, sign, why)
      || !modes_keep (t, reader, m, clock_seconds (s->clock), why))
    {
      draft_free (d);
      txn_end (t);
      return false;
    }
  txn_add (t, d);
  return txn_commit (t, why);
}
