/* SPDX-License-Identifier: Apache-2.0 */
/* A person's way into a record and back: fields, tokens, and the lines that
   the one at the desk compares.  */
#include "access/reception.h"

#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/lang.h"
#include "base/text.h"

char *
person_insured (const struct person *p, bool with_branch)
{
  struct buffer b = BUFFER_INIT;

  if (!p->insurer || !p->number || (with_branch && !p->branch))
    return NULL;
  buffer_printf (&b, "%s:%s:%s", p->insurer, p->symbol ? p->symbol : "",
                 p->number);
  if (with_branch)
    buffer_printf (&b, ":%s", p->branch);
  return buffer_steal (&b, NULL);
}

char *
person_token (const struct person *p)
{
  struct buffer b = BUFFER_INIT;

  if (!p->kana || !p->birth)
    return NULL;
  buffer_printf (&b, "%s:%s", p->kana, p->birth);
  return buffer_steal (&b, NULL);
}

void
draft_person_tokens (struct draft *d, const struct person *p,
                     const char *chart)
{
  CLEANUP_FREE char *insured = person_insured (p, false);
  CLEANUP_FREE char *branch = person_insured (p, true);
  CLEANUP_FREE char *person = person_token (p);

  draft_token (d, "chart", chart);
  draft_token (d, "insured", insured);
  draft_token (d, "insured-branch", branch);
  draft_token (d, "person", person);
}

static void
draft_name_token (struct draft *d, const char *name, const char *birth)
{
  struct buffer b = BUFFER_INIT;

  if (name && birth)
    buffer_printf (&b, "%s:%s", name, birth);
  draft_token (d, "name", buffer_string (&b));
  buffer_done (&b);
}

void
draft_name_tokens (struct draft *d, const struct person *p)
{
  draft_name_token (d, p->kana, p->birth);
  draft_name_token (d, p->name, p->birth);
}

void
draft_person (struct draft *d, const struct person *p)
{
  draft_text (d, "person.insurer", p->insurer);
  draft_text (d, "person.symbol", p->symbol);
  draft_text (d, "person.number", p->number);
  draft_text (d, "person.branch", p->branch);
  draft_text (d, "person.name", p->name);
  draft_text (d, "person.kana", p->kana);
  draft_text (d, "person.birth", p->birth);
  draft_text (d, "person.sex", p->sex);
}

static char *
record_copy (const struct record *rec, const char *name)
{
  const char *v = record_text (rec, name);

  return v ? strdup (v) : NULL;
}

void
person_from_record (const struct record *rec, struct person *out)
{
  *out = (struct person){
    .insurer = record_copy (rec, "person.insurer"),
    .symbol = record_copy (rec, "person.symbol"),
    .number = record_copy (rec, "person.number"),
    .branch = record_copy (rec, "person.branch"),
    .name = record_copy (rec, "person.name"),
    .kana = record_copy (rec, "person.kana"),
    .birth = record_copy (rec, "person.birth"),
    .sex = record_copy (rec, "person.sex"),
  };
}

const char *
person_sex_text (const char *sex, enum lang lang)
{
  if (sex && strcmp (sex, "1") == 0)
    return said (lang, "男");
  if (sex && strcmp (sex, "2") == 0)
    return said (lang, "女");
  return said (lang, "未設定");
}

char *
person_text (const struct person *p, enum lang lang)
{
  struct buffer b = BUFFER_INIT;
  CLEANUP_FREE char *name = p->name ? text_safe (p->name, 60) : NULL;
  CLEANUP_FREE char *nfkc = p->kana ? text_nfkc (p->kana) : NULL;
  CLEANUP_FREE char *kana = nfkc ? text_safe (nfkc, 60) : NULL;
  char birth[11];

  if (!p->birth || !date_dash (p->birth, birth))
    strcpy (birth, "-");
  buffer_printf (&b, "%s（%s） %s %s", name ? name : "-", kana ? kana : "-",
                 birth, person_sex_text (p->sex, lang));
  return buffer_steal (&b, NULL);
}
