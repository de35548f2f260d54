/* SPDX-License-Identifier: Apache-2.0 */
/* How the other side behaves, by name: the rows of the table in SPEC section
   5 that a terminal can cause, and what a reader can do to a reception.  */
#ifndef EMI_SIMULATOR_SCENARIO_H
#define EMI_SIMULATOR_SCENARIO_H

#include <stdbool.h>
#include <stddef.h>

/* What a scenario changes.  */
enum
{
  SC_KEEP = 1 << 0,       /* the request is left where it is */
  SC_SILENT = 1 << 1,     /* nothing comes */
  SC_BACK = 1 << 2,       /* the request comes back */
  SC_ERR = 1 << 3,        /* an .err comes */
  SC_REFUSED = 1 << 4,    /* SegmentOfResult 9 */
  SC_PROGRESS = 1 << 5,   /* SegmentOfResult 2 */
  SC_STATUS_2 = 1 << 6,   /* ProcessingResultStatus 2 */
  SC_IDENTIFIER = 1 << 7, /* another identifier */
  SC_FACILITY = 1 << 8,   /* another institution */
  SC_PERSON = 1 << 9,     /* about another person */
  SC_KANA = 1 << 10,      /* with another name */
  SC_BIRTH = 1 << 11,     /* with another day of birth */
  SC_CUT = 1 << 12,       /* half a file, for ever */
  SC_HALF = 1 << 13,      /* half a file, then all of it */
  SC_DOCTYPE = 1 << 14,
  SC_BIG = 1 << 15,
  SC_LINK = 1 << 16,
  SC_FIFO = 1 << 17,
  SC_LATE = 1 << 18,
  SC_CP932 = 1 << 19,
  SC_ONE_LINE = 1 << 20,
  SC_TWICE = 1 << 21,
  SC_TWO = 1 << 22,   /* two people's files */
  SC_SAME = 1 << 23,  /* two files of one person */
  SC_GIVEN = 1 << 24, /* viewing consent pressed */
  SC_UNREAD = 1 << 25 /* no card was read: not in the national history */
};

struct scenario
{
  const char *name;
  unsigned does;
  int validity; /* QualificationValidity of a press */
  const char *ja;
  const char *en;
};

/* NAME among the requests' or, PRESS, the card readings'; NULL name: the
   first, where all goes well.  NULL when there is none.  */
const struct scenario *scenario_find (bool press, const char *name);

/* The tables, for listing.  */
const struct scenario *scenario_table (bool press, size_t *n_out);

#endif
