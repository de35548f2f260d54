/* SPDX-License-Identifier: Apache-2.0 */
/* The hospital itself, its vendors and its plan: from the tree of emi.xml, and
   what the grammar cannot see in them.  */
#include "config/config-parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/lang.h"

static const char *const application_words[PLAN_APPLICATIONS] = {
  [PLAN_DELIVERY] = "delivery",
  [PLAN_FACE_LIBRARY] = "face-library",
  [PLAN_LINK] = "link",
  [PLAN_FACE_READER] = "face-reader",
};

static const char *const work_words[PLAN_WORKS] = {
  [PLAN_FLOW] = "flow",       [PLAN_RULES] = "rules",
  [PLAN_DOCTORS] = "doctors", [PLAN_RECEPTION] = "reception",
  [PLAN_INQUIRY] = "inquiry",
};

const char *
plan_application_word (enum plan_application_name name)
{
  return application_words[name];
}

const char *
plan_work_word (enum plan_work_name name)
{
  return work_words[name];
}

/* Where WORD stands in WORDS; N when nowhere.  */
static size_t
find_word (const char *word, const char *const *words, size_t n)
{
  size_t i = 0;

  while (i < n && !(word && strcmp (word, words[i]) == 0))
    i++;
  return i;
}

/* The attribute of PLAN's only child ELEMENT, or NULL.  */
static char *
read_of (struct reading *r, xmlNode *plan, const char *element,
         const char *attribute)
{
  xmlNode *node = reading_child (plan, element);

  return node ? reading_attribute (r, node, attribute) : NULL;
}

/* A second one of a name is told as a fault and passed over here.  */
static void
read_applications (struct reading *r, xmlNode *plan, struct plan_declared *p)
{
  for (xmlNode *e = reading_child (plan, "application"); e;
       e = reading_next (e, "application"))
    {
      CLEANUP_FREE char *name = reading_attribute (r, e, "name");
      size_t at = find_word (name, application_words, PLAN_APPLICATIONS);

      if (at == PLAN_APPLICATIONS || p->applications[at].date)
        continue;
      p->applications[at] = (struct plan_application){
        .version = reading_attribute_or (r, e, "version", ""),
        .date = reading_attribute_or (r, e, "date", ""),
        .update = reading_attribute (r, e, "update"),
      };
    }
}

static void
read_works (struct reading *r, xmlNode *plan, struct plan_declared *p)
{
  for (xmlNode *e = reading_child (plan, "done"); e;
       e = reading_next (e, "done"))
    {
      CLEANUP_FREE char *step = reading_attribute (r, e, "step");
      size_t at = find_word (step, work_words, PLAN_WORKS);

      if (at < PLAN_WORKS && !p->works[at].date)
        p->works[at] = (struct plan_work){
          .date = reading_attribute_or (r, e, "date", ""),
          .roles = reading_attribute (r, e, "roles"),
        };
    }
}

static void
read_doctors (struct reading *r, xmlNode *plan, struct plan_declared *p)
{
  size_t n = reading_count (plan, "doctor");

  p->doctors = reading_array (r, n, sizeof *p->doctors);
  if (!p->doctors)
    return;
  for (xmlNode *e = reading_child (plan, "doctor"); e;
       e = reading_next (e, "doctor"))
    p->doctors[p->n_doctors++] = (struct plan_doctor){
      .account = reading_attribute_or (r, e, "account", ""),
      .notice = reading_attribute (r, e, "notice"),
      .tried = reading_attribute (r, e, "tried"),
      .procedure = reading_attribute (r, e, "procedure"),
      .line = reading_line (r, e, "account"),
    };
}

static void
read_plan (struct reading *r, xmlNode *plan, struct plan_declared *p)
{
  p->start = reading_attribute (r, plan, "start");
  p->introduced = read_of (r, plan, "introduced", "date");
  p->quoted = read_of (r, plan, "quote", "date");
  p->method = read_of (r, plan, "quote", "method");
  p->reply = read_of (r, plan, "quote", "reply");
  p->ordered = read_of (r, plan, "order", "date");
  p->terminals = read_of (r, plan, "order", "terminals");
  p->software = read_of (r, plan, "software", "version");
  p->software_date = read_of (r, plan, "software", "date");
  p->software_way = read_of (r, plan, "software", "way");
  p->devices = read_of (r, plan, "devices", "date");
  read_applications (r, plan, p);
  read_works (r, plan, p);
  read_doctors (r, plan, p);
}

void
config_read_plan (struct reading *r, xmlNode *root, struct config *c)
{
  xmlNode *hospital = reading_child (root, "hospital");
  xmlNode *plan = reading_child (root, "plan");
  size_t n = reading_count (root, "vendor");

  if (hospital)
    c->hospital = reading_attribute (r, hospital, "name");
  c->vendors = reading_array (r, n, sizeof *c->vendors);
  for (xmlNode *e = reading_child (root, "vendor"); c->vendors && e;
       e = reading_next (e, "vendor"))
    c->vendors[c->n_vendors++] = (struct config_vendor){
      .owner = reading_attribute_or (r, e, "for", ""),
      .name = reading_attribute_or (r, e, "name", ""),
      .contact = reading_attribute (r, e, "contact"),
      .line = reading_line (r, e, "for"),
    };
  if (plan)
    read_plan (r, plan, &c->plan);
}

/* --- meaning --- */

void
config_judge_days (struct reading *r, xmlNode *node)
{
  static const char *const names[]
      = { "start", "date", "notice", "tried", "day", "checked", "procedure" };

  for (size_t i = 0; i < N_ELEMENTS (names); i++)
    {
      CLEANUP_FREE char *day = reading_attribute (r, node, names[i]);
      CLEANUP_FREE char *quoted = day ? reading_quote (day) : NULL;
      int64_t start;

      if (quoted && strlen (day) == 10 && day[4] == '-' && day[7] == '-'
          && strspn (day, "0123456789-") == 10 && !date_day (day, &start))
        reading_fault (r, reading_line (r, node, names[i]),
                       N_ ("「%s」という日はありません"), quoted);
    }
}

void
config_judge_plan (struct reading *r, const struct config *c, xmlNode *root)
{
  xmlNode *plan = reading_child (root, "plan");

  (void) c;
  config_children_twice (r, root, "vendor", "for");
  if (!plan)
    return;
  config_children_twice (r, plan, "application", "name");
  config_children_twice (r, plan, "done", "step");
  config_children_twice (r, plan, "doctor", "account");
  config_judge_days (r, plan);
  for (xmlNode *e = reading_child (plan, NULL); e; e = reading_next (e, NULL))
    config_judge_days (r, e);
}

/* --- letting go --- */

void
config_vendor_done (struct config_vendor *v)
{
  free (v->owner);
  free (v->name);
  free (v->contact);
}

void
plan_declared_done (struct plan_declared *p)
{
  char *texts[]
      = { p->start,         p->introduced, p->quoted,      p->method,
          p->reply,         p->ordered,    p->terminals,   p->software,
          p->software_date, p->devices,    p->software_way };

  for (size_t i = 0; i < N_ELEMENTS (texts); i++)
    free (texts[i]);
  for (size_t i = 0; i < PLAN_APPLICATIONS; i++)
    {
      free (p->applications[i].version);
      free (p->applications[i].date);
      free (p->applications[i].update);
    }
  for (size_t i = 0; i < PLAN_WORKS; i++)
    {
      free (p->works[i].date);
      free (p->works[i].roles);
    }
  for (size_t i = 0; i < p->n_doctors; i++)
    {
      free (p->doctors[i].account);
      free (p->doctors[i].notice);
      free (p->doctors[i].tried);
      free (p->doctors[i].procedure);
    }
  free (p->doctors);
}
