/* SPDX-License-Identifier: Apache-2.0 */
/* The known elements of a 資格確認 result, from public sources.  What we have
   no use for is listed too, so that counting the unknown ones tells when the
   national layout has changed.  */
#include "oqs/eligibility-rules.h"

#include "base/cleanup.h"

#define IN(parent, tag, how, what)                                            \
  {                                                                           \
    ELIGIBILITY_##parent, tag, MESSAGE_##how, ELIGIBILITY_##what              \
  }
#define TEXT(parent, tag, what) IN (parent, tag, TEXT, what)
#define SKIP(parent, tag) IN (parent, tag, SKIP, SKIP)
#define PERSON(tag, field)                                                    \
  {                                                                           \
    ELIGIBILITY_RESULT, tag, MESSAGE_TEXT,                                    \
        ELIGIBILITY_PERSON + PERSON_FIELD_##field                             \
  }
/* A consent comes with when it was given and how long it lasts.  */
#define TIMES(tag)                                                            \
  SKIP (RESULT, tag "ConsTime"), SKIP (RESULT, tag "AvailableTime")
#define VIEWING(tag) TEXT (RESULT, tag "ConsFlg", FLAG), TIMES (tag)
#define OTHER(tag) SKIP (RESULT, tag "ConsFlg"), TIMES (tag)

const struct message_rule eligibility_rules[] = {
  { 0, "XmlMsg", MESSAGE_GROUP, ELIGIBILITY_ROOT },
  IN (ROOT, "MessageHeader", GROUP, HEADER),
  IN (ROOT, "MessageBody", GROUP, BODY),
  IN (BODY, "ResultList", GROUP, LIST),
  IN (LIST, "ResultOfQualificationConfirmation", GROUP, RESULT),

  TEXT (HEADER, "ProcessExecutionTime", TIME),
  TEXT (HEADER, "MedicalInstitutionCode", INSTITUTION),
  TEXT (HEADER, "ArbitraryFileIdentifier", FILE_ID),
  TEXT (HEADER, "ReferenceClassification", REFERENCE),
  TEXT (HEADER, "SegmentOfResult", SEGMENT),
  TEXT (HEADER, "ErrorCode", ERROR_CODE),
  TEXT (HEADER, "ErrorMessage", ERROR_TEXT),
  SKIP (HEADER, "QualificationConfirmationDate"),
  /* Sources disagree on its values; the bytes are asked instead.  */
  SKIP (HEADER, "CharacterCodeIdentifier"),

  TEXT (BODY, "ProcessingResultStatus", STATUS),
  TEXT (BODY, "ProcessingResultCode", CODE),
  TEXT (BODY, "ProcessingResultMessage", MESSAGE),
  TEXT (BODY, "QualificationValidity", VALIDITY),
  SKIP (BODY, "PrescriptionIssueSelect"),
  /* The question, echoed: the person asked for, not the person found.  */
  SKIP (BODY, "QualificationConfirmSearchInfo"),
  SKIP (BODY, "QualificationConfirmationKey"),

  PERSON ("InsurerNumber", INSURER),
  PERSON ("InsuredCardSymbol", SYMBOL),
  PERSON ("InsuredIdentificationNumber", NUMBER),
  PERSON ("InsuredBranchNumber", BRANCH),
  PERSON ("Name", NAME),
  PERSON ("NameKana", KANA),
  PERSON ("Birthdate", BIRTH),
  PERSON ("Sex1", SEX),
  TEXT (RESULT, "QualificationDate", FROM),
  TEXT (RESULT, "DisqualificationDate", LOST),
  TEXT (RESULT, "ReferenceNumber", CHART),
  VIEWING ("PharmacistsInfo"),
  VIEWING ("DiagnosisInfo"),
  VIEWING ("OperationInfo"),
  VIEWING ("SpecificHealthCheckupsInfo"),

  SKIP (RESULT, "InsuredCardClassification"),
  SKIP (RESULT, "PersonalFamilyClassification"),
  SKIP (RESULT, "InsuredName"),
  SKIP (RESULT, "NameOfOther"),
  SKIP (RESULT, "NameOfOtherKana"),
  SKIP (RESULT, "Sex2"),
  SKIP (RESULT, "Address"),
  SKIP (RESULT, "PostNumber"),
  SKIP (RESULT, "InsuredCertificateIssuanceDate"),
  SKIP (RESULT, "InsuredCardValidDate"),
  SKIP (RESULT, "InsuredCardExpirationDate"),
  SKIP (RESULT, "InsuredPartialContributionRatio"),
  SKIP (RESULT, "PreschoolClassification"),
  SKIP (RESULT, "ReasonOfLoss"),
  SKIP (RESULT, "InsurerName"),
  SKIP (RESULT, "ElderlyRecipientCertificateInfo"),
  OTHER ("LimitApplicationCertificateRelated"),
  SKIP (RESULT, "LimitApplicationCertificateRelatedInfo"),
  OTHER ("SpecificDiseasesCertificateRelated"),
  SKIP (RESULT, "SpecificDiseasesCertificateList"),
  SKIP (RESULT, "PublicExpenseResultList"),
  OTHER ("DiagnosisName"),
  OTHER ("InfectiousInfo"),
  OTHER ("AllergyInfo"),
  OTHER ("ContraindicationInfo"),
  OTHER ("TestInfo"),
  OTHER ("PrescriptionInfo"),
};

const size_t n_eligibility_rules = N_ELEMENTS (eligibility_rules);
