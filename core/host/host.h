/* SPDX-License-Identifier: Apache-2.0 */
/* Plugins as the core sees them: found, checked, opened and called, always
   through one table of calls (host/calls.h).  */
#ifndef EMI_HOST_HOST_H
#define EMI_HOST_HOST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <emi/plugin.h>

#include "base/clock.h"
#include "base/fault.h"
#include "base/secret.h"
#include "config/config.h"
#include "host/calls.h"

struct host;
struct instance;

/* CANCEL_FD becomes readable when the person gives up; -1 for none.  CONFIG
   and CLOCK are borrowed for the host's life.  */
struct host *host_new (const struct config *config, const struct clock *clock,
                       int cancel_fd);
void host_free (struct host *h); /* closes every instance */

/* WAITING is told, at least every second while a connector waits, how long its
   call has taken; then a negative number when the call is over.  */
void host_set_waiting (struct host *h,
                       void (*waiting) (void *ctx, int64_t waited_ms),
                       void *ctx);

/* Contract tests: each borrowed argument of a call is a copy that is poisoned
   and freed when the call returns.  */
void host_set_poison (struct host *h, bool on);

/* Tests: run="inside" is taken as it stands, also for plugins that refuse
   it.  */
void host_set_all_inside (struct host *h, bool on);

/* Tests: another emi-plugin-host than the installed one.  PATH is borrowed. */
void host_set_helper (struct host *h, const char *path);

/* A trial of plugins: FD is the standard output and error of helpers.  */
void host_set_output (struct host *h, int fd);

/* The descriptor of module PLUGIN, loaded and checked (folder, file, digest,
   size, major, kind; KIND 0: any).  Lives as long as the host.  */
bool host_describe (struct host *h, enum emi_kind kind, const char *plugin,
                    const char *sha256, const struct emi_plugin **out,
                    struct fault *why);
/* Hex SHA-256 of the module's file, known after host_describe.  */
const char *host_module_digest (struct host *h, const char *plugin);
/* The file it was loaded from.  */
const char *host_module_file (struct host *h, const char *plugin);

/* The same for the module of instance C, which may run in a process of its own
   and is then looked at there: nothing of it is loaded here.  */
bool host_describe_instance (struct host *h, const struct config_instance *c,
                             const struct emi_plugin **out,
                             struct fault *why);
const char *host_instance_digest (struct host *h,
                                  const struct config_instance *c);
/* How C runs: a word of the record's factor.N.assurance.  */
const char *host_assurance (struct host *h, const struct config_instance *c);
/* A call that ended with CODE lost its plugin in the middle: what it did until
   then is not known.  */
bool host_lost (enum code code);

/* The configured instance NAME, opened at first use and kept.  */
bool host_instance (struct host *h, enum emi_kind kind, const char *name,
                    struct instance **out, struct fault *why);
const char *instance_name (const struct instance *i);
const struct emi_plugin *instance_plugin (const struct instance *i);
/* Where it keeps things: the first of its options that is a path, absolute;
   NULL when none is.  Lives as long as the instance.  */
const char *instance_place (const struct instance *i);

/* What a running call may use.  Every member may be NULL (0).  */
struct call_env
{
  int64_t timeout_ms; /* 0: 30 s */
  void *ctx;
  /* A result; what it returns goes back to the plugin.  */
  emi_rc (*put) (void *ctx, const char *name, const void *data, size_t len);
  emi_rc (*put_fields) (void *ctx, const char *name,
                        const struct emi_fields *fields);
  /* One declared prompt of INSTANCE.  False with WHY when there is no answer;
     the call then ends with this fault whatever the plugin makes of it.  */
  bool (*ask) (void *ctx, const char *instance,
               const struct emi_prompt *prompt, struct secret *answer_out,
               struct fault *why);
};

/* What the host says of a plugin that broke its rules; parts of details.  */
#define HOST_SAID_UNDECLARED "asked a prompt that it does not declare"
#define HOST_SAID_TOO_MANY "asked more than"
#define HOST_SAID_SECRET_PUT "handed over a secret"
#define HOST_SAID_SECRET_KEPT "(reason withheld: it held a secret)"
#define HOST_SAID_NO_END "which is no end"

/* Calls OP with ARGS (the struct that OP's row names).  EMI_OK, or another
   end with WHY filled: the code that fits the end, the detail "INSTANCE:
   sentence".  A secret answered in this call never shows in the sentence.  */
emi_rc instance_call (struct instance *i, enum call_op op, const void *args,
                      const struct call_env *env, struct fault *why);

/* What the process of I holds; -1: not known.  False when I has none (any
   more), or one that does not answer.  */
struct instance_held
{
  int64_t bytes; /* allocated and not freed */
  int64_t files;
  int64_t threads;
};
bool instance_held (struct instance *i, struct instance_held *out);
/* Ends the process of I in order, with HOW as in process_end; the next call
   starts another.  False when I has none.  */
struct buffer;
bool instance_stop (struct instance *i, struct buffer *how);

/* Reads a decimal number out of a field list; FALLBACK when absent.  */
int64_t fields_number (const struct emi_fields *f, const char *name,
                       int64_t fallback);
/* The span of NAME; {NULL, 0} when absent.  */
struct emi_span fields_span (const struct emi_fields *f, const char *name);
/* The same where NAME is there exactly once; else {NULL, 0}.  */
struct emi_span fields_once (const struct emi_fields *f, const char *name);
/* A copy of NAME's text in new memory; NULL when absent.  */
char *fields_text (const struct emi_fields *f, const char *name);

#endif
