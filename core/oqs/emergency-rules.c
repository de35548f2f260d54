/* SPDX-License-Identifier: Apache-2.0 */
/* From a profile to the table that message.h reads by.  What a profile does
   not name is simply never found.  */
#include "oqs/emergency-rules.h"

#include <stdlib.h>

#include "base/cleanup.h"

const char *const emergency_person_meanings[PERSON_FIELDS] = {
  [PERSON_FIELD_INSURER] = "insurer", [PERSON_FIELD_SYMBOL] = "symbol",
  [PERSON_FIELD_NUMBER] = "number",   [PERSON_FIELD_BRANCH] = "branch",
  [PERSON_FIELD_NAME] = "name",       [PERSON_FIELD_KANA] = "kana",
  [PERSON_FIELD_BIRTH] = "birth",     [PERSON_FIELD_SEX] = "sex",
};

/* The header is that of the ordinary messages.  */
static const struct message_rule header[] = {
  { 0, "XmlMsg", MESSAGE_GROUP, EMERGENCY_ROOT },
  { EMERGENCY_ROOT, "MessageHeader", MESSAGE_GROUP, EMERGENCY_HEADER },
  { EMERGENCY_ROOT, "MessageBody", MESSAGE_GROUP, EMERGENCY_BODY },
  { EMERGENCY_HEADER, "ProcessExecutionTime", MESSAGE_TEXT, EMERGENCY_TIME },
  { EMERGENCY_HEADER, "QualificationConfirmationDate", MESSAGE_TEXT,
    EMERGENCY_DAY },
  { EMERGENCY_HEADER, "MedicalInstitutionCode", MESSAGE_TEXT,
    EMERGENCY_INSTITUTION },
  { EMERGENCY_HEADER, "ArbitraryFileIdentifier", MESSAGE_TEXT,
    EMERGENCY_FILE_ID },
  { EMERGENCY_HEADER, "SegmentOfResult", MESSAGE_TEXT, EMERGENCY_SEGMENT },
  { EMERGENCY_HEADER, "ErrorCode", MESSAGE_TEXT, EMERGENCY_ERROR_CODE },
  { EMERGENCY_HEADER, "ErrorMessage", MESSAGE_TEXT, EMERGENCY_ERROR_TEXT },
  { EMERGENCY_HEADER, "ReferenceClassification", MESSAGE_SKIP,
    EMERGENCY_SKIP },
  { EMERGENCY_HEADER, "CharacterCodeIdentifier", MESSAGE_SKIP,
    EMERGENCY_SKIP },
  { EMERGENCY_BODY, "ProcessingResultStatus", MESSAGE_TEXT, EMERGENCY_STATUS },
  { EMERGENCY_BODY, "ProcessingResultCode", MESSAGE_TEXT, EMERGENCY_CODE },
  { EMERGENCY_BODY, "ProcessingResultMessage", MESSAGE_TEXT,
    EMERGENCY_MESSAGE },
};

/* The room for a table: what a caller may add at most.  */
static bool
begin (const struct profile *p, struct emergency_rules *r)
{
  size_t room = N_ELEMENTS (header) + 16 + PERSON_FIELDS
                + p->n_lists * EMERGENCY_LIST_IDS;

  r->v = calloc (room, sizeof *r->v);
  r->n = 0;
  for (size_t i = 0; r->v && i < N_ELEMENTS (header); i++)
    r->v[r->n++] = header[i];
  return r->v != NULL;
}

static void
add (struct emergency_rules *r, int parent, const char *name,
     enum message_kind kind, int id)
{
  if (name && *name)
    r->v[r->n++] = (struct message_rule){ parent, name, kind, id };
}

static void
add_person (struct emergency_rules *r, const struct profile *p, int parent)
{
  for (int i = 0; i < PERSON_FIELDS; i++)
    add (r, parent, profile_element (p, emergency_person_meanings[i]),
         MESSAGE_TEXT, EMERGENCY_PERSON + i);
}

/* Containers have names of their own (config/profile.h sees to it).  */
static void
add_list (struct emergency_rules *r, const struct profile_list *l, int parent,
          int base)
{
  int container = base + LIST_CONTAINER, item = base + LIST_ITEM;

  add (r, parent, l->container, MESSAGE_GROUP, container);
  if (!l->item || !*l->item)
    {
      add (r, container, l->field_date, MESSAGE_TEXT, base + LIST_DATE);
      return;
    }
  add (r, container, l->item, MESSAGE_GROUP, item);
  add (r, item, l->field_date, MESSAGE_TEXT, base + LIST_DATE);
  add (r, item, l->field_name, MESSAGE_TEXT, base + LIST_NAME);
  add (r, item, l->field_code, MESSAGE_TEXT, base + LIST_CODE);
  add (r, item, l->field_source, MESSAGE_TEXT, base + LIST_SOURCE);
  add (r, item, l->field_institution, MESSAGE_TEXT, base + LIST_INSTITUTION);
}

bool
emergency_answer_rules (const struct profile *p, struct emergency_rules *out)
{
  struct emergency_rules r;
  const char *summary = profile_element (p, "answer.summary");

  if (!begin (p, &r))
    return false;
  add (&r, EMERGENCY_BODY, profile_element (p, "consent"), MESSAGE_TEXT,
       EMERGENCY_CONSENT);
  add (&r, EMERGENCY_BODY, profile_element (p, "pattern"), MESSAGE_TEXT,
       EMERGENCY_PATTERN);
  add (&r, EMERGENCY_BODY, profile_element (p, "answer.person"), MESSAGE_GROUP,
       EMERGENCY_PERSON_GROUP);
  add_person (&r, p, EMERGENCY_PERSON_GROUP);
  add (&r, EMERGENCY_BODY, summary, MESSAGE_GROUP, EMERGENCY_SUMMARY);
  for (size_t i = 0; i < p->n_lists; i++)
    add_list (&r, &p->lists[i], summary ? EMERGENCY_SUMMARY : EMERGENCY_BODY,
              EMERGENCY_LISTS + (int) i * EMERGENCY_LIST_IDS);
  *out = r;
  return true;
}

bool
emergency_request_rules (const struct profile *p, struct emergency_rules *out)
{
  static const struct
  {
    const char *meaning;
    int id;
  } asked[] = {
    { "treatment", EMERGENCY_TREATMENT }, { "consent", EMERGENCY_CONSENT },
    { "pattern", EMERGENCY_PATTERN },     { "authority", EMERGENCY_AUTHORITY },
    { "factor-1", EMERGENCY_FACTOR_1 },   { "method-1", EMERGENCY_METHOD_1 },
    { "factor-2", EMERGENCY_FACTOR_2 },   { "method-2", EMERGENCY_METHOD_2 },
    { "form", EMERGENCY_FORM },
  };
  struct emergency_rules r;

  if (!begin (p, &r))
    return false;
  add (&r, EMERGENCY_BODY, profile_element (p, "request.container"),
       MESSAGE_GROUP, EMERGENCY_ASKED);
  for (size_t i = 0; i < N_ELEMENTS (asked); i++)
    add (&r, EMERGENCY_ASKED, profile_element (p, asked[i].meaning),
         MESSAGE_TEXT, asked[i].id);
  add_person (&r, p, EMERGENCY_ASKED);
  *out = r;
  return true;
}

void
emergency_rules_done (struct emergency_rules *r)
{
  free (r->v);
  *r = (struct emergency_rules){ 0 };
}
