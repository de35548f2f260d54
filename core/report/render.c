/* SPDX-License-Identifier: Apache-2.0 */
/* Fills the view of a summary from a request and lets each form write itself. */
#include "report/render.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/lang.h"
#include "report/summary.h"

#define NOTICES_MAX 8

static const struct
{
  const char *word;
  const char *text; /* Japanese */
} notice_table[] = {
  { "drill", N_ ("訓練です。試験用の患者の情報で、診療には使えません") },
  { "answer-unchecked-person", N_ ("結果は PDF です。emi "
                                   "は患者を照合していません。氏名と生年月日を"
                                   "確かめてから使ってください") },
  { "name-differs", N_ ("氏名のカナが受付の記録と異なります（改姓など）。生年"
                        "月日・性別・番号は一致"
                        "しています") },
  { "chart-differs",
    N_ ("カードと診療録で一つの項目が異なり、理由を記録して進みました") },
  { "answer-differs",
    N_ ("受付と結果で一つの項目が異なり、理由を記録して進みました") },
  { "chart-other-before", N_ ("この診療録番号では、最近、別の人を受付していま"
                              "す。番号を確かめてください") },
  { "validity-2",
    N_ ("保険資格は無効です（本人確認には差し支えありません）") },
  { "validity-3", N_ ("以前の保険資格は無効です。新しい資格で照会します") },
  { "validity-6", N_ ("資格は有効ですが未登録です（医療扶助）") },
  { "attested", N_ ("読取り結果のファイルはなく、職員が資格確認端末の画面から"
                    "写した内容です") },
  { "consent-ticked",
    N_ ("汎用カードリーダーで閲覧の同意にチェックが入っています。救急時は「マ"
        "イナン"
        "バーカードの券面で目視確認」を選び、同意は押しません") },
  { "day-changed",
    N_ ("受付の間に日付が変わりました。資格確認日は、入力した時の日付です") },
  { "terminal-message", N_ ("資格確認端末からのお知らせがあります。端末の表示"
                            "を確かめてください") },
};

const char *
notice_sentence (const char *word, enum lang lang)
{
  for (size_t i = 0; i < N_ELEMENTS (notice_table); i++)
    if (strcmp (notice_table[i].word, word) == 0)
      return said (lang, notice_table[i].text);
  return NULL;
}

/* Splits the words in place and collects their sentences.  */
static size_t
sentences (char *words, enum lang lang, const char **out, size_t n)
{
  char *save = NULL;

  for (char *w = strtok_r (words, " ", &save); w && n < NOTICES_MAX;
       w = strtok_r (NULL, " ", &save))
    {
      const char *text = notice_sentence (w, lang);

      if (text)
        out[n++] = text;
    }
  return n;
}

static bool
write_forms (const struct request *r, const struct summary_view *view,
             struct rendering *made)
{
  const struct summary *sum = &r->x.answer.summary;
  struct buffer text = { .wipe = true };
  struct summary_file files[2];
  size_t n = 0;

  made->xml.wipe = made->html.wipe = true;
  summary_text (view, &text);
  if (view->pdf)
    files[n++] = (struct summary_file){ "summary.pdf", "pdf", sum->pdf,
                                        sum->pdf_len };
  else
    {
      summary_html (view, &made->html);
      if (!summary_xml (view, &made->xml))
        {
          buffer_done (&text);
          return false;
        }
      files[n++] = (struct summary_file){ "summary.xml", "xml", made->xml.data,
                                          made->xml.len };
      files[n++] = (struct summary_file){ "summary.html", "html",
                                          made->html.data, made->html.len };
    }
  made->text = buffer_steal (&text, NULL);
  return made->text && !made->html.failed
         && manifest_json (view, files, n, &made->manifest);
}

/* The asker and who looked on: "dr-a dr-b"; new memory.  */
static char *
viewers_text (const struct request *r)
{
  struct buffer b = BUFFER_INIT;

  buffer_text (&b, r->order.account ? r->order.account : "-");
  for (const char *at = r->order.with; at && *at;)
    {
      size_t n = strcspn (at, ", ");

      if (n)
        buffer_printf (&b, " %.*s", (int) n, at);
      at += n + strspn (at + n, ", ");
    }
  return buffer_steal (&b, NULL);
}

static bool
render (const struct request *r, struct rendering *out, struct fault *why)
{
  struct rendering made = { .text = NULL };
  const char *notices[NOTICES_MAX];
  CLEANUP_FREE char *mine = strdup (buffer_string (&r->notices));
  CLEANUP_FREE char *theirs
      = strdup (r->reception.notices ? r->reception.notices : "");
  CLEANUP_FREE char *viewers = viewers_text (r);
  char when[17];
  struct summary_view view = {
    .request = r->id,
    .reception = r->reception.number,
    .chart = r->reception.chart,
    .viewers = viewers,
    .time = when,
    .facility = r->s->config->facility,
    .consent = strcmp (r->order.consent, "given") == 0 ? 1 : 3,
    .pattern = r->order.pattern,
    .drill = r->s->drill,
    .person = &r->reception.person,
    .notices = notices,
    .arranged = &r->arranged,
    .claims_month = r->x.answer.summary.claims_month,
    .profile = r->s->profile,
    .pdf = r->x.answer.summary.pdf != NULL,
    .full = r->order.full,
    .columns = r->s->screen ? r->s->screen->columns : 0,
    .lang = r->s->lang,
  };

  date_japan_minute (r->started, when);
  if (mine)
    view.n_notices = sentences (mine, view.lang, notices, view.n_notices);
  if (theirs)
    view.n_notices = sentences (theirs, view.lang, notices, view.n_notices);
  if (!mine || !theirs || !write_forms (r, &view, &made))
    {
      rendering_done (&made);
      return fault_set (why, CODE_MEMORY, "%s", "");
    }
  *out = made;
  return true;
}

const struct renderer summary_renderer = { .render = render };
