/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of registering share.  */
#ifndef EMI_ACCESS_ENROL_PARTS_H
#define EMI_ACCESS_ENROL_PARTS_H

#include "access/enrol-call.h"
#include "access/enrol.h"

/* One registration in the making.  */
struct enrol_making
{
  struct session *s;
  const struct login *by; /* who does it */
  const char *id;         /* for whom */
  const char *provider;
  int64_t until;
  uint32_t seen; /* version of the enrolment it started from; 0: none */
  struct enrolment made;
  struct enrol_call call;
  const char *proof;          /* how the person proved it, or NULL */
  struct enrol_before before; /* what is replaced */
};

/* Puts it where what it started from still stands, with its record.  */
bool enrol_making_commit (struct enrol_making *m, struct fault *why);
void enrol_making_done (struct enrol_making *m);
/* What the caller is told; the provider's text changes hands.  */
void enrol_result_take (struct enrol_making *m, enum enrolment_state state,
                        struct enrol_result *out);
/* E (NULL: none) of account ID as it is before it changes.  */
bool enrol_before_read (struct session *s, const char *id,
                        const struct enrolment *e, struct enrol_before *out,
                        struct fault *why);
/* "2 active" into the record, when there was one.  */
void enrol_before_draft (const struct enrol_before *b, struct draft *d);

/* --- the person is there (enrol-present.c) --- */

/* The flags of PROVIDER's module; CODE_FACTOR_UNKNOWN when there is none.  */
bool enrol_flags (struct session *s, const char *provider, uint32_t *out,
                  struct fault *why);
/* Must the person be there while a factor of FLAGS is registered?  */
bool enrol_needs_person (uint32_t flags);
/* Tells whose turn it is, unless a delay keeps them from it.  */
bool enrol_turn (struct enrol_making *m, struct fault *why);
/* Has the person show that what was made works, before it counts.  */
bool enrol_prove (struct enrol_making *m, struct fault *why);

#endif
