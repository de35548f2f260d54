/* SPDX-License-Identifier: Apache-2.0 */
/* One reception under way; what its parts (receive-*.c) share.  */
#ifndef EMI_ACCESS_RECEIVE_PARTS_H
#define EMI_ACCESS_RECEIVE_PARTS_H

#include "access/chart-check.h"
#include "access/receive-files.h"
#include "access/receive-modes.h"
#include "access/receive-steps.h"
#include "access/receive.h"

struct receive
{
  struct session *s;
  struct receive_order order;
  struct instance *reader;
  const struct login *operator_;
  struct received_files files;
  struct guard guard;
  struct chart_person chart; /* the hospital's own data, may be empty */
  char chart_id[256]; /* 50 characters */
  /* answers */
  char photo[16];
  char person[16];
  char date[16];
  bool date_wrong;
  struct eligibility copied; /* from the terminal's screen, by staff */
  bool completed;            /* staff say that the terminal showed it */
  bool no_consent;           /* the flow has no consent step */
  /* what it comes to */
  const struct eligibility *result; /* the card reading, or `copied` */
  struct buffer notices;
  struct receive_steps steps;
  struct open_modes modes;
  int lock; /* says to other processes that this reader is in use */
};

void receive_notice (struct receive *r, const char *word);

/* --- receive-copied.c --- */
/* Takes ANSWER to PROMPT when it is one of what staff copy from the screen
   (number, kana, birth, sex).  False: it cannot be that.  */
bool receive_copied (struct receive *r, const char *prompt,
                     const char *answer);
/* Something was copied, and it is enough to tell a person.  */
bool receive_copied_whole (const struct receive *r);

/* --- receive-judge.c --- */
/* What the reader's end RC and all that came means.  */
bool receive_judge (struct receive *r, emi_rc rc, struct fault *why);

/* --- receive-record.c --- */
bool receive_record (struct receive *r, struct reception *out,
                     struct fault *why);

/* --- receive-next.c --- */
/* Names the reader to go on with where this one cannot be used.  */
void receive_next (struct session *s, const char *reader, struct fault *why);
/* Says that another reception is under way, here or at another reader; takes
   the lock that says so to others.  */
void receive_others (struct receive *r);
void receive_others_done (struct receive *r);

#endif
