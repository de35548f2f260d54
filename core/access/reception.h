/* SPDX-License-Identifier: Apache-2.0 */
/* Receptions: who was identified, by whom, from which card reading (R2).
   Each is a record of the ledger; what became of it later - confirmed, bound
   to a chart, a refusal lifted, made void - is in further records under the
   same token.  */
#ifndef EMI_ACCESS_RECEPTION_H
#define EMI_ACCESS_RECEPTION_H

#include "access/operator.h"
#include "base/id.h"
#include "oqs/eligibility.h"

struct reception
{
  char *id;
  char *number; /* spoken: "21-07" */
  char *reader;
  char *checked_by;
  char *operated_by;
  char *pressed_by; /* family helper staff patient, or NULL */
  char *arrival;
  char *card_evidence; /* file, attested */
  char *chart;          /* the hospital's id; one of ours until bound */
  bool chart_temporary; /* not bound yet */
  struct person person;
  int64_t read_at; /* the card reading, UTC seconds */
  int64_t made_at;
  int validity; /* -1: no file */
  enum oqs_consent consent;
  bool refusal;     /* the patient's own refusal (R5) */
  bool lifted;      /* a change of state lifted it */
  bool unconfirmed; /* whoever compared the photo has not said so yet */
  bool guarded;     /* one field differed from the chart; why is on record */
  bool voided;
  char *handed_to;      /* a request that was handed over and waits for */
  char *handed_request; /* this account; or both NULL */
  char *notices; /* words, separated by blanks; "" none */
  uint64_t seq;
};

void reception_done (struct reception *r);

const char *reception_consent_name (enum oqs_consent c);

/* Reads reception ID (or, when NAME is a spoken number, the newest with it).
   FOUND_OUT false: there is none.  */
bool reception_get (struct session *s, struct txn *t, const char *name,
                    struct reception *out, bool *found_out,
                    struct fault *why);
bool reception_from_record (const struct record *rec, struct reception *out);

/* Usable for a request now: the code says why not (void, refusal, stale, not
   confirmed).  */
bool reception_usable (struct session *s, const struct reception *r,
                       struct fault *why);
bool reception_fresh (struct session *s, const struct reception *r);

/* Receptions made in the last SECONDS, oldest first; FRESH: only usable ones.
   The caller frees with receptions_free.  */
bool reception_list (struct session *s, struct txn *t, int64_t seconds,
                     bool fresh, struct reception **list_out, size_t *n_out,
                     struct fault *why);
void receptions_free (struct reception *list, size_t n);

/* Real refusals of R's person or chart in the window, other than R (R5);
   `stands` is the number of one that still stands and `id` its id, or "".  */
struct refusals
{
  char stands[16];
  char id[ID_LEN + 1];
  bool lifted; /* at least one was lifted */
};
bool reception_refusals (struct session *s, struct txn *t,
                         const struct reception *r, struct refusals *out,
                         struct fault *why);
/* reception_usable, and no refusal of the same person stands elsewhere.
   LIFTED_OUT: one was lifted, so the use is reviewed.  */
bool reception_allowed (struct session *s, struct txn *t,
                        const struct reception *r, bool *lifted_out,
                        struct fault *why);

/* Are A and B two people beyond doubt (R8: no override)?  */
bool person_other (const struct person *a, const struct person *b);

/* Who was received under CHART last, in the last 31 days; FOUND_OUT false:
   nobody whose card was read.  */
bool chart_lately (struct session *s, const char *chart, struct person *out,
                   bool *found_out, struct fault *why);

/* --- what a desk does to one; each records itself and commits --- */

/* Makes it void, with the operator's record.  */
bool reception_void (struct session *s, const struct login *by,
                     const char *id, const char *reason, struct fault *why);
/* BY, who was named as having compared the photo, says that they did; OUT is
   the reception, for the screen.  */
bool reception_confirm (struct session *s, const struct login *by,
                        const char *id, struct reception *out,
                        struct fault *why);
/* The temporary id gives way to the hospital's, after the comparison of R8
   and a look at who else was received under CHART lately.  */
bool reception_bind (struct session *s, const struct login *by,
                     const char *id, const char *chart,
                     struct reception *out, struct fault *why);
/* The patient's state changed after a refusal; WITH is the second permitted
   person (R5).  ID names the refusal, or a reception that one keeps from being
   used.  OUT is the refusal.  */
struct reception_change
{
  const char *state; /* worsened, agreed, other */
  const char *text;  /* or NULL; required for other */
};
bool reception_change_check (const struct reception_change *c,
                             struct fault *why);
bool reception_change (struct session *s, const struct login *by,
                       const struct login *with, const char *id,
                       const struct reception_change *change,
                       struct reception *out, struct fault *why);

/* Normal forms for tokens: "N:S:I" and "N:S:I:BB", "kana:YYYYMMDD" in new
   memory, or NULL where a part is missing.  */
char *person_insured (const struct person *p, bool with_branch);
char *person_token (const struct person *p);
/* Adds the tokens of a person and a chart to DRAFT.  */
void draft_person_tokens (struct draft *d, const struct person *p,
                          const char *chart);
/* Those by which a name is found in any spelling: kana and the written name.
   The reception has them, its requests are found through it.  */
void draft_name_tokens (struct draft *d, const struct person *p);
/* Adds and reads the fields person.* */
void draft_person (struct draft *d, const struct person *p);
void person_from_record (const struct record *rec, struct person *out);

/* The patient as people compare one: name, kana, birth date, sex, in LANG; new
   memory.  */
char *person_text (const struct person *p, enum lang lang);
const char *person_sex_text (const char *sex, enum lang lang);

#endif
