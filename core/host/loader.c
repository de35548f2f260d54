/* SPDX-License-Identifier: Apache-2.0 */
/* A module's file: found by name, checked on one open descriptor and loaded
   from that descriptor, so that what was checked is what runs
   (security.md).  */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/text.h"
#include "host/module.h"
#include "host/peek.h"
#include "host/told.h"

#if defined(__SANITIZE_ADDRESS__)
/* Traces keep their names only while the module is there (style.md).  */
#define RESIDENT RTLD_NODELETE
#else
#define RESIDENT 0
#endif

#define FD_PATH_LEN sizeof "/proc/self/fd/2147483647"

static void
fd_path (int fd, char out[FD_PATH_LEN])
{
  snprintf (out, FD_PATH_LEN, "/proc/self/fd/%d", fd);
}

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
                      "%s: its SHA-256 is %s, not the one configured",
                      m->file, is);
  return true;
}

/* The loader's own words, without the name it knows the file by.  */
static bool
say_load (struct module *m, const char *path, struct fault *why)
{
  const char *said = dlerror ();
  size_t len = strlen (path);

  if (!said)
    said = "unknown reason";
  if (strncmp (said, path, len) == 0)
    for (said += len; *said == ':' || *said == ' ';)
      said++;
  return fault_set (why, CODE_PLUGIN_LOAD, "%s: %s", m->file, said);
}

/* The loader maps what the headers promise: a file that was cut off while it
   was copied would end the whole process with SIGBUS.  What is no ELF at all
   is left to the loader's own words.  */
static bool
is_whole (int fd)
{
  ElfW (Ehdr) head;
  ElfW (Phdr) part;
  struct stat st;

  if (fstat (fd, &st) != 0)
    return false;
  if (pread (fd, &head, sizeof head, 0) != (ssize_t) sizeof head
      || memcmp (head.e_ident, ELFMAG, SELFMAG) != 0
      || head.e_phentsize != sizeof part)
    return true;
  for (size_t i = 0; i < head.e_phnum; i++)
    {
      uint64_t size = (uint64_t) st.st_size;

      if (pread (fd, &part, sizeof part,
                 (off_t) (head.e_phoff + i * sizeof part))
          != (ssize_t) sizeof part)
        return false;
      if (part.p_type == PT_LOAD
          && (part.p_offset > size || part.p_filesz > size - part.p_offset))
        return false;
    }
  return true;
}

static bool
load (struct module *m, struct fault *why)
{
  char path[FD_PATH_LEN];
  lt_dladvise advise;

  if (!is_whole (m->fd))
    return fault_set (why, CODE_PLUGIN_LOAD, "%s: the file is cut off",
                      m->file);
  fd_path (m->fd, path);

  /* libltdl binds lazily and hides reasons: a module with an undefined
     function would load well and end the whole process at its first call.
     Binding everything here shows it now, with the true reason.  RESIDENT and
     RTLD_LOCAL may both be 0.  */
  /* NOLINTNEXTLINE(misc-redundant-expression) */
  void *now = dlopen (path, RTLD_NOW | RTLD_LOCAL | RESIDENT);
  if (!now)
    return say_load (m, path, why);

  if (lt_dladvise_init (&advise) == 0)
    {
      lt_dladvise_local (&advise);
      m->handle = lt_dlopenadvise (path, advise);
      lt_dladvise_destroy (&advise);
    }
  if (!m->handle)
    fault_set (why, CODE_PLUGIN_LOAD, "%s: %s", m->file, lt_dlerror ());
  dlclose (now);
  return m->handle != NULL;
}

/* NAME_LTX_emi_plugin with '_' for '-'; NULL without memory.  */
static char *
symbol_of (const struct module *m)
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
  CLEANUP_FREE char *symbol = symbol_of (m);
  size_t len;
  void *at = map (m, &len);
  uint32_t flags = 0;

  if (at && symbol && !peek_flags (at, len, symbol, &flags))
    flags = 0;
  if (at)
    munmap (at, len);
  return flags;
}

static const struct emi_plugin *
entry (struct module *m, struct fault *why)
{
  CLEANUP_FREE char *symbol = symbol_of (m);

  if (!symbol)
    {
      fault_set (why, CODE_MEMORY, "%s", "");
      return NULL;
    }

  const struct emi_plugin *found = lt_dlsym (m->handle, symbol);
  if (!found)
    fault_set (why, CODE_PLUGIN_LOAD, "%s: no symbol %s", m->file, symbol);
  return found;
}

void
module_free (struct module *m)
{
  char path[FD_PATH_LEN];
  bool stays = false;

  if (!m)
    return;
  if (m->handle)
    {
      lt_dlclose (m->handle);
      /* A module that cannot be unloaded (C++, sanitizers) goes on answering
         to its descriptor's name: the number must then stay taken.  */
      fd_path (m->fd, path);
      void *still = dlopen (path, RTLD_NOLOAD | RTLD_LAZY);
      stays = still != NULL;
      if (still)
        dlclose (still);
    }
  if (m->fd >= 0 && !stays)
    close (m->fd);
  told_free (m->told);
  free (m->name);
  free (m->file);
  free (m);
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

bool
module_run (struct module *m, struct fault *why)
{
  const struct emi_plugin *found;

  return load (m, why) && (found = entry (m, why))
         && descriptor_take (m, found, why);
}
