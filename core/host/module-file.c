/* SPDX-License-Identifier: Apache-2.0 */
/* A module's file: found by name, checked on one open descriptor and read
   there; nothing of it runs (security.md).  */
#include "host/module.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/text.h"
#include "host/peek.h"

/* Why the file cannot be trusted, or NULL.  */
static const char *
distrust (const struct stat *st)
{
  if (st->st_uid != 0 && st->st_uid != geteuid ())
    return "belongs to neither root nor this user";
  if (st->st_mode & (S_IWGRP | S_IWOTH))
    return "can be written by others";
  if (st->st_nlink != 1)
    return "has more than one link";
  return NULL;
}

static bool
open_file (struct module *m, const char *folder, const char *base,
           struct fault *why)
{
  CLEANUP_FREE char *reason = NULL;
  struct stat st;

  /* A folder that is not there is no question of trust.  */
  if (access (folder, F_OK) != 0)
    return fault_set (why, CODE_PLUGIN_MISSING, "%s", m->file);
  if ((reason = file_distrust (folder, false)))
    return fault_set (why, CODE_PLUGIN_UNSAFE, "%s", reason);

  CLEANUP_CLOSE int dir = open (folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (dir < 0)
    return fault_set (why, CODE_PLUGIN_MISSING, "%s: %s", folder,
                      strerror (errno));

  switch (file_open (dir, base, &m->fd, &st))
    {
    case FILE_OK:
      break;
    case FILE_ABSENT:
      return fault_set (why, CODE_PLUGIN_MISSING, "%s", m->file);
    case FILE_LINK:
      return fault_set (why, CODE_PLUGIN_UNSAFE, "%s: a symbolic link",
                        m->file);
    case FILE_IRREGULAR:
      return fault_set (why, CODE_PLUGIN_UNSAFE, "%s: no regular file",
                        m->file);
    case FILE_TOO_BIG:
    case FILE_DENIED:
    case FILE_IO:
      return fault_set (why, CODE_PLUGIN_LOAD, "%s: %s", m->file,
                        strerror (errno));
    }

  const char *fault = distrust (&st);
  return !fault
         || fault_set (why, CODE_PLUGIN_UNSAFE, "%s: %s", m->file, fault);
}

/* The whole file to be read; NULL when it cannot be.  */
static void *
map (const struct module *m, size_t *len_out)
{
  struct stat st;

  if (fstat (m->fd, &st) != 0 || st.st_size <= 0)
    return NULL;
  *len_out = (size_t) st.st_size;
  void *at = mmap (NULL, *len_out, PROT_READ, MAP_PRIVATE, m->fd, 0);
  return at == MAP_FAILED ? NULL : at;
}

const char *
module_digest (struct module *m)
{
  unsigned char sum[DIGEST_LEN];
  size_t len;

  if (*m->digest)
    return m->digest;
  void *at = map (m, &len);
  if (!at)
    return NULL;
  digest (at, len, sum);
  munmap (at, len);
  hex_encode (sum, sizeof sum, m->digest);
  return m->digest;
}

bool
module_pinned (struct module *m, const char *sha256, struct fault *why)
{
  if (!sha256)
    return true;

  const char *is = module_digest (m);
  if (!is)
    return fault_set (why, CODE_PLUGIN_LOAD, "%s: cannot be read", m->file);
  /* The configuration may write it in capitals.  */
  if (strcasecmp (is, sha256) != 0)
    return fault_set (why, CODE_PLUGIN_UNSAFE,
                      "%s: its SHA-256 is %s, not the one configured", m->file,
                      is);
  return true;
}

char *
module_symbol (const struct module *m)
{
  char *symbol;

  if (asprintf (&symbol, "%s_LTX_emi_plugin", m->name) < 0)
    return NULL;
  for (char *p = symbol; *p; p++)
    if (*p == '-')
      *p = '_';
  return symbol;
}

uint32_t
module_peek (const struct module *m)
{
  CLEANUP_FREE char *symbol = module_symbol (m);
  size_t len;
  void *at = map (m, &len);
  uint32_t flags = 0;

  if (at && symbol && !peek_flags (at, len, symbol, &flags))
    flags = 0;
  if (at)
    munmap (at, len);
  return flags;
}

struct module *
module_from (const char *name, const char *file, int fd)
{
  struct module *m = calloc (1, sizeof *m);

  if (!m)
    return NULL;
  m->fd = -1;
  m->name = strdup (name);
  m->file = strdup (file);
  if (!m->name || !m->file)
    {
      module_free (m);
      return NULL;
    }
  m->fd = fd;
  return m;
}

bool
module_find (const char *folder, const char *name, const char *sha256,
             struct module **out, struct fault *why)
{
  CLEANUP_FREE char *base = NULL;
  CLEANUP_FREE char *file = NULL;
  struct module *m;

  if (!text_is_name (name))
    return fault_set (why, CODE_PLUGIN_MISSING, "no module's name");
  if (asprintf (&base, "%s.so", name) < 0)
    base = NULL;
  file = base ? file_join (folder, base) : NULL;
  if (!file || !(m = module_from (name, file, -1)))
    return fault_set (why, CODE_MEMORY, "%s", "");
  if (!open_file (m, folder, base, why) || !module_pinned (m, sha256, why))
    {
      module_free (m);
      return false;
    }
  *out = m;
  return true;
}
