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
  buffer_text (b, is ? said (p->lang, "あり", "yes") : "");
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
    buffer_text (b, said (p->lang, "受渡し済み", "delivered"));
}

static void
cell_late (const struct trace_paper *p, const struct trace_access *a,
           struct buffer *b)
{
  if (a->late)
    buffer_text (b, a->collected ? said (p->lang, "後から到着し、受け取った",
                                         "came late and was collected")
                                 : said (p->lang, "後から到着", "came late"));
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
  const char *title[2];
  cell *fill;
} columns[] = {
  { { "日時（日本時間）", "time (Japan)" }, cell_time },
  { { "照会番号", "request" }, cell_request },
  { { "状態", "state" }, cell_state },
  { { "結果の符号", "code" }, cell_code },
  { { "職員ID", "account" }, cell_account },
  { { "職員の氏名", "name" }, cell_name },
  { { "役割", "role" }, cell_role },
  { { "同意", "consent" }, cell_consent },
  { { "同意した人", "given by" }, cell_given_by },
  { { "同意を得られない理由", "hardship" }, cell_hardship },
  { { "同意を得られない理由の説明", "hardship in words" },
    cell_hardship_text },
  { { "同意を得るために試みたこと", "effort" }, cell_effort },
  { { "必要性", "necessity" }, cell_necessity },
  { { "必要性の説明", "necessity in words" }, cell_necessity_text },
  { { "二要素", "factors" }, cell_factors },
  { { "受付", "reception" }, cell_reception },
  { { "診療録番号", "chart" }, cell_chart },
  { { "情報の種類", "kinds" }, cell_kinds },
  { { "受渡し先", "adapter" }, cell_adapter },
  { { "受渡しの番号", "reference" }, cell_ref },
  { { "受渡し", "delivery" }, cell_delivery },
  { { "遅れて届いた結果", "late answer" }, cell_late },
  { { "個人情報保護担当の確認", "to be reviewed" }, cell_review },
  { { "確認の理由", "reasons of the review" }, cell_reasons },
  { { "違いを認めた理由", "why a difference passed" }, cell_guard },
  { { "一緒に見た職員", "co-viewers" }, cell_with },
  { { "記録の通し番号", "records" }, cell_records },
  { { "示した根拠", "found by" }, cell_ground },
  { { "記録全体の検証", "evidence" }, cell_holds },
};

void
trace_csv (const struct trace_paper *p, struct buffer *out)
{
  csv_begin (out);
  for (size_t i = 0; i < N_ELEMENTS (columns); i++)
    csv_cell (out, i == 0, columns[i].title[p->lang]);
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
