/* SPDX-License-Identifier: Apache-2.0 */
/* Loads a module from the descriptor on which its file was checked, so that
   what was checked is what runs (security.md).  */
#include "host/module.h"

#include <dlfcn.h>
#include <link.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
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

static const struct emi_plugin *
entry (struct module *m, struct fault *why)
{
  CLEANUP_FREE char *symbol = module_symbol (m);

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

bool
module_run (struct module *m, struct fault *why)
{
  const struct emi_plugin *found;

  return load (m, why) && (found = entry (m, why))
         && descriptor_take (m, found, why);
}
