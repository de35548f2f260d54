/* SPDX-License-Identifier: Apache-2.0 */
/* A trace as a sheet: one row an access.  Columns keep their order and number;
   new ones come at the end.  */
#include "report/trace-paper.h"

#include "base/cleanup.h"
#include "base/date.h"
#include "base/lang.h"
#include "report/csv.h"
#include "report/words.h"

typedef void cell (const struct trace_paper *, const struct trace_access *,
                   struct buffer *);

/* TEXT's words, nothing where there is nothing: a dash would be taken for a
   formula.  */
static void
add_label (const struct trace_paper *p, const char *list, const char *word,
           struct buffer *b)
{
  if (word && *word)
    buffer_text (b, word_label (list, word, p->lang));
}

static void
add_text (struct buffer *b, const char *text)
{
  buffer_text (b, text ? text : "");
}

static void
add_yes (const struct trace_paper *p, bool is, struct buffer *b)
{
  buffer_text (b, is ? said (p->lang, "あり") : "");
}

static void
cell_time (const struct trace_paper *p, const struct trace_access *a,
           struct buffer *b)
{
  char when[17];

  (void) p;
  date_japan_minute (a->time, when);
  buffer_text (b, when);
}

static void
cell_kinds (const struct trace_paper *p, const struct trace_access *a,
            struct buffer *b)
{
  trace_kinds_words (a->kinds, p->lang, b);
}

static void
cell_factors (const struct trace_paper *p, const struct trace_access *a,
              struct buffer *b)
{
  trace_factor_words (p, a->factors, b);
}

static void
cell_delivery (const struct trace_paper *p, const struct trace_access *a,
               struct buffer *b)
{
  if (a->delivery)
    add_label (p, "delivery", a->delivery, b);
  else if (a->adapter && a->ref)
    buffer_text (b, said (p->lang, "受渡し済み"));
}

static void
cell_late (const struct trace_paper *p, const struct trace_access *a,
           struct buffer *b)
{
  if (a->late)
    buffer_text (b, a->collected ? said (p->lang, "後から到着し、受け取った")
                                 : said (p->lang, "後から到着"));
}

static void
cell_ladder (const struct trace_paper *p, const struct trace_access *a,
             struct buffer *b)
{
  trace_ladder_words (a->ladder, p->lang, b);
}

static void
cell_records (const struct trace_paper *p, const struct trace_access *a,
              struct buffer *b)
{
  (void) p;
  for (size_t i = 0; i < a->n_seqs; i++)
    buffer_printf (b, "%s%llu", i ? " " : "", (unsigned long long) a->seqs[i]);
}

static void
cell_ground (const struct trace_paper *p, const struct trace_access *a,
             struct buffer *b)
{
  buffer_text (b, trace_ground_words (p->query, a->ground, p->lang));
}

static void
cell_holds (const struct trace_paper *p, const struct trace_access *a,
            struct buffer *b)
{
  (void) a;
  buffer_text (b, trace_holds_words (p->trace, p->lang));
}

#define LABEL(name, list, field)                                              \
  static void name (const struct trace_paper *p,                              \
                    const struct trace_access *a, struct buffer *b)           \
  {                                                                           \
    add_label (p, list, a->field, b);                                         \
  }
#define TEXT(name, field)                                                     \
  static void name (const struct trace_paper *p,                              \
                    const struct trace_access *a, struct buffer *b)           \
  {                                                                           \
    (void) p;                                                                 \
    add_text (b, a->field);                                                   \
  }
LABEL (cell_state, "state", state)
LABEL (cell_role, "role", role)
LABEL (cell_consent, "consent", consent)
LABEL (cell_given_by, "given-by", given_by)
LABEL (cell_hardship, "hardship", hardship)
LABEL (cell_necessity, "necessity", necessity)
TEXT (cell_request, request)
TEXT (cell_code, code)
TEXT (cell_account, account)
TEXT (cell_name, account_name)
TEXT (cell_hardship_text, hardship_text)
TEXT (cell_effort, effort)
TEXT (cell_necessity_text, necessity_text)
TEXT (cell_reception, reception)
TEXT (cell_chart, chart)
TEXT (cell_with, with)
TEXT (cell_guard, guard_reason)
TEXT (cell_adapter, adapter)
TEXT (cell_ref, ref)
TEXT (cell_handed_to, handed_to)
TEXT (cell_handed_from, handed_from)

static void
cell_drill (const struct trace_paper *p, const struct trace_access *a,
            struct buffer *b)
{
  add_yes (p, a->drill, b);
}

static void
cell_review (const struct trace_paper *p, const struct trace_access *a,
             struct buffer *b)
{
  add_yes (p, a->review, b);
}

static void
cell_reasons (const struct trace_paper *p, const struct trace_access *a,
              struct buffer *b)
{
  CLEANUP (buffer_done) struct buffer words = BUFFER_INIT;

  trace_review_words (a->reasons, p->lang, &words);
  add_text (b, buffer_string (&words));
}

static const struct
{
  const char *title; /* Japanese */
  cell *fill;
} columns[] = {
  { N_ ("日時（日本時間）"), cell_time },
  { N_ ("照会番号"), cell_request },
  { N_ ("状態"), cell_state },
  { N_ ("結果の符号"), cell_code },
  { N_ ("職員ID"), cell_account },
  { N_ ("職員の氏名"), cell_name },
  { N_ ("役割"), cell_role },
  { N_ ("同意"), cell_consent },
  { N_ ("同意した人"), cell_given_by },
  { N_ ("同意を得られない理由"), cell_hardship },
  { N_ ("同意を得られない理由の説明"), cell_hardship_text },
  { N_ ("同意を得るために試みたこと"), cell_effort },
  { N_ ("必要性"), cell_necessity },
  { N_ ("必要性の説明"), cell_necessity_text },
  { N_ ("二要素"), cell_factors },
  { N_ ("受付"), cell_reception },
  { N_ ("診療録番号"), cell_chart },
  { N_ ("情報の種類"), cell_kinds },
  { N_ ("受渡し先"), cell_adapter },
  { N_ ("受渡しの番号"), cell_ref },
  { N_ ("受渡し"), cell_delivery },
  { N_ ("遅れて届いた結果"), cell_late },
  { N_ ("個人情報保護担当の確認"), cell_review },
  { N_ ("確認の理由"), cell_reasons },
  { N_ ("違いを認めた理由"), cell_guard },
  { N_ ("一緒に見た職員"), cell_with },
  { N_ ("記録の通し番号"), cell_records },
  { N_ ("示した根拠"), cell_ground },
  { N_ ("記録全体の検証"), cell_holds },
  { N_ ("使えなかった認証手段"), cell_ladder },
  { N_ ("引継ぎ先"), cell_handed_to },
  { N_ ("引継ぎ元の照会"), cell_handed_from },
  { N_ ("訓練"), cell_drill },
};

void
trace_csv (const struct trace_paper *p, struct buffer *out)
{
  csv_begin (out);
  for (size_t i = 0; i < N_ELEMENTS (columns); i++)
    csv_cell (out, i == 0, said (p->lang, columns[i].title));
  csv_end_row (out);
  for (size_t k = 0; k < p->trace->n; k++)
    {
      for (size_t i = 0; i < N_ELEMENTS (columns); i++)
        {
          CLEANUP (buffer_done) struct buffer b = BUFFER_INIT;

          columns[i].fill (p, &p->trace->v[k], &b);
          out->failed |= b.failed;
          csv_cell (out, i == 0, buffer_string (&b));
        }
      csv_end_row (out);
    }
}
