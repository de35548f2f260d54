/* SPDX-License-Identifier: Apache-2.0 */
/* Reading an ordinary request, as the other side does (ordinary.h).  */
#include "oqs/ordinary.h"

#include <stdlib.h>

#include "base/cleanup.h"
#include "oqs/message.h"

enum asked_id
{
  ASKED_ROOT = 1,
  ASKED_HEADER,
  ASKED_BODY,
  ASKED_INSTITUTION,
  ASKED_FILE_ID,
  ASKED_FROM,
  ASKED_TO,
  ASKED_CATEGORY,
  ASKED_PRESCRIPTIONS,
  ASKED_FLAG,
  ASKED_PERSON
};

static const struct message_rule rules[] = {
  { 0, "XmlMsg", MESSAGE_GROUP, ASKED_ROOT },
  { ASKED_ROOT, "MessageHeader", MESSAGE_GROUP, ASKED_HEADER },
  { ASKED_ROOT, "MessageBody", MESSAGE_GROUP, ASKED_BODY },
  { ASKED_HEADER, "MedicalInstitutionCode", MESSAGE_TEXT, ASKED_INSTITUTION },
  { ASKED_HEADER, "ArbitraryFileIdentifier", MESSAGE_TEXT, ASKED_FILE_ID },
  { ASKED_HEADER, "InsurerNumber", MESSAGE_TEXT,
    ASKED_PERSON + PERSON_FIELD_INSURER },
  { ASKED_HEADER, "InsuranceCardSymbol", MESSAGE_TEXT,
    ASKED_PERSON + PERSON_FIELD_SYMBOL },
  { ASKED_HEADER, "InsuredPersonIdentificationNumber", MESSAGE_TEXT,
    ASKED_PERSON + PERSON_FIELD_NUMBER },
  { ASKED_HEADER, "BranchNumber", MESSAGE_TEXT,
    ASKED_PERSON + PERSON_FIELD_BRANCH },
  { ASKED_BODY, "StartDate", MESSAGE_TEXT, ASKED_FROM },
  { ASKED_BODY, "EndDate", MESSAGE_TEXT, ASKED_TO },
  { ASKED_BODY, "FileCategory", MESSAGE_TEXT, ASKED_CATEGORY },
  { ASKED_BODY, "PrDiInfClassification", MESSAGE_TEXT, ASKED_PRESCRIPTIONS },
  { ASKED_BODY, "MedicalTreatmentFlag", MESSAGE_TEXT, ASKED_FLAG },
};

static enum oqs_read
on_text (void *ctx, int id, const char *text)
{
  struct ordinary_asked *a = ctx;

  if (id >= ASKED_PERSON)
    return person_keep (&a->person, (enum person_field) (id - ASKED_PERSON),
                        text);
  switch (id)
    {
    case ASKED_INSTITUTION:
      return message_keep (&a->institution, text);
    case ASKED_FILE_ID:
      return message_keep (&a->file_id, text);
    case ASKED_FROM:
      return message_keep (&a->from, text);
    case ASKED_TO:
      return message_keep (&a->to, text);
    case ASKED_CATEGORY:
      return message_keep_int (&a->category, text);
    case ASKED_PRESCRIPTIONS:
      return message_keep_int (&a->prescriptions, text);
    case ASKED_FLAG:
      return message_keep_int (&a->treatment_flag, text);
    default:
      return OQS_READ_OK;
    }
}

void
ordinary_asked_done (struct ordinary_asked *a)
{
  free (a->institution);
  free (a->file_id);
  person_done (&a->person);
  free (a->from);
  free (a->to);
  *a = (struct ordinary_asked){ 0 };
}

enum oqs_read
ordinary_request_read (enum profile_message message, const void *data,
                       size_t len, struct ordinary_asked *out)
{
  struct ordinary_asked a
      = { .category = -1, .prescriptions = -1, .treatment_flag = -1 };
  const struct message_reader reader = {
    .rules = rules,
    .n_rules = N_ELEMENTS (rules),
    .text = on_text,
    .ctx = &a,
  };
  size_t n_unknown;

  *out = (struct ordinary_asked){ 0 };
  enum oqs_read rc = message_read (&reader, data, len, &n_unknown);
  if (rc == OQS_READ_OK && a.category < 0)
    rc = OQS_READ_UNFINISHED; /* a message of another kind */
  if (rc != OQS_READ_OK)
    {
      ordinary_asked_done (&a);
      return rc;
    }
  a.pdf = a.category == 1 || a.category == 3;
  a.treatment = message == PROFILE_YZK && a.category >= 3;
  *out = a;
  return OQS_READ_OK;
}
