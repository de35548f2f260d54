/* SPDX-License-Identifier: Apache-2.0 */
/* The preparation plan of SPEC section 11: each step with its owner, when, the
   state that emi found or the hospital declared, and what proves it.  Where
   the ministry's guide gives a rule of thumb it stays one: no date is made of
   it.  */
#ifndef EMI_REPORT_PLAN_H
#define EMI_REPORT_PLAN_H

#include "config/facts.h"
#include "report/doctor.h"

enum plan_state
{
  PLAN_DONE,
  PLAN_STALE, /* done, but too long ago */
  PLAN_OPEN
};

enum plan_basis
{
  PLAN_NOTHING,
  PLAN_FOUND,   /* emi sees it */
  PLAN_DECLARED /* the hospital says so in emi.xml */
};

struct plan_row
{
  char id[80];            /* "2-1-2.link", "2-1-3.dr-sato.tried" */
  const char *step;       /* "2-1-2" */
  const char *owner;      /* as in struct doctor_item */
  char account[33];       /* 2-1-3: whose; else "" */
  const char *title;      /* what is to be true */
  const char *when;       /* in words; "" where nothing is said */
  const char *proof;      /* what proves it */
  const struct fact *see; /* where it is told how, or NULL */
  enum plan_state state;
  enum plan_basis basis;
  bool future;  /* a day was declared that has not come yet */
  char *reason; /* why it counts as done; or what is missing */
  char *next;   /* "" once it is done */
};

struct plan
{
  struct session *s;
  const struct facts *facts;
  const struct doctor *doctor; /* what was looked at already */
  char start[11];              /* wanted, or "" */
  char today[11];
  int days_left; /* until start; negative when it is over */
  struct plan_row *v;
  size_t n;
  bool failed; /* memory ran out */
};

/* START "YYYY-MM-DD", or NULL for what emi.xml says.  Everything is borrowed
   for the plan's life.  */
void plan_make (struct plan *p, const struct doctor *d,
                const struct facts *facts, const char *start);
void plan_done (struct plan *p);
const char *plan_state_name (enum plan_state s); /* done, stale, open */
const char *plan_basis_name (enum plan_basis b); /* "", found, declared */

/* Adds what the plan says as items: the four applications, what is left.  */
void doctor_plan (struct doctor *d, const struct plan *p);

/* --- for the parts --- */

/* What is fixed of a row, in both languages.  */
/* Texts in Japanese, for the catalogue.  */
struct plan_words
{
  const char *step;
  const char *name; /* behind the step in the id; NULL: none */
  const char *owner;
  const char *title;
  const char *when; /* NULL: none */
  const char *proof;
  const char *see; /* a fact's name; NULL: none */
  const char *next;
};

/* Adds an open row; its memory is P's and moves with the next one.  */
struct plan_row *plan_add (struct plan *p, const struct plan_words *w);
/* The reason, replacing what was there.  */
void plan_reason (struct plan *p, struct plan_row *r, const char *fmt, ...)
    __attribute__ ((format (printf, 3, 4)));
/* Done on DAY as declared, unless that day has not come; then REASON.  False
   when nothing was declared or it is still to come.  */
bool plan_declare (struct plan *p, struct plan_row *r, const char *day);
/* Done, and emi sees it.  */
void plan_found (struct plan_row *r);

void plan_before (struct plan *p);   /* 0, 1-1, 1-2 */
void plan_machines (struct plan *p); /* 2-1-1, 2-1-2 */
void plan_people (struct plan *p);   /* 2-1-3 */
void plan_works (struct plan *p);    /* 2-2-1 */

#endif
