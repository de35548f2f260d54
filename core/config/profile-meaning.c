/* SPDX-License-Identifier: Apache-2.0 */
/* What is wrong with a profile though its grammar is right.  An official one
   is typed in by people from a long document, so a missing name is told here
   and not by the first emergency.  */
#include "config/profile-parts.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/lang.h"

/* What core/oqs writes and reads by name.  */
static const char *const needed_names[] = {
  "request.container",
  "treatment",
  "authority",
  "factor-1",
  "method-1",
  "factor-2",
  "method-2",
  "insurer",
  "symbol",
  "number",
  "branch",
  "birth",
  "consent",
  "pattern",
  "answer.person",
  "answer.summary",
  "kana",
  "sex",
};

/* Words without which a request cannot be made or judged.  */
static const struct
{
  const char *list;
  const char *means;
} needed_words[] = {
  { "treatment", "emergency" }, { "authority", "held" },
  { "consent", "given" },       { "consent", "difficult" },
  { "class", "knowledge" },     { "class", "biometrics" },
  { "class", "possession" },
};

static void
judge_names (struct reading *r, const struct profile *p, xmlNode *root)
{
  xmlNode *names = reading_child (root, "names");
  size_t i = 0;

  if (!names)
    return;
  for (xmlNode *e = reading_child (names, "name"); e && i < p->n_names;
       e = reading_next (e, "name"), i++)
    for (size_t k = 0; k < i; k++)
      if (p->names[i].meaning && p->names[k].meaning
          && strcmp (p->names[i].meaning, p->names[k].meaning) == 0)
        {
          CLEANUP_FREE char *quoted = reading_quote (p->names[i].meaning);
          reading_fault (r, reading_line (r, e, "meaning"),
                         N_ ("意味「%s」が二度書かれています"),
                         quoted ? quoted : "");
          break;
        }
  for (i = 0; i < N_ELEMENTS (needed_names); i++)
    if (!profile_element (p, needed_names[i]))
      reading_fault (r, reading_line (r, names, NULL),
                     N_ ("意味「%s」の要素名がありません"), needed_names[i]);
}

static bool
has_means (const struct profile *p, const char *list, const char *means)
{
  for (size_t i = 0; i < p->n_words; i++)
    if (p->words[i].list && strcmp (p->words[i].list, list) == 0
        && p->words[i].means && strcmp (p->words[i].means, means) == 0)
      return true;
  return false;
}

static void
judge_lists (struct reading *r, const struct profile *p, xmlNode *root)
{
  xmlNode *lists = reading_child (root, "lists");
  const struct profile_list *l = p->lists;

  for (xmlNode *e = lists ? reading_child (lists, "list") : NULL; e && l;
       e = reading_next (e, "list"), l++)
    {
      for (const struct profile_list *k = p->lists; k < l; k++)
        if (l->container && k->container
            && strcmp (l->container, k->container) == 0)
          reading_fault (r, reading_line (r, e, "container"),
                         N_ ("一覧「%s」が二度書かれています"), l->container);
      if (!l->item[0] && !l->field_date)
        reading_fault (r, reading_line (r, e, NULL),
                       N_ ("item がない一覧には date が要ります"));
      if (l->field_source && !has_means (p, "source-kind", "drug"))
        reading_fault (
            r, reading_line (r, e, "source"),
            N_ ("source の語を決める <words list=\"source-kind\"> に "
                "drug がありません"));
    }
}

/* A class-method is "C-MM", its class one of the list "class".  */
static bool
is_method (const struct profile *p, const char *word)
{
  char class[2] = { word[0], '\0' };

  return strlen (word) == 4 && word[1] == '-'
         && strspn (word + 2, "0123456789") == 2
         && profile_word (p, "class", class);
}

static bool
is_kind (const char *means)
{
  static const char *const kinds[]
      = { "visit",    "drug",      "prescription", "treatment",
          "dialysis", "operation", "checkup" };

  for (size_t i = 0; i < N_ELEMENTS (kinds); i++)
    if (strcmp (means, kinds[i]) == 0)
      return true;
  return false;
}

static void
judge_word (struct reading *r, const struct profile *p, xmlNode *node,
            const struct profile_word *w)
{
  int line = reading_line (r, node, "value");
  CLEANUP_FREE char *quoted = reading_quote (w->word);

  if (!quoted)
    return;
  if (profile_word (p, w->list, w->word) != w)
    reading_fault (r, line, N_ ("%s の語「%s」が二度書かれています"), w->list,
                   quoted);
  if (strcmp (w->list, "method") == 0 && !is_method (p, w->word))
    reading_fault (r, line,
                   N_ ("方式「%s」は「要素区分-方式区分」（1-01 など）では"
                       "ありません"),
                   quoted);
  if ((strcmp (w->list, "source-kind") == 0
       || strncmp (w->list, "treatment-", 10) == 0)
      && !is_kind (w->means))
    reading_fault (r, reading_line (r, node, "means"),
                   N_ ("「%s」の means は情報の種類ではありません"), quoted);
}

static void
judge_words (struct reading *r, const struct profile *p, xmlNode *root)
{
  const struct profile_word *w = p->words;

  for (xmlNode *l = reading_child (root, "words"); l && w;
       l = reading_next (l, "words"))
    for (xmlNode *e = reading_child (l, "word"); e;
         e = reading_next (e, "word"), w++)
      if (w->list && w->word && w->means)
        judge_word (r, p, e, w);
  for (size_t i = 0; i < N_ELEMENTS (needed_words); i++)
    if (!has_means (p, needed_words[i].list, needed_words[i].means))
      reading_fault (
          r, reading_line (r, root, NULL),
          N_ ("<words list=\"%s\"> に means=\"%s\" の語がありません"),
          needed_words[i].list, needed_words[i].means);
}

/* What is said of a pattern: once, of one that can be asked for, and asked in
   words that there are.  */
static void
judge_patterns (struct reading *r, const struct profile *p, xmlNode *root)
{
  const struct profile_pattern *k = p->pattern;

  for (xmlNode *e = reading_child (root, "pattern"); e && k;
       e = reading_next (e, "pattern"), k++)
    {
      int line = reading_line (r, e, "number");
      if (profile_pattern (p, k->number) != k)
        reading_fault (r, line, N_ ("パターン %d が二度書かれています"),
                       k->number);
      if (p->patterns && k->number >= 1 && k->number <= 6
          && !(p->patterns & (1u << k->number)))
        reading_fault (r, line, N_ ("パターン %d は patterns にありません"),
                       k->number);
      if (k->request != PROFILE_EMERGENCY && k->answer != k->request)
        reading_fault (r, reading_line (r, e, "answer"),
                       N_ ("要求が現行の電文なら、結果も同じ電文です"));
    }
}

/* One form need not be named; where there are two the request must be able to
   say which.  */
static void
judge_form (struct reading *r, const struct profile *p, xmlNode *root)
{
  const struct profile_pattern *k = p->pattern;

  if (profile_element (p, "form") && has_means (p, "form", "pdf"))
    return;
  for (xmlNode *e = reading_child (root, "pattern"); e && k;
       e = reading_next (e, "pattern"), k++)
    if (k->request == PROFILE_EMERGENCY && (k->forms & PROFILE_PDF))
      {
        reading_fault (
            r, reading_line (r, e, "forms"),
            N_ ("PDF を求める要素（意味「form」）と、その語"
                "（<words list=\"form\"> の means=\"pdf\"）がありません"));
        return;
      }
}

void
profile_meaning (struct reading *r, const struct profile *p)
{
  xmlNode *root = xmlDocGetRootElement (r->doc->xml);

  judge_names (r, p, root);
  judge_lists (r, p, root);
  judge_patterns (r, p, root);
  judge_form (r, p, root);
  judge_words (r, p, root);
}
