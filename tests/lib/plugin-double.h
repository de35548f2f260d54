/* SPDX-License-Identifier: Apache-2.0 */
/* A host for one plugin under test, with a clock that moves only when the
   plugin waits, and a script of what other programs do meanwhile.  Included
   as "lib/plugin-double.h".  */
#ifndef EMI_TESTS_PLUGIN_DOUBLE_H
#define EMI_TESTS_PLUGIN_DOUBLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <emi/plugin.h>

/* At AT_MS of the call DOES (CTX) happens, once, in the order of the list. */
struct double_event
{
  int64_t at_ms;
  void (*does) (void *ctx);
  void *ctx;
};

struct double_pair
{
  const char *name;
  const char *value;
};

struct emi_call
{
  /* set by the test */
  const struct double_pair *options; /* ends with a NULL name */
  const struct double_pair *answers; /* to prompts */
  const struct double_event *events; /* ends with a NULL `does` */
  int64_t deadline_ms;               /* the call's own; 0: an hour */
  int64_t cancel_ms;                 /* the person gives up then; 0: never */
  /* what "message" is answered with; NULL: EMI_OK.  N counts from 0.  */
  emi_rc (*judge) (const void *data, size_t len, int n);
  /* what happened */
  int64_t now_ms;
  int waits;
  int messages;
  int asked;
  size_t n_events; /* done so far */
  emi_rc failed;
  char sentence[512];
  char log[16384]; /* "NAME=VALUE\n" of all that was put, in order */
};

/* The table; its host_ctx is the call's struct too.  */
const struct emi_host *double_host (void);

/* An instance of PLUGIN with CALL's options; asserts that it opens.  */
void *double_open (const struct emi_plugin *plugin, struct emi_call *call);

/* True when LINE ("sent=...") was put.  */
bool double_put (const struct emi_call *call, const char *line);
/* How many lines begin with NAME=.  */
int double_count (const struct emi_call *call, const char *name);

#endif
