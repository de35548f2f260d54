/* SPDX-License-Identifier: Apache-2.0 */
/* The answer to an emergency request, written by profile.  */
#ifndef EMI_SIMULATOR_ANSWER_H
#define EMI_SIMULATOR_ANSWER_H

#include <stdint.h>

#include "base/buffer.h"
#include "config/profile.h"
#include "oqs/emergency.h"
#include "patients.h"

struct answer
{
  const struct emergency_asked *asked;
  int64_t now;         /* UTC seconds */
  const char *file_id; /* echoed, or another's */
  const char *institution;
  int segment; /* SegmentOfResult */
  int status;  /* ProcessingResultStatus, 0: no body at all */
  const char *code;
  const char *text;
  const struct person *person;   /* NULL: none */
  const struct patient *patient; /* whose items; NULL: none */
  bool one_line;
  bool cp932; /* with characters that plain Shift_JIS lacks */
};

/* Appends the message.  False without memory.  */
bool answer_write (const struct profile *p, const struct answer *a,
                   struct buffer *out);

/* 6-digit insurers stand in files with two spaces before them.  OUT holds 9
   bytes.  */
void answer_insurer (const char *insurer, char out[9]);

#endif
