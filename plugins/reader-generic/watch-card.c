/* SPDX-License-Identifier: Apache-2.0 */
/* What the card's way in and out of the reader means for the flow: a tick, a
   card that comes too early, a card that is left behind.  */
#include "generic.h"

static const struct flow_words card_left
    = { "card",
        "カードがカードリーダーに残っています。取り出して返してください",
        "the card is still on the reader; take it and give it back" };
static const struct flow_words card_early = {
  "early",
  "「目視で本人確認完了」にチェックする前にカードが置かれました。いったん"
  "取り出し、チェックと資格確認日の入力のあとで置き直してください",
  "the card was placed before 目視で本人確認完了 was ticked; take it, tick, "
  "type "
  "資格確認日 and place it again",
};

/* The card was there, or came, before its turn.  */
static emi_rc
say_early (struct generic *g, struct emi_call *call)
{
  if (g->early)
    return EMI_OK;
  g->early = true;
  return flow_say (&g->flow, call, "hint", &card_early);
}

static emi_rc
came (struct generic *g, struct emi_call *call)
{
  emi_rc rc = flow_say (&g->flow, call, "open", &card_left);

  if (rc != EMI_OK || !g->ticked)
    return rc == EMI_OK ? say_early (g, call) : rc;
  return flow_tick (&g->flow, call, "card", "seen");
}

static emi_rc
went (struct generic *g, struct emi_call *call)
{
  emi_rc rc = flow_say (&g->flow, call, "closed", &card_left);

  return rc == EMI_OK && g->ticked
             ? flow_tick (&g->flow, call, "take-card", "seen")
             : rc;
}

emi_rc
generic_watch_card (void *self, struct emi_call *call)
{
  struct generic *g = self;
  const char *sentence;
  enum card_seen before = g->seen, now;

  if (g->card == NULL)
    return EMI_OK;
  now = card_look (g->card, &sentence);
  /* A reader that cannot be asked for a while tells nothing new.  */
  if (now == CARD_UNSEEN || now == before)
    return EMI_OK;
  g->seen = now;
  if (now == CARD_IN)
    return came (g, call);
  return before == CARD_IN ? went (g, call) : EMI_OK;
}

#define LOOK_MS 250

emi_rc
generic_leave (struct flow *f, struct emi_call *call)
{
  struct generic *g = (struct generic *) f;
  int64_t left = g->leave_ms;
  emi_rc rc = generic_watch_card (g, call);

  if (rc == EMI_OK && g->seen == CARD_IN && left > 0)
    rc = flow_say (f, call, "hint", &card_left);
  for (; rc == EMI_OK && g->seen == CARD_IN && left > 0; left -= LOOK_MS)
    {
      rc = f->host->wait (call, -1, 0, left < LOOK_MS ? left : LOOK_MS);
      if (rc == EMI_RETRY)
        rc = generic_watch_card (g, call);
    }
  return rc == EMI_DEADLINE ? EMI_OK : rc;
}

emi_rc
generic_card_status (struct generic *g, struct emi_call *call)
{
  const char *sentence = "";

  if (g->card == NULL)
    return EMI_OK;
  switch (card_look (g->card, &sentence))
    {
    case CARD_IN:
      return flow_say (&g->flow, call, "open", &card_left);
    case CARD_OUT:
      return EMI_OK;
    case CARD_UNSEEN:
      break;
    }
  return g->flow.host->fail (call, EMI_UNREACHED, "%s", sentence);
}
