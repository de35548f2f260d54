/* SPDX-License-Identifier: Apache-2.0 */
/* The other side of a call: answers its prompts from a list and catches what
   it puts.  */
#ifndef EMI_TESTS_CAUGHT_H
#define EMI_TESTS_CAUGHT_H

#include "host/host.h"

#define CAUGHT_FIELDS 8

struct caught_value
{
  char *name;
  char *data; /* NUL-terminated behind LEN */
  size_t len;
};

/* One result: a span, or fields when N_FIELDS is not 0.  */
struct caught_result
{
  struct caught_value span;
  struct caught_value fields[CAUGHT_FIELDS];
  size_t n_fields;
};

struct caught
{
  struct call_env env; /* hand its address to instance_call */
  struct caught_result *v;
  size_t n;
  size_t asked; /* prompts that came */
  /* Prompt and answer in turn, ending with NULL; a prompt that is not there
     ends the call with CODE_PROMPT_UNANSWERED.  NULL: none is answered.  */
  const char *const *answers;
  /* What put REPLY_TO ("message" at first) answers; EMI_OK at first.  */
  const char *reply_to;
  emi_rc reply;
  /* Called before a prompt is answered and after a result was taken, so that
     a test can let the world change in the middle of a call.  */
  void (*on_ask) (void *ctx, const char *prompt);
  void (*on_put) (void *ctx, const char *name);
  void *ctx;
};

void caught_init (struct caught *c, const char *const *answers);
void caught_done (struct caught *c);
/* Forgets the results.  */
void caught_reset (struct caught *c);

/* How many results NAME there are.  */
size_t caught_count (const struct caught *c, const char *name);
/* The Nth result NAME, or NULL.  */
const struct caught_result *caught_get (const struct caught *c,
                                        const char *name, size_t n);
/* The text of the first result NAME; "" when there is none.  */
const char *caught_text (const struct caught *c, const char *name);
/* FIELD of R; NULL when absent.  */
const struct caught_value *caught_field (const struct caught_result *r,
                                         const char *field);

#endif
