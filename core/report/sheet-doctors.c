/* SPDX-License-Identifier: Apache-2.0 */
/* The leaflet for doctors: when, with what consent, with which factors, which
   patterns there are here, and what claims data do not tell.  */
#include "report/sheet.h"

#include "base/cleanup.h"
#include "config/profile.h"
#include "oqs/emergency.h"

static void
add_items (struct sheet *s, const char *heading, const char *const *items,
           size_t n)
{
  sheet_add (s, SHEET_HEADING, "", "%s", heading);
  for (size_t i = 0; i < n; i++)
    sheet_add (s, SHEET_ITEM, "", "%s", items[i]);
}

static const char *const when[] = {
  "患者の生命または身体を守るために必要なときだけです。",
  "使えるのは、救急時医療情報閲覧権限を付与された人だけです。ほかの人の"
  "アカウントでは使えません。",
  "先に、マイナ保険証による受付（目視確認）が必要です。処置室に伝えられる受付"
  "番号（例 21-07）で照会します。"
};

static const char *const consent[] = {
  "まず、本人または法定代理人の同意を得るように努めます。",
  "同意が得られたときは「同意あり」、得られないときは「同意取得困難」を選び"
  "ます。「同意取得困難」では、その理由と試みたこと、閲覧が必要な理由を記録"
  "します。",
  "家族の了承は、同意ではなく「試みたこと」として記録します。",
  "受付で「同意しない」を押すのは、カードリーダーの救急時の手順です。患者が"
  "閲覧を拒んだことにはなりません。",
  "患者本人がはっきりと拒んだときは、閲覧できません。受付に伝えて記録して"
  "もらいます。"
};

static const char *const claims[] = {
  "診療や薬剤の情報は、医療機関の請求（レセプト）から作られます。届くまでに"
  "一か月から一か月半ほどかかるため、最近の受診や処方は載っていません。",
  "電子処方箋の情報は、請求を待たずに載ります。ただし、電子処方箋を使った"
  "ものに限られます。",
  "「該当データなし」は、薬をのんでいないことや、受診していないことの証明には"
  "なりません。",
  "処方や調剤の記録からは、実際にのんだかどうかまでは分かりません。",
  "自費の診療や、自衛官診療証による診療などは見つかりません。"
};

static const char *const records[] = {
  "だれが、いつ、なぜ照会したかは、全て記録されます。",
  "「同意取得困難」で行った照会は、後で個人情報保護の担当者が確かめます。",
  "患者は、閲覧した医療機関、日付、情報の種類をマイナポータルで見られます。"
  "職員の名前は表示されません。",
  "患者から問い合わせがあったときは、その場で答えず、患者相談の窓口につないで"
  "ください。"
};

static void
add_factors (struct sheet *s, const struct sheet_ground *g)
{
  CLEANUP (buffer_done) struct buffer here = BUFFER_INIT;

  sheet_providers (g, &here);
  s->failed |= here.failed;
  sheet_add (s, SHEET_HEADING, "", "%s", "二要素認証");
  sheet_add (
      s, SHEET_ITEM, "", "%s",
      "照会のたびに、記憶・生体・物理媒体のうち二つの区分で認証します。");
  sheet_add (s, SHEET_ITEM, "", "%s",
             "パスワードは、自分だけが知っている状態に保ってください。初期パス"
             "ワードは、"
             "自分で変えるまで使えません。");
  if (here.len)
    sheet_add (s, SHEET_ROW, "ここで使える方式", "%s", buffer_string (&here));
  sheet_row_or_field (s, "認証できないとき", g->config->procedure[LANG_JA]);
}

static const char *
pattern_label (int number)
{
  static const char *const labels[]
      = { "",
          "救急用サマリー",
          "救急用全量版",
          "電子処方箋、救急用サマリー、救急用全量版",
          "薬剤情報",
          "診療・薬剤情報",
          "特定健診情報" };

  return number >= 1 && number <= 6 ? labels[number] : "";
}

/* "薬剤 3 か月、手術 5 年", of those kinds that have a limit.  */
static void
add_reaches (const struct profile_pattern *p, struct buffer *out)
{
  for (size_t i = 0; i < p->n_reaches; i++)
    {
      const struct profile_reach *r = &p->reaches[i];

      buffer_printf (out, "%s%s ", i ? "、" : "",
                     summary_kind_label (r->kind, LANG_JA));
      sheet_period (r->days, r->months, out);
    }
}

static void
add_patterns (struct sheet *s, const struct sheet_ground *g)
{
  sheet_add (s, SHEET_HEADING, "", "%s", "ここで取得できる情報");
  for (int i = 1; i <= 6; i++)
    {
      const struct profile_pattern *p;
      CLEANUP (buffer_done) struct buffer label = BUFFER_INIT;
      CLEANUP (buffer_done) struct buffer text = BUFFER_INIT;

      if (!(g->profile->patterns & (1u << i)))
        continue;
      p = profile_pattern (g->profile, i);
      buffer_printf (&label, "パターン %d", i);
      buffer_text (&text, pattern_label (i));
      if (p->n_reaches)
        {
          buffer_text (&text, "（");
          add_reaches (p, &text);
          buffer_text (&text, "）");
        }
      s->failed |= label.failed || text.failed;
      sheet_add (s, SHEET_ROW, buffer_string (&label), "%s",
                 buffer_string (&text));
    }
  if (g->profile->placeholder)
    sheet_add (s, SHEET_TEXT, "", "%s",
               "電文定義が仮のものであるため、取得できる情報は変わることがあり"
               "ます。");
}

void
sheet_doctors (struct sheet *s, const struct sheet_ground *g)
{
  s->title = "救急時医療情報閲覧を使う医師の方へ";
  s->subtitle = g->config->hospital ? g->config->hospital : "院内資料";
  add_items (s, "使えるとき", when, N_ELEMENTS (when));
  add_items (s, "同意", consent, N_ELEMENTS (consent));
  add_factors (s, g);
  add_patterns (s, g);
  add_items (s, "読むときに気をつけること", claims, N_ELEMENTS (claims));
  add_items (s, "記録と、患者からの問い合わせ", records, N_ELEMENTS (records));
  sheet_add (s, SHEET_HEADING, "", "%s", "困ったとき");
  sheet_own_line (s, g);
}
