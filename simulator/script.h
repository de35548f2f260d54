/* SPDX-License-Identifier: Apache-2.0 */
/* How the other side behaves: what it does for each request and each card
   reading, one after the other.  A script is a text, carried inside under a
   name (scenario.h) or written by whoever tests; its grammar stands in
   emi-sim(1).  */
#ifndef EMI_SIMULATOR_SCRIPT_H
#define EMI_SIMULATOR_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "config/config.h"

#define SCRIPT_MAX_BYTES ((size_t) 256 * 1024)

/* What a turn is for.  */
enum
{
  FOR_EMERGENCY = 1 << 0,
  FOR_ELIGIBILITY = 1 << 1, /* 資格確認 */
  FOR_DRUGS = 1 << 2,       /* 薬剤情報、診療情報 */
  FOR_CHECKUPS = 1 << 3,    /* 特定健診情報 */
  FOR_REQUESTS = FOR_EMERGENCY | FOR_ELIGIBILITY | FOR_DRUGS | FOR_CHECKUPS,
  FOR_READINGS = 1 << 4 /* a card is read */
};

enum step_kind
{
  STEP_WAIT,
  STEP_ANSWER, /* to a request, or the file of a card reading */
  STEP_ERR,
  STEP_RETURN, /* the request comes back */
  STEP_LEAVE,  /* the request stays where it is */
  STEP_REMOVE  /* what was left last is gone again */
};

/* How an answer or a reading is, and how it is left.  */
enum
{
  HOW_REFUSED = 1 << 0,     /* SegmentOfResult 9 */
  HOW_PROGRESS = 1 << 1,    /* SegmentOfResult 2 */
  HOW_STATUS_2 = 1 << 2,    /* ProcessingResultStatus 2 */
  HOW_NOTICE = 1 << 3,      /* a message with a good result */
  HOW_IDENTIFIER = 1 << 4,  /* another identifier */
  HOW_INSTITUTION = 1 << 5, /* another institution */
  HOW_PERSON = 1 << 6,      /* about another person */
  HOW_NAME = 1 << 7,        /* with another name */
  HOW_BIRTH = 1 << 8,
  HOW_SEX = 1 << 9,
  HOW_VALIDITY = 1 << 10,
  HOW_CONSENT = 1 << 11,
  HOW_UNREAD = 1 << 12, /* not in the national history */
  HOW_XML = 1 << 13,
  HOW_PDF = 1 << 14,
  HOW_CP932 = 1 << 15,
  HOW_BOM = 1 << 16,
  HOW_ONE_LINE = 1 << 17,
  HOW_ANY_ORDER = 1 << 18,
  HOW_UNKNOWN = 1 << 19, /* elements that nobody knows */
  HOW_DOCTYPE = 1 << 20,
  HOW_HUGE = 1 << 21, /* more content, whole and readable */
  HOW_HALF = 1 << 22, /* half, then the whole */
  HOW_CUT = 1 << 23,  /* half, for ever */
  HOW_SLOW = 1 << 24, /* bit by bit */
  HOW_EMPTY = 1 << 25,
  HOW_TOO_BIG = 1 << 26,
  HOW_LINK = 1 << 27,
  HOW_PIPE = 1 << 28,
  HOW_ENCRYPTED = 1 << 29,
  HOW_TWICE = 1 << 30
};

/* Viewing consents at the reader.  */
enum
{
  CONSENT_DRUG = 1 << 0,
  CONSENT_TREATMENT = 1 << 1,
  CONSENT_OPERATION = 1 << 2,
  CONSENT_CHECKUP = 1 << 3,
  CONSENT_GIVEN = 15,
  CONSENT_NONE = 0,
  CONSENT_ABSENT = 1 << 4 /* there was no consent step: no flags */
};

struct script_step
{
  enum step_kind kind;
  unsigned how;
  int64_t ms;       /* of a wait; -1: none but --delay */
  bool is_delay;    /* the wait is --delay, `ms` where there is none */
  int64_t half_ms;  /* until the second half */
  int64_t slow_ms;  /* for the whole of it */
  int64_t twice_ms; /* until it is written again */
  size_t huge;      /* bytes at least */
  int validity;
  unsigned consent;
  bool cp932; /* of an .err */
  char *code; /* instead of the usual */
  char *text;
};

/* One request or reading, or several alike.  */
struct script_turn
{
  unsigned on; /* FOR_ */
  bool for_ever;
  unsigned left; /* how many more, where not for ever */
  struct script_step *steps;
  size_t n_steps;
};

struct script
{
  const char *name; /* borrowed */
  struct script_turn *turns;
  size_t n_turns;
  unsigned told; /* FOR_ that the text itself speaks of */
};

/* Reads LEN bytes of a script; FILE is its name in FAULTS, where every fault
   goes with its line.  Behind the last turn everything is answered as it
   should be.  NAME is borrowed.  False with faults or without memory.  */
bool script_read (const char *file, const char *text, size_t len,
                  struct script *out, struct config_faults *faults);
void script_done (struct script *s);

/* The turn of the next request or reading of kind ON (one bit), and one fewer
   is left of it.  Never NULL.  */
const struct script_turn *script_next (struct script *s, unsigned on);

/* A step's word with what may follow it, and the words of an answer; for
   tests that compare them with the manual.  */
bool script_consent (const char *text, unsigned *out);

#endif
