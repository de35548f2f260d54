/* SPDX-License-Identifier: Apache-2.0 */
/* facts.xml: what others decide and change (whom to call and when, holidays,
   releases, manuals), each fact with its source and the day as of which it is
   known.  Days are "YYYY-MM-DD" and exist.  */
#ifndef EMI_CONFIG_FACTS_H
#define EMI_CONFIG_FACTS_H

#include "config/config.h"

struct fact
{
  char *name;
  char *text[2]; /* by enum lang */
  char *url;     /* or NULL */
  char *source;  /* the source's title */
  char *date;    /* as of when the source says so */
  char *checked; /* when somebody last compared it with the source, or NULL */
};

/* Minutes from midnight; opens at `from`, is closed again at `to`.  */
struct facts_hours
{
  int from;
  int to; /* 0: closed all day */
};

/* "MM-DD" to "MM-DD", both included, possibly over the turn of the year.  */
struct facts_span
{
  char *from;
  char *to;
};

struct facts_holiday
{
  char *day;
  char *name;
};

struct facts
{
  char *file; /* NULL: the facts that emi carries inside */
  struct fact *v;
  size_t n;
  struct fact centre; /* the call centre's name and where its hours are from */
  char *phone;
  struct facts_hours week[7]; /* from Sunday */
  struct facts_span *unsaid;  /* days of which the source does not speak */
  size_t n_unsaid;
  struct fact listed; /* where the holidays are from; no texts */
  char **years;       /* whose holidays are all there */
  size_t n_years;
  struct facts_holiday *holidays;
  size_t n_holidays;
};

/* Reads PATH.  False with CODE_CONFIG_FAULTS and FAULTS (not NULL) filled;
   CODE_CONFIG_MISSING, CODE_CONFIG_UNSAFE, CODE_MEMORY.  */
bool facts_load (const char *path, struct facts **out,
                 struct config_faults *faults, struct fault *why);

/* The newest word: facts.xml in DIR (may be NULL), else the file INSTALLED,
   else what emi carries inside.  A file that cannot be used is passed over
   and why is added to FAULTS.  False only without memory.  */
bool facts_find (const char *dir, const char *installed, struct facts **out,
                 struct config_faults *faults, struct fault *why);
void facts_free (struct facts *f);

/* The fact NAME, or NULL.  */
const struct fact *facts_get (const struct facts *f, const char *name);
/* The later of its two days.  */
const char *fact_as_of (const struct fact *f);
/* The holiday's name, or NULL; *KNOWN_OUT tells whether DAY's year is listed
   at all.  */
const char *facts_holiday (const struct facts *f, const char *day,
                           bool *known_out);
/* Does the source keep silent about DAY?  */
bool facts_unsaid (const struct facts *f, const char *day);

#endif
