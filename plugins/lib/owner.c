/* SPDX-License-Identifier: Apache-2.0 */
/* The mark of a share's owner: see owner.h.  */
#include "lib/owner.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lib/stable.h"

bool
owner_is_name (const char *s)
{
  size_t len = strspn (s, "abcdefghijklmnopqrstuvwxyz"
                          "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");

  return len > 0 && len < OWNER_MAX && s[len] == '\0';
}

/* The mark's name: its only line.  */
static bool
mark_name (const struct stable *mark, char out[OWNER_MAX])
{
  size_t len = mark->len;
  const char *text = (const char *) mark->data;

  if (len > 0 && text[len - 1] == '\n')
    len--;
  if (len == 0 || len >= OWNER_MAX || memchr (text, '\0', len) != NULL)
    return false;
  memcpy (out, text, len);
  out[len] = '\0';
  return owner_is_name (out);
}

enum owner
owner_look (int dirfd, const char *node, char out[OWNER_MAX])
{
  struct stable mark = STABLE_INIT;
  enum owner owner = OWNER_BROKEN;

  out[0] = '\0';
  errno = 0;
  /* One read is enough: the mark appears whole.  */
  switch (stable_look (&mark, dirfd, OWNER_FILE, 0))
    {
    case STABLE_FIRST:
    case STABLE_CHANGED:
    case STABLE_READY:
      if (mark_name (&mark, out))
        owner = strcmp (out, node) == 0 ? OWNER_OURS : OWNER_OTHER;
      else
        out[0] = '\0';
      break;
    case STABLE_GONE:
      owner = OWNER_NOBODY;
      break;
    case STABLE_DENIED:
      owner = OWNER_ERROR;
      break;
    case STABLE_LINK:
    case STABLE_IRREGULAR:
    case STABLE_TOO_BIG:
      break;
    }
  stable_done (&mark);
  return owner;
}

enum owner
owner_claim (int dirfd, const char *node, outbox_random *random,
             char out[OWNER_MAX])
{
  enum owner owner = owner_look (dirfd, node, out);
  char line[OWNER_MAX + 1];
  size_t len = strlen (node);
  int error;

  if (owner != OWNER_NOBODY)
    return owner;
  if (!owner_is_name (node))
    {
      errno = EINVAL;
      return OWNER_ERROR;
    }
  memcpy (line, node, len);
  line[len] = '\n';
  error = outbox_place (dirfd, OWNER_FILE, line, len + 1, 0644, random);
  if (error != 0 && error != EEXIST)
    {
      errno = error;
      return OWNER_ERROR;
    }
  return owner_look (dirfd, node, out);
}
