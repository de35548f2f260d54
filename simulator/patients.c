/* SPDX-License-Identifier: Apache-2.0 */
/* Reading patients.xml: see patients.h.  */
#include "patients.h"

#include <stdlib.h>
#include <string.h>

#include <libxml/parser.h>

#include "config/builtin.h"

extern const struct builtin builtin_patients_xml;

/* An attribute in the C library's memory, as the rest of emi has it.  */
static char *
attribute (xmlNodePtr node, const char *name)
{
  xmlChar *value = xmlGetNoNsProp (node, BAD_CAST name);
  char *copy = value ? strdup ((const char *) value) : NULL;

  xmlFree (value);
  return copy;
}

static int
attribute_int (xmlNodePtr node, const char *name)
{
  char *text = attribute (node, name);
  int value = text ? (int) strtol (text, NULL, 10) : 0;

  free (text);
  return value;
}

static void
take_person (xmlNodePtr node, struct person *p)
{
  p->insurer = attribute (node, "insurer");
  p->symbol = attribute (node, "symbol");
  p->number = attribute (node, "number");
  p->branch = attribute (node, "branch");
  p->name = attribute (node, "name");
  p->kana = attribute (node, "kana");
  p->birth = attribute (node, "birth");
  p->sex = attribute (node, "sex");
}

/* Replaces *SLOT by the attribute NAME where there is one.  */
static void
take_instead (xmlNodePtr node, const char *name, char **slot)
{
  char *text = attribute (node, name);

  if (!text)
    return;
  free (*slot);
  *slot = text;
}

static bool
take_items (xmlNodePtr node, struct patient *p)
{
  size_t n = xmlChildElementCount (node);

  p->items = calloc (n ? n : 1, sizeof *p->items);
  if (!p->items)
    return false;
  for (xmlNodePtr at = xmlFirstElementChild (node); at;
       at = xmlNextElementSibling (at))
    p->items[p->n_items++] = (struct patient_item) {
      .kind = attribute (at, "kind"),
      .source = attribute (at, "source"),
      .code = attribute (at, "code"),
      .name = attribute (at, "name"),
      .institution = attribute (at, "institution"),
      .days = attribute_int (at, "days"),
    };
  return true;
}

static bool
take_patient (xmlNodePtr node, struct patient *p)
{
  p->id = attribute_int (node, "id");
  take_person (node, &p->card);
  if (!person_copy (&p->answer, &p->card))
    return false;
  take_instead (node, "answer-name", &p->answer.name);
  take_instead (node, "answer-kana", &p->answer.kana);
  return take_items (node, p) && p->card.insurer && p->card.number
         && p->card.birth && p->card.sex && p->card.kana;
}

bool
patients_read (struct patients *out)
{
  struct patients all = { .v = NULL };
  xmlDocPtr doc
    = xmlReadMemory (builtin_patients_xml.text,
                     (int) builtin_patients_xml.len, NULL, NULL,
                     XML_PARSE_NONET | XML_PARSE_NOERROR);
  xmlNodePtr root = doc ? xmlDocGetRootElement (doc) : NULL;
  size_t n = root ? xmlChildElementCount (root) : 0;
  bool good = n > 0;

  all.v = good ? calloc (n, sizeof *all.v) : NULL;
  good = good && all.v;
  for (xmlNodePtr at = good ? xmlFirstElementChild (root) : NULL; at && good;
       at = xmlNextElementSibling (at))
    good = take_patient (at, &all.v[all.n++]);
  xmlFreeDoc (doc);
  if (good)
    *out = all;
  else
    patients_done (&all);
  return good;
}

static void
item_done (struct patient_item *i)
{
  free (i->kind);
  free (i->source);
  free (i->code);
  free (i->name);
  free (i->institution);
}

void
patients_done (struct patients *p)
{
  for (size_t i = 0; i < p->n; i++)
    {
      for (size_t k = 0; k < p->v[i].n_items; k++)
        item_done (&p->v[i].items[k]);
      free (p->v[i].items);
      person_done (&p->v[i].card);
      person_done (&p->v[i].answer);
    }
  free (p->v);
  *p = (struct patients) { .v = NULL };
}

const struct patient *
patients_by_id (const struct patients *p, int id)
{
  for (size_t i = 0; i < p->n; i++)
    if (p->v[i].id == id)
      return &p->v[i];
  return NULL;
}

const struct patient *
patients_find (const struct patients *p, const struct person *who)
{
  if (!who->insurer || !who->number)
    return NULL;
  for (size_t i = 0; i < p->n; i++)
    if (strcmp (p->v[i].card.insurer, who->insurer) == 0
        && strcmp (p->v[i].card.number, who->number) == 0)
      return &p->v[i];
  return NULL;
}

const struct patient *
patients_other (const struct patients *p, const struct patient *patient)
{
  size_t at = (size_t) (patient - p->v);

  return &p->v[(at + 1) % p->n];
}
