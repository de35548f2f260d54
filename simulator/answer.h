/* SPDX-License-Identifier: Apache-2.0 */
/* Answers as the national side writes them, as UTF-8 XML.  */
#ifndef EMI_SIMULATOR_ANSWER_H
#define EMI_SIMULATOR_ANSWER_H

#include <stdint.h>

#include "asked.h"
#include "base/buffer.h"
#include "config/profile.h"
#include "patients.h"
#include "xml.h"

struct answer
{
  const struct asked *asked;
  int64_t now;         /* UTC seconds */
  const char *file_id; /* echoed, or another's */
  const char *institution;
  int segment;      /* SegmentOfResult */
  int status;       /* ProcessingResultStatus, 0: no body at all */
  const char *code; /* of a refusal, or of a notice */
  const char *text;
  int validity;                  /* QualificationValidity */
  const struct person *person;   /* NULL: none */
  const struct patient *patient; /* whose items; NULL: none */
  unsigned consent; /* CONSENT_ that the patient gave at the reader */
  bool extension;   /* with characters that plain Shift_JIS lacks */
  unsigned repeat;  /* how many times over its content stands there, from 1 */
};

/* Appends the message that answers A->asked.  False without memory.  */
bool answer_write (const struct profile *p, const struct answer *a,
                   struct buffer *out);

/* The parts of it by kind of request.  */
void answer_emergency (struct xml *x, const struct profile *p,
                       const struct answer *a);
void answer_eligibility (struct xml *x, const struct answer *a);
void answer_drugs (struct xml *x, const struct answer *a);
void answer_checkups (struct xml *x, const struct answer *a);
/* The same as a PDF, for people.  */
bool answer_pdf (const struct answer *a, struct buffer *out);

/* Whether ITEM is among what was asked for.  */
bool answer_shows (const struct answer *a, const struct patient_item *item);
/* Whether a pattern asks for KIND at all.  */
bool answer_has_kind (int pattern, const char *kind);

/* 6-digit insurers stand in files with two spaces before them.  OUT holds 9
   bytes.  */
void answer_insurer (const char *insurer, char out[9]);
/* "YYYYMMDD", DAYS before the Japanese day of NOW.  */
void answer_day (int64_t now, int days, char out[9]);
/* A name with the letters that CP932 has and Shift_JIS lacks.  */
extern const char answer_extension_name[];

#endif
