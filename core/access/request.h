/* SPDX-License-Identifier: Apache-2.0 */
/* An emergency request: what was ordered, what each stage found out, and how
   it ended.  It belongs to the pipeline; a stage adds fields and never
   overwrites one of another stage.  */
#ifndef EMI_ACCESS_REQUEST_H
#define EMI_ACCESS_REQUEST_H

#include "access/arrange.h"
#include "access/chart-check.h"
#include "access/factor.h"
#include "access/ladder.h"
#include "access/reception.h"
#include "access/review.h"
#include "access/viewers.h"
#include "base/id.h"
#include "oqs/emergency.h"

/* What was asked on the command line, checked for form only.  */
struct request_order
{
  const char *account;
  const char *reception; /* NULL: choose */
  const char *consent;   /* given, difficult */
  const char *given_by;  /* patient, representative; NULL: patient */
  const char *hardship;  /* CODE or NULL */
  const char *hardship_text;
  const char *effort;
  const char *necessity;
  const char *necessity_text;
  int pattern;         /* 1..6; 0: the hospital's first wish */
  const char *form;    /* xml, pdf; NULL: the hospital's wish */
  bool pdf;            /* what that came to */
  bool full;           /* show everything */
  const char *factors; /* "A,B" or NULL */
  const char *adapter; /* or NULL: the first */
  const char *with;    /* "ID,ID": co-viewers, or NULL */
  bool drill;
  const char *without; /* "A,B": pretend that these cannot be used; or NULL */
  int64_t wait_ms;
};

enum request_state
{
  REQUEST_COMPLETED,
  REQUEST_REFUSED,
  REQUEST_FAILED,
  REQUEST_CANCELLED,
  REQUEST_INDETERMINATE
};
const char *request_state_name (enum request_state s);
/* The state that a code ends a request in.  */
enum request_state request_state_of (enum code code);

#define STAGE_MAX 12

/* What a stage leaves behind: who and what, when, how long.  */
struct stage_trace
{
  const char *name;
  char by[80]; /* provider or instance, or "" */
  int64_t at;  /* UTC seconds */
  int64_t ms;
};

/* What came back from the connector, in the order it was seen.  */
struct exchange
{
  struct session *s;
  const char *file_id; /* ours */
  int pattern;         /* asked for */
  bool pdf;            /* asked for as PDF */
  bool sent;
  bool taken; /* an answer with our identifier, whatever it says */
  struct emergency_answer answer;
  struct buffer bytes; /* of the answer taken; wiped when done */
  unsigned char digest[DIGEST_LEN];
  char source_name[128];
  int64_t source_time;
  int64_t source_owner; /* user id of the file's owner, -1 unknown */
  bool saw_progress;
  bool saw_foreign;
  bool saw_unreadable;
  enum code end;      /* CODE_OK while nothing has ended it */
  char end_detail[80]; /* ours: a code, a reason */
  char end_text[512];  /* theirs, as received; may hold anything */
};

struct request
{
  struct session *s;
  struct request_order order;
  char id[ID_LEN + 1];
  struct fault fault; /* CODE_OK while all is well */

  /* authorise, identify */
  struct account account;
  bool account_known;
  uint64_t seen_size; /* records when the account was read */
  struct viewers viewers;
  struct reception reception;
  bool reception_known;
  char *pressed_answer; /* guard.pressed */
  unsigned review;   /* enum review_reason */
  unsigned reviewed; /* those that stand in the intent */

  /* authenticate */
  struct factor_set factors;
  bool factors_spent; /* their counters are in the ledger */
  char declared[2][5];
  struct ladder ladder;
  char handed_to[33]; /* who goes on in their own name, or "" */

  /* justify, intent */
  struct instance *connector;
  struct instance *adapter;
  const char *adapter_name;
  char suffix[40];
  char file_id[48];
  int64_t started;
  int lock_fd;
  bool intent_done;
  uint64_t intent_seq;

  /* query, person */
  struct exchange x;
  unsigned difference;
  struct guard guard;
  bool unchecked; /* a PDF: the asker has said that they compare */

  /* outcome, deliver */
  bool outcome_done;
  char *ref;
  struct arranged arranged;
  bool arranged_done;
  int deliver_fd;
  bool delivered;

  struct buffer notices;
  struct stage_trace trace[STAGE_MAX];
  size_t n_trace;
};

/* How a summary becomes what people and programs read; given from above.  */
struct rendering
{
  char *text; /* for the screen */
  struct buffer xml;
  struct buffer html;
  struct buffer manifest;
};
struct renderer
{
  bool (*render) (const struct request *r, struct rendering *out,
                  struct fault *why);
};
void rendering_done (struct rendering *made);

/* Fills in what the order leaves to the hospital: pattern and form.  */
void request_settle_order (const struct session *s, struct request_order *o);
/* Checks the words of the order: codes, patterns, what must go together.
   CODE_VALUE; before any prompt.  */
bool request_check_order (const struct session *s,
                          const struct request_order *o, struct fault *why);

/* Runs the whole pipeline.  True when completed; WHY is then CODE_OK or
   CODE_DELIVERY.  False with WHY else; R tells id and state in any case.  */
bool request_run (struct session *s, const struct request_order *order,
                  struct request *r, struct fault *why);
/* A late answer (R7), for the one who asked; of the order only account,
   factors and full count.  */
bool request_collect (struct session *s, const struct request_order *order,
                      const char *request, struct request *r,
                      struct fault *why);
void request_done (struct request *r);
enum request_state request_state (const struct request *r);
/* The request that was handed over to this account, which goes on with it;
   NULL when none.  */
const char *request_handed_from (const struct request *r);

#endif
