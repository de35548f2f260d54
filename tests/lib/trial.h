/* SPDX-License-Identifier: Apache-2.0 */
/* A host with real modules and a configuration made by hand, in a scratch
   folder: plugins/ (copies of the modules that were asked for), run/, and
   whatever a test puts beside them.  All abort when they cannot do their
   work.  */
#ifndef EMI_TESTS_TRIAL_H
#define EMI_TESTS_TRIAL_H

#include <stdbool.h>

#include "config/config.h"
#include "host/host.h"

#define TRIAL_INSTANCES 16

struct trial
{
  char *dir; /* the configuration's folder */
  struct config config;
  struct config_instance instances[TRIAL_INSTANCES];
  const struct clock *clock;
  struct clock *fake; /* NULL with the system's clock */
  int cancel[2];
  char *helper; /* the built emi-plugin-host */
  struct host *host;
};

/* NOW 0: the system's clock; else a fake one that stands at NOW.  */
void trial_init (struct trial *t, int64_t now);
void trial_done (struct trial *t);

/* Ends the host and starts a new one on the same folder.  */
void trial_restart (struct trial *t);
/* The person gives up.  */
void trial_cancel (struct trial *t);

/* Copies the built module NAME into plugins/; false when it was not built. */
bool trial_module (struct trial *t, const char *name);
/* Where the build left NAME.so, or NULL; the caller frees.  */
char *trial_built (const char *name);

/* Adds an instance of module PLUGIN (copied when it is not there yet).  The
   pairs of option and value end with NULL.  Its line is 10 times its place,
   counted from 1, its options' lines follow.  */
struct config_instance *trial_add (struct trial *t, enum emi_kind kind,
                                   const char *name, const char *plugin, ...)
  __attribute__ ((sentinel));

/* What I is given in a process of its own: <env> and <allow>.  */
void trial_env (struct config_instance *i, const char *name,
                const char *value);
void trial_allow (struct config_instance *i, const char *path, bool write);

#endif
