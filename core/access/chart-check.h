/* SPDX-License-Identifier: Apache-2.0 */
/* Right person (R8): two sets of personal data against each other, and the
   two prompts that let one differing field pass on record.  */
#ifndef EMI_ACCESS_CHART_CHECK_H
#define EMI_ACCESS_CHART_CHECK_H

#include "access/session.h"
#include "base/buffer.h"
#include "oqs/person.h"

struct chart_person
{
  bool known;  /* the hospital's own data */
  bool lately; /* no such data, but this person was received under it */
  struct person person;
};

/* Asks the adapters who is behind CHART, else the ledger who was received
   under it lately; unknown is no failure.  */
bool chart_resolve (struct session *s, const char *chart,
                    struct chart_person *out, struct fault *why);

/* What was answered when one field differed; both NULL when not asked.  */
struct guard
{
  char *fields;
  char *reason;
};
void guard_done (struct guard *g);

/* Card against chart: adds notices; CODE_PERSON_NO when they are two.  Where
   only an earlier reception speaks, another person is a notice: the one at the
   desk saw both and decides.  */
bool chart_check (struct session *s, const char *account,
                  const struct chart_person *chart, const struct person *card,
                  struct buffer *notices, struct guard *guard,
                  struct fault *why);

enum person_verdict
{
  PERSON_SAME,
  PERSON_NAME_DIFFERS, /* goes on with the notice */
  PERSON_ONE_DIFFERS,  /* two prompts */
  PERSON_OTHER
};
/* DIFFERENCE from person_compare, MISSING the fields that one side lacks.
   Kana that differ are a changed surname only where birth date and sex are
   known to be equal; else they are one field that differs.  */
enum person_verdict person_judge (unsigned difference, unsigned missing);

/* guard.fields and guard.reason; the SIDES are shown where they differ.  */
struct guard_sides
{
  const char *name[2]; /* whose data; Japanese, for the catalogue */
  const struct person *person[2];
};
bool guard_ask (struct session *s, const char *account, unsigned difference,
                const struct guard_sides *sides, struct guard *out,
                struct fault *why);
void guard_draft (const struct guard *g, struct draft *d);

/* "kana birth sex number", those that differ.  */
void difference_words (unsigned difference, char out[40]);

#endif
