/* SPDX-License-Identifier: Apache-2.0 */
/* What the forms of a trace say in the same words.  */
#include "report/trace-paper.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/lang.h"
#include "oqs/emergency.h"
#include "report/words.h"

bool
trace_next_kind (const char **at, char word[24], long *number)
{
  int used = 0;

  if (!*at || sscanf (*at, " %23[a-z]=%ld%n", word, number, &used) != 2)
    return false;
  *at += used;
  return true;
}

bool
trace_next_stage (const char **at, struct trace_stage *out)
{
  while (*at && **at)
    {
      struct trace_stage s = { .ms = -1 };
      char ms[24];
      int fields = sscanf (*at, "%23s %lld %23s%*1[ ]%79[^\n]", s.name, &s.at,
                           ms, s.by);

      *at += strcspn (*at, "\n");
      *at += **at == '\n';
      if (fields < 3)
        continue;
      if (strcmp (ms, "-") != 0)
        s.ms = strtoll (ms, NULL, 10);
      *out = s;
      return true;
    }
  return false;
}

bool
trace_next_rung (const char **at, struct trace_rung *out)
{
  while (*at && **at)
    {
      struct trace_rung r;
      int fields = sscanf (*at, "%d %32s %39s", &r.rung, r.provider, r.code);

      *at += strcspn (*at, "\n");
      *at += **at == '\n';
      if (fields < 3)
        continue;
      *out = r;
      return true;
    }
  return false;
}

void
trace_ladder_words (const char *ladder, enum lang lang, struct buffer *out)
{
  struct trace_rung r;

  for (bool first = true; trace_next_rung (&ladder, &r); first = false)
    buffer_printf (out, said (lang, "%s%s（%s）"),
                   first ? "" : said (lang, "、"), r.provider, r.code);
}

/* "薬剤 4 件、受診歴 3 件".  */
void
trace_kinds_words (const char *kinds, enum lang lang, struct buffer *out)
{
  char word[24];
  long n;

  for (bool first = true; trace_next_kind (&kinds, word, &n); first = false)
    buffer_printf (out, said (lang, "%s%s %ld 件"),
                   first ? "" : said (lang, "、"),
                   summary_kind_label (word, lang), n);
}

static void
factor_words (const struct trace_paper *p, const char *method,
              struct buffer *out)
{
  const char class[2] = { method[0], '\0' };
  const struct profile_word *c
      = p->profile ? profile_word (p->profile, "class", class) : NULL;
  const struct profile_word *m
      = p->profile ? profile_word (p->profile, "method", method) : NULL;

  if (!c || !m)
    buffer_text (out, method);
  else if (p->lang == LANG_EN)
    buffer_printf (out, "%s %s (%s)", method, m->means, c->means);
  else
    buffer_printf (out, "%s %s（%s）", method, m->label ? m->label : m->means,
                   c->label ? c->label : c->means);
}

void
trace_review_words (const char *reasons, enum lang lang, struct buffer *out)
{
  CLEANUP_FREE char *copy = reasons ? strdup (reasons) : NULL;
  char *save = NULL;

  for (char *w = copy ? strtok_r (copy, " ", &save) : NULL; w;
       w = strtok_r (NULL, " ", &save))
    {
      if (out->len)
        buffer_text (out, said (lang, "、"));
      buffer_text (out, word_label ("review", w, lang));
    }
}

void
trace_factor_words (const struct trace_paper *p, const char *factors,
                    struct buffer *out)
{
  char method[8];
  int used = 0;

  for (bool first = true;
       factors && sscanf (factors, " %7[0-9-]%n", method, &used) == 1;
       factors += used, first = false)
    {
      buffer_text (out, first ? "" : said (p->lang, "、"));
      factor_words (p, method, out);
    }
}

const char *
trace_ground_words (const struct trace_query *q, enum trace_ground g,
                    enum lang lang)
{
  switch (g)
    {
    case TRACE_ASKED:
      return said (lang, "調べた値と一致");
    case TRACE_RECEPTION:
      return q->kana ? said (lang,
                             "受付の氏名と生年月日が一致（表記の違いを除く）")
                     : said (lang, "受付が一致");
    case TRACE_SAME_PERSON:
      break;
    }
  return said (
      lang, "氏名は異なるが、被保険者番号・生年月日・性別が同じ（改姓など）");
}

const char *
trace_holds_words (const struct trace *t, enum lang lang)
{
  return t->holds ? said (lang, "改変なし") : said (lang, "改変のおそれあり");
}

const char *
trace_subject (const struct trace_query *q, enum lang lang, struct buffer *out)
{
  if (q->patient)
    {
      buffer_text (out, q->patient);
      return said (lang, "診療録番号");
    }
  if (q->insured)
    {
      buffer_text (out, q->insured);
      return said (lang, "被保険者番号等");
    }
  if (q->request)
    {
      buffer_text (out, q->request);
      return said (lang, "照会番号");
    }
  if (q->account)
    {
      buffer_text (out, q->account);
      return said (lang, "職員");
    }
  buffer_printf (out, "%s　%s", q->kana, q->birth);
  return said (lang, "氏名と生年月日");
}

static void
elsewhere_words (const struct trace *t, enum lang lang, struct buffer *out)
{
  buffer_printf (out,
                 said (lang,
                       "同じ人についての照会が、別の診療録番号にも %zu "
                       "件あります。被保険者番号等で調べると示されます。"),
                 t->elsewhere);
}

static void
zeros_words (const struct trace *t, enum lang lang, struct buffer *out)
{
  buffer_printf (out,
                 said (lang, "先頭の 0 の数が違う番号には %zu 件あります。"
                             "番号を確かめて、調べ直してください。"),
                 t->zeros);
}

static void
near_words (const struct trace *t, enum lang lang, struct buffer *out)
{
  buffer_printf (out,
                 said (lang, "期間の前後 %d 分以内に、ほかに %zu 件あります。"
                             "国の側の記録とは時刻がずれることがあるので、"
                             "前後の日も調べてください。"),
                 TRACE_NEAR_S / 60, t->near);
}

static void
persons_words (const struct trace *t, enum lang lang, struct buffer *out)
{
  buffer_printf (out,
                 said (lang,
                       "この氏名と生年月日で、被保険者番号等の異なる %zu "
                       "人が見つかりました（同姓同名の別人か、保険の変更）。"
                       "番号で調べ直して、一人に絞ってください。"),
                 t->persons);
}

static void
none_words (const struct trace *t, enum lang lang, struct buffer *out)
{
  (void) t;
  buffer_text (out,
               said (lang, "この記録にあるのは救急時医療情報閲覧だけです。"
                           "通常の閲覧は電子カルテや資格確認端末の記録を、"
                           "他の施設や救急隊による閲覧はそれぞれの施設に"
                           "確かめてください。"));
}

bool
trace_notice (const struct trace *t, size_t i, enum lang lang,
              const char **word_out, struct buffer *out)
{
  const struct
  {
    bool there;
    const char *word;
    void (*words) (const struct trace *, enum lang, struct buffer *);
  } all[] = {
    { t->elsewhere > 0, "other-chart", elsewhere_words },
    { t->zeros > 0, "other-zeros", zeros_words },
    { t->near > 0, "near-period", near_words },
    { t->persons > 1, "several-persons", persons_words },
    { t->n == 0, "emergency-only", none_words },
  };

  for (size_t k = 0; k < N_ELEMENTS (all); k++)
    if (all[k].there && i-- == 0)
      {
        *word_out = all[k].word;
        all[k].words (t, lang, out);
        return true;
      }
  return false;
}
