/* SPDX-License-Identifier: Apache-2.0 */
/* The generic card reader (汎用カードリーダー) at the 資格確認端末, with the
   general account: the tick comes first, there is no consent step, and the
   result comes as a file that nobody asked for, or not at all; then staff copy
   it from the screen.  Buttons and menus are named exactly as printed
   (operation flow, page 5).  */
#include "generic.h"

#include <stdlib.h>
#include <string.h>

#include "lib/pattern.h"
#include "lib/prompts.h"

static const struct emi_option options[] = {
  { "res", EMI_OPT_PATH, EMI_OPT_REQUIRED, NULL, NULL,
    "folder in which the terminal leaves results" },
  { "settle", EMI_OPT_MS, 0, "3000", "0..60000",
    "how long another file may follow one that was taken" },
  { "pcsc", EMI_OPT_TEXT, 0, NULL, NULL,
    "the card reader's PC/SC name, or its beginning, where it is plugged in "
    "here: card in and out are observed" },
  { "leave", EMI_OPT_MS, 0, "15000", "0..600000",
    "how long the card may stay on an observed reader at the end" },
  EMI_OPTION_END,
};

static const struct emi_prompt prompts[] = {
  { "photo", PROMPT_PHOTO },
  { "date", PROMPT_DATE },
  { "completed", EMI_PROMPT_CHOICE, "yes no",
    "読取り結果のファイルが届きません。資格確認端末に資格情報詳細が表示されて"
    "いますか（yes はい / no いいえ）",
    "No result file came. Does the terminal show 資格情報詳細 (yes, no)?",
    NULL },
  { "number", EMI_PROMPT_TEXT, NULL,
    "画面の 保険者番号:記号:番号:枝番（記号・枝番はなければ空）",
    "From the screen, insurer:symbol:number:branch (symbol and branch may be "
    "empty)",
    NULL },
  { "kana", EMI_PROMPT_TEXT, NULL, "画面の氏名カナ",
    "From the screen, the name in kana", NULL },
  { "birth", EMI_PROMPT_TEXT, NULL, "画面の生年月日（YYYY-MM-DD）",
    "From the screen, the birth date (YYYY-MM-DD)", NULL },
  { "sex", EMI_PROMPT_CHOICE, "1 2 3",
    "画面の性別（1 男 / 2 女 / 3 未設定）",
    "From the screen, the sex (1 male, 2 female, 3 not set)", NULL },
  { "person", PROMPT_PERSON },
  EMI_PROMPT_END,
};

static const struct flow_step at_the_terminal[] = {
  { "1", "menu", "メニューの「マイナンバーカードで確認」をクリックする",
    "click マイナンバーカードで確認 in the menu", "staff", "terminal" },
  { "2", "visual",
    "「マイナンバーカードの券面で目視確認」を選択する（同意は押さない）",
    "choose マイナンバーカードの券面で目視確認 (no consent is ticked)", "staff",
    "terminal" },
  { "3", "tick", "顔写真を見比べて「目視で本人確認完了」にチェックする",
    "compare the photo and tick 目視で本人確認完了", "staff", "terminal" },
  { "4", "date", "資格確認日（今日）を入力する",
    "type 資格確認日, which is today", "staff", "terminal" },
  { "5", "screen", "画面の案内に従う", "follow the screen", "staff",
    "terminal" },
  { "6", "card", "マイナ保険証を汎用カードリーダーに置く",
    "place the card on the card reader", "helper", "reader" },
  { "7", "details", "資格情報詳細が表示される", "資格情報詳細 is shown",
    "staff", "terminal" },
  { "8", "take-card", "マイナ保険証を取り出す", "take the card", "helper",
    "reader" },
  FLOW_END,
};
static const struct flow_step *const steps[] = { at_the_terminal, NULL };

static const struct flow_question before[]
    = { { "photo", "tick" }, { "date", "date" }, { NULL, NULL } };
static const struct flow_question after[]
    = { { "person", NULL }, { NULL, NULL } };

static const struct flow_words hints[] = {
  { "order",
    "「目視で本人確認完了」のチェックが先、資格確認日の入力が次、カードはその"
    "あとです。順番が違うと読取りは始まりません",
    "the tick 目視で本人確認完了 comes first, then 資格確認日, then the card; in "
    "another order nothing is read" },
  { NULL, NULL, NULL },
};

static emi_rc
answered (struct flow *f, struct emi_call *call, const char *prompt,
          const char *answer)
{
  struct generic *g = (struct generic *) f;

  (void) answer;
  if (strcmp (prompt, "photo") == 0)
    {
      emi_rc rc = generic_watch_card (g, call);

      g->ticked = true;
      return rc;
    }
  return EMI_OK;
}

/* The terminal wrote nothing in time: what its screen shows is copied.  */
static emi_rc
copy_from_screen (struct flow *f, struct emi_call *call, struct collect *c)
{
  static const char *const copied[] = { "number", "kana", "birth", "sex" };
  const char *answer;
  emi_rc rc = flow_ask (f, call, "completed", &answer);

  if (rc != EMI_OK)
    return rc;
  if (strcmp (answer, "yes") != 0)
    {
      rc = flow_say (f, call, "hint", &hints[0]);
      return rc == EMI_OK ? collect_nothing (c) : rc;
    }
  for (size_t i = 0; rc == EMI_OK && i < sizeof copied / sizeof *copied; i++)
    rc = flow_ask (f, call, copied[i], &answer);
  if (rc == EMI_OK)
    rc = flow_tick (f, call, "details", "done");
  return rc;
}

static const struct flow_kind kind = {
  .steps = steps,
  .before = before,
  .after = after,
  .card = "details",
  .hints = hints,
  .no_consent = true,
  .answered = answered,
  .absent = copy_from_screen,
  .leave = generic_leave,
};

static emi_rc
generic_new (const struct emi_host *host, void *host_ctx,
             struct emi_call *call, struct generic *g)
{
  static const struct flow_source res
      = { "res", PATTERN_RESULT, pattern_is_eligibility };
  const char *pcsc = host->option (host_ctx, "pcsc");
  emi_rc rc = flow_init (&g->flow, host, host_ctx, call, &kind, &res);

  if (rc != EMI_OK || pcsc == NULL || pcsc[0] == '\0')
    return rc;
  g->leave_ms = host->option_number (host_ctx, "leave");
  g->card = card_new (pcsc);
  if (g->card == NULL)
    return host->fail (call, EMI_INTERNAL, "no memory");
  g->flow.place.round = generic_watch_card;
  g->flow.place.round_ms = 250;
  return EMI_OK;
}

static emi_rc
generic_open (const struct emi_host *host, void *host_ctx,
              struct emi_call *call, void **self_out)
{
  struct generic *g = calloc (1, sizeof *g);
  emi_rc rc;

  if (g == NULL)
    return host->fail (call, EMI_INTERNAL, "no memory");
  rc = generic_new (host, host_ctx, call, g);
  if (rc == EMI_OK)
    *self_out = g;
  else
    free (g);
  return rc;
}

static void
generic_close (void *self)
{
  struct generic *g = self;

  card_free (g->card);
  flow_done (&g->flow);
  free (g);
}

static emi_rc
generic_identify (void *self, struct emi_call *call,
                  const struct emi_reader_identify *in)
{
  struct generic *g = self;

  g->seen = CARD_UNSEEN;
  g->ticked = g->early = false;
  return flow_identify (self, call, in);
}

static emi_rc
generic_status (void *self, struct emi_call *call,
                const struct emi_reader_status *in)
{
  emi_rc rc = flow_status (self, call, in);

  return rc == EMI_OK ? generic_card_status (self, call) : rc;
}

static const struct emi_reader_ops ops = {
  .size = sizeof ops,
  .identify = generic_identify,
  .status = generic_status,
  .prepare = flow_prepare,
};

EMI_READER_PLUGIN (generic, &ops, options, .threads = EMI_THREAD_INSTANCE,
                   .prompts = prompts, .name = "generic", .version = "1",
                   .summary = "generic card reader at the terminal",
                   .open = generic_open, .close = generic_close,
                   .needs = "unix");
