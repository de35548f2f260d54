/* SPDX-License-Identifier: Apache-2.0 */
/* Readiness: what would keep tonight's emergency from working, who owns it,
   and what to do next.  */
#ifndef EMI_REPORT_DOCTOR_H
#define EMI_REPORT_DOCTOR_H

#include "access/session.h"
#include "config/facts.h"

enum doctor_state
{
  DOCTOR_OK,
  DOCTOR_WARN,
  DOCTOR_FAIL
};

enum doctor_group
{
  DOCTOR_TONIGHT, /* blocks tonight */
  DOCTOR_GO_LIVE, /* before go-live */
  DOCTOR_TIDY
};

struct doctor_item
{
  char id[64];
  enum doctor_state state;
  enum doctor_group group;
  const char *owner; /* hospital, ehr-vendor, 2fa-vendor, oqs-vendor,
                        reader-maker */
  char *message;
  char *next; /* "" when nothing is to do */
};

struct doctor
{
  struct session *s;
  struct doctor_item *v;
  size_t n;
};

/* Looks at everything there is.  The ledger need not be open: that it cannot
   be opened is an item.  LEDGER_FAULT is why it could not (or CODE_OK).  */
void doctor_run (struct doctor *d, struct session *s,
                 const struct fault *ledger_fault);
bool doctor_ready (const struct doctor *d); /* no item fails */
void doctor_done (struct doctor *d);

const char *doctor_state_name (enum doctor_state s);
const char *doctor_group_name (enum doctor_group g);
const char *doctor_group_label (enum doctor_group g, enum lang lang);

/* Adds what FACTS say of themselves; PASSED: files that were passed over.  */
void doctor_facts (struct doctor *d, const struct facts *facts,
                   const struct config_faults *passed);

/* --- for the parts --- */

/* One item in Japanese, for the catalogue: what is so, a format, and what to
   do about it.  */
struct doctor_text
{
  const char *ja;
  const char *next;
};
void doctor_add (struct doctor *d, const char *id, enum doctor_state state,
                 enum doctor_group group, const char *owner,
                 const struct doctor_text *text, ...);

void doctor_machine (struct doctor *d); /* clock, disk, keys */
void doctor_plugins (struct doctor *d); /* loadable, openable, probes */
void doctor_ledger (struct doctor *d, const struct fault *ledger_fault);
void doctor_modes (struct doctor *d);  /* what readers were left in */
void doctor_drill (struct doctor *d);  /* who has practised */
void doctor_people (struct doctor *d); /* permissions, enrolments */
void doctor_review (
    struct doctor *d); /* what the privacy officer has to see */

#endif
