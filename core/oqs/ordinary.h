/* SPDX-License-Identifier: Apache-2.0 */
/* The ordinary medical-information messages (YZK 薬剤情報・診療情報, TKK
   特定健診): requests and answers.  Their names are public facts and so no
   part of a profile; the words that make a treatment a dialysis are.  Bytes
   and facts, no input or output; safe on any bytes.  */
#ifndef EMI_OQS_ORDINARY_H
#define EMI_OQS_ORDINARY_H

#include "base/buffer.h"
#include "config/profile.h"
#include "oqs/emergency.h"

struct ordinary_request
{
  const char *institution; /* 10 digits */
  const char *file_id;     /* ours, echoed */
  const struct person *person;
  const char *from; /* YYYYMM, first and last month; YZK only */
  const char *to;
  bool treatment;     /* YZK: treatment as well as drugs */
  bool pdf;           /* else XML */
  int treatment_flag; /* 診療区分: 1 外来 .. 4 救急時 */
};

/* Appends the request as UTF-8 XML.  MESSAGE is PROFILE_YZK or PROFILE_TKK.
   False without memory.  */
bool ordinary_write (enum profile_message message,
                     const struct ordinary_request *r, struct buffer *out);

/* The simulator's side.  Integers are -1 when absent.  */
struct ordinary_asked
{
  char *institution;
  char *file_id;
  struct person person; /* numbers only */
  char *from;
  char *to;
  int category;   /* FileCategory, as received */
  bool treatment; /* what it stands for */
  bool pdf;
  int prescriptions; /* PrDiInfClassification */
  int treatment_flag;
};
enum oqs_read ordinary_request_read (enum profile_message message,
                                     const void *data, size_t len,
                                     struct ordinary_asked *out);
void ordinary_asked_done (struct ordinary_asked *a);

/* Answers.  Success is segment 1 and status 1; anything else in ResultCode is
   segment 9 with code and text as received.  The layouts carry neither
   institution nor insured number.  OUT is empty on anything but OK.

   YZK: a claim's drugs are drugs, its treatments go by P's words to dialysis,
   operation, treatment; what was dispensed or prescribed electronically is a
   prescription.  A drug that a later source also tells, of the same
   institution and day, is taken from that one alone: claims before dispensed
   before prescribed (precedence.h).  */
enum oqs_read yzk_read (const struct profile *p, const void *data, size_t len,
                        struct emergency_answer *out);
enum oqs_read tkk_read (const void *data, size_t len,
                        struct emergency_answer *out);

/* The answer to PATTERN, in whichever form and message P declares for it.  A
   message that is none of these may still be an emergency one, which is how
   refusals come.  */
enum oqs_read answer_read (const struct profile *p, int pattern,
                           const void *data, size_t len,
                           struct emergency_answer *out);

#endif
