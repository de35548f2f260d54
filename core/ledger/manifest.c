/* SPDX-License-Identifier: Apache-2.0 */
/* "EMM1" | log | u64 version | u32 n | n x (u8 len, name, digest).  */
#include "ledger/manifest.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"

/* A row's smallest size; bounds N before memory is taken for it.  */
#define ROW_MIN (1 + 1 + DIGEST_LEN)

static bool
take_row (struct manifest *m, struct cursor *c, char **to, const char *last)
{
  size_t len = cursor_u8 (c);
  const unsigned char *name = cursor_take (c, len);
  const unsigned char *hash = cursor_take (c, DIGEST_LEN);

  if (c->failed || !len || memchr (name, 0, len))
    return false;
  memcpy (*to, name, len);
  (*to)[len] = '\0';
  memcpy (m->digests + m->n * DIGEST_LEN, hash, DIGEST_LEN);
  m->rows[m->n] = (struct manifest_row){ *to, m->digests + m->n * DIGEST_LEN };
  m->n++;
  bool rising = !last || strcmp (last, *to) < 0;
  *to += len + 1;
  return rising;
}

bool
manifest_parse (struct manifest *m, const unsigned char log[LOG_LEN],
                const void *bytes, size_t len, bool *memory_out)
{
  struct cursor c = cursor_on (bytes, len);
  const unsigned char *magic = cursor_take (&c, 4);
  const unsigned char *whose = cursor_take (&c, LOG_LEN);
  struct manifest new = { .version = cursor_u64 (&c) };
  uint32_t n = cursor_u32 (&c);

  *memory_out = false;
  if (c.failed || memcmp (magic, "EMM1", 4) != 0
      || memcmp (whose, log, LOG_LEN) != 0 || n > c.left / ROW_MIN)
    return false;
  /* A name is shorter than its row, NUL included.  */
  new.rows = calloc (n + 1u, sizeof *new.rows);
  new.names = malloc (c.left + 1);
  new.digests = malloc (n * (size_t) DIGEST_LEN + 1);
  char *to = new.names;
  bool good = new.rows &&new.names &&new.digests;
  *memory_out = !good;
  for (uint32_t i = 0; good && i < n; i++)
    good = take_row (&new, &c, &to, i ? new.rows[i - 1].name : NULL);
  if (!good || c.left)
    {
      manifest_done (&new);
      return false;
    }
  digest (bytes, len, new.digest);
  *m = new;
  return true;
}

void
manifest_done (struct manifest *m)
{
  free (m->rows);
  free (m->names);
  free (m->digests);
  *m = (struct manifest){ .version = 0 };
}

static int
row_order (const void *key, const void *row)
{
  return strcmp (key, ((const struct manifest_row *) row)->name);
}

const unsigned char *
manifest_find (const struct manifest *m, const char *name)
{
  const struct manifest_row *row
      = m->n ? bsearch (name, m->rows, m->n, sizeof *m->rows, row_order)
             : NULL;

  return row ? row->digest : NULL;
}

static int
change_order (const void *a, const void *b)
{
  return strcmp (((const struct manifest_change *) a)->name,
                 ((const struct manifest_change *) b)->name);
}

static void
add_row (struct buffer *out, const char *name, const unsigned char *hash,
         uint32_t *count)
{
  size_t len = strlen (name);

  if (len < 1 || len > 255)
    out->failed = true;
  buffer_u8 (out, (unsigned) len & 0xff);
  buffer_add (out, name, len);
  buffer_add (out, hash, DIGEST_LEN);
  ++*count;
}

/* Two sorted lists, merged; a change hides the row of its name.  */
static uint32_t
merge (const struct manifest *m, const struct manifest_change *changes,
       size_t n, struct buffer *out)
{
  uint32_t count = 0;
  size_t i = 0, k = 0;

  while (i < m->n || k < n)
    {
      int order = i == m->n ? 1
                  : k == n  ? -1
                            : strcmp (m->rows[i].name, changes[k].name);

      if (order < 0)
        {
          add_row (out, m->rows[i].name, m->rows[i].digest, &count);
          i++;
          continue;
        }
      if (changes[k].digest)
        add_row (out, changes[k].name, changes[k].digest, &count);
      i += order == 0;
      k++;
    }
  return count;
}

void
manifest_next (const struct manifest *m, const unsigned char log[LOG_LEN],
               struct manifest_change *changes, size_t n, struct buffer *out)
{
  CLEANUP (buffer_done) struct buffer rows = BUFFER_INIT;

  if (n)
    qsort (changes, n, sizeof *changes, change_order);
  uint32_t count = merge (m, changes, n, &rows);
  buffer_add (out, "EMM1", 4);
  buffer_add (out, log, LOG_LEN);
  buffer_u64 (out, m->version + 1);
  buffer_u32 (out, count);
  buffer_add (out, rows.data, rows.len);
  out->failed = out->failed || rows.failed;
}
