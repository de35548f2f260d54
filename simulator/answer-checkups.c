/* SPDX-License-Identifier: Apache-2.0 */
/* The answer with 特定健診情報 (TKK; research note 4.4).  */
#include "answer.h"

#include <string.h>

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
      xml_open (x, "QualificationsInfo");
      xml_text (x, "Name", p->name);
      xml_text (x, "KanasName", p->kana);
      xml_text (x, "Birthday", p->birth);
      xml_text (x, "AdministrativeGenderCode", p->sex);
      xml_close (x);
    }
  xml_close (x);
}

static void
write_value (struct xml *x, const struct patient_value *v)
{
  xml_open (x, "HealthCheckupResultAndQuestionInfo");
  xml_text (x, "ItemCode", v->code);
  xml_text (x, "ItemName", v->name);
  xml_text (x, "DataType", v->type);
  xml_text (x, "DataValue", v->value);
  xml_text (x, "Unit", v->unit);
  xml_text (x, "DataValueName", v->value_name);
  xml_close (x);
}

static void
write_checkup (struct xml *x, const struct answer *a,
               const struct patient_item *item)
{
  static const struct patient_value strange
    = { "9N056000000000011", "（試験用）既往歴㈱", "ST", "髙﨑①～２", NULL,
        NULL };
  char day[9];

  answer_day (a->now, item->days, day);
  xml_open (x, "SpecificHealthCheckupInfo");
  xml_text (x, "EffectiveTime", day);
  xml_open (x, "HealthCheckupResultAndQuestionInfos");
  if (a->extension)
    write_value (x, &strange);
  for (size_t i = 0; i < item->n_values; i++)
    write_value (x, &item->values[i]);
  xml_close (x);
  xml_close (x);
}

void
answer_checkups (struct xml *x, const struct answer *a)
{
  write_header (x, a);
  xml_open (x, "MessageBody");
  for (unsigned r = 0; a->person && r < a->repeat; r++)
    for (size_t i = 0; i < a->patient->n_items; i++)
      if (strcmp (a->patient->items[i].kind, "checkup") == 0
          && answer_shows (a, &a->patient->items[i]))
        write_checkup (x, a, &a->patient->items[i]);
  xml_close (x);
}
