/* SPDX-License-Identifier: Apache-2.0 */
/* A trace for the screen.  */
#include "report/trace-paper.h"

#include <stdlib.h>
#include <string.h>
#include <uniwidth.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/lang.h"
#include "base/text.h"
#include "report/words.h"

static const char *
or_dash (const char *s)
{
  return s && s[0] ? s : "-";
}

#define LABEL_COLUMNS 10

/* "  LABEL  FIRST SECOND"; each safe to show, cut to what a line is for.  */
static void
line (struct buffer *b, const char *label, const char *first,
      const char *second)
{
  CLEANUP_FREE char *one = text_safe (or_dash (first), 200);
  CLEANUP_FREE char *two = second ? text_safe (second, 200) : NULL;

  int pad = LABEL_COLUMNS - u8_strwidth ((const uint8_t *) label, "UTF-8");

  buffer_printf (b, "  %s%*s  %s%s%s\n", label, pad > 0 ? pad : 0, "",
                 one ? one : "?", two ? " " : "", two ? two : "");
}

static void
add_who (const struct trace_paper *p, const struct trace_access *a,
         struct buffer *b)
{
  CLEANUP (buffer_done) struct buffer who = BUFFER_INIT;

  buffer_printf (&who, said (p->lang, "%s（%s） 二要素 %s"),
                 or_dash (a->account), word_label ("role", a->role, p->lang),
                 or_dash (a->factors));
  line (b, said (p->lang, "行った職員"), buffer_string (&who), NULL);
}

/* For who answers an inquiry: what each factor rests on.  */
static void
add_proofs (const struct trace_paper *p, const struct trace_access *a,
            struct buffer *b)
{
  for (size_t i = 0; i < a->n_proofs; i++)
    {
      const struct trace_proof *f = &a->proofs[i];
      CLEANUP (buffer_done) struct buffer text = BUFFER_INIT;

      if (!f->evidence)
        continue;
      buffer_printf (&text, "%s %s (%s) %s", f->provider, or_dash (f->methods),
                     or_dash (f->assurance), f->evidence);
      line (b, said (p->lang, "認証の証拠"), buffer_string (&text), NULL);
    }
}

/* Which providers could not be used, and who went on.  */
static void
add_ladder (const struct trace_paper *p, const struct trace_access *a,
            struct buffer *b)
{
  CLEANUP (buffer_done) struct buffer left = BUFFER_INIT;

  trace_ladder_words (a->ladder, p->lang, &left);
  if (left.len)
    line (b, said (p->lang, "使えず    "), buffer_string (&left), NULL);
  if (a->temporary)
    line (b, said (p->lang, "認証手段  "),
          said (p->lang, "一時登録の認証手段が使われました"), NULL);
  if (a->handed_to)
    line (b, said (p->lang, "引継ぎ先  "), a->handed_to, NULL);
  if (a->handed_from)
    line (b, said (p->lang, "引継ぎ元  "), a->handed_from, NULL);
}

static void
add_why (const struct trace_paper *p, const struct trace_access *a,
         struct buffer *b)
{
  CLEANUP (buffer_done) struct buffer consent = BUFFER_INIT;

  buffer_text (&consent, word_label ("consent", a->consent, p->lang));
  if (a->hardship)
    buffer_printf (&consent, " %s",
                   word_label ("hardship", a->hardship, p->lang));
  line (b, said (p->lang, "同意"), buffer_string (&consent), a->hardship_text);
  if (a->effort)
    line (b, said (p->lang, "試みたこと"), a->effort, NULL);
  line (b, said (p->lang, "必要性"),
        word_label ("necessity", a->necessity, p->lang), a->necessity_text);
}

/* What the privacy officer looks at first.  */
static void
add_review (const struct trace_paper *p, const struct trace_access *a,
            struct buffer *b)
{
  CLEANUP (buffer_done) struct buffer reasons = BUFFER_INIT;

  if (a->with)
    line (b, said (p->lang, "一緒に見た"), a->with, NULL);
  trace_review_words (a->reasons, p->lang, &reasons);
  if (a->review)
    line (b, said (p->lang, "要確認"), buffer_string (&reasons), NULL);
  if (a->guard_reason)
    line (b, said (p->lang, "判断の理由"), a->guard_fields, a->guard_reason);
}

static void
add_access (const struct trace_paper *p, const struct trace_access *a,
            struct buffer *b)
{
  CLEANUP (buffer_done) struct buffer kinds = BUFFER_INIT;
  char when[17];

  date_japan_minute (a->time, when);
  trace_kinds_words (a->kinds, p->lang, &kinds);
  buffer_printf (b, "%s  %s  %s%s\n", when, a->request,
                 word_label ("state", a->state, p->lang),
                 a->late ? said (p->lang, "（結果は後から到着）") : "");
  if (a->ground == TRACE_SAME_PERSON)
    line (b, said (p->lang, "示した根拠"),
          trace_ground_words (p->query, a->ground, p->lang), NULL);
  if (a->drill)
    line (b, said (p->lang, "訓練      "),
          said (p->lang, "試験用の患者による訓練です"), NULL);
  add_who (p, a, b);
  add_proofs (p, a, b);
  add_ladder (p, a, b);
  add_why (p, a, b);
  line (b, said (p->lang, "受付"), a->reception, NULL);
  add_review (p, a, b);
  line (b, said (p->lang, "情報の種類"), buffer_string (&kinds), NULL);
  line (b, said (p->lang, "受渡し"), a->ref,
        a->delivery ? word_label ("delivery", a->delivery, p->lang) : NULL);
}

void
trace_text (const struct trace_paper *p, struct buffer *out)
{
  const struct trace *t = p->trace;
  CLEANUP (buffer_done) struct buffer notice = BUFFER_INIT;
  const char *word;

  for (size_t i = 0; i < t->n; i++)
    add_access (p, &t->v[i], out);
  if (t->n == 0)
    buffer_printf (out, "%s\n", said (p->lang, "閲覧の記録はありません"));
  for (size_t i = 0; trace_notice (t, i, p->lang, &word, &notice); i++)
    {
      buffer_printf (out, said (p->lang, "注意: %s\n"),
                     buffer_string (&notice));
      buffer_reset (&notice);
    }
  buffer_printf (out, said (p->lang, "%zu 件。記録 %llu 件、%s\n"), t->n,
                 (unsigned long long) t->records,
                 trace_holds_words (t, p->lang));
}
