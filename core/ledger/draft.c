/* SPDX-License-Identifier: Apache-2.0 */
/* Collecting a record's fields and tokens, and sealing them.  */
#include "ledger/draft.h"

#include <assert.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "ledger/token.h"

struct draft *
draft_new (const char *kind)
{
  struct draft *d = calloc (1, sizeof *d);

  if (d)
    draft_text (d, "kind", kind);
  return d;
}

/* Fields may be about a patient: nothing of them stays in free memory.  */
void
draft_free (struct draft *d)
{
  if (!d)
    return;
  for (size_t i = 0; i < d->n_fields; i++)
    {
      sodium_memzero ((void *) d->fields[i].value, d->fields[i].len);
      free ((void *) d->fields[i].value); /* the name behind it, too */
    }
  for (size_t i = 0; i < d->n_tokens; i++)
    {
      if (d->tokens[i].normal)
        sodium_memzero (d->tokens[i].normal, strlen (d->tokens[i].normal));
      free (d->tokens[i].normal);
      free (d->tokens[i].kind);
    }
  free (d->fields);
  free (d->tokens);
  free (d);
}

/* Makes room for one more of SIZE bytes in a list of N.  */
static bool
grow (void **list, size_t n, size_t size)
{
  /* Doubles at powers of 2, so that most calls do nothing.  */
  if (n & (n - 1) && n)
    return true;
  void *more = reallocarray (*list, n ? 2 * n : 1, size);
  if (more)
    *list = more;
  return more != NULL;
}

void
draft_bytes (struct draft *d, const char *name, const void *value, size_t len)
{
  if (!d || !value)
    return;

  size_t name_len = strlen (name) + 1;
  unsigned char *own = malloc (len + 1 + name_len);
  if (!own || !grow ((void **) &d->fields, d->n_fields, sizeof *d->fields))
    {
      free (own);
      d->failed = true;
      return;
    }
  memcpy (own, value, len);
  own[len] = '\0';
  memcpy (own + len + 1, name, name_len);
  d->fields[d->n_fields++]
    = (struct record_field){ (char *) own + len + 1, own, len };
}

void
draft_text (struct draft *d, const char *name, const char *value)
{
  draft_bytes (d, name, value, value ? strlen (value) : 0);
}

void
draft_number (struct draft *d, const char *name, int64_t value)
{
  char text[24];

  snprintf (text, sizeof text, "%lld", (long long) value);
  draft_text (d, name, text);
}

void
draft_token (struct draft *d, const char *kind, const char *value)
{
  if (!d || !value || !*value)
    return;

  struct draft_token t = { strdup (kind), token_normal (kind, value) };
  if (!t.kind || !t.normal
      || !grow ((void **) &d->tokens, d->n_tokens, sizeof *d->tokens))
    {
      free (t.kind);
      free (t.normal);
      d->failed = true;
      return;
    }
  d->tokens[d->n_tokens++] = t;
}

/* --- sealing --- */

static int
by_name (const void *a, const void *b)
{
  return strcmp (((const struct record_field *) a)->name,
                 ((const struct record_field *) b)->name);
}

static int
by_bytes (const void *a, const void *b)
{
  return memcmp (a, b, TOKEN_LEN);
}

/* Two values of one normal form have one token.  */
static void
make_tokens (const struct draft *d, const struct keys *k,
             struct draft_sealed *s)
{
  for (size_t i = 0; i < d->n_tokens; i++)
    token_make (keys_block (k)->token, d->tokens[i].kind, d->tokens[i].normal,
                s->tokens[i]);
  if (d->n_tokens)
    qsort (s->tokens, d->n_tokens, TOKEN_LEN, by_bytes);
  for (size_t i = 0; i < d->n_tokens; i++)
    if (!s->n_tokens
        || memcmp (s->tokens[s->n_tokens - 1], s->tokens[i], TOKEN_LEN) != 0)
      memmove (s->tokens[s->n_tokens++], s->tokens[i], TOKEN_LEN);
}

bool
draft_seal (const struct draft *d, const struct keys *k,
            const unsigned char log[LOG_LEN], struct draft_sealed *out,
            struct fault *why)
{
  const struct body_key key
      = { .key = keys_block (k)->data, .log = log, .epoch = k->epoch };
  struct draft_sealed s = { .body = BUFFER_INIT };
  CLEANUP_FREE struct record_field *sorted
      = calloc (d->n_fields + 1, sizeof *sorted);

  s.tokens = calloc (d->n_tokens + 1, TOKEN_LEN);
  if (d->failed || !sorted || !s.tokens)
    {
      free (s.tokens);
      return fault_set (why, CODE_MEMORY, "%s", "");
    }
  make_tokens (d, k, &s);
  memcpy (sorted, d->fields, d->n_fields * sizeof *sorted);
  qsort (sorted, d->n_fields, sizeof *sorted, by_name);
  for (size_t i = 1; i < d->n_fields; i++)
    assert (strcmp (sorted[i - 1].name, sorted[i].name) != 0);
  if (!body_seal (&key, sorted, d->n_fields, s.tokens[0], s.n_tokens, &s.body,
                  s.fields))
    {
      bool memory = s.body.failed;
      draft_sealed_done (&s);
      return fault_set (why, memory ? CODE_MEMORY : CODE_INTERNAL, "%s",
                        memory ? "" : "a record is too large");
    }
  *out = s;
  return true;
}

void
draft_sealed_done (struct draft_sealed *s)
{
  buffer_done (&s->body);
  free (s->tokens);
  *s = (struct draft_sealed){ .n_tokens = 0 };
}
