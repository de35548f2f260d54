/* SPDX-License-Identifier: Apache-2.0 */
/* A module: its file, checked on one open descriptor, and what it says of
   itself.  Both programs know it: emi, which loads most modules itself, and
   emi-plugin-host, which loads one and tells emi what it found.  */
#ifndef EMI_HOST_MODULE_H
#define EMI_HOST_MODULE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <ltdl.h>

#include "base/digest.h"
#include "base/fault.h"
#include "host/calls.h"

/* Rows of a table of options or prompts: more than any plugin has.  */
#define MODULE_TABLE_MAX 64
/* security.md, accounts and prompts.  */
#define PROMPT_CHARS 200

struct told;

union module_ops
{
  uint32_t size; /* first in each of them */
  struct emi_reader_ops reader;
  struct emi_connector_ops connector;
  struct emi_store_ops store;
  struct emi_auth_ops auth;
  struct emi_adapter_ops adapter;
};

/* A module's file.  The descriptor stays open as long as it is loaded: the
   loader knows the module by the name /proc/self/fd/N, so N must not come to
   mean another file.  */
struct module
{
  struct module *next;
  char *name;
  char *file;
  int fd;
  lt_dlhandle handle; /* NULL: it runs elsewhere */
  struct told *told;  /* what is known of it then */
  char digest[DIGEST_HEX]; /* "" until asked for */
  struct emi_plugin plugin; /* what both sides know of it */
  union module_ops ops;
  atomic_bool busy; /* EMI_THREAD_ONE */
};

/* Finds NAME in FOLDER and looks at its file; nothing is loaded.
   CODE_PLUGIN_MISSING, _UNSAFE, _LOAD.  */
bool module_find (const char *folder, const char *name, const char *sha256,
                  struct module **out, struct fault *why);
/* The module NAME in FD, which others checked and call FILE.  FD is the
   module's then.  NULL without memory; FD stays the caller's.  */
struct module *module_from (const char *name, const char *file, int fd);
/* Runs its code: loads M here and takes its descriptor.  CODE_PLUGIN_LOAD,
   _CONTRACT.  */
bool module_run (struct module *m, struct fault *why);
/* The descriptor's flags as they stand in the file, before any of its code
   runs; 0 where they cannot be seen there.  */
uint32_t module_peek (const struct module *m);
/* NAME_LTX_emi_plugin with '_' for '-'; NULL without memory.  */
char *module_symbol (const struct module *m);
bool module_pinned (struct module *m, const char *sha256, struct fault *why);
const char *module_digest (struct module *m); /* NULL: cannot be read */
void module_free (struct module *m);

/* Copies DESCRIPTOR into M when it is one that this host can use.  */
bool descriptor_take (struct module *m, const struct emi_plugin *descriptor,
                      struct fault *why);
/* Is what M says of itself sound, its functions apart?  */
bool descriptor_sane (struct module *m, struct fault *why);

#endif
