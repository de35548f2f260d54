/* SPDX-License-Identifier: Apache-2.0 */
/* The result of a 資格確認 (OQSsiquc01res), for requests and for card
   readings alike.  */
#ifndef EMI_SIMULATOR_QUALIFICATION_H
#define EMI_SIMULATOR_QUALIFICATION_H

#include <stdint.h>

#include "patients.h"
#include "xml.h"

struct qualification
{
  int64_t now;         /* UTC seconds */
  const char *day;     /* 資格確認日, YYYYMMDD */
  const char *file_id; /* NULL: one of the reader's own */
  const char *institution;
  bool card; /* a card was read; else numbers were asked for */
  int segment;
  int status; /* 0: no body */
  const char *code;
  const char *text;
  int validity;
  const struct patient *patient; /* NULL: there is no such person */
  const struct person *person;   /* what is said of the patient */
  unsigned consent;              /* CONSENT_ */
  int limit;                     /* consent to 限度額; -1: not asked */
  const struct person *search;   /* what was asked for, echoed; or NULL */
  bool extension; /* with characters that plain Shift_JIS lacks */
};

/* Writes header and body into an open message.  */
void qualification_write (struct xml *x, const struct qualification *q);

#endif
