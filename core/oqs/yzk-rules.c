/* SPDX-License-Identifier: Apache-2.0 */
/* Names of a YZK answer, as public programs read them.  */
#include "oqs/yzk-rules.h"

#include "base/cleanup.h"
#include "oqs/precedence.h"

#define ID(origin, part) (YZK_LISTS + (origin) *YZK_PARTS + (part))

#define GROUP(origin, parent, name, part)                                     \
  {                                                                           \
    ID (origin, parent), name, MESSAGE_GROUP, ID (origin, part)               \
  }
#define TEXT(origin, parent, name, part)                                      \
  {                                                                           \
    ID (origin, parent), name, MESSAGE_TEXT, ID (origin, part)                \
  }
/* Known, and of no use to a reader: kinds of organisation, own or other.  */
#define SKIP(origin, parent, name)                                            \
  {                                                                           \
    ID (origin, parent), name, MESSAGE_SKIP, YZK_SKIP                         \
  }

/* What a row of drugs has, with the prefix P of its names.  */
#define DRUG_ROW(origin, p, class)                                            \
  TEXT (origin, YZK_DRUG, class, YZK_CLASS),                                  \
      TEXT (origin, YZK_DRUG, p "DrugC", YZK_CODE),                           \
      TEXT (origin, YZK_DRUG, p "DrugN", YZK_NAME),                           \
      TEXT (origin, YZK_DRUG, p "IngreN", YZK_INGREDIENT),                    \
      TEXT (origin, YZK_DRUG, p "Qua1", YZK_QUANTITY),                        \
      TEXT (origin, YZK_DRUG, p "Unit", YZK_UNIT),                            \
      TEXT (origin, YZK_DRUG, p "UsageN", YZK_USAGE),                         \
      TEXT (origin, YZK_DRUG, p "SpInst", YZK_INSTRUCTION),                   \
      TEXT (origin, YZK_DRUG, p "Times", YZK_TIMES)

#define CLAIM ORIGIN_CLAIM
#define DISP ORIGIN_DISPENSED
#define PRES ORIGIN_PRESCRIBED

const struct message_rule yzk_rules[] = {
  { 0, "XmlMsg", MESSAGE_GROUP, YZK_ROOT },
  { YZK_ROOT, "MessageHeader", MESSAGE_GROUP, YZK_HEADER },
  { YZK_ROOT, "MessageBody", MESSAGE_GROUP, YZK_BODY },
  { YZK_HEADER, "ArbitraryFileIdentifier", MESSAGE_TEXT, YZK_FILE_ID },
  { YZK_HEADER, "MedicalInstitutionCode", MESSAGE_TEXT, YZK_INSTITUTION },
  { YZK_HEADER, "ProcessExecutionTime", MESSAGE_TEXT, YZK_TIME },
  { YZK_HEADER, "ResultCode", MESSAGE_TEXT, YZK_RESULT },
  { YZK_HEADER, "MessageContents", MESSAGE_TEXT, YZK_TEXT },
  { YZK_HEADER, "CharacterCodeIdentifier", MESSAGE_SKIP, YZK_SKIP },
  { YZK_HEADER, "QuaInf", MESSAGE_GROUP, YZK_PERSON_GROUP },
  { YZK_BODY, "ResultCode", MESSAGE_TEXT, YZK_RESULT },
  { YZK_BODY, "MessageContents", MESSAGE_TEXT, YZK_TEXT },
  { YZK_PERSON_GROUP, "Name", MESSAGE_TEXT, YZK_PERSON + PERSON_FIELD_NAME },
  { YZK_PERSON_GROUP, "KanaName", MESSAGE_TEXT,
    YZK_PERSON + PERSON_FIELD_KANA },
  { YZK_PERSON_GROUP, "Birth", MESSAGE_TEXT, YZK_PERSON + PERSON_FIELD_BIRTH },
  { YZK_PERSON_GROUP, "AdmGendCode", MESSAGE_TEXT,
    YZK_PERSON + PERSON_FIELD_SEX },

  /* claims */
  { YZK_BODY, "MeTrMonthInf", MESSAGE_GROUP, ID (CLAIM, YZK_MONTHS) },
  SKIP (CLAIM, YZK_MONTHS, "DiOrg"),
  TEXT (CLAIM, YZK_MONTHS, "MeTrDiHCd", YZK_PLACE_CODE),
  TEXT (CLAIM, YZK_MONTHS, "MeTrDiHNm", YZK_PLACE_NAME),
  TEXT (CLAIM, YZK_MONTHS, "MeTrMonth", YZK_MONTH),
  TEXT (CLAIM, YZK_MONTHS, "PrlsHCd", YZK_PRESCRIBER_CODE),
  TEXT (CLAIM, YZK_MONTHS, "PrlsHNm", YZK_PRESCRIBER_NAME),
  SKIP (CLAIM, YZK_MONTHS, "PrIsOrg"),
  SKIP (CLAIM, YZK_MONTHS, "InOut"),
  GROUP (CLAIM, YZK_MONTHS, "DiDateInfs", YZK_DAYS),
  GROUP (CLAIM, YZK_DAYS, "DiDateInf", YZK_DAY),
  TEXT (CLAIM, YZK_DAY, "DiDate", YZK_DATE),
  TEXT (CLAIM, YZK_DAY, "PrDate", YZK_PRESCRIBED),
  GROUP (CLAIM, YZK_DAY, "DrugInfs", YZK_DRUGS),
  GROUP (CLAIM, YZK_DRUGS, "DrugInf", YZK_DRUG),
  DRUG_ROW (CLAIM, "", "MeTrIdCl"),
  GROUP (CLAIM, YZK_DAY, "MeTrInfs", YZK_TREATMENTS),
  GROUP (CLAIM, YZK_TREATMENTS, "MeTrInf", YZK_TREATMENT),
  TEXT (CLAIM, YZK_TREATMENT, "MeTrIdCl", YZK_CLASS),
  TEXT (CLAIM, YZK_TREATMENT, "SinInfCd", YZK_CODE),
  TEXT (CLAIM, YZK_TREATMENT, "SinInfN", YZK_NAME),
  TEXT (CLAIM, YZK_TREATMENT, "Qua1", YZK_QUANTITY),
  TEXT (CLAIM, YZK_TREATMENT, "Unit", YZK_UNIT),
  TEXT (CLAIM, YZK_TREATMENT, "Times", YZK_TIMES),

  /* dispensed */
  { YZK_BODY, "CzDiInf", MESSAGE_GROUP, ID (DISP, YZK_WRAPPER) },
  GROUP (DISP, YZK_WRAPPER, "CzDiMonthInf", YZK_MONTHS),
  SKIP (DISP, YZK_MONTHS, "CzDiOrg"),
  TEXT (DISP, YZK_MONTHS, "CzMeTrDiHCd", YZK_PLACE_CODE),
  TEXT (DISP, YZK_MONTHS, "CzMeTrDiHNm", YZK_PLACE_NAME),
  TEXT (DISP, YZK_MONTHS, "CzDiMonth", YZK_MONTH),
  TEXT (DISP, YZK_MONTHS, "CzPrlsHCd", YZK_PRESCRIBER_CODE),
  TEXT (DISP, YZK_MONTHS, "CzPrlsHNm", YZK_PRESCRIBER_NAME),
  SKIP (DISP, YZK_MONTHS, "CzPrIsOrg"),
  SKIP (DISP, YZK_MONTHS, "CzPrCl"),
  GROUP (DISP, YZK_MONTHS, "CzDiDateInfs", YZK_DAYS),
  GROUP (DISP, YZK_DAYS, "CzDiDateInf", YZK_DAY),
  TEXT (DISP, YZK_DAY, "CzDiDate", YZK_DATE),
  TEXT (DISP, YZK_DAY, "CzPrDate", YZK_PRESCRIBED),
  GROUP (DISP, YZK_DAY, "CzDrugInfs", YZK_DRUGS),
  GROUP (DISP, YZK_DRUGS, "CzDrugInf", YZK_DRUG),
  DRUG_ROW (DISP, "Cz", "CzUsageCl"),

  /* prescribed; some write the institution as the claims do */
  { YZK_BODY, "ShPrInf", MESSAGE_GROUP, ID (PRES, YZK_WRAPPER) },
  GROUP (PRES, YZK_WRAPPER, "ShPrMonthInf", YZK_MONTHS),
  SKIP (PRES, YZK_MONTHS, "ShPrOrg"),
  TEXT (PRES, YZK_MONTHS, "ShMeTrDiHCd", YZK_PLACE_CODE),
  TEXT (PRES, YZK_MONTHS, "ShMeTrDiHNm", YZK_PLACE_NAME),
  TEXT (PRES, YZK_MONTHS, "ShPrMonth", YZK_MONTH),
  TEXT (PRES, YZK_MONTHS, "ShPrHCd", YZK_PRESCRIBER_CODE),
  TEXT (PRES, YZK_MONTHS, "ShPrHNm", YZK_PRESCRIBER_NAME),
  SKIP (PRES, YZK_MONTHS, "ShPrIsOrg"),
  SKIP (PRES, YZK_MONTHS, "ShPrCl"),
  GROUP (PRES, YZK_MONTHS, "ShPrDateInfs", YZK_DAYS),
  GROUP (PRES, YZK_DAYS, "ShPrDateInf", YZK_DAY),
  TEXT (PRES, YZK_DAY, "ShPrDate", YZK_PRESCRIBED),
  GROUP (PRES, YZK_DAY, "ShDrugInfs", YZK_DRUGS),
  GROUP (PRES, YZK_DRUGS, "ShDrugInf", YZK_DRUG),
  DRUG_ROW (PRES, "Sh", "ShUsageCl"),
};

const size_t n_yzk_rules = N_ELEMENTS (yzk_rules);
