/* SPDX-License-Identifier: Apache-2.0 */
/* A reader's flow as a small state machine: the ministry's steps in their
   order, what a person confirms before and after the card, and what is left
   to restore.  A reader plugin is the constant tables of its flow; walking
   them is the same for all.  */
#ifndef EMI_PLUGINS_LIB_FLOW_H
#define EMI_PLUGINS_LIB_FLOW_H

#include <stdbool.h>

#include <emi/reader.h>

#include "lib/collect.h"

/* One step, in the words of the ministry's paper.  */
struct flow_step
{
  const char *number; /* the paper's own */
  const char *name;
  const char *ja;
  const char *en;
  const char *who;    /* staff, helper, any */
  const char *device; /* reader, terminal, card */
};

#define FLOW_END { NULL, NULL, NULL, NULL, NULL, NULL }

/* A sentence for people with the short name of what it is about.  */
struct flow_words
{
  const char *name;
  const char *ja;
  const char *en;
};

/* PROMPT is asked; its answer ticks STEP (NULL: none).  */
struct flow_question
{
  const char *prompt;
  const char *step;
};

struct flow;

struct flow_kind
{
  /* In parts, so that flows can share some; as all lists here, a part ends
     with a NULL name.  */
  const struct flow_step *const *steps;
  /* In the order in which they must be done: before the card is read, and
     after.  A photo that does not match ends the flow.  */
  const struct flow_question *before;
  const struct flow_question *after;
  const char *card;               /* the step that a result ticks */
  const struct flow_words *open;  /* open once somebody began, or NULL */
  const struct flow_words *hints; /* what to look at when no result comes */
  bool no_consent;                /* the flow has no consent step */
  /* What an answer means beyond being put; NULL: nothing.  */
  emi_rc (*answered) (struct flow *f, struct emi_call *call,
                      const char *prompt, const char *answer);
  /* No result came in time.  NULL: that is the end.  */
  emi_rc (*absent) (struct flow *f, struct emi_call *call, struct collect *c);
  /* The card is to be taken now; NULL: not observed.  */
  emi_rc (*leave) (struct flow *f, struct emi_call *call);
};

/* One instance.  */
struct flow
{
  const struct emi_host *host;
  const struct flow_kind *kind;
  struct collect_place place;
  bool begun; /* somebody confirmed something in this call */
};

/* Which folder, by the option that names it, and which files in it.  */
struct flow_source
{
  const char *option;
  const char *prefix;
  bool (*wanted) (const char *name);
};

/* Fills F, which the caller frees with flow_done; EMI_OK or after host->fail.
   F stays where it is: its place points to it.  */
emi_rc flow_init (struct flow *f, const struct emi_host *host, void *host_ctx,
                  struct emi_call *call, const struct flow_kind *kind,
                  const struct flow_source *source);
void flow_done (struct flow *f);

/* An instance that is a flow and nothing else, and its end.  */
emi_rc flow_open (const struct emi_host *host, void *host_ctx,
                  struct emi_call *call, const struct flow_kind *kind,
                  const struct flow_source *source, void **self_out);
void flow_close (void *self);

/* The operations; SELF is a struct flow or begins with one.  */
emi_rc flow_prepare (void *self, struct emi_call *call,
                     const struct emi_reader_prepare *in);
emi_rc flow_identify (void *self, struct emi_call *call,
                      const struct emi_reader_identify *in);
emi_rc flow_status (void *self, struct emi_call *call,
                    const struct emi_reader_status *in);

/* Puts the state of the step NAME: "todo", "done", "seen".  */
emi_rc flow_tick (struct flow *f, struct emi_call *call, const char *name,
                  const char *state);
/* Puts W as WHAT: "open", "closed" or "hint".  */
emi_rc flow_say (struct flow *f, struct emi_call *call, const char *what,
                 const struct flow_words *w);
/* Asks PROMPT and puts "answer.PROMPT"; the answer lives until the call ends.
 */
emi_rc flow_ask (struct flow *f, struct emi_call *call, const char *prompt,
                 const char **answer_out);

#endif
