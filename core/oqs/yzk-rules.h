/* SPDX-License-Identifier: Apache-2.0 */
/* The elements of a 薬剤情報・診療情報 answer: one shape in three spellings,
   for claims, dispensed and prescribed.  Inside core/oqs only.  */
#ifndef EMI_OQS_YZK_RULES_H
#define EMI_OQS_YZK_RULES_H

#include "oqs/message.h"

enum yzk_id
{
  YZK_ROOT = 1,
  YZK_HEADER,
  YZK_BODY,
  YZK_PERSON_GROUP,
  YZK_FILE_ID,
  YZK_INSTITUTION,
  YZK_TIME,
  YZK_RESULT,
  YZK_TEXT,
  YZK_SKIP,
  YZK_PERSON, /* + enum person_field */
  YZK_LISTS = YZK_PERSON + PERSON_FIELDS
  /* + enum origin * YZK_PARTS + enum yzk_part */
};

enum yzk_part
{
  YZK_WRAPPER, /* CzDiInf, ShPrInf */
  YZK_MONTHS,  /* one institution and month */
  YZK_DAYS,
  YZK_DAY,
  YZK_DRUGS,
  YZK_DRUG,
  YZK_TREATMENTS,
  YZK_TREATMENT,

  YZK_PLACE_CODE, /* who claims or dispensed */
  YZK_PLACE_NAME,
  YZK_MONTH,
  YZK_PRESCRIBER_CODE,
  YZK_PRESCRIBER_NAME,
  YZK_DATE,
  YZK_PRESCRIBED,

  YZK_CLASS, /* 診療識別 */
  YZK_CODE,
  YZK_NAME,
  YZK_INGREDIENT,
  YZK_QUANTITY,
  YZK_UNIT,
  YZK_USAGE,
  YZK_INSTRUCTION,
  YZK_TIMES,
  YZK_PARTS
};

extern const struct message_rule yzk_rules[];
extern const size_t n_yzk_rules;

#endif
