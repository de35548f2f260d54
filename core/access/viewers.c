/* SPDX-License-Identifier: Apache-2.0 */
/* Reading "ID,ID" and looking each up.  */
#include "access/viewers.h"

#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/text.h"

#define NAME_SIZE 33

/* The next name of AT, which moves on; false at the end or when it is none. */
static bool
next_name (const char **at, char out[NAME_SIZE])
{
  size_t n = strcspn (*at, ",");

  if (n == 0 || n >= NAME_SIZE)
    return false;
  memcpy (out, *at, n);
  out[n] = '\0';
  *at += n;
  return text_is_name (out);
}

bool
viewers_check (const char *with, struct fault *why)
{
  char seen[VIEWERS_MAX][NAME_SIZE];
  size_t n = 0;

  for (const char *at = with; at; at = *at ? at + 1 : NULL)
    {
      if (n == VIEWERS_MAX)
        return fault_set (why, CODE_VALUE, "--with: at most %d accounts",
                          VIEWERS_MAX);
      if (!next_name (&at, seen[n]))
        return fault_set (why, CODE_VALUE, "--with ID,ID");
      for (size_t i = 0; i < n; i++)
        if (strcmp (seen[i], seen[n]) == 0)
          return fault_set (why, CODE_VALUE, "--with %s,%s", seen[n], seen[n]);
      n++;
    }
  return true;
}

void
viewers_done (struct viewers *v)
{
  for (size_t i = 0; i < v->n; i++)
    account_done (&v->v[i]);
  v->n = 0;
}

static bool
may (struct session *s, const struct account *a, const char *id,
     struct fault *why)
{
  struct fault ignored;

  return account_may_view (s, a, clock_seconds (s->clock), &ignored)
         || fault_set (why, CODE_VIEWER, "%s", id);
}

bool
viewers_read (struct session *s, struct txn *t, const char *with,
              const char *asker, struct viewers *out, struct fault *why)
{
  char id[NAME_SIZE];

  viewers_done (out);
  for (const char *at = with; at; at = *at ? at + 1 : NULL)
    {
      bool found = false, ok;

      if (out->n == VIEWERS_MAX || !next_name (&at, id))
        return fault_set (why, CODE_VALUE, "--with");
      if (strcmp (id, asker) == 0)
        return fault_set (why, CODE_SECOND_SAME, "%s", id);
      if (!account_get (t, id, &out->v[out->n], &found, why))
        return false;
      ok = may (s, found ? &out->v[out->n] : NULL, id, why);
      out->n += found;
      if (!ok)
        return false;
    }
  return true;
}

bool
viewers_may (struct session *s, const struct viewers *v, struct fault *why)
{
  for (size_t i = 0; i < v->n; i++)
    if (!may (s, &v->v[i], v->v[i].id, why))
      return false;
  return true;
}

void
viewers_draft (const char *with, struct draft *d)
{
  struct buffer b = BUFFER_INIT;
  char id[NAME_SIZE];

  for (const char *at = with; at; at = *at ? at + 1 : NULL)
    {
      if (!next_name (&at, id))
        break;
      buffer_printf (&b, "%s%s", b.len ? " " : "", id);
      draft_token (d, "account", id);
    }
  draft_text (d, "with", b.len ? buffer_string (&b) : NULL);
  buffer_done (&b);
}
