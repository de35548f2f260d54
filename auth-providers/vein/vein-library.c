/* SPDX-License-Identifier: Apache-2.0 */
#include "vein-library.h"

#include <dlfcn.h>
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum need
{
  ALWAYS,
  FRAMEWORK,
  TEMPLATE, /* CreateTemplate, unless Enroll does it */
  ENROLL,
  NEVER /* used where it is there */
};

#define CALL(name, need)                                                      \
  {                                                                           \
    "BioAPI_" #name, offsetof (struct vein_calls, name), need                 \
  }
static const struct
{
  const char *name;
  size_t at;
  enum need need;
} calls_of[] = {
  CALL (Init, FRAMEWORK),
  CALL (Terminate, FRAMEWORK),
  CALL (ModuleLoad, ALWAYS),
  CALL (ModuleUnload, ALWAYS),
  CALL (ModuleAttach, ALWAYS),
  CALL (ModuleDetach, ALWAYS),
  CALL (FreeBIRHandle, ALWAYS),
  CALL (GetBIRFromHandle, ALWAYS),
  CALL (GetHeaderFromHandle, ALWAYS),
  CALL (Capture, ALWAYS),
  CALL (CreateTemplate, TEMPLATE),
  CALL (Enroll, ENROLL),
  CALL (VerifyMatch, ALWAYS),
  CALL (Process, NEVER),
  CALL (SetGUICallbacks, NEVER),
};
#undef CALL

static bool
needed (enum need need, const struct vein_vendor *vendor)
{
  switch (need)
    {
    case ALWAYS:
      return true;
    case FRAMEWORK:
      return vendor->framework;
    case TEMPLATE:
      return !vendor->enroll;
    case ENROLL:
      return vendor->enroll;
    case NEVER:
      return false;
    }
  return true;
}

/* Whoever can write it can admit anybody, so it is looked at like a module of
   emi's own (security.md, process, files, plugins).  */
static bool
file_safe (const char *path, char why[VEIN_TEXT])
{
  struct stat st;

  if (stat (path, &st) != 0)
    snprintf (why, VEIN_TEXT, "the library cannot be read: %s",
              strerror (errno));
  else if (!S_ISREG (st.st_mode))
    snprintf (why, VEIN_TEXT, "the library is no regular file");
  else if ((st.st_uid != 0 && st.st_uid != geteuid ())
           || (st.st_mode & (S_IWGRP | S_IWOTH)))
    snprintf (why, VEIN_TEXT, "the library is writable by others");
  else
    return true;
  return false;
}

bool
vein_library_open (const char *path, const struct vein_vendor *vendor,
                   struct vein_calls *calls, char why[VEIN_TEXT])
{
  struct vein_calls found = { NULL };
  void *library;

  if (!file_safe (path, why))
    return false;
  library = dlopen (path, RTLD_NOW | RTLD_LOCAL);
  if (!library)
    {
      const char *said = dlerror ();
      snprintf (why, VEIN_TEXT, "it does not load: %s", said ? said : "?");
      return false;
    }
  for (size_t i = 0; i < sizeof calls_of / sizeof *calls_of; i++)
    {
      void *symbol = dlsym (library, calls_of[i].name);

      if (!symbol && needed (calls_of[i].need, vendor))
        {
          snprintf (why, VEIN_TEXT, "the library has no %s", calls_of[i].name);
          dlclose (library);
          return false;
        }
      /* POSIX gives functions as pointers to void.  */
      *(void **) ((char *) &found + calls_of[i].at) = symbol;
    }
  *calls = found;
  return true;
}
