/* SPDX-License-Identifier: Apache-2.0 */
/* The reader's steps on the screen: the plugin's, with the hospital's own
   words where the configuration has some, and the hospital's further steps
   behind them.  A terminal that can shows all of it on one screen and ticks in
   place; everything else gets plain lines.  */
#ifndef EMI_ACCESS_RECEIVE_STEPS_H
#define EMI_ACCESS_RECEIVE_STEPS_H

#include "access/session.h"
#include "base/buffer.h"

#define STEPS_MAX 40

struct receive_step
{
  char name[33];
  char number[5];
  char *text; /* safe to show, with who does it */
  bool done;
};

struct receive_steps
{
  struct session *s;
  const struct config_instance *reader;
  struct receive_step v[STEPS_MAX];
  size_t n;
  bool family;         /* the flow has a consent step to explain */
  bool complete;       /* the list stands on the screen */
  uint64_t matched;    /* configured steps that were one of the plugin's */
  struct buffer notes; /* said below the list */
};

void receive_steps_init (struct receive_steps *v, struct session *s,
                         const char *reader);
void receive_steps_done (struct receive_steps *v);
/* A step that the reader put: "todo" lists it, else it is ticked.  */
void receive_steps_put (struct receive_steps *v, const struct emi_fields *f);
/* Ticks the step NAME if there is one; emi saw that it was done.  */
void receive_steps_tick (struct receive_steps *v, const char *name);
/* The list is over: shows it.  Before the first question.  */
void receive_steps_end (struct receive_steps *v);
/* A line below the list; TEXT is made safe.  */
void receive_steps_note (struct receive_steps *v, const char *text);

#endif
