/* SPDX-License-Identifier: Apache-2.0 */
/* The elements of a 資格確認 result.  Inside core/oqs only.  */
#ifndef EMI_OQS_ELIGIBILITY_RULES_H
#define EMI_OQS_ELIGIBILITY_RULES_H

#include "oqs/message.h"

enum eligibility_id
{
  ELIGIBILITY_ROOT = 1,
  ELIGIBILITY_HEADER,
  ELIGIBILITY_BODY,
  ELIGIBILITY_LIST,
  ELIGIBILITY_RESULT,

  ELIGIBILITY_TIME,
  ELIGIBILITY_INSTITUTION,
  ELIGIBILITY_FILE_ID,
  ELIGIBILITY_REFERENCE,
  ELIGIBILITY_SEGMENT,
  ELIGIBILITY_ERROR_CODE,
  ELIGIBILITY_ERROR_TEXT,

  ELIGIBILITY_STATUS,
  ELIGIBILITY_CODE,
  ELIGIBILITY_MESSAGE,
  ELIGIBILITY_VALIDITY,

  ELIGIBILITY_FROM,
  ELIGIBILITY_LOST,
  ELIGIBILITY_CHART,
  ELIGIBILITY_FLAG,   /* the four viewing consents */
  ELIGIBILITY_PERSON, /* + enum person_field */
  ELIGIBILITY_SKIP = ELIGIBILITY_PERSON + PERSON_FIELDS
};

extern const struct message_rule eligibility_rules[];
extern const size_t n_eligibility_rules;

#endif
