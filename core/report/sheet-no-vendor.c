/* SPDX-License-Identifier: Apache-2.0 */
/* What to write into the portal's form when the EHR's vendor has no plans for
   the function.  Kind and subject are those that the guide prescribes.  */
#include "report/sheet.h"

#include "base/cleanup.h"

/* LABEL, then TEXT or room for it.  */
static void
add_line (struct buffer *b, const char *label, const char *text)
{
  buffer_printf (b, "%s: %s\n", label,
                 text && text[0] ? text : "（ここに書いてください）");
}

static void
add_content (struct sheet *s, const struct sheet_ground *g)
{
  const struct plan_declared *p = &g->config->plan;
  const struct config_vendor *v = config_vendor (g->config, "ehr-vendor");
  CLEANUP (buffer_done) struct buffer b = BUFFER_INIT;
  CLEANUP (buffer_done) struct buffer asked = BUFFER_INIT;
  CLEANUP (buffer_done) struct buffer start = BUFFER_INIT;

  sheet_day (p->quoted, &asked);
  sheet_day (g->start, &start);
  buffer_text (
      &b, "救急時医療情報閲覧機能の見積を電子カルテシステムの事業者に依頼した"
          "ところ、提供の予定がないとの回答でした。\n当院がこの機能を利用する"
          "ために取れる方法を、ご教示ください。\n\n");
  add_line (&b, "医療機関名", g->config->hospital);
  buffer_printf (&b, "医療機関コード: %s\n", g->config->facility);
  add_line (&b, "電子カルテシステムの事業者", v ? v->name : NULL);
  add_line (&b, "見積を依頼した日", buffer_string (&asked));
  add_line (&b, "回答の内容", p->reply);
  if (g->start)
    add_line (&b, "運用を始めたい時期", buffer_string (&start));
  buffer_text (&b, "返信先: （ここに書いてください）");
  s->failed |= b.failed || asked.failed || start.failed;
  sheet_add (s, SHEET_COPY, "", "%s", buffer_string (&b));
}

void
sheet_no_vendor (struct sheet *s, const struct sheet_ground *g)
{
  const struct fact *form = facts_get (g->facts, "form");

  s->title = "問い合わせフォームに書く内容";
  s->subtitle
      = "電子カルテの業者に、救急時医療情報閲覧機能を提供する予定がないとき";
  if (form && form->url)
    sheet_add (s, SHEET_ROW, "問い合わせフォーム", "%s", form->url);
  sheet_add (s, SHEET_ROW, "お問い合わせ種類", "%s",
             "オンライン資格確認の導入について");
  sheet_add (
      s, SHEET_ROW, "お問い合わせ件名", "%s",
      "【救急時医療情報閲覧機能】電子カルテシステムが非対応である旨の相談");
  sheet_add (s, SHEET_HEADING, "", "%s", "お問い合わせ内容");
  add_content (s, g);
  sheet_add (s, SHEET_TEXT, "", "%s",
             "回答まで日数がかかることがあります。患者の名前や番号は書かないで"
             "ください。");
}
