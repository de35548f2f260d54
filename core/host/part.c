/* SPDX-License-Identifier: Apache-2.0 */
/* Loads parts of the core from the descriptor that was checked.  */
#include "host/part.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "host/internal.h"

#ifndef PARTDIR
#define PARTDIR "/usr/local/lib/emi"
#endif

struct part
{
  struct part *next;
  char *name;
  void *handle;
  int fd; /* open as long as it is loaded: the loader knows it by it */
};

void
host_set_parts (struct host *h, const char *folder)
{
  h->part_folder = folder;
}

static bool
file_open_safe (const char *file, int *fd_out, struct fault *why)
{
  CLEANUP_FREE char *reason = NULL;
  struct stat st;

  if (access (file, F_OK) != 0)
    return fault_set (why, CODE_PLUGIN_MISSING, "%s", file);
  if ((reason = file_distrust (file, false)))
    return fault_set (why, CODE_PLUGIN_UNSAFE, "%s", reason);
  if (file_open (AT_FDCWD, file, fd_out, &st) != FILE_OK)
    return fault_set (why, CODE_PLUGIN_LOAD, "%s: %s", file, strerror (errno));
  /* Looked at again: the name may have come to mean another file.  */
  if ((st.st_uid == 0 || st.st_uid == geteuid ())
      && !(st.st_mode & (S_IWGRP | S_IWOTH)))
    return true;
  close (*fd_out);
  return fault_set (why, CODE_PLUGIN_UNSAFE, "%s: can be written by others",
                    file);
}

static bool
load (struct part *p, const char *file, struct fault *why)
{
  char path[sizeof "/proc/self/fd/2147483647"];

  if (!file_open_safe (file, &p->fd, why))
    return false;
  snprintf (path, sizeof path, "/proc/self/fd/%d", p->fd);
  /* The libraries behind it dislike being unloaded, and sanitizers lose their
     names; it ends with the process.  */
  p->handle = dlopen (path, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
  if (p->handle)
    return true;
  close (p->fd);
  return fault_set (why, CODE_PLUGIN_LOAD, "%s: %s", file, dlerror ());
}

static struct part *
part_new (struct host *h, const char *name, struct fault *why)
{
  CLEANUP_FREE char *file = NULL;
  struct part *p = calloc (1, sizeof *p);

  if (asprintf (&file, "%s/%s.so", h->part_folder ? h->part_folder : PARTDIR,
                name)
      < 0)
    file = NULL;
  if (p)
    p->name = strdup (name);
  if (!file || !p || !p->name)
    fault_set (why, CODE_MEMORY, "%s", name);
  else if (load (p, file, why))
    {
      p->next = h->parts;
      h->parts = p;
      return p;
    }
  if (p)
    free (p->name);
  free (p);
  return NULL;
}

const void *
host_part (struct host *h, const char *name, const char *symbol,
           struct fault *why)
{
  struct part *p = h->parts;
  const void *found;

  while (p && strcmp (p->name, name) != 0)
    p = p->next;
  if (!p && !(p = part_new (h, name, why)))
    return NULL;
  if (!(found = dlsym (p->handle, symbol)))
    fault_set (why, CODE_PLUGIN_LOAD, "%s: no symbol %s", name, symbol);
  return found;
}

void
part_free_all (struct host *h)
{
  while (h->parts)
    {
      struct part *p = h->parts;

      h->parts = p->next;
      /* It stays in the process, and so does its descriptor's number.  */
      dlclose (p->handle);
      free (p->name);
      free (p);
    }
}
