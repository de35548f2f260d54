/* SPDX-License-Identifier: Apache-2.0 */
/* The result of a 資格確認 (OQSsiquc01res, also the face files): bytes in,
   facts out.  No input or output; safe on any bytes.  */
#ifndef EMI_OQS_ELIGIBILITY_H
#define EMI_OQS_ELIGIBILITY_H

#include <stddef.h>
#include <stdint.h>

#include "oqs/person.h"

#define OQS_MAX_BYTES (8u * 1024 * 1024)

/* What reading a message gave.  */
enum oqs_read
{
  OQS_READ_OK,
  OQS_READ_UNFINISHED, /* does not parse (yet), or is of another kind */
  OQS_READ_DOCTYPE,
  OQS_READ_TOO_BIG,
  OQS_READ_ENCRYPTED, /* a zip */
  OQS_READ_MEMORY
};

enum oqs_consent
{
  OQS_CONSENT_ABSENT, /* no viewing flag in the message */
  OQS_CONSENT_NONE,   /* all viewing flags 0 */
  OQS_CONSENT_GIVEN   /* any viewing flag 1 */
};

/* Integers are -1 when absent.  */
struct eligibility
{
  int64_t process_time; /* UTC seconds; 0 when absent */
  char *institution;
  char *file_id;            /* ArbitraryFileIdentifier */
  int reference;            /* ReferenceClassification: 1 card, 2 copied */
  int segment;              /* SegmentOfResult */
  char *error_code;         /* also ProcessingResultCode */
  char *error_text;
  int status;               /* ProcessingResultStatus */
  int validity;             /* QualificationValidity 1..6 */
  size_t n_results;
  struct person person;     /* of the current qualification */
  char *chart;              /* ReferenceNumber, or NULL */
  enum oqs_consent consent; /* drug, treatment, operation, check-up flags */
  size_t n_unknown;         /* elements we do not know: kept out, counted */
};

/* Reads a message of at most OQS_MAX_BYTES.  On anything but OK, OUT is
   empty.  With validity 3 and two results the person is of the current one
   (no DisqualificationDate, newest QualificationDate).  */
enum oqs_read eligibility_read (const void *data, size_t len,
                                struct eligibility *out);
void eligibility_done (struct eligibility *e);

#endif
