/* SPDX-License-Identifier: Apache-2.0 */
/* A few notes, the oldest replaced.  */
#include "ledger/notes.h"

#include <string.h>

static struct note_seen *
put (struct notes *n, const char *note, size_t len, const struct checkpoint *c)
{
  struct note_seen *s = &n->seen[n->next++ % NOTES_KEPT];

  *s = (struct note_seen){ .len = len, .checkpoint = *c };
  memcpy (s->text, note, len);
  return s;
}

static struct note_seen *
find (struct notes *n, const char *note, size_t len)
{
  for (size_t i = 0; i < NOTES_KEPT; i++)
    if (n->seen[i].len == len && len
        && memcmp (n->seen[i].text, note, len) == 0)
      return &n->seen[i];
  return NULL;
}

struct note_seen *
notes_check (struct notes *n, const char *note, size_t len)
{
  struct note_seen *s = find (n, note, len);
  struct checkpoint c;

  if (s)
    return s;
  return note_check (n->key, note, len, &c) ? put (n, note, len, &c) : NULL;
}

void
notes_add (struct notes *n, const char *note, size_t len,
           const struct checkpoint *c)
{
  struct note_seen *s = find (n, note, len);

  if (!s)
    s = put (n, note, len, c);
  s->ours = true;
}

void
notes_forget_ours (struct notes *n)
{
  for (size_t i = 0; i < NOTES_KEPT; i++)
    n->seen[i].ours = false;
}
