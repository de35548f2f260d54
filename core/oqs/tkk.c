/* SPDX-License-Identifier: Apache-2.0 */
/* Reading a 特定健診 answer (ordinary.h).  */
#include "oqs/ordinary.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "oqs/arena.h"
#include "oqs/items.h"
#include "oqs/message.h"

enum tkk_id
{
  TKK_ROOT = 1,
  TKK_HEADER,
  TKK_BODY,
  TKK_PERSON_GROUP,
  TKK_CHECKUP,
  TKK_LIST,
  TKK_ITEM,
  TKK_FILE_ID,
  TKK_INSTITUTION,
  TKK_RESULT,
  TKK_TEXT,
  TKK_DATE,
  TKK_CODE,
  TKK_NAME,
  TKK_VALUE,
  TKK_UNIT,
  TKK_VALUE_NAME,
  TKK_SKIP,
  TKK_PERSON /* + enum person_field */
};

static const struct message_rule rules[] = {
  { 0, "XmlMsg", MESSAGE_GROUP, TKK_ROOT },
  { TKK_ROOT, "MessageHeader", MESSAGE_GROUP, TKK_HEADER },
  { TKK_ROOT, "MessageBody", MESSAGE_GROUP, TKK_BODY },
  { TKK_HEADER, "ArbitraryFileIdentifier", MESSAGE_TEXT, TKK_FILE_ID },
  { TKK_HEADER, "MedicalInstitutionCode", MESSAGE_TEXT, TKK_INSTITUTION },
  { TKK_HEADER, "ProcessExecutionTime", MESSAGE_SKIP, TKK_SKIP },
  { TKK_HEADER, "CharacterCodeIdentifier", MESSAGE_SKIP, TKK_SKIP },
  { TKK_HEADER, "ResultCode", MESSAGE_TEXT, TKK_RESULT },
  { TKK_HEADER, "MessageContents", MESSAGE_TEXT, TKK_TEXT },
  { TKK_HEADER, "QualificationsInfo", MESSAGE_GROUP, TKK_PERSON_GROUP },
  { TKK_BODY, "ResultCode", MESSAGE_TEXT, TKK_RESULT },
  { TKK_BODY, "MessageContents", MESSAGE_TEXT, TKK_TEXT },
  { TKK_PERSON_GROUP, "Name", MESSAGE_TEXT, TKK_PERSON + PERSON_FIELD_NAME },
  { TKK_PERSON_GROUP, "KanasName", MESSAGE_TEXT,
    TKK_PERSON + PERSON_FIELD_KANA },
  { TKK_PERSON_GROUP, "Birthday", MESSAGE_TEXT,
    TKK_PERSON + PERSON_FIELD_BIRTH },
  { TKK_PERSON_GROUP, "AdministrativeGenderCode", MESSAGE_TEXT,
    TKK_PERSON + PERSON_FIELD_SEX },
  { TKK_BODY, "SpecificHealthCheckupInfo", MESSAGE_GROUP, TKK_CHECKUP },
  { TKK_CHECKUP, "EffectiveTime", MESSAGE_TEXT, TKK_DATE },
  { TKK_CHECKUP, "HealthCheckupResultAndQuestionInfos", MESSAGE_GROUP,
    TKK_LIST },
  { TKK_LIST, "HealthCheckupResultAndQuestionInfo", MESSAGE_GROUP, TKK_ITEM },
  { TKK_ITEM, "ItemCode", MESSAGE_TEXT, TKK_CODE },
  { TKK_ITEM, "ItemName", MESSAGE_TEXT, TKK_NAME },
  { TKK_ITEM, "DataType", MESSAGE_SKIP, TKK_SKIP },
  { TKK_ITEM, "DataValue", MESSAGE_TEXT, TKK_VALUE },
  { TKK_ITEM, "Unit", MESSAGE_TEXT, TKK_UNIT },
  { TKK_ITEM, "Oid", MESSAGE_SKIP, TKK_SKIP },
  { TKK_ITEM, "DataValueName", MESSAGE_TEXT, TKK_VALUE_NAME },
};

struct reading
{
  struct emergency_answer a;
  char *result;
  size_t cap;
  size_t first; /* item of the check-up that is open */
  char *date;
  struct summary_item item;
  char *value;
  char *unit;
  char *value_name;
};

static enum oqs_read
on_text (void *ctx, int id, const char *text)
{
  struct reading *r = ctx;
  struct summary *s = &r->a.summary;

  if (id >= TKK_PERSON)
    return person_keep (&r->a.person, (enum person_field) (id - TKK_PERSON),
                        text);
  switch (id)
    {
    case TKK_FILE_ID:
      return message_keep (&r->a.file_id, text);
    case TKK_INSTITUTION:
      return message_keep (&r->a.institution, text);
    case TKK_RESULT:
      return message_keep (&r->result, text);
    case TKK_TEXT:
      return message_keep (&r->a.text, text);
    case TKK_DATE:
      return items_keep_date (s, &r->date, text);
    case TKK_CODE:
      return items_keep (s, &r->item.code, text);
    case TKK_NAME:
      return items_keep (s, &r->item.name, text);
    case TKK_VALUE:
      return items_keep (s, &r->value, text);
    case TKK_UNIT:
      return items_keep (s, &r->unit, text);
    case TKK_VALUE_NAME:
      return items_keep (s, &r->value_name, text);
    default:
      return OQS_READ_OK;
    }
}

static enum oqs_read
on_open (void *ctx, int id)
{
  struct reading *r = ctx;

  if (id == TKK_CHECKUP)
    {
      r->first = r->a.summary.n_items;
      r->date = NULL;
    }
  if (id == TKK_ITEM)
    {
      r->item = (struct summary_item){ 0 };
      r->value = r->unit = r->value_name = NULL;
    }
  return OQS_READ_OK;
}

/* The word for a coded value stands for it; a measured one has its unit.  */
static enum oqs_read
close_item (struct reading *r)
{
  struct summary *s = &r->a.summary;
  const char *const parts[]
      = { r->value, r->value && r->unit ? " " : NULL, r->unit };

  if (!r->item.name && !r->item.code)
    return OQS_READ_OK;
  if (r->value_name)
    r->item.quantity = r->value_name;
  else if (r->value || r->unit)
    {
      r->item.quantity = arena_join (&s->strings, parts, N_ELEMENTS (parts));
      if (!r->item.quantity)
        return OQS_READ_MEMORY;
    }
  enum oqs_read rc = items_keep (s, &r->item.kind, "checkup");
  return rc == OQS_READ_OK ? items_add (s, &r->cap, &r->item) : rc;
}

/* A check-up of which only the date is told is an item without a name.  */
static enum oqs_read
close_checkup (struct reading *r)
{
  struct summary *s = &r->a.summary;

  if (s->n_items == r->first && r->date)
    {
      struct summary_item only = { .kind = NULL };
      enum oqs_read rc = items_keep (s, &only.kind, "checkup");
      rc = rc == OQS_READ_OK ? items_add (s, &r->cap, &only) : rc;
      if (rc != OQS_READ_OK)
        return rc;
    }
  for (size_t i = r->first; i < s->n_items; i++)
    s->items[i].date = r->date;
  return OQS_READ_OK;
}

static enum oqs_read
on_close (void *ctx, int id)
{
  if (id == TKK_ITEM)
    return close_item (ctx);
  return id == TKK_CHECKUP ? close_checkup (ctx) : OQS_READ_OK;
}

static enum oqs_read
settle (struct reading *r)
{
  struct emergency_answer *a = &r->a;
  const unsigned who = PERSON_KANA | PERSON_BIRTH;

  if (!r->result)
    return OQS_READ_UNFINISHED; /* a message of another kind */
  bool good = strcmp (r->result, "1") == 0;
  a->segment = good ? 1 : 9;
  a->status = good ? 1 : -1;
  if (!good)
    {
      a->code = r->result;
      r->result = NULL;
      return OQS_READ_OK;
    }
  if ((person_missing (&a->person) & who) == who)
    return OQS_READ_UNFINISHED;
  a->summary.kinds = 1u << summary_kind_index ("checkup");
  a->summary.checkup_values = true;
  return OQS_READ_OK;
}

enum oqs_read
tkk_read (const void *data, size_t len, struct emergency_answer *out)
{
  struct reading r = {
    .a = { .message = PROFILE_TKK,
           .segment = -1,
           .status = -1,
           .consent = -1,
           .pattern = -1 },
  };
  const struct message_reader reader = {
    .rules = rules,
    .n_rules = N_ELEMENTS (rules),
    .open = on_open,
    .text = on_text,
    .close = on_close,
    .ctx = &r,
  };

  enum oqs_read rc = message_read (&reader, data, len, &r.a.n_unknown);
  if (rc == OQS_READ_OK)
    rc = settle (&r);
  if (rc == OQS_READ_OK)
    *out = r.a;
  else
    {
      emergency_answer_done (&r.a);
      *out = r.a;
    }
  free (r.result);
  return rc;
}
