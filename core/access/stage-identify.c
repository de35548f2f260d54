/* SPDX-License-Identifier: Apache-2.0 */
/* Which reception is asked for, whether it is good for a request, and how its
   consent step fits the consent now stated (R2, R5).  */
#include "access/stages.h"

#include <stdlib.h>
#include <string.h>

#include "access/drill.h"
#include "base/cleanup.h"
#include "base/date.h"
#include "base/lang.h"

static const struct emi_prompt choose_prompt
    = { "reception",
        EMI_PROMPT_TEXT,
        NULL,
        "どの受付ですか（番号）",
        "Which reception (its number)?",
        NULL };

static const struct emi_prompt pressed_prompt
    = { "pressed",
        EMI_PROMPT_CHOICE,
        "family helper staff patient",
        "カードリーダーで同意を押したのは誰ですか",
        "Who pressed consent at the reader?",
        NULL };

/* The fresh ones by number, reader and time; no names before the doctor has
   proved two factors.  */
static char *
fresh_lines (struct request *r, struct txn *t)
{
  struct buffer b = BUFFER_INIT;
  struct reception *list = NULL;
  size_t n = 0;

  if (!reception_list (r->s, t, r->s->profile->card_window_s, true, &list, &n,
                       NULL))
    return NULL;
  for (size_t i = 0; i < n; i++)
    {
      char when[17];

      date_japan_minute (list[i].read_at, when);
      buffer_printf (&b, "  %s  %s  %s\n", list[i].number, when,
                     list[i].reader);
    }
  if (n == 0)
    buffer_text (&b, said (r->s->lang, "  有効な受付はありません\n"));
  receptions_free (list, n);
  return buffer_steal (&b, NULL);
}

static char *
choose (struct request *r, struct txn *t)
{
  CLEANUP_FREE char *lines = fresh_lines (r, t);
  struct question q = { .account = r->order.account,
                        .instance = "request",
                        .prompt = &choose_prompt,
                        .shown = lines };
  struct secret answer = SECRET_INIT;
  char *name;

  if (!session_ask (r->s, &q, &answer, NULL, &r->fault))
    return NULL;
  name = strdup (answer.len ? (const char *) answer.data : "");
  secret_done (&answer);
  if (!name)
    fault_set (&r->fault, CODE_MEMORY, "%s", "");
  return name;
}

/* Consent pressed, but now said to be hard to obtain: who pressed decides. */
static bool
consent_conflict (struct request *r)
{
  struct question q = { .account = r->order.account,
                        .instance = "guard",
                        .prompt = &pressed_prompt };
  struct secret answer = SECRET_INIT;

  if (strcmp (r->order.consent, "difficult") != 0
      || r->reception.consent != OQS_CONSENT_GIVEN)
    return true;
  if (r->reception.pressed_by)
    r->pressed_answer = strdup (r->reception.pressed_by);
  else
    {
      if (!session_ask (r->s, &q, &answer, NULL, &r->fault))
        return false;
      r->pressed_answer
          = strdup (answer.len ? (const char *) answer.data : "");
      secret_done (&answer);
    }
  if (r->pressed_answer && strcmp (r->pressed_answer, "patient") == 0)
    return fault_set (&r->fault, CODE_CONSENT, "--consent given");
  r->review |= REVIEW_PRESSED;
  return true;
}

static bool
check (struct request *r, struct txn *t)
{
  bool lifted = false;

  if (!r->reception_known)
    return fault_set (&r->fault, CODE_RECEPTION_UNKNOWN, "%s", "");
  if (!reception_allowed (r->s, t, &r->reception, &lifted, &r->fault))
    return false;
  r->review
      |= (lifted ? REVIEW_LIFTED : 0)
         | (r->reception.guarded ? REVIEW_CHART : 0)
         | (strcmp (r->order.consent, "difficult") == 0 ? REVIEW_DIFFICULT
                                                        : 0);
  return true;
}

bool
stage_identify (struct request *r)
{
  CLEANUP_FREE char *chosen = NULL;
  const char *name = r->order.reception;
  struct txn *t = NULL;
  bool ok;

  if (r->s->drill)
    {
      buffer_text (&r->notices, "drill");
      return r->reception_known = drill_reception (r->s, r->order.account,
                                                   &r->reception, &r->fault);
    }
  if (!ledger_begin (r->s->ledger, TXN_READ, &t, &r->fault))
    return false;
  if (!name)
    name = chosen = choose (r, t);
  ok = name
       && reception_get (r->s, t, name, &r->reception, &r->reception_known,
                         &r->fault)
       && check (r, t);
  txn_end (t);
  return ok && consent_conflict (r);
}
