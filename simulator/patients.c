/* SPDX-License-Identifier: Apache-2.0 */
/* Reading patients.xml: see patients.h.  Strings stay where libxml2 put them:
   the tree is kept, and each attribute is one text node.  */
#include "patients.h"

#include <stdlib.h>
#include <string.h>

#include <libxml/parser.h>

#include "config/builtin.h"

extern const struct builtin builtin_patients_xml;

/* The attribute NAME, in the tree's memory; NULL when there is none.  */
static const char *
attribute (xmlNodePtr node, const char *name)
{
  xmlAttrPtr a = node ? xmlHasProp (node, BAD_CAST name) : NULL;

  return a && a->children ? (const char *) a->children->content : NULL;
}

static const char *
attribute_or (xmlNodePtr node, const char *name, const char *otherwise)
{
  const char *text = attribute (node, name);

  return text ? text : otherwise;
}

static int
attribute_int (xmlNodePtr node, const char *name, int otherwise)
{
  const char *text = attribute (node, name);

  return text ? (int) strtol (text, NULL, 10) : otherwise;
}

static char *
attribute_copy (xmlNodePtr node, const char *name)
{
  const char *text = attribute (node, name);

  return text ? strdup (text) : NULL;
}

static bool
is_element (xmlNodePtr node, const char *name)
{
  return strcmp ((const char *) node->name, name) == 0;
}

/* The child of the root's list LIST whose attribute NAME says VALUE.  */
static xmlNodePtr
look_up (xmlNodePtr root, const char *list, const char *name,
         const char *value)
{
  for (xmlNodePtr l = xmlFirstElementChild (root); l && value;
       l = xmlNextElementSibling (l))
    if (is_element (l, list))
      for (xmlNodePtr at = xmlFirstElementChild (l); at;
           at = xmlNextElementSibling (at))
        if (strcmp (attribute_or (at, name, ""), value) == 0)
          return at;
  return NULL;
}

static void
take_person (xmlNodePtr node, struct person *p)
{
  p->insurer = attribute_copy (node, "insurer");
  p->symbol = attribute_copy (node, "symbol");
  p->number = attribute_copy (node, "number");
  p->branch = attribute_copy (node, "branch");
  p->name = attribute_copy (node, "name");
  p->kana = attribute_copy (node, "kana");
  p->birth = attribute_copy (node, "birth");
  p->sex = attribute_copy (node, "sex");
}

/* Replaces *SLOT by the attribute NAME where there is one.  */
static void
take_instead (xmlNodePtr node, const char *name, char **slot)
{
  char *text = attribute_copy (node, name);

  if (!text)
    return;
  free (*slot);
  *slot = text;
}

static void
take_cover (xmlNodePtr node, struct patient *p)
{
  p->cover = (struct patient_cover){
    .insurer_name = attribute_or (node, "insurer-name", "架空健康保険組合"),
    .insured_name = attribute_or (node, "insured-name", p->card.name),
    .relation = attribute_or (node, "relation", "1"),
    .preschool = attribute (node, "preschool"),
    .ratio = attribute (node, "ratio"),
    .elderly = attribute (node, "elderly"),
    .limit = attribute (node, "limit"),
    .disease = attribute (node, "disease"),
    .chart = attribute (node, "chart"),
    .validity = attribute_int (node, "validity", 1),
    .ended_days = attribute_int (node, "ended-days", 0),
  };
}

static bool
take_values (xmlNodePtr node, struct patient_item *item)
{
  size_t n = xmlChildElementCount (node);

  item->values = calloc (n ? n : 1, sizeof *item->values);
  if (!item->values)
    return false;
  for (xmlNodePtr at = xmlFirstElementChild (node); at;
       at = xmlNextElementSibling (at))
    item->values[item->n_values++] = (struct patient_value){
      .code = attribute (at, "code"),
      .name = attribute (at, "name"),
      .type = attribute (at, "type"),
      .value = attribute (at, "value"),
      .unit = attribute (at, "unit"),
      .value_name = attribute (at, "value-name"),
    };
  return true;
}

static const char *
institution_code (xmlNodePtr root, const char *name)
{
  return attribute (look_up (root, "institutions", "name", name), "code");
}

static bool
take_item (xmlNodePtr root, xmlNodePtr node, struct patient_item *item)
{
  const char *code = attribute (node, "code");
  xmlNodePtr known = look_up (root, "codes", "value", code);

  *item = (struct patient_item){
    .kind = attribute_or (node, "kind", ""),
    .source = attribute (node, "source"),
    .code = code,
    .name = attribute (known, "name"),
    .ingredient = attribute (known, "ingredient"),
    .quantity = attribute (known, "quantity"),
    .unit = attribute (known, "unit"),
    .usage = attribute (known, "usage"),
    .special = attribute (known, "special"),
    .id_class = attribute (known, "class"),
    .institution = attribute (node, "institution"),
    .from = attribute (node, "from"),
    .days = attribute_int (node, "days", 0),
    .times = attribute_int (node, "times", 0),
  };
  item->institution_code = institution_code (root, item->institution);
  item->from_code = institution_code (root, item->from);
  return (!code || known) && (!item->institution || item->institution_code)
         && take_values (node, item);
}

static bool
take_patient (xmlNodePtr root, xmlNodePtr node, struct patient *p)
{
  size_t n = xmlChildElementCount (node);

  p->id = attribute_int (node, "id", 0);
  take_person (node, &p->card);
  if (!person_copy (&p->answer, &p->card))
    return false;
  take_instead (node, "answer-name", &p->answer.name);
  take_instead (node, "answer-kana", &p->answer.kana);
  take_cover (node, p);
  p->items = calloc (n ? n : 1, sizeof *p->items);
  if (!p->items)
    return false;
  for (xmlNodePtr at = xmlFirstElementChild (node); at;
       at = xmlNextElementSibling (at))
    if (!take_item (root, at, &p->items[p->n_items++]))
      return false;
  return p->card.insurer && p->card.number && p->card.birth && p->card.sex
         && p->card.kana;
}

bool
patients_read (struct patients *out)
{
  struct patients all = { .v = NULL };
  xmlDocPtr doc = xmlReadMemory (builtin_patients_xml.text,
                                 (int) builtin_patients_xml.len, NULL, NULL,
                                 XML_PARSE_NONET | XML_PARSE_NOERROR);
  xmlNodePtr root = doc ? xmlDocGetRootElement (doc) : NULL;
  size_t n = root ? xmlChildElementCount (root) : 0;
  bool good = n > 0;

  all.doc = doc;
  all.v = good ? calloc (n, sizeof *all.v) : NULL;
  good = good && all.v;
  for (xmlNodePtr at = good ? xmlFirstElementChild (root) : NULL; at && good;
       at = xmlNextElementSibling (at))
    if (is_element (at, "patient"))
      good = take_patient (root, at, &all.v[all.n++]);
  good = good && all.n > 0;
  if (good)
    *out = all;
  else
    patients_done (&all);
  return good;
}

void
patients_done (struct patients *p)
{
  for (size_t i = 0; i < p->n; i++)
    {
      for (size_t k = 0; k < p->v[i].n_items; k++)
        free (p->v[i].items[k].values);
      free (p->v[i].items);
      person_done (&p->v[i].card);
      person_done (&p->v[i].answer);
    }
  free (p->v);
  xmlFreeDoc (p->doc);
  *p = (struct patients){ .v = NULL };
}

const struct patient *
patients_by_id (const struct patients *p, int id)
{
  for (size_t i = 0; i < p->n; i++)
    if (p->v[i].id == id)
      return &p->v[i];
  return NULL;
}

static bool
has_numbers (const struct person *card, const struct person *who)
{
  return strcmp (card->insurer, who->insurer) == 0
         && strcmp (card->number, who->number) == 0
         && (!card->branch || !who->branch
             || strcmp (card->branch, who->branch) == 0);
}

const struct patient *
patients_find (const struct patients *p, const struct person *who)
{
  if (!who->insurer || !who->number)
    return NULL;
  for (size_t i = 0; i < p->n; i++)
    if (has_numbers (&p->v[i].card, who))
      return &p->v[i];
  return NULL;
}

const struct patient *
patients_other (const struct patients *p, const struct patient *patient)
{
  size_t at = (size_t) (patient - p->v);

  return &p->v[(at + 1) % p->n];
}
