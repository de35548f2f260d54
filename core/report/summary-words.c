/* SPDX-License-Identifier: Apache-2.0 */
/* Wording and small facts shared by the forms of the summary.  */
#include "report/summary-words.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/lang.h"
#include "base/text.h"

const char *
summary_empty_words (enum lang lang)
{
  return said (lang, "該当データなし（服薬なしの証明ではない）");
}

void
summary_claims_words (const struct summary_view *v, enum lang lang,
                      struct buffer *out)
{
  const char *m = v->claims_month;

  if (!m || strlen (m) != 7)
    buffer_text (out, said (lang, "レセプト由来の情報が何月分まであるかは、"
                                  "この結果からは分かりません。"));
  else
    buffer_printf (
        out,
        said (lang, "レセプト由来の情報は %.4s年%ld月分まで。"
                    "その後の受診や処方は、電子処方箋のほかは含まれません。"),
        m, strtol (m + 5, NULL, 10));
}

const char *
summary_scope_words (enum lang lang)
{
  return said (lang, "自衛官診療証など対象外の制度による診療や、自費の診療は、"
                     "見つかりません。");
}

const char *
summary_access_words (enum lang lang)
{
  return said (lang, "救急時医療情報閲覧権限を持つ者のみ");
}

const char *
summary_pdf_words (enum lang lang)
{
  return said (lang,
               "結果は PDF です。内容は summary.pdf で確かめてください。");
}

const char *
summary_consent_name (int consent, enum lang lang)
{
  switch (consent)
    {
    case 1:
      return said (lang, "同意あり");
    case 3:
      return said (lang, "同意取得困難");
    default:
      return said (lang, "同意の状態は不明");
    }
}

const char *
summary_consent_words (int consent, enum lang lang)
{
  switch (consent)
    {
    case 1:
      return said (lang, "本人または法定代理人の同意を得て閲覧しています。");
    case 3:
      return said (lang, "生命・身体の保護のため、同意を得ずに閲覧しています。"
                         "この閲覧は後で点検されます。");
    default:
      return "";
    }
}

const char *
summary_sex_words (const char *sex, enum lang lang)
{
  if (sex && strcmp (sex, "1") == 0)
    return said (lang, "男");
  if (sex && strcmp (sex, "2") == 0)
    return said (lang, "女");
  return said (lang, "性別不明");
}

const char *
summary_source_label (const struct summary_view *v, const char *source)
{
  const struct profile_word *w
      = v->profile && source ? profile_word (v->profile, "source-kind", source)
                             : NULL;

  return w && w->label ? w->label : source;
}

int
summary_age (const struct summary_view *v)
{
  char day[9], today[11] = "", dashed[11];

  if (!v->person || !v->person->birth || !date_dash (v->person->birth, dashed)
      || !v->time || strlen (v->time) < 10)
    return -1;
  memcpy (today, v->time, 10);
  if (!date_compact (today, day))
    return -1;
  /* As numbers YYYYMMDD the difference counts whole years.  */
  long age
      = (strtol (day, NULL, 10) - strtol (v->person->birth, NULL, 10)) / 10000;
  return strcmp (day, v->person->birth) < 0 ? -1 : (int) age;
}

void
summary_birth (const struct person *p, char out[16])
{
  char dashed[11];

  out[0] = '\0';
  if (!p || !p->birth)
    return;
  const char *text = date_dash (p->birth, dashed) ? dashed : p->birth;
  if (strlen (text) < 16)
    memcpy (out, text, strlen (text) + 1);
}

void
summary_add_safe (struct buffer *out, const char *text)
{
  if (!text)
    return;
  if (text_is_plain (text))
    {
      buffer_text (out, text);
      return;
    }
  CLEANUP_FREE char *safe = text_safe (text, 0);
  if (safe)
    buffer_text (out, safe);
  else
    out->failed = true;
}

void
summary_add_kana (struct buffer *out, const char *kana)
{
  if (!kana)
    return;
  CLEANUP_FREE char *wide = text_nfkc (kana);
  if (wide)
    summary_add_safe (out, wide);
  else
    out->failed = true;
}

const char *
summary_one_source (const struct arranged_section *s)
{
  for (size_t i = 1; i < s->n_items; i++)
    if (!s->items[i].source || !s->items[0].source
        || strcmp (s->items[i].source, s->items[0].source) != 0)
      return NULL;
  return s->n_items ? s->items[0].source : NULL;
}

void
summary_unasked_words (const struct summary_view *v, enum lang lang,
                       struct buffer *out)
{
  size_t n = 0;

  for (size_t i = 0; v->arranged && i < v->arranged->n_sections; i++)
    {
      const struct arranged_section *s = &v->arranged->sections[i];
      if (!s->unasked)
        continue;
      if (n++ == 0)
        buffer_printf (out, said (lang, "求めていない項目（パターン %d）："),
                       v->pattern);
      else
        buffer_text (out, said (lang, "、"));
      buffer_text (out, summary_kind_label (s->kind, lang));
    }
}

/* --- groups --- */

static int
compare_text (const char *a, const char *b)
{
  return strcmp (a ? a : "", b ? b : "");
}

/* What stands for an item without a name, as a visit is.  */
static const char *
title (const struct arranged_item *item)
{
  return item->name ? item->name : item->institution;
}

struct place
{
  const struct arranged_item *item;
  size_t at;
};

static int
by_title (const void *a, const void *b)
{
  const struct place *x = a, *y = b;
  int c = compare_text (title (x->item), title (y->item));

  if (!c)
    c = compare_text (x->item->quantity, y->item->quantity);
  return c ? c : (x->at > y->at) - (x->at < y->at);
}

static int
by_first (const void *a, const void *b)
{
  const struct summary_group *x = a, *y = b;

  return (x->first > y->first) - (x->first < y->first);
}

/* What says nothing of its own is like nothing else.  */
static bool
same_title (const struct arranged_item *a, const struct arranged_item *b)
{
  return title (a) && title (b) && strcmp (title (a), title (b)) == 0
         && compare_text (a->quantity, b->quantity) == 0;
}

struct summary_group *
summary_groups (const struct arranged_section *s, size_t *n_out)
{
  struct place *v = calloc (s->n_items ? s->n_items : 1, sizeof *v);
  struct summary_group *groups
      = calloc (s->n_items ? s->n_items : 1, sizeof *groups);
  size_t n = 0;

  *n_out = 0;
  if (!v || !groups || s->n_items == 0)
    {
      free (v);
      free (groups);
      return NULL;
    }
  for (size_t i = 0; i < s->n_items; i++)
    v[i] = (struct place){ &s->items[i], i };
  qsort (v, s->n_items, sizeof *v, by_title);
  for (size_t i = 0; i < s->n_items; i++)
    if (i > 0 && same_title (v[i - 1].item, v[i].item))
      groups[n - 1].n++;
    else
      {
        groups[n] = (struct summary_group){ .first = v[i].at, .n = 1 };
        n++;
      }
  free (v);
  qsort (groups, n, sizeof *groups, by_first);
  *n_out = n;
  return groups;
}
