/* SPDX-License-Identifier: Apache-2.0 */
/* Writing an answer: see answer.h.  Dates are counted back from today in
   Japan, so what is in the summary is always inside its periods.  */
#include "answer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "xml.h"

/* How far back each kind reaches, in days (research note 4.1): in the
   emergency summary, and in the full set.  */
static const struct
{
  const char *kind;
  int summary;
  int full;
} reaches[] = {
  { "visit", 92, 1826 },      { "drug", 92, 1826 },
  { "prescription", 45, 100 }, { "treatment", 92, 1826 },
  { "dialysis", 92, 1826 },   { "operation", 1826, 1826 },
  { "checkup", 1826, 1826 },
};

void
answer_insurer (const char *insurer, char out[9])
{
  snprintf (out, 9, "%s", insurer);
  if (strncmp (out, "00", 2) == 0)
    memset (out, ' ', 2);
}

static bool
is_shown (const struct patient_item *item, int pattern)
{
  for (size_t i = 0; i < sizeof reaches / sizeof *reaches; i++)
    if (strcmp (reaches[i].kind, item->kind) == 0)
      return item->days
             <= (pattern == 1 ? reaches[i].summary : reaches[i].full);
  return false;
}

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

/* "YYYYMMDD", DAYS before the Japanese day of NOW.  */
static void
day_before (int64_t now, int days, char out[9])
{
  char today[11];
  char then[11];

  date_japan (now, today);
  if (!date_shift_days (today, -days, then) || !date_compact (then, out))
    out[0] = '\0';
}

static void
write_item (struct xml *x, const struct profile_list *l,
            const struct patient_item *item, int64_t now)
{
  bool whole = l->item && *l->item;
  char day[9];

  day_before (now, item->days, day);
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
  struct patient_item item = { .kind = (char *) "visit",
                               .institution
                               = (char *) "架空髙﨑①クリニック～分院－２",
                               .days = 3 };

  if (strcmp (l->kind, "visit") == 0)
    write_item (x, l, &item, now);
}

static void
write_list (struct xml *x, const struct profile *p,
            const struct profile_list *l, const struct answer *a)
{
  const struct patient *who = a->patient;

  xml_open (x, l->container);
  if (a->cp932)
    write_extension (x, l, a->now);
  for (size_t i = 0; who && i < who->n_items; i++)
    if (home (p, &who->items[i]) == l
        && is_shown (&who->items[i], a->asked->pattern))
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
  xml_text (x, "QualificationConfirmationDate", a->asked->day);
  xml_text (x, "MedicalInstitutionCode", a->institution);
  xml_text (x, "ArbitraryFileIdentifier", a->file_id);
  xml_text (x, "ReferenceClassification", "1");
  xml_int (x, "SegmentOfResult", a->segment);
  if (a->segment != 1)
    {
      xml_text (x, "ErrorCode", a->code);
      xml_text (x, "ErrorMessage", a->text);
    }
  xml_text (x, "CharacterCodeIdentifier", a->cp932 ? "1" : "0");
  xml_close (x);
}

static void
write_body (struct xml *x, const struct profile *p, const struct answer *a)
{
  const char *summary = profile_element (p, "answer.summary");

  xml_open (x, "MessageBody");
  if (a->status)
    xml_int (x, "ProcessingResultStatus", a->status);
  if (a->status == 2)
    {
      xml_text (x, "ProcessingResultCode", a->code);
      xml_text (x, "ProcessingResultMessage", a->text);
    }
  if (a->status == 1)
    {
      xml_int (x, profile_element (p, "consent"), a->asked->consent);
      xml_int (x, profile_element (p, "pattern"), a->asked->pattern);
    }
  if (a->person)
    write_person (x, p, a->person);
  if (a->person && summary)
    {
      xml_open (x, summary);
      for (size_t i = 0; i < p->n_lists; i++)
        write_list (x, p, &p->lists[i], a);
      xml_close (x);
    }
  xml_close (x);
}

bool
answer_write (const struct profile *p, const struct answer *a,
              struct buffer *out)
{
  struct xml x;

  xml_begin (&x, a->one_line);
  xml_open (&x, "XmlMsg");
  write_header (&x, a);
  write_body (&x, p, a);
  xml_close (&x);
  return xml_end (&x, a->cp932, out);
}
