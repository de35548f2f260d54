/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of this folder share and nobody else sees.

     host --+-- module (a loaded file) <----+
            |                               |
            +-- instance (configured) ------+
                   +-- call[CALL_RING], of which one may be running

   One host belongs to one thread at a time; libltdl has one list for the
   whole process, so modules are loaded by one thread only.  */
#ifndef EMI_HOST_INTERNAL_H
#define EMI_HOST_INTERNAL_H

#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "host/call-rules.h"
#include "host/host.h"
#include "host/module.h"

/* security.md, accounts and prompts.  */
#define ANSWER_BYTES 4096

struct option_value
{
  const struct emi_option *declared;
  char *text;
  int64_t number; /* -1 when it is none */
};

struct call_answer
{
  const struct emi_prompt *prompt;
  struct secret text;
};

struct emi_call
{
  struct instance *instance;
  const struct call_env *env;
  bool live;
  bool opening; /* runs in `open`: only fail, option and time */
  bool failed;  /* `fail` was used: nothing is taken any more */
  pthread_t thread;
  int64_t began_ms, deadline_ms;
  int turn_fd;
  char *sentence; /* safe to show, or NULL */
  /* Set by the host itself; stands above what the plugin says.  */
  emi_rc forced;
  struct fault forced_why;
  struct call_answer answers[PROMPTS_PER_CALL];
  size_t n_answers;
};

struct proxy;

struct instance
{
  struct instance *next;
  struct host *host;
  struct module *module;
  const struct config_instance *config;
  struct proxy *proxy; /* NULL: it runs here */
  void *self;
  bool opened;
  struct option_value *options;
  size_t n_options;
  struct emi_call calls[CALL_RING];
  unsigned next_call;
  atomic_bool busy;
};

struct part;
struct poison_block;

struct host
{
  const struct config *config;
  const struct clock *clock;
  int cancel_fd;
  void (*waiting) (void *ctx, int64_t waited_ms);
  void *waiting_ctx;
  bool poison;
  bool all_inside; /* also what wants a process of its own */
  struct poison_block *poisoned; /* newest first */
  const char *helper; /* emi-plugin-host */
  int output;         /* of helpers; -1: none */
  int64_t grace_ms;   /* for a helper whose time is over */
  struct module *modules;
  struct instance *instances;
  struct proxy *proxies;
  struct part *parts; /* part.c */
  const char *part_folder;
};

void part_free_all (struct host *h);

void instance_free (struct instance *i);
/* The module of C, loaded or looked at by a helper when it was not yet.  */
struct module *host_module (struct host *h, const struct config_instance *c,
                            struct fault *why);

/* Resolves the options of I (already bound to module and configuration).  */
bool instance_options (struct instance *i, struct fault *why);

/* The table every plugin gets.  */
const struct emi_host *services (void);

struct emi_call *call_begin (struct instance *i, const struct call_env *env,
                             bool opening);
/* Ends CALL with what the plugin returned; what the caller of the call is
   told.  Wipes the answers and gives back the turn.  */
emi_rc call_end (struct emi_call *call, emi_rc rc, struct fault *why);
/* Ends the call with this fault whatever the plugin returns; returns RC.  */
emi_rc call_force (struct emi_call *call, emi_rc rc, enum code code,
                   const char *fmt, ...)
  __attribute__ ((format (printf, 4, 5)));
/* Keeps the plugin's sentence, made safe.  */
void call_say (struct emi_call *call, const char *fmt, va_list ap)
  __attribute__ ((format (printf, 2, 0)));
/* True when a sentence holds what was answered in this call.  */
bool call_tells_secret (const struct emi_call *call, const char *sentence,
                        size_t len);
/* The same for results: only answers to secret prompts, and none so short
   that it turns up in other data by chance.  */
bool call_holds_secret (const struct emi_call *call, const void *data,
                        size_t len);
emi_rc call_wait (struct emi_call *call, int fd, short events, int64_t ms);
int64_t call_left (const struct emi_call *call);
emi_rc call_ask (struct emi_call *call, const char *const *ids, size_t n);

emi_rc turn_take (struct emi_call *call);
void turn_give (struct emi_call *call);
/* How many turns CORES and MEMORY bytes allow.  */
size_t turn_count (long cores, uint64_t memory);

/* Runs the plugin's interrupt when the call's time is over or the person
   gives up while it is in a library of its own.  NULL when it has none.  */
struct watch;
struct watch *watch_start (struct emi_call *call);
void watch_stop (struct watch *w);
/* A store is not cancelled: that somebody gave up must still be written.  */
int call_cancel_fd (const struct emi_call *call);

/* A copy of ARGS and all it points to; NULL without memory.  */
struct poison_block *poison_begin (const struct call_row *row,
                                   const void *args);
const void *poison_args (const struct poison_block *b);
/* Nobody can read B's copy any more; kept so for a while.  */
void poison_end (struct host *h, struct poison_block *b);
void poison_free (struct host *h);

#endif
