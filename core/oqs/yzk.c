/* SPDX-License-Identifier: Apache-2.0 */
/* Reading a 薬剤情報・診療情報 answer (ordinary.h).  Elements stand in any
   order, so what belongs to a whole day or institution is given to its items
   when it closes.  */
#include "oqs/ordinary.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "oqs/arena.h"
#include "oqs/items.h"
#include "oqs/precedence.h"
#include "oqs/treatment.h"
#include "oqs/yzk-rules.h"

/* One institution and month, while it is open.  */
struct month
{
  char *place_code;
  char *place_name;
  char *month;
  char *prescriber_code;
  char *prescriber_name;
  size_t first_item;
  size_t first_event;
};

struct day
{
  char *date;
  char *prescribed;
  size_t first_item;
};

struct row
{
  struct summary_item item;
  char *class;
  char *ingredient;
  char *quantity;
  char *unit;
  char *usage;
  char *instruction;
  char *times;
};

struct reading
{
  struct emergency_answer a;
  char *time;
  char *result;
  struct treatment_words words;
  size_t cap;                    /* items there is room for */
  struct provenance *provenance; /* as many as items */
  size_t provenance_cap;
  struct event *events;
  size_t n_events;
  size_t events_cap;
  struct month month;
  struct day day;
  struct row row;
  char *claims_month; /* newest */
};

static const char *const sources[ORIGINS]
    = { "receipt", "dispensed", "prescribed" };

static enum oqs_read
keep (struct reading *r, char **slot, const char *text)
{
  return items_keep (&r->a.summary, slot, text);
}

static enum oqs_read
list_text (struct reading *r, enum yzk_part part, const char *text)
{
  struct summary *s = &r->a.summary;

  switch (part)
    {
    case YZK_PLACE_CODE:
      return keep (r, &r->month.place_code, text);
    case YZK_PLACE_NAME:
      return keep (r, &r->month.place_name, text);
    case YZK_MONTH:
      return items_keep_date (s, &r->month.month, text);
    case YZK_PRESCRIBER_CODE:
      return keep (r, &r->month.prescriber_code, text);
    case YZK_PRESCRIBER_NAME:
      return keep (r, &r->month.prescriber_name, text);
    case YZK_DATE:
      return items_keep_date (s, &r->day.date, text);
    case YZK_PRESCRIBED:
      return items_keep_date (s, &r->day.prescribed, text);
    case YZK_CLASS:
      return keep (r, &r->row.class, text);
    case YZK_CODE:
      return keep (r, &r->row.item.code, text);
    case YZK_NAME:
      return keep (r, &r->row.item.name, text);
    case YZK_INGREDIENT:
      return keep (r, &r->row.ingredient, text);
    case YZK_QUANTITY:
      return keep (r, &r->row.quantity, text);
    case YZK_UNIT:
      return keep (r, &r->row.unit, text);
    case YZK_USAGE:
      return keep (r, &r->row.usage, text);
    case YZK_INSTRUCTION:
      return keep (r, &r->row.instruction, text);
    case YZK_TIMES:
      return keep (r, &r->row.times, text);
    default:
      return OQS_READ_OK;
    }
}

static enum oqs_read
on_text (void *ctx, int id, const char *text)
{
  struct reading *r = ctx;

  if (id >= YZK_LISTS)
    return list_text (r, (enum yzk_part) ((id - YZK_LISTS) % YZK_PARTS), text);
  if (id >= YZK_PERSON)
    return person_keep (&r->a.person, (enum person_field) (id - YZK_PERSON),
                        text);
  switch (id)
    {
    case YZK_FILE_ID:
      return message_keep (&r->a.file_id, text);
    case YZK_INSTITUTION:
      return message_keep (&r->a.institution, text);
    case YZK_TIME:
      return message_keep (&r->time, text);
    case YZK_RESULT:
      return message_keep (&r->result, text);
    case YZK_TEXT:
      return message_keep (&r->a.text, text);
    default:
      return OQS_READ_OK;
    }
}

static enum oqs_read
on_open (void *ctx, int id)
{
  struct reading *r = ctx;
  struct summary *s = &r->a.summary;

  if (id < YZK_LISTS)
    return OQS_READ_OK;
  switch ((id - YZK_LISTS) % YZK_PARTS)
    {
    case YZK_MONTHS:
      r->month = (struct month){ .first_item = s->n_items,
                                 .first_event = r->n_events };
      break;
    case YZK_DAY:
      r->day = (struct day){ .first_item = s->n_items };
      break;
    case YZK_DRUG:
    case YZK_TREATMENT:
      r->row = (struct row){ .class = NULL };
      break;
    case YZK_TREATMENTS:
      for (int k = 0; k < 7; k++)
        if (strcmp (summary_kind_name (k), "treatment") == 0
            || strcmp (summary_kind_name (k), "dialysis") == 0
            || strcmp (summary_kind_name (k), "operation") == 0)
          s->kinds |= 1u << k;
      break;
    default:
      break;
    }
  return OQS_READ_OK;
}

/* "1 錠 × 28".  A single time goes without saying.  */
static enum oqs_read
join_row (struct reading *r)
{
  struct row *row = &r->row;
  bool many = row->times && strcmp (row->times, "1") != 0;
  const char *const amount[] = {
    row->quantity,
    row->quantity && row->unit ? " " : NULL,
    row->unit,
    many && (row->quantity || row->unit) ? " × " : NULL,
    many ? row->times : NULL,
  };
  const char *const usage[]
      = { row->usage, row->usage && row->instruction ? "　" : NULL,
          row->instruction };

  if (row->quantity || row->unit || many)
    {
      row->item.quantity = arena_join (&r->a.summary.strings, amount, 5);
      if (!row->item.quantity)
        return OQS_READ_MEMORY;
    }
  if (row->usage || row->instruction)
    {
      row->item.usage = arena_join (&r->a.summary.strings, usage, 3);
      if (!row->item.usage)
        return OQS_READ_MEMORY;
    }
  return OQS_READ_OK;
}

/* Room for one more of SIZE; false without memory.  */
static bool
room (void **v, size_t *cap, size_t n, size_t size)
{
  if (n < *cap)
    return true;
  size_t more = *cap ? *cap + *cap / 2 : 16;
  void *bigger = reallocarray (*v, more, size);
  if (!bigger)
    return false;
  *v = bigger;
  *cap = more;
  return true;
}

/* The library's own word for a kind or a source; an item's strings are never
   written to.  */
static char *
constant (const char *text)
{
  return (char *) (uintptr_t) text;
}

static const char *
kind_of (const struct reading *r, enum origin origin, bool drug)
{
  const struct row *row = &r->row;

  if (drug)
    return origin == ORIGIN_CLAIM ? "drug" : "prescription";
  return summary_kind_name (summary_kind_index (
      treatment_kind (&r->words, row->item.code, row->item.name, row->class)));
}

static enum oqs_read
close_row (struct reading *r, enum origin origin, bool drug)
{
  struct row *row = &r->row;
  struct summary_item *item = &row->item;

  if (!item->name && !item->code)
    return OQS_READ_OK;
  item->kind = constant (kind_of (r, origin, drug));
  item->source = constant (sources[origin]);
  enum oqs_read rc = join_row (r);
  if (rc != OQS_READ_OK)
    return rc;
  if (!room ((void **) &r->provenance, &r->provenance_cap,
             r->a.summary.n_items, sizeof *r->provenance))
    return OQS_READ_MEMORY;
  r->provenance[r->a.summary.n_items]
      = (struct provenance){ .origin = origin,
                             .event = r->n_events,
                             .ingredient = row->ingredient,
                             .drug = drug };
  return items_add (&r->a.summary, &r->cap, item);
}

/* What was only prescribed has no other date; what has no day at all gets its
   month when the institution closes.  */
static enum oqs_read
close_day (struct reading *r)
{
  struct summary *s = &r->a.summary;
  char *date = r->day.date ? r->day.date : r->day.prescribed;

  if (s->n_items == r->day.first_item)
    return OQS_READ_OK;
  for (size_t i = r->day.first_item; i < s->n_items; i++)
    s->items[i].date = date;
  if (!room ((void **) &r->events, &r->events_cap, r->n_events,
             sizeof *r->events))
    return OQS_READ_MEMORY;
  r->events[r->n_events++] = (struct event){
    .prescribed = r->day.prescribed,
    .dispensed = r->day.date,
  };
  return OQS_READ_OK;
}

/* The institutions of the month's events.  A claim that names no prescriber
   is of who prescribed it.  */
static void
settle_events (struct reading *r, enum origin origin)
{
  const struct month *m = &r->month;
  const char *place = m->place_code ? m->place_code : m->place_name;
  const char *prescriber
      = m->prescriber_code ? m->prescriber_code : m->prescriber_name;

  for (size_t i = r->month.first_event; i < r->n_events; i++)
    {
      struct event *e = &r->events[i];
      e->prescriber = prescriber ? prescriber : place;
      e->dispenser = origin == ORIGIN_PRESCRIBED ? NULL : place;
      if (!prescriber && !e->prescribed)
        e->prescribed = e->dispensed;
    }
}

static void
close_month (struct reading *r, enum origin origin)
{
  struct summary *s = &r->a.summary;
  struct month *m = &r->month;
  char *place = m->place_name ? m->place_name : m->place_code;
  char *prescriber
      = m->prescriber_name ? m->prescriber_name : m->prescriber_code;
  bool other = place && prescriber && strcmp (place, prescriber) != 0;

  for (size_t i = m->first_item; i < s->n_items; i++)
    {
      s->items[i].institution = place ? place : prescriber;
      s->items[i].prescriber = other ? prescriber : NULL;
      if (!s->items[i].date)
        s->items[i].date = m->month;
    }
  settle_events (r, origin);
  if (origin == ORIGIN_CLAIM && m->month
      && (!r->claims_month || strcmp (m->month, r->claims_month) > 0))
    r->claims_month = m->month;
}

static enum oqs_read
on_close (void *ctx, int id)
{
  struct reading *r = ctx;

  if (id < YZK_LISTS)
    return OQS_READ_OK;
  enum origin origin = (enum origin) ((id - YZK_LISTS) / YZK_PARTS);
  switch ((id - YZK_LISTS) % YZK_PARTS)
    {
    case YZK_DRUG:
      return close_row (r, origin, true);
    case YZK_TREATMENT:
      return close_row (r, origin, false);
    case YZK_DAY:
      return close_day (r);
    case YZK_MONTHS:
      close_month (r, origin);
      return OQS_READ_OK;
    default:
      return OQS_READ_OK;
    }
}

/* The newest month of a claim: as told, else of the newest day told.  */
static bool
find_claims_month (struct reading *r)
{
  struct summary *s = &r->a.summary;
  const char *newest = r->claims_month;

  for (size_t i = 0; i < s->n_items; i++)
    if (s->items[i].date && strcmp (s->items[i].source, sources[0]) == 0
        && (!newest || strncmp (s->items[i].date, newest, 7) > 0))
      newest = s->items[i].date;
  if (newest)
    s->claims_month = strndup (newest, 7);
  return !newest || s->claims_month;
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
  if (!date_from_national (r->time, &a->process_time))
    a->process_time = 0;
  a->summary.kinds |= 1u << summary_kind_index ("drug")
                      | 1u << summary_kind_index ("prescription");
  if (!find_claims_month (r)
      || !precedence_apply (&a->summary, r->provenance, r->events))
    return OQS_READ_MEMORY;
  return OQS_READ_OK;
}

enum oqs_read
yzk_read (const struct profile *p, const void *data, size_t len,
          struct emergency_answer *out)
{
  struct reading r = {
    .a = { .message = PROFILE_YZK,
           .segment = -1,
           .status = -1,
           .consent = -1,
           .pattern = -1 },
  };
  const struct message_reader reader = {
    .rules = yzk_rules,
    .n_rules = n_yzk_rules,
    .open = on_open,
    .text = on_text,
    .close = on_close,
    .ctx = &r,
  };

  *out = (struct emergency_answer){ 0 };
  if (!treatment_words (p, &r.words))
    return OQS_READ_MEMORY;
  enum oqs_read rc = message_read (&reader, data, len, &r.a.n_unknown);
  if (rc == OQS_READ_OK)
    rc = settle (&r);
  if (rc == OQS_READ_OK)
    *out = r.a;
  else
    emergency_answer_done (&r.a);
  treatment_words_done (&r.words);
  free (r.provenance);
  free (r.events);
  free (r.time);
  free (r.result);
  return rc;
}
