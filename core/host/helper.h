/* SPDX-License-Identifier: Apache-2.0 */
/* emi-plugin-host: one plugin, one instance, one process.  It knows its way to
   emi (the socket that it was started with) and what emi told it, and shuts
   itself in before it runs any code of the plugin.  */
#ifndef EMI_HOST_HELPER_H
#define EMI_HOST_HELPER_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/secret.h"
#include "host/call-rules.h"
#include "host/channel.h"
#include "host/module.h"

struct helper;

struct answer
{
  char *id;
  struct secret text;
};

struct emi_call
{
  struct helper *helper;
  bool live;
  bool opening;
  bool failed;
  pthread_t thread;
  char *sentence;
  struct answer answers[PROMPTS_PER_CALL];
  size_t n_answers;
};

struct helper_option
{
  char *name;
  char *text;
  int64_t number;
};

struct helper
{
  struct channel channel;
  struct buffer spare; /* stands in while the arguments of a call are used */
  struct module *module;
  void *self;
  bool opened;
  struct helper_option *options;
  size_t n_options;
  struct emi_call calls[CALL_RING];
  unsigned next_call;
  /* The thread that interrupts; only of a plugin that can be.  */
  bool interrupting;
  pthread_t interrupter;
  pthread_mutex_t lock;
  bool running; /* under the lock: call NUMBER runs */
  int number;
};

/* helper-process.c: what the process does to itself.  */
void process_close_up (void);
/* Becomes USER (NULL: stays), and gives up what root has beyond files.  Adds
   ISOLATED_USER to *DONE.  */
bool process_become (const char *user, int64_t *done, struct fault *why);

/* helper-shut.c */
enum shut
{
  SHUT_NONE,
  SHUT_WHOLE, /* nothing of it may be opened */
  SHUT_BELOW  /* something in it */
};
/* What of PATH, a real one, stays shut: what "protect" in PATHS names, and for
   root the secrets of the system.  */
enum shut files_shut (const struct emi_fields *paths, const char *path);

/* helper-landlock.c: nothing may be opened but what PATHS and NEEDS say, what
   every program needs, and the module's own file.  *RULES_OUT is what
   files_enter then puts in force.  False where the kernel cannot.  */
bool files_prepare (const struct emi_fields *paths, const char *needs,
                    int module, int *rules_out);
bool files_enter (int rules);

/* helper-seccomp.c: what no plugin has to ask the kernel for.  */
bool calls_enter (const char *needs);

/* helper-services.c: the table that the plugin gets; its context is the
   helper.  */
const struct emi_host *helper_services (void);
/* Reads the next message; ends the process when emi is gone.  */
void helper_read (struct helper *h);
void helper_send (struct helper *h, int pass);

/* helper-measure.c: tells emi what the process holds.  */
void helper_measure (struct helper *h);

/* helper-call.c */
/* Serves OPEN, CALL and CLOSE; returns after CLOSE.  */
void helper_serve (struct helper *h);
/* Before any thread is made: the interrupt is for one of them alone.  */
void interrupts_block (void);

#endif
