/* SPDX-License-Identifier: Apache-2.0 */
/* Reading requests: see asked.h.  */
#include "asked.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "oqs/message.h"
#include "script.h"

enum
{
  ID_ROOT = 1,
  ID_HEADER,
  ID_BODY,
  ID_SEARCH,
  ID_DAY,
  ID_INSTITUTION,
  ID_FILE_ID,
  ID_LIMIT,
  ID_SKIP,
  ID_PERSON /* + enum person_field */
};

/* 資格確認 (OQS-IF-001).  */
static const struct message_rule rules[] = {
  { 0, "XmlMsg", MESSAGE_GROUP, ID_ROOT },
  { ID_ROOT, "MessageHeader", MESSAGE_GROUP, ID_HEADER },
  { ID_ROOT, "MessageBody", MESSAGE_GROUP, ID_BODY },
  { ID_HEADER, "QualificationConfirmationDate", MESSAGE_TEXT, ID_DAY },
  { ID_HEADER, "MedicalInstitutionCode", MESSAGE_TEXT, ID_INSTITUTION },
  { ID_HEADER, "ArbitraryFileIdentifier", MESSAGE_TEXT, ID_FILE_ID },
  { ID_BODY, "QualificationConfirmSearchInfo", MESSAGE_GROUP, ID_SEARCH },
  { ID_SEARCH, "InsurerNumber", MESSAGE_TEXT,
    ID_PERSON + PERSON_FIELD_INSURER },
  { ID_SEARCH, "InsuredCardSymbol", MESSAGE_TEXT,
    ID_PERSON + PERSON_FIELD_SYMBOL },
  { ID_SEARCH, "InsuredIdentificationNumber", MESSAGE_TEXT,
    ID_PERSON + PERSON_FIELD_NUMBER },
  { ID_SEARCH, "InsuredBranchNumber", MESSAGE_TEXT,
    ID_PERSON + PERSON_FIELD_BRANCH },
  { ID_SEARCH, "Birthdate", MESSAGE_TEXT, ID_PERSON + PERSON_FIELD_BIRTH },
  { ID_SEARCH, "LimitApplicationCertificateRelatedConsFlg", MESSAGE_TEXT,
    ID_LIMIT },
  { ID_SEARCH, "ArbitraryIdentifier", MESSAGE_SKIP, ID_SKIP },
};

struct reading
{
  struct asked a;
  bool seen; /* the request's own container */
};

static enum oqs_read
on_open (void *ctx, int id)
{
  struct reading *r = ctx;

  r->seen |= id == ID_SEARCH;
  return OQS_READ_OK;
}

static enum oqs_read
on_text (void *ctx, int id, const char *text)
{
  struct reading *r = ctx;
  struct emergency_asked *e = &r->a.e;

  if (id >= ID_PERSON)
    return person_keep (&e->person, (enum person_field) (id - ID_PERSON),
                        text);
  switch (id)
    {
    case ID_DAY:
      return message_keep (&e->day, text);
    case ID_INSTITUTION:
      return message_keep (&e->institution, text);
    case ID_FILE_ID:
      return message_keep (&e->file_id, text);
    case ID_LIMIT:
      return message_keep_int (&r->a.limit, text);
    default:
      return OQS_READ_OK;
    }
}

static enum oqs_read
read_eligibility (const void *data, size_t len, struct asked *out)
{
  struct reading r = { .a = { .on = FOR_ELIGIBILITY, .limit = -1 } };
  const struct message_reader reader = {
    .rules = rules,
    .n_rules = N_ELEMENTS (rules),
    .open = on_open,
    .text = on_text,
    .ctx = &r,
  };
  size_t n_unknown;
  enum oqs_read rc = message_read (&reader, data, len, &n_unknown);

  if (rc == OQS_READ_OK && !r.seen)
    rc = OQS_READ_UNFINISHED;
  if (rc == OQS_READ_OK)
    *out = r.a;
  else
    emergency_asked_done (&r.a.e);
  return rc;
}

/* Takes over what the reader of the core found.  */
static enum oqs_read
read_ordinary (unsigned on, const void *data, size_t len, struct asked *out)
{
  struct ordinary_asked o;
  enum oqs_read rc = ordinary_request_read (
      on == FOR_DRUGS ? PROFILE_YZK : PROFILE_TKK, data, len, &o);

  if (rc != OQS_READ_OK)
    return rc;
  out->e.institution = o.institution;
  out->e.file_id = o.file_id;
  out->e.person = o.person;
  out->e.treatment = o.treatment_flag;
  out->from = o.from;
  out->to = o.to;
  out->category = o.category;
  out->prescriptions = o.prescriptions;
  out->treatment = o.treatment;
  out->pdf = o.pdf;
  return OQS_READ_OK;
}

enum oqs_read
asked_read (const struct profile *p, unsigned on, const void *data, size_t len,
            struct asked *out)
{
  enum oqs_read rc;

  *out = (struct asked){ .on = on, .limit = -1, .prescriptions = -1 };
  if (on == FOR_ELIGIBILITY)
    return read_eligibility (data, len, out);
  if (on != FOR_EMERGENCY)
    return read_ordinary (on, data, len, out);
  rc = emergency_request_read (p, data, len, &out->e);
  out->pdf = rc == OQS_READ_OK && out->e.pdf;
  return rc;
}

void
asked_done (struct asked *a)
{
  emergency_asked_done (&a->e);
  free (a->from);
  free (a->to);
}

const char *
asked_prefix (const struct profile *p, unsigned on)
{
  switch (on)
    {
    case FOR_ELIGIBILITY:
      return "OQSsiquc01";
    case FOR_DRUGS:
      return profile_prefix (p, PROFILE_YZK);
    case FOR_CHECKUPS:
      return profile_prefix (p, PROFILE_TKK);
    default:
      return p->prefix;
    }
}

/* The length of the suffix that NAME has behind PREFIXreq_, without its .xml;
   0 when it has none.  */
static size_t
suffix_len (const char *name, const char *prefix, const char **suffix_out)
{
  size_t n = strlen (prefix);
  const char *suffix;
  size_t len;

  if (strncmp (name, prefix, n) != 0 || strncmp (name + n, "req_", 4) != 0)
    return 0;
  suffix = name + n + 4;
  len = strspn (suffix, "abcdefghijklmnopqrstuvwxyz"
                        "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
  if (len > 128 || strcmp (suffix + len, ".xml") != 0)
    return 0;
  *suffix_out = suffix;
  return len;
}

unsigned
asked_kind (const struct profile *p, const char *name, const char **suffix_out)
{
  static const unsigned kinds[]
      = { FOR_EMERGENCY, FOR_ELIGIBILITY, FOR_DRUGS, FOR_CHECKUPS };

  for (size_t i = 0; i < N_ELEMENTS (kinds); i++)
    if (suffix_len (name, asked_prefix (p, kinds[i]), suffix_out) > 0)
      return kinds[i];
  return 0;
}

static bool
is_day (const char *text)
{
  int64_t start;

  return text && strlen (text) == 8 && date_day (text, &start);
}

static bool
is_code (const char *text)
{
  return text && strlen (text) == 10 && strspn (text, "0123456789") == 10;
}

static bool
is_month (const char *text)
{
  return text && strlen (text) == 6 && strspn (text, "0123456789") == 6
         && strcmp (text + 4, "01") >= 0 && strcmp (text + 4, "12") <= 0;
}

static const char *
ordinary_fault (const struct asked *a)
{
  const struct person *who = &a->e.person;

  if (!who->insurer)
    return "InsurerNumber";
  if (!who->number)
    return "InsuredPersonIdentificationNumber";
  if (a->category < 1 || a->category > (a->on == FOR_DRUGS ? 4 : 2))
    return "FileCategory";
  if (a->on == FOR_CHECKUPS)
    return NULL;
  if (!is_month (a->from))
    return "StartDate";
  return is_month (a->to) && strcmp (a->from, a->to) <= 0 ? NULL : "EndDate";
}

static const char *
eligibility_fault (const struct person *who)
{
  if (!who->insurer)
    return "InsurerNumber";
  if (!who->number)
    return "InsuredIdentificationNumber";
  return is_day (who->birth) ? NULL : "Birthdate";
}

const char *
asked_fault (const struct asked *a)
{
  if (!is_code (a->e.institution))
    return "MedicalInstitutionCode";
  if (a->on == FOR_DRUGS || a->on == FOR_CHECKUPS)
    return ordinary_fault (a);
  if (!is_day (a->e.day))
    return "QualificationConfirmationDate";
  return a->on == FOR_ELIGIBILITY ? eligibility_fault (&a->e.person) : NULL;
}
