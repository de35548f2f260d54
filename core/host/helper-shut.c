/* SPDX-License-Identifier: Apache-2.0 */
/* What stays shut to a plugin whatever is allowed around it: what emi
   protects, and the secrets of the system.  */
#include "host/helper.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"

/* Of what root alone may read in the folders that every program needs.  */
static const char *const system_secrets[]
    = { "/etc/shadow",  "/etc/shadow-",   "/etc/gshadow", "/etc/gshadow-",
        "/etc/sudoers", "/etc/sudoers.d", "/etc/ssh",     "/etc/ssl/private" };

/* Is PATH the same as ABOVE or somewhere below it?  */
static bool
below (const char *path, const char *above)
{
  size_t n = strlen (above);

  return strncmp (path, above, n) == 0
         && (path[n] == '\0' || path[n] == '/' || strcmp (above, "/") == 0);
}

static enum shut
look (const char *path, const char *secret)
{
  CLEANUP_FREE char *real = realpath (secret, NULL);
  const char *s = real ? real : secret;

  if (below (path, s))
    return SHUT_WHOLE;
  return below (s, path) ? SHUT_BELOW : SHUT_NONE;
}

enum shut
files_shut (const struct emi_fields *paths, const char *path)
{
  enum shut worst = SHUT_NONE;

  for (size_t i = 0; i < paths->n && worst != SHUT_WHOLE; i++)
    if (strcmp (paths->v[i].name, "protect") == 0)
      {
        enum shut s = look (path, paths->v[i].value.data);
        worst = s == SHUT_NONE ? worst : s;
      }
  for (size_t i = 0; i < N_ELEMENTS (system_secrets) && worst != SHUT_WHOLE;
       i++)
    {
      enum shut s
          = geteuid () == 0 ? look (path, system_secrets[i]) : SHUT_NONE;
      worst = s == SHUT_NONE ? worst : s;
    }
  return worst;
}
