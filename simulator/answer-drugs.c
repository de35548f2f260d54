/* SPDX-License-Identifier: Apache-2.0 */
/* The answer with 薬剤情報 and 診療情報 (YZK): claims, dispensed, prescribed,
   each by institution and month, then by day (research note 4.3).  */
#include "answer.h"

#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"

#define MAX_ITEMS 128 /* of one patient; more are left out */

/* How the three parts spell the same.  NULL: it is not said there.  */
struct spelling
{
  const char *source;  /* of the items that stand here */
  const char *wrapper; /* around all months */
  const char *month_group;
  const char *kind; /* of the organisation */
  const char *kind_value;
  const char *place_code;
  const char *place_name;
  const char *month;
  const char *prescriber_code;
  const char *prescriber_name;
  const char *own; /* prescribed by the same organisation */
  const char *class;
  const char *days;
  const char *day;
  const char *date;
  const char *prescribed;
  const char *p; /* before the names of a drug */
  const char *drug_class;
};

static const struct spelling spellings[] = {
  { "receipt", NULL, "MeTrMonthInf", "DiOrg", "1", "MeTrDiHCd", "MeTrDiHNm",
    "MeTrMonth", "PrlsHCd", "PrlsHNm", "PrIsOrg", "InOut", "DiDateInfs",
    "DiDateInf", "DiDate", "PrDate", "", "MeTrIdCl" },
  { "dispensed", "CzDiInf", "CzDiMonthInf", "CzDiOrg", "4", "CzMeTrDiHCd",
    "CzMeTrDiHNm", "CzDiMonth", "CzPrlsHCd", "CzPrlsHNm", "CzPrIsOrg",
    "CzPrCl", "CzDiDateInfs", "CzDiDateInf", "CzDiDate", "CzPrDate", "Cz",
    "CzUsageCl" },
  { "prescribed", "ShPrInf", "ShPrMonthInf", "ShPrOrg", "1", NULL, NULL,
    "ShPrMonth", "ShPrHCd", "ShPrHNm", "ShPrIsOrg", "ShPrCl",
    "ShPrDateInfs", "ShPrDateInf", NULL, "ShPrDate", "Sh", "ShUsageCl" },
};

/* The items of one part.  */
struct part
{
  const struct spelling *s;
  int64_t now;
  const struct patient_item *items[MAX_ITEMS];
  size_t n;
};

static bool
is_treatment (const struct patient_item *i)
{
  return strcmp (i->kind, "treatment") == 0
         || strcmp (i->kind, "dialysis") == 0
         || strcmp (i->kind, "operation") == 0;
}

static const char *
source_of (const struct patient_item *i)
{
  if (is_treatment (i))
    return "receipt";
  return i->source ? i->source : "";
}

static bool
same (const char *a, const char *b)
{
  return a == b || (a && b && strcmp (a, b) == 0);
}

static bool
same_month (const struct part *p, const struct patient_item *a,
            const struct patient_item *b)
{
  char day_a[9];
  char day_b[9];

  answer_day (p->now, a->days, day_a);
  answer_day (p->now, b->days, day_b);
  return strncmp (day_a, day_b, 6) == 0
         && same (a->institution, b->institution) && same (a->from, b->from);
}

/* A name with the part's prefix.  */
static void
prefixed (struct xml *x, const struct part *p, const char *name,
          const char *text)
{
  char whole[32];

  snprintf (whole, sizeof whole, "%s%s", p->s->p, name);
  xml_text (x, whole, text);
}

static void
prefixed_open (struct xml *x, const struct part *p, const char *name)
{
  char whole[32];

  snprintf (whole, sizeof whole, "%s%s", p->s->p, name);
  xml_open (x, whole);
}

static void
write_drug (struct xml *x, const struct part *p, const struct patient_item *i)
{
  bool claim = p->s->wrapper == NULL;
  char times[16];

  snprintf (times, sizeof times, "%d", i->times);
  prefixed_open (x, p, "DrugInf");
  xml_text (x, p->s->drug_class, claim ? i->id_class : "1");
  prefixed (x, p, "DrugC", i->code);
  prefixed (x, p, "DrugN", i->name);
  prefixed (x, p, "IngreN", i->ingredient);
  prefixed (x, p, "Qua1", i->quantity);
  prefixed (x, p, "Unit", i->unit);
  prefixed (x, p, "UsageN", i->usage);
  prefixed (x, p, "SpInst", i->special);
  prefixed (x, p, "Times", times);
  xml_close (x);
}

static void
write_treatment (struct xml *x, const struct patient_item *i)
{
  xml_open (x, "MeTrInf");
  xml_text (x, "MeTrIdCl", i->id_class);
  xml_text (x, "SinInfCd", i->code);
  xml_text (x, "SinInfN", i->name);
  xml_text (x, "Qua1", i->quantity);
  xml_text (x, "Unit", i->unit);
  xml_int (x, "Times", i->times);
  xml_close (x);
}

/* The drugs or, TREATMENTS, the treatments of AT's day.  */
static void
write_rows (struct xml *x, const struct part *p,
            const struct patient_item *at, bool treatments)
{
  bool open = false;

  for (size_t i = 0; i < p->n; i++)
    {
      const struct patient_item *item = p->items[i];

      if (item->days != at->days || !same_month (p, item, at)
          || is_treatment (item) != treatments)
        continue;
      if (!open && treatments)
        xml_open (x, "MeTrInfs");
      else if (!open)
        prefixed_open (x, p, "DrugInfs");
      open = true;
      if (treatments)
        write_treatment (x, item);
      else
        write_drug (x, p, item);
    }
  if (open)
    xml_close (x);
}

static void
write_day (struct xml *x, const struct part *p, const struct patient_item *at)
{
  char day[9];

  answer_day (p->now, at->days, day);
  xml_open (x, p->s->day);
  xml_text (x, p->s->date, day);
  xml_text (x, p->s->prescribed, day);
  write_rows (x, p, at, false);
  write_rows (x, p, at, true);
  xml_close (x);
}

/* True when none before FIRST is of its month or, DAY, of its day.  */
static bool
is_first (const struct part *p, size_t at, bool day)
{
  for (size_t i = 0; i < at; i++)
    if (same_month (p, p->items[i], p->items[at])
        && (!day || p->items[i]->days == p->items[at]->days))
      return false;
  return true;
}

static void
write_month_head (struct xml *x, const struct part *p,
                  const struct patient_item *at)
{
  const struct spelling *s = p->s;
  char day[9];
  char month[7];

  answer_day (p->now, at->days, day);
  snprintf (month, sizeof month, "%.6s", day);
  xml_text (x, s->kind, s->kind_value);
  xml_text (x, s->place_code, at->institution_code);
  xml_text (x, s->place_name, at->institution);
  xml_text (x, s->month, month);
  xml_text (x, s->prescriber_code,
            at->from ? at->from_code : at->institution_code);
  xml_text (x, s->prescriber_name, at->from ? at->from : at->institution);
  xml_text (x, s->own, at->from ? "2" : "1");
  xml_text (x, s->class, "2");
}

static void
write_month (struct xml *x, const struct part *p, size_t first)
{
  const struct patient_item *at = p->items[first];

  xml_open (x, p->s->month_group);
  write_month_head (x, p, at);
  xml_open (x, p->s->days);
  for (size_t i = first; i < p->n; i++)
    if (same_month (p, p->items[i], at) && is_first (p, i, true))
      write_day (x, p, p->items[i]);
  xml_close (x);
  xml_close (x);
}

static void
write_months (struct xml *x, const struct part *p, unsigned repeat)
{
  if (p->s->wrapper && p->n > 0)
    xml_open (x, p->s->wrapper);
  for (unsigned r = 0; r < repeat; r++)
    for (size_t i = 0; i < p->n; i++)
      if (is_first (p, i, false))
        write_month (x, p, i);
  if (p->s->wrapper && p->n > 0)
    xml_close (x);
}

static void
write_part (struct xml *x, const struct answer *a, const struct spelling *s)
{
  static const struct patient_item strange
    = { .kind = "drug",
        .source = "receipt",
        .code = "699999901",
        .name = "試験用降圧錠５ｍｇ㈱",
        .quantity = "1",
        .unit = "錠",
        .id_class = "21",
        .institution = answer_extension_name,
        .institution_code = "9918888888",
        .days = 40,
        .times = 14 };
  struct part p = { .s = s, .now = a->now };

  if (a->extension && strcmp (s->source, strange.source) == 0)
    p.items[p.n++] = &strange;
  for (size_t i = 0; i < a->patient->n_items && p.n < MAX_ITEMS; i++)
    if (strcmp (source_of (&a->patient->items[i]), s->source) == 0
        && answer_shows (a, &a->patient->items[i]))
      p.items[p.n++] = &a->patient->items[i];
  write_months (x, &p, a->repeat);
}

static void
write_header (struct xml *x, const struct answer *a)
{
  const struct person *p = a->person;
  bool good = a->segment == 1 && a->status == 1;

  xml_open (x, "MessageHeader");
  xml_int (x, "ResultCode", a->segment == 1 && !good ? 9 : a->segment);
  xml_text (x, "MessageContents", a->text);
  xml_text (x, "ArbitraryFileIdentifier", a->file_id);
  if (p)
    {
      xml_open (x, "QuaInf");
      xml_text (x, "Name", p->name);
      xml_text (x, "KanaName", p->kana);
      xml_text (x, "Birth", p->birth);
      xml_text (x, "AdmGendCode", p->sex);
      xml_close (x);
    }
  xml_close (x);
}

void
answer_drugs (struct xml *x, const struct answer *a)
{
  write_header (x, a);
  xml_open (x, "MessageBody");
  for (size_t i = 0; a->person && i < N_ELEMENTS (spellings); i++)
    write_part (x, a, &spellings[i]);
  xml_close (x);
}
