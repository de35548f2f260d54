/* SPDX-License-Identifier: Apache-2.0 */
/* Writing the result of a 資格確認: see qualification.h.  Elements as in
   research note 2.2 to 2.4.  */
#include "qualification.h"

#include <stdio.h>
#include <stdlib.h>

#include <sodium.h>

#include "answer.h"
#include "base/cleanup.h"
#include "base/date.h"
#include "base/digest.h"
#include "script.h"

static void
opaque (struct xml *x, const char *name)
{
  unsigned char bytes[15];
  char *text;

  randombytes_buf (bytes, sizeof bytes);
  text = base64_encode (bytes, sizeof bytes);
  xml_text (x, name, text);
  free (text);
}

static void
write_header (struct xml *x, const struct qualification *q)
{
  char now[15];

  date_to_national (q->now, now);
  xml_open (x, "MessageHeader");
  xml_text (x, "ProcessExecutionTime", now);
  xml_text (x, "QualificationConfirmationDate", q->day);
  xml_text (x, "MedicalInstitutionCode", q->institution);
  if (q->file_id || q->search)
    xml_text (x, "ArbitraryFileIdentifier", q->file_id);
  else
    opaque (x, "ArbitraryFileIdentifier");
  xml_text (x, "ReferenceClassification", q->card ? "1" : "2");
  xml_int (x, "SegmentOfResult", q->segment);
  if (q->segment != 1)
    {
      xml_text (x, "ErrorCode", q->code);
      xml_text (x, "ErrorMessage", q->text);
    }
  xml_text (x, "CharacterCodeIdentifier", q->extension ? "1" : "0");
  xml_close (x);
}

/* One flag; a consent comes with its time and how long it lasts.  */
static void
write_flag (struct xml *x, const struct qualification *q, const char *what,
            bool given, bool lasts)
{
  char name[64];
  char when[15];

  snprintf (name, sizeof name, "%sConsFlg", what);
  xml_text (x, name, given ? "1" : "0");
  if (!given)
    return;
  date_to_national (q->now, when);
  snprintf (name, sizeof name, "%sConsTime", what);
  xml_text (x, name, when);
  if (!lasts)
    return;
  date_to_national (q->now + 24 * 3600, when);
  snprintf (name, sizeof name, "%sAvailableTime", what);
  xml_text (x, name, when);
}

static void
write_limit (struct xml *x, const struct qualification *q)
{
  const char *limit = q->patient->cover.limit;
  bool given = q->card ? q->consent == CONSENT_GIVEN : q->limit == 1;

  write_flag (x, q, "LimitApplicationCertificateRelated", given, false);
  if (!given || !limit)
    return;
  xml_open (x, "LimitApplicationCertificateRelatedInfo");
  xml_text (x, "LimitApplicationCertificateClassification", "01");
  xml_text (x, "LimitApplicationCertificateClassificationFlag", limit);
  xml_text (x, "LimitApplicationCertificateDate", "20260801");
  xml_text (x, "LimitApplicationCertificateValidStartDate", "20260801");
  xml_text (x, "LimitApplicationCertificateValidEndDate", "20270731");
  xml_close (x);
}

static void
write_diseases (struct xml *x, const struct qualification *q)
{
  const char *disease = q->patient->cover.disease;
  bool given = q->consent == CONSENT_GIVEN;

  write_flag (x, q, "SpecificDiseasesCertificateRelated", given, false);
  if (!given || !disease)
    return;
  xml_open (x, "SpecificDiseasesCertificateList");
  xml_open (x, "SpecificDiseasesCertificateInfo");
  xml_text (x, "SpecificDiseasesDiseaseCategory", disease);
  xml_text (x, "SpecificDiseasesCertificateDate", "20240401");
  xml_text (x, "SpecificDiseasesValidStartDate", "20240401");
  xml_text (x, "SpecificDiseasesSelfPay", "10000");
  xml_close (x);
  xml_close (x);
}

/* What was pressed at the reader.  Where there is no consent step there are
   no flags.  */
static void
write_consents (struct xml *x, const struct qualification *q)
{
  static const struct
  {
    const char *what;
    unsigned consent;
  } viewing[] = {
    { "SpecificHealthCheckupsInfo", CONSENT_CHECKUP },
    { "PharmacistsInfo", CONSENT_DRUG },
    { "DiagnosisInfo", CONSENT_TREATMENT },
    { "OperationInfo", CONSENT_OPERATION },
  };

  if (!q->card)
    write_limit (x, q);
  if (!q->card || q->consent == CONSENT_ABSENT)
    return;
  write_limit (x, q);
  write_diseases (x, q);
  for (size_t i = 0; i < N_ELEMENTS (viewing); i++)
    write_flag (x, q, viewing[i].what, q->consent & viewing[i].consent, true);
}

static void
write_elderly (struct xml *x, const struct patient_cover *c)
{
  if (!c->elderly)
    return;
  xml_open (x, "ElderlyRecipientCertificateInfo");
  xml_text (x, "ElderlyRecipientCertificateDate", "20260801");
  xml_text (x, "ElderlyRecipientValidStartDate", "20260801");
  xml_text (x, "ElderlyRecipientValidEndDate", "20270731");
  xml_text (x, "ElderlyRecipientContributionRatio", c->elderly);
  xml_close (x);
}

static void
write_numbers (struct xml *x, const struct person *p, const char *number)
{
  char insurer[9];

  answer_insurer (p->insurer ? p->insurer : "", insurer);
  xml_text (x, "InsurerNumber", insurer);
  xml_text (x, "InsuredCardSymbol", p->symbol ? p->symbol : "");
  xml_text (x, "InsuredIdentificationNumber", number);
  xml_text (x, "InsuredBranchNumber", p->branch ? p->branch : "");
}

/* One qualification: NUMBER is the insured number of it, LOST its last day or
   NULL.  */
static void
write_result (struct xml *x, const struct qualification *q, const char *number,
              const char *from, const char *lost)
{
  const struct person *p = q->person;
  const struct patient_cover *c = &q->patient->cover;

  xml_open (x, "ResultOfQualificationConfirmation");
  xml_text (x, "InsuredCardClassification", lost ? "01" : NULL);
  write_numbers (x, p, number);
  xml_text (x, "PersonalFamilyClassification", c->relation);
  xml_text (x, "InsuredName", c->insured_name);
  xml_text (x, "Name", p->name);
  xml_text (x, "NameKana", p->kana);
  xml_text (x, "Sex1", p->sex);
  xml_text (x, "Birthdate", p->birth);
  xml_text (x, "Address",
            q->extension ? "架空県架空市髙﨑町①－２～３"
                         : "架空県架空市試験町１－２－３");
  xml_text (x, "PostNumber", "000-0000");
  xml_text (x, "QualificationDate", from);
  xml_text (x, "DisqualificationDate", lost);
  xml_text (x, "ReasonOfLoss", lost ? "03" : NULL);
  xml_text (x, "InsuredCertificateIssuanceDate", from);
  xml_text (x, "InsuredCardValidDate", from);
  xml_text (x, "InsuredPartialContributionRatio", c->ratio);
  xml_text (x, "PreschoolClassification", c->preschool);
  xml_text (x, "InsurerName", c->insurer_name);
  write_elderly (x, c);
  write_consents (x, q);
  xml_text (x, "ReferenceNumber", c->chart);
  xml_close (x);
}

static void
write_results (struct xml *x, const struct qualification *q)
{
  const struct patient_cover *c = &q->patient->cover;
  bool ended = q->validity == 2 || c->validity == 2;
  char lost[9];

  answer_day (q->now, c->ended_days ? c->ended_days : 235, lost);
  xml_open (x, "ResultList");
  if (q->validity == 3)
    write_result (x, q, "9999999", "20180401", "20200331");
  write_result (x, q, q->person->number, "20200401",
                ended && q->validity != 3 ? lost : NULL);
  xml_close (x);
}

/* The question, echoed.  */
static void
write_search (struct xml *x, const struct qualification *q)
{
  if (!q->search)
    return;
  xml_open (x, "QualificationConfirmSearchInfo");
  write_numbers (x, q->search, q->search->number);
  xml_text (x, "Birthdate", q->search->birth);
  if (q->limit >= 0)
    xml_int (x, "LimitApplicationCertificateRelatedConsFlg", q->limit);
  xml_close (x);
}

void
qualification_write (struct xml *x, const struct qualification *q)
{
  bool named = q->validity != 4 && q->validity != 5;

  write_header (x, q);
  xml_open (x, "MessageBody");
  if (q->segment == 1)
    {
      xml_int (x, "ProcessingResultStatus", q->status);
      xml_text (x, "ProcessingResultCode", q->code);
      xml_text (x, "ProcessingResultMessage", q->text);
    }
  if (q->segment == 1 && q->status == 1)
    {
      xml_int (x, "QualificationValidity", q->validity);
      if (named && q->patient)
        write_results (x, q);
    }
  if (q->segment == 1)
    write_search (x, q);
  if (q->segment == 1 && q->status == 1 && q->card)
    opaque (x, "QualificationConfirmationKey");
  xml_close (x);
}
