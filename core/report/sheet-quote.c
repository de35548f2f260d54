/* SPDX-License-Identifier: Apache-2.0 */
/* The sheet by which an estimate is asked: wanted start, factors, and what the
   doctors want to see in which order and for how long.  */
#include "report/sheet.h"

#include "base/cleanup.h"
#include "config/profile.h"
#include "oqs/emergency.h"

static void
add_who (struct sheet *s, const struct sheet_ground *g)
{
  const struct config_vendor *v = config_vendor (g->config, "ehr-vendor");

  if (v)
    sheet_add (s, SHEET_ROW, "宛先", "%s 御中", v->name);
  else
    sheet_add (s, SHEET_FIELD, "宛先", "%s", "");
  sheet_row_or_field (s, "依頼元", g->config->hospital);
  sheet_add (s, SHEET_ROW, "医療機関コード", "%s", g->config->facility);
  sheet_add (s, SHEET_FIELD, "担当者と連絡先", "%s", "");
}

static void
add_start (struct sheet *s, const struct sheet_ground *g)
{
  CLEANUP (buffer_done) struct buffer day = BUFFER_INIT;

  sheet_day (g->start, &day);
  s->failed |= day.failed;
  sheet_add (s, SHEET_HEADING, "", "%s", "運用を始めたい時期");
  sheet_add (s, SHEET_ROW, "希望", "%s",
             g->start ? buffer_string (&day)
                      : "できるだけ早く（日は相談して決めます）");
}

static void
add_wanted (struct sheet *s, const struct sheet_ground *g)
{
  sheet_add (s, SHEET_HEADING, "", "%s", "見積をお願いするもの");
  sheet_add (s, SHEET_ITEM, "", "%s",
             "救急時医療情報閲覧機能に対応した電子カルテのソフトと、その入れ方"
             "（リモート、手動、媒体の持込み）");
  sheet_add (s, SHEET_ITEM, "", "%s",
             "二要素認証のための機器またはソリューション");
  sheet_add (
      s, SHEET_ITEM, "", "%s",
      "パソコンの設定（当院で行える作業があれば、分けてお示しください）");
  if (g->config->plan.terminals)
    sheet_add (s, SHEET_ITEM, "", "端末の増設（当院の考え: %s）",
               g->config->plan.terminals);
  else
    sheet_add (s, SHEET_ITEM, "", "%s",
               "端末の増設（運用フローの上で必要な場合）");
}

static void
add_factors (struct sheet *s, const struct sheet_ground *g)
{
  const struct config_vendor *v = config_vendor (g->config, "2fa-vendor");
  CLEANUP (buffer_done) struct buffer now = BUFFER_INIT;

  sheet_providers (g, &now);
  s->failed |= now.failed;
  sheet_add (s, SHEET_HEADING, "", "%s", "二要素認証");
  sheet_row_or_field (s, "希望する方式", g->config->plan.method);
  if (now.len)
    sheet_add (s, SHEET_ROW, "emi に設定済みの方式", "%s",
               buffer_string (&now));
  if (v)
    sheet_add (s, SHEET_ROW, "二要素認証の業者", "%s", v->name);
  else
    sheet_add (
        s, SHEET_ROW, "導入の状況", "%s",
        "□ これから導入する　　□ 導入済み（業者名：　　　　　　　　　　）");
}

static void
add_display (struct sheet *s, const struct sheet_ground *g)
{
  sheet_add (s, SHEET_HEADING, "", "%s", "表示の希望（上から順に）");
  for (size_t i = 0; i < g->config->n_sections; i++)
    {
      const struct config_section *c = &g->config->sections[i];
      CLEANUP (buffer_done) struct buffer period = BUFFER_INIT;

      sheet_period (c->days, c->months, &period);
      s->failed |= period.failed;
      if (c->days || c->months)
        sheet_add (s, SHEET_ROW, summary_kind_label (c->kind, LANG_JA),
                   "直近 %s", buffer_string (&period));
      else
        sheet_add (s, SHEET_ROW, summary_kind_label (c->kind, LANG_JA), "%s",
                   "期間を限らない");
    }
  for (size_t i = 0; i < g->config->n_highlights; i++)
    sheet_add (s, SHEET_ROW, "目立たせたい薬", "%s",
               g->config->highlights[i].label);
  sheet_add (s, SHEET_TEXT, "", "%s",
             "この通りにできないものがあれば、できる範囲をお知らせください。");
}

static void
add_questions (struct sheet *s)
{
  static const char *const asked[]
      = { "発注から運用開始までの期間",
          "取得できる情報のパターンと形式（XML、PDF）",
          "二要素認証ができないときの手順", "電子カルテの操作履歴の取り出し方",
          "困ったときの連絡先と受付時間" };

  sheet_add (s, SHEET_HEADING, "", "%s", "教えていただきたいこと");
  for (size_t i = 0; i < N_ELEMENTS (asked); i++)
    sheet_add (s, SHEET_FIELD, asked[i], "%s", "");
}

void
sheet_quote (struct sheet *s, const struct sheet_ground *g)
{
  s->title = "見積依頼書";
  s->subtitle = "救急時医療情報閲覧機能の導入について";
  add_who (s, g);
  sheet_add (
      s, SHEET_TEXT, "", "%s",
      "当院では、救急時医療情報閲覧機能の利用を始めたいと考えています。次の"
      "内容で、見積と作業の日程をお知らせください。");
  add_start (s, g);
  add_wanted (s, g);
  add_factors (s, g);
  add_display (s, g);
  add_questions (s);
}
