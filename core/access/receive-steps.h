/* SPDX-License-Identifier: Apache-2.0 */
/* The reader's steps on the screen: the plugin's, with the hospital's own
   words where the configuration has some, and the hospital's further steps
   behind them.  */
#ifndef EMI_ACCESS_RECEIVE_STEPS_H
#define EMI_ACCESS_RECEIVE_STEPS_H

#include "access/session.h"

struct receive_steps
{
  struct session *s;
  const struct config_instance *reader;
  bool begun;       /* the heading stands */
  bool complete;    /* the further steps stand, too */
  uint64_t matched; /* configured steps that were one of the plugin's */
};

void receive_steps_init (struct receive_steps *v, struct session *s,
                         const char *reader);
/* A step that the reader put: "todo" lists it, else it is ticked.  */
void receive_steps_show (struct receive_steps *v, const struct emi_fields *f);
/* The list is over; before the first question.  */
void receive_steps_end (struct receive_steps *v);

#endif
