/* SPDX-License-Identifier: Apache-2.0 */
/* One reception from the reader's first step to its record.  */
#ifndef EMI_ACCESS_RECEIVE_H
#define EMI_ACCESS_RECEIVE_H

#include "access/receive-modes.h"
#include "access/reception.h"

/* Who may receive, and compare the photo.  */
#define RECEIVE_ROLES (ROLE_RECEPTION | ROLE_NURSE | ROLE_PHYSICIAN)

struct receive_order
{
  const char *reader;
  const char *chart;      /* NULL: a temporary id is made */
  const char *checked_by; /* who compared the photo; NULL: the operator */
  const char *pressed_by; /* or NULL */
  const char *arrival;    /* or NULL */
  bool refused;           /* record the patient's own refusal */
  int64_t wait_ms;
};

struct receive;

/* Before any prompt, also the operator's: the reader notes what lies in its
   folder.  CODE_READER_UNKNOWN when there is no such reader.  */
bool receive_prepare (struct session *s, const struct receive_order *order,
                      struct receive **out, struct fault *why);
/* Walks the reader's steps for OPERATOR and records the reception.  A refusal
   by a rule is recorded before it is returned.  */
bool receive_run (struct receive *r, const struct login *operator_,
                  struct reception *out, struct fault *why);
/* What the reception left open at the reader; lives as long as R.  */
const struct open_modes *receive_left (const struct receive *r);
/* Records that READER was brought back to what it was.  */
bool receive_restored (struct session *s, const struct login *by,
                       const char *reader, struct fault *why);
/* How many card readings since SINCE (UTC seconds) lie at the readers that no
   reception took; when the newest was read.  */
size_t receive_unclaimed (struct session *s, int64_t since,
                          int64_t *newest_out);
void receive_free (struct receive *r);

#endif
