/* SPDX-License-Identifier: Apache-2.0 */
/* Which of several sources tells a drug.  A claim, the dispensing and the
   prescription are three reports of one event; shown side by side they read as
   three times the dose.  Inside core/oqs only.  */
#ifndef EMI_OQS_PRECEDENCE_H
#define EMI_OQS_PRECEDENCE_H

#include "oqs/emergency.h"

enum origin
{
  ORIGIN_CLAIM,
  ORIGIN_DISPENSED,
  ORIGIN_PRESCRIBED,
  ORIGINS
};

/* Where an item's drug was prescribed and where it was dispensed, and when;
   NULL where it is not told.  */
struct event
{
  const char *prescriber; /* institution code, or its name without one */
  const char *prescribed; /* YYYY-MM-DD */
  const char *dispenser;
  const char *dispensed;
};

/* What is known of an item beside the item.  */
struct provenance
{
  enum origin origin;
  size_t event;           /* into the events */
  const char *ingredient; /* or NULL */
  bool drug;
};

/* Takes out of S each drug that an earlier origin tells too: the same
   prescriber on the same day, or the same dispenser on the same day, and the
   same drug by code, ingredient or name.  A drug that only the later origin
   has stays, whatever else the earlier one tells of that day: an injection in
   a claim must not hide the tablets of the prescription.  PROVENANCE has an
   element for each item and is rearranged with them.  False without
   memory.  */
bool precedence_apply (struct summary *s, struct provenance *provenance,
                       const struct event *events);

#endif
