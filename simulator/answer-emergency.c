/* SPDX-License-Identifier: Apache-2.0 */
/* The answer to an emergency request, by profile.  */
#include "answer.h"

#include <string.h>

#include "base/date.h"

/* The list in which ITEM stands: that of its kind, else that of the drugs when
   there its source says what it is.  */
static const struct profile_list *
home (const struct profile *p, const struct patient_item *item)
{
  for (size_t i = 0; i < p->n_lists; i++)
    if (strcmp (p->lists[i].kind, item->kind) == 0)
      return &p->lists[i];
  for (size_t i = 0; i < p->n_lists; i++)
    if (item->source && p->lists[i].field_source
        && profile_word (p, "source-kind", item->source))
      return &p->lists[i];
  return NULL;
}

static void
write_item (struct xml *x, const struct profile_list *l,
            const struct patient_item *item, int64_t now)
{
  bool whole = l->item && *l->item;
  char day[9];

  answer_day (now, item->days, day);
  if (whole)
    xml_open (x, l->item);
  if (whole && l->field_source)
    xml_text (x, l->field_source, item->source);
  xml_text (x, l->field_date, day);
  if (!whole)
    return;
  xml_text (x, l->field_code, item->code);
  xml_text (x, l->field_name, item->name);
  xml_text (x, l->field_institution, item->institution);
  xml_close (x);
}

/* The characters that tell CP932 from Shift_JIS.  */
static void
write_extension (struct xml *x, const struct profile_list *l, int64_t now)
{
  const struct patient_item item
      = { .kind = "visit", .institution = answer_extension_name, .days = 3 };

  if (strcmp (l->kind, "visit") == 0)
    write_item (x, l, &item, now);
}

static void
write_list (struct xml *x, const struct profile *p,
            const struct profile_list *l, const struct answer *a)
{
  const struct patient *who = a->patient;

  xml_open (x, l->container);
  if (a->extension)
    write_extension (x, l, a->now);
  for (unsigned r = 0; r < a->repeat; r++)
    for (size_t i = 0; who && i < who->n_items; i++)
      if (home (p, &who->items[i]) == l && answer_shows (a, &who->items[i]))
        write_item (x, l, &who->items[i], a->now);
  xml_close (x);
}

static void
write_person (struct xml *x, const struct profile *p, const struct person *who)
{
  const char *group = profile_element (p, "answer.person");
  char insurer[9];

  if (!group)
    return;
  answer_insurer (who->insurer, insurer);
  xml_open (x, group);
  xml_text (x, profile_element (p, "insurer"), insurer);
  xml_text (x, profile_element (p, "symbol"), who->symbol);
  xml_text (x, profile_element (p, "number"), who->number);
  xml_text (x, profile_element (p, "branch"), who->branch);
  xml_text (x, profile_element (p, "name"), who->name);
  xml_text (x, profile_element (p, "kana"), who->kana);
  xml_text (x, profile_element (p, "birth"), who->birth);
  xml_text (x, profile_element (p, "sex"), who->sex);
  xml_close (x);
}

static void
write_header (struct xml *x, const struct answer *a)
{
  char now[15];

  date_to_national (a->now, now);
  xml_open (x, "MessageHeader");
  xml_text (x, "ProcessExecutionTime", now);
  xml_text (x, "QualificationConfirmationDate", a->asked->e.day);
  xml_text (x, "MedicalInstitutionCode", a->institution);
  xml_text (x, "ArbitraryFileIdentifier", a->file_id);
  xml_text (x, "ReferenceClassification", "1");
  xml_int (x, "SegmentOfResult", a->segment);
  if (a->segment != 1)
    {
      xml_text (x, "ErrorCode", a->code);
      xml_text (x, "ErrorMessage", a->text);
    }
  xml_text (x, "CharacterCodeIdentifier", a->extension ? "1" : "0");
  xml_close (x);
}

static void
write_summary (struct xml *x, const struct profile *p, const struct answer *a)
{
  const char *summary = profile_element (p, "answer.summary");

  if (!a->person || !summary)
    return;
  xml_open (x, summary);
  for (size_t i = 0; i < p->n_lists; i++)
    if (answer_has_kind (a->asked->e.pattern, p->lists[i].kind))
      write_list (x, p, &p->lists[i], a);
  xml_close (x);
}

void
answer_emergency (struct xml *x, const struct profile *p,
                  const struct answer *a)
{
  write_header (x, a);
  xml_open (x, "MessageBody");
  if (a->status)
    xml_int (x, "ProcessingResultStatus", a->status);
  if (a->segment == 1)
    {
      xml_text (x, "ProcessingResultCode", a->code);
      xml_text (x, "ProcessingResultMessage", a->text);
    }
  if (a->status == 1)
    {
      xml_int (x, profile_element (p, "consent"), a->asked->e.consent);
      xml_int (x, profile_element (p, "pattern"), a->asked->e.pattern);
    }
  if (a->person)
    write_person (x, p, a->person);
  write_summary (x, p, a);
  xml_close (x);
}
