/* SPDX-License-Identifier: Apache-2.0 */
/* The emergency request and its answer, by profile; and .err files.  Bytes
   and facts, no input or output.  */
#ifndef EMI_OQS_EMERGENCY_H
#define EMI_OQS_EMERGENCY_H

#include "base/buffer.h"
#include "config/profile.h"
#include "oqs/eligibility.h"
#include "oqs/person.h"

struct emergency_request
{
  const char *day;         /* 資格確認日, YYYYMMDD, Japanese day */
  const char *institution; /* 10 digits */
  const char *file_id;     /* ours, echoed */
  const struct person *person;
  int consent;          /* 1 given, 3 hard to obtain */
  int pattern;          /* 1..6 */
  const char *factor_a; /* "1-01" */
  const char *factor_b;
  bool pdf; /* the form wanted is PDF; XML needs no word */
};

/* Appends the request as UTF-8 XML.  False without memory or when the profile
   lacks a name (MISSING_OUT names the meaning; may be NULL).  */
bool emergency_write (const struct profile *p,
                      const struct emergency_request *r, struct buffer *out,
                      const char **missing_out);

/* One thing the summary tells.  Strings are UTF-8 or NULL; they belong to the
   summary.  */
struct summary_item
{
  char *kind;   /* visit drug prescription treatment dialysis operation
                   checkup */
  char *source; /* receipt dispensed prescribed, as in the profile */
  char *date;   /* YYYY-MM-DD, or YYYY-MM when only the month is known */
  char *name;
  char *code;
  char *institution;
  char *prescriber; /* when that is another institution */
  char *quantity;   /* "1 錠 × 14"; of a check-up the value, "165.0 cm" */
  char *usage;      /* "１日１回　朝食後" */
};

struct arena;

struct summary
{
  struct summary_item *items;
  size_t n_items;
  char *claims_month;    /* YYYY-MM of the newest claim seen, or NULL */
  unsigned char *pdf;    /* an answer that is a PDF: untouched */
  size_t pdf_len;
  /* Which kinds the message had a list for, even when it was empty.  */
  unsigned kinds; /* bit: summary_kind_index */
  size_t n_replaced;   /* e-prescriptions left out: later sources have them */
  bool checkup_values; /* check-ups came with their values, not as dates */
  struct arena *strings; /* the items' */
};

int summary_kind_index (const char *kind); /* 0..6, or -1 */
const char *summary_kind_name (int index);
const char *summary_kind_label (const char *kind, enum lang lang); /* 薬剤 */

struct emergency_answer
{
  enum profile_message message; /* what it turned out to be */
  int64_t process_time;
  char *institution;
  char *file_id;
  int segment;
  int status;
  char *code; /* as received, text not judged */
  char *text;
  int consent;
  int pattern;
  struct person person;
  struct summary summary;
  size_t n_unknown;
};

enum oqs_read emergency_read (const struct profile *p, const void *data,
                              size_t len, struct emergency_answer *out);
void emergency_answer_done (struct emergency_answer *a);
void summary_done (struct summary *s);

/* The simulator's side: reads a request as the terminal would.  */
struct emergency_asked
{
  char *day;
  char *institution;
  char *file_id;
  struct person person;
  int treatment; /* MedicalTreatmentFlag, 4 in an emergency */
  int consent;
  int pattern;
  int authority;
  char *factor[2]; /* "1-01" */
  bool pdf;
};
enum oqs_read emergency_request_read (const struct profile *p,
                                      const void *data, size_t len,
                                      struct emergency_asked *out);
void emergency_asked_done (struct emergency_asked *a);

/* The text of an .err file as one safe line of at most 500 characters, in new
   memory (CP932 or UTF-8).  NULL without memory.  */
char *err_text (const void *data, size_t len);

#endif
