/* SPDX-License-Identifier: Apache-2.0 */
/* The emergency messages' elements, as a profile names them.  Inside core/oqs
   only.  */
#ifndef EMI_OQS_EMERGENCY_RULES_H
#define EMI_OQS_EMERGENCY_RULES_H

#include <stdbool.h>

#include "config/profile.h"
#include "oqs/message.h"

enum emergency_id
{
  EMERGENCY_ROOT = 1,
  EMERGENCY_HEADER,
  EMERGENCY_BODY,
  EMERGENCY_PERSON_GROUP,
  EMERGENCY_SUMMARY,
  EMERGENCY_ASKED,

  EMERGENCY_TIME,
  EMERGENCY_DAY,
  EMERGENCY_INSTITUTION,
  EMERGENCY_FILE_ID,
  EMERGENCY_SEGMENT,
  EMERGENCY_ERROR_CODE,
  EMERGENCY_ERROR_TEXT,

  EMERGENCY_STATUS,
  EMERGENCY_CODE,
  EMERGENCY_MESSAGE,
  EMERGENCY_CONSENT,
  EMERGENCY_PATTERN,

  EMERGENCY_TREATMENT,
  EMERGENCY_AUTHORITY,
  EMERGENCY_FACTOR_1,
  EMERGENCY_METHOD_1,
  EMERGENCY_FACTOR_2,
  EMERGENCY_METHOD_2,
  EMERGENCY_FORM,

  EMERGENCY_PERSON, /* + enum person_field */
  EMERGENCY_SKIP = EMERGENCY_PERSON + PERSON_FIELDS,
  EMERGENCY_LISTS /* + list number * EMERGENCY_LIST_IDS + enum below */
};

/* The ids of one list.  */
enum emergency_list_id
{
  LIST_CONTAINER,
  LIST_ITEM,
  LIST_DATE,
  LIST_NAME,
  LIST_CODE,
  LIST_SOURCE,
  LIST_INSTITUTION,
  EMERGENCY_LIST_IDS
};

struct emergency_rules
{
  struct message_rule *v;
  size_t n;
};

/* False without memory.  The names stay P's.  */
bool emergency_answer_rules (const struct profile *p,
                             struct emergency_rules *out);
bool emergency_request_rules (const struct profile *p,
                              struct emergency_rules *out);
void emergency_rules_done (struct emergency_rules *r);

/* The profile's name of each person field, by enum person_field.  */
extern const char *const emergency_person_meanings[PERSON_FIELDS];

#endif
