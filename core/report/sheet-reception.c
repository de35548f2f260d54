/* SPDX-License-Identifier: Apache-2.0 */
/* The leaflet for reception: who may do what at the reader, what 同意しない
   means, the order of steps at each kind of reader that this hospital has, and
   what to do when a patient asks later.  */
#include "report/sheet.h"

#include <string.h>

#include "base/cleanup.h"

static const char *const rules[] = {
  "受付は、マイナ保険証の目視確認で行います。当面は、ほかの方法では使えません"
  "。",
  "券面の顔写真と患者が一致することを、職員が目で確かめます。患者が着いたとき"
  "でも、資格確認の直前でもかまいません。",
  "写真が一致しないとき、見比べられないときは、受付を進めません。",
  "カードを置くのも、画面を押すのも、家族、介助者、職員のだれでもかまいません"
  "。",
  "スマートフォンのマイナ保険証は写真を見比べられないため、使えません。",
  "目視確認用パスコードと、資格確認端末の ID やパスワードは、emi "
  "に入れません。"
};

static const char *const on_device[]
    = { "カードリーダーの「職員用ボタン」を押す",
        "「アカウント情報管理」で発行しておいた目視確認用パスコードを入れる",
        "顔写真と患者が一致することを確かめ、カードを置く",
        "画面の「同意しない」を押す", "カードを取り出して返す" };

static const char *const on_terminal[]
    = { "一般アカウントを使っていれば「ログアウト」する",
        "管理アカウントでログインする",
        "メニューの「顔認証付きカードリーダー操作」、「目視確認」の順に押す",
        "先に資格確認日を入力し、「目視で本人確認完了」にチェックする",
        "カードをカードリーダーに置く",
        "カードリーダーの画面で「同意しない」を押す",
        "カードを取り出して返す",
        "顔認証モードに戻すときは「無人運転」を押す",
        "管理アカウントからログアウトする" };

static const char *const on_generic[]
    = { "メニューの「マイナンバーカードで確認」を押す",
        "「マイナンバーカードの券面で目視確認」を選ぶ",
        "先に「目視で本人確認完了」にチェックし、資格確認日を入力する",
        "カードをカードリーダーに置き、資格情報詳細が表示されるのを待つ",
        "カードを取り出して返す（同意を選ぶ画面は出ない）" };

static const struct
{
  const char *plugin;
  const char *heading;
  const char *const *steps;
  size_t n;
} ways[] = {
  { "face-device", "顔認証付きカードリーダーで行うとき", on_device,
    N_ELEMENTS (on_device) },
  { "face-terminal", "資格確認端末から顔認証付きカードリーダーを使うとき",
    on_terminal, N_ELEMENTS (on_terminal) },
  { "generic", "汎用カードリーダーで行うとき", on_generic,
    N_ELEMENTS (on_generic) },
};

static const char *const after[] = {
  "画面に出た受付番号（例 21-07）を、処置室に伝えます。",
  "カードを返したこと、端末とカードリーダーを元に戻したことを確かめます。"
};

static const char *const asked[] = {
  "「覚えのない閲覧がマイナポータルにある」と言われたら、見た、見ていないを"
  "その場で答えず、患者相談の窓口につなぎます。",
  "閲覧の日付、情報の種類、折り返しの連絡先を聞いておきます。"
};

static void
add_items (struct sheet *s, const char *heading, const char *const *items,
           size_t n)
{
  sheet_add (s, SHEET_HEADING, "", "%s", heading);
  for (size_t i = 0; i < n; i++)
    sheet_add (s, SHEET_ITEM, "", "%s", items[i]);
}

static void
add_consent (struct sheet *s)
{
  sheet_add (s, SHEET_HEADING, "", "%s", "「同意しない」について");
  sheet_add (
      s, SHEET_STRESS, "", "%s",
      "顔認証付きカードリーダーで「同意しない」を押すのは、救急時の手順です。"
      "閲覧を拒むことではありません。");
  sheet_add (
      s, SHEET_ROW, "家族への説明の例", "%s",
      "「救急の受付では、ここで『同意しない』を押していただく決まりです。"
      "治療や、情報を見ることを断るものではありません。」");
  sheet_add (s, SHEET_ROW, "本人が本当に拒んだとき", "%s",
             "処置室に伝え、emi receive に --refused を付けて記録します。");
}

static bool
has_reader (const struct config *c, const char *plugin)
{
  for (size_t i = 0; i < c->n_instances; i++)
    if (c->instances[i].kind == EMI_KIND_READER
        && strcmp (c->instances[i].plugin, plugin) == 0)
      return true;
  return false;
}

static void
add_ways (struct sheet *s, const struct sheet_ground *g)
{
  for (size_t w = 0; w < N_ELEMENTS (ways); w++)
    {
      if (!has_reader (g->config, ways[w].plugin))
        continue;
      sheet_add (s, SHEET_HEADING, "", "%s", ways[w].heading);
      for (size_t i = 0; i < ways[w].n; i++)
        sheet_add (s, SHEET_STEP, "", "%s", ways[w].steps[i]);
    }
}

void
sheet_reception (struct sheet *s, const struct sheet_ground *g)
{
  s->title = "救急時医療情報閲覧のための受付";
  s->subtitle = g->config->hospital ? g->config->hospital : "院内資料";
  add_items (s, "受付の決まり", rules, N_ELEMENTS (rules));
  add_consent (s);
  add_ways (s, g);
  add_items (s, "受付が済んだら", after, N_ELEMENTS (after));
  add_items (s, "後日、患者から尋ねられたら", asked, N_ELEMENTS (asked));
  sheet_add (s, SHEET_HEADING, "", "%s", "困ったとき");
  sheet_own_line (s, g);
}
