/* SPDX-License-Identifier: Apache-2.0 */
/* From the tree of facts.xml to struct facts, and what its grammar cannot
   see: sources that are not there, days that do not exist, things twice.  */
#include "config/facts-parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/lang.h"
#include "config/config-parts.h"

static const char *const weekdays[]
    = { "sun", "mon", "tue", "wed", "thu", "fri", "sat" };

static xmlNode *
find_source (struct reading *r, const char *name)
{
  xmlNode *root = xmlDocGetRootElement (r->doc->xml);
  xmlNode *e = reading_child (root, "source");

  while (e && !(name && reading_attribute_is (r, e, "name", name)))
    e = reading_next (e, "source");
  return e;
}

static void
read_known (struct reading *r, xmlNode *e, struct fact *f)
{
  CLEANUP_FREE char *name = reading_attribute (r, e, "source");
  xmlNode *source = find_source (r, name);

  f->source = source ? reading_attribute_or (r, source, "title", "")
                     : reading_copy (r, "");
  f->date = reading_attribute_or (r, e, "date", "");
  f->checked = reading_attribute (r, e, "checked");
}

static void
read_fact (struct reading *r, xmlNode *e, struct fact *f)
{
  f->name = reading_attribute (r, e, "name");
  f->text[LANG_JA] = reading_attribute_or (r, e, "ja", "");
  f->text[LANG_EN] = reading_attribute_or (r, e, "en", "");
  f->url = reading_attribute (r, e, "url");
  read_known (r, e, f);
}

static int
read_minutes (const char *text)
{
  /* The grammar has seen to HH:MM.  */
  return text && strlen (text) == 5 ? (int) strtol (text, NULL, 10) * 60
                                          + (int) strtol (text + 3, NULL, 10)
                                    : 0;
}

static void
read_week (struct reading *r, xmlNode *centre, struct facts *f)
{
  for (xmlNode *e = reading_child (centre, "open"); e;
       e = reading_next (e, "open"))
    {
      CLEANUP_FREE char *days = reading_attribute (r, e, "days");
      CLEANUP_FREE char *from = reading_attribute (r, e, "from");
      CLEANUP_FREE char *to = reading_attribute (r, e, "to");

      for (size_t d = 0; days && d < N_ELEMENTS (weekdays); d++)
        if (strstr (days, weekdays[d]))
          f->week[d]
              = (struct facts_hours){ read_minutes (from), read_minutes (to) };
    }
}

static void
read_centre (struct reading *r, xmlNode *centre, struct facts *f)
{
  read_fact (r, centre, &f->centre);
  f->phone = reading_attribute_or (r, centre, "phone", "");
  read_week (r, centre, f);
  f->unsaid
      = reading_array (r, reading_count (centre, "unsaid"), sizeof *f->unsaid);
  for (xmlNode *e = reading_child (centre, "unsaid"); f->unsaid && e;
       e = reading_next (e, "unsaid"))
    f->unsaid[f->n_unsaid++] = (struct facts_span){
      .from = reading_attribute_or (r, e, "from", ""),
      .to = reading_attribute_or (r, e, "to", ""),
    };
}

static void
read_holidays (struct reading *r, xmlNode *list, struct facts *f)
{
  CLEANUP_FREE char *years = reading_attribute (r, list, "years");

  read_known (r, list, &f->listed);
  f->years = reading_words (r, years, &f->n_years);
  f->holidays = reading_array (r, reading_count (list, "holiday"),
                               sizeof *f->holidays);
  for (xmlNode *e = reading_child (list, "holiday"); f->holidays && e;
       e = reading_next (e, "holiday"))
    f->holidays[f->n_holidays++] = (struct facts_holiday){
      .day = reading_attribute_or (r, e, "day", ""),
      .name = reading_attribute_or (r, e, "name", ""),
    };
}

void
facts_read (struct reading *r, struct facts *f)
{
  xmlNode *root = xmlDocGetRootElement (r->doc->xml);
  xmlNode *centre = reading_child (root, "centre");
  xmlNode *holidays = reading_child (root, "holidays");

  f->v = reading_array (r, reading_count (root, "fact"), sizeof *f->v);
  for (xmlNode *e = reading_child (root, "fact"); f->v && e;
       e = reading_next (e, "fact"))
    read_fact (r, e, &f->v[f->n++]);
  if (centre)
    read_centre (r, centre, f);
  if (holidays)
    read_holidays (r, holidays, f);
}

/* --- meaning --- */

static void
judge_known (struct reading *r, xmlNode *e)
{
  CLEANUP_FREE char *name = reading_attribute (r, e, "source");
  CLEANUP_FREE char *quoted = name ? reading_quote (name) : NULL;

  config_judge_days (r, e);
  if (quoted && !find_source (r, name))
    reading_fault (r, reading_line (r, e, "source"),
                   N_ ("「%s」という <source> はありません"), quoted);
}

/* Open for a while, and no weekday twice.  */
static void
judge_week (struct reading *r, xmlNode *centre)
{
  bool seen[N_ELEMENTS (weekdays)] = { false };

  for (xmlNode *e = reading_child (centre, "open"); e;
       e = reading_next (e, "open"))
    {
      CLEANUP_FREE char *days = reading_attribute (r, e, "days");
      CLEANUP_FREE char *from = reading_attribute (r, e, "from");
      CLEANUP_FREE char *to = reading_attribute (r, e, "to");

      if (from && to && read_minutes (from) >= read_minutes (to))
        reading_fault (r, reading_line (r, e, "to"),
                       N_ ("終わりの時刻が始まりより後ではありません"));
      for (size_t d = 0; days && d < N_ELEMENTS (weekdays); d++)
        if (strstr (days, weekdays[d]))
          {
            if (seen[d])
              reading_fault (r, reading_line (r, e, "days"),
                             N_ ("%s が二度書かれています"), weekdays[d]);
            seen[d] = true;
          }
    }
}

/* A holiday outside of the years that are whole would make its year look
   known.  */
static void
judge_holidays (struct reading *r, xmlNode *list, const struct facts *f)
{
  config_children_twice (r, list, "holiday", "day");
  for (xmlNode *e = reading_child (list, "holiday"); e;
       e = reading_next (e, "holiday"))
    {
      CLEANUP_FREE char *day = reading_attribute (r, e, "day");
      bool known = false;

      config_judge_days (r, e);
      if (day && strlen (day) == 10)
        facts_holiday (f, day, &known);
      if (day && strlen (day) == 10 && !known)
        reading_fault (r, reading_line (r, e, "day"),
                       N_ ("この日の年が years にありません"));
    }
}

void
facts_judge (struct reading *r, const struct facts *f)
{
  xmlNode *root = xmlDocGetRootElement (r->doc->xml);
  xmlNode *centre = reading_child (root, "centre");
  xmlNode *holidays = reading_child (root, "holidays");

  config_children_twice (r, root, "source", "name");
  config_children_twice (r, root, "fact", "name");
  for (xmlNode *e = reading_child (root, "fact"); e;
       e = reading_next (e, "fact"))
    judge_known (r, e);
  if (centre)
    {
      judge_known (r, centre);
      judge_week (r, centre);
    }
  if (holidays)
    {
      judge_known (r, holidays);
      judge_holidays (r, holidays, f);
    }
}
