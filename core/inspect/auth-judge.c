/* SPDX-License-Identifier: Apache-2.0 */
/* Which check it is that a provider fails.  Whether it fails at all is the
   slot's to say, as in production; here only the reason is looked for.  */
#include <string.h>

#include <emi/auth.h>

#include "base/lang.h"
#include "base/words.h"
#include "inspect/auth.h"

static void
blame_challenge (struct verify *v, struct emi_span got)
{
  struct inspection *in = v->state->in;
  const struct past *whose = NULL;

  v->explained = true;
  /* One that keeps its first challenge for ever meets others with it, too. */
  if (noted_fail (in, CHECK_OLD_CHALLENGE)
      || noted_fail (in, CHECK_OTHER_CHALLENGE))
    return;
  for (size_t k = 0; k < v->state->n_past; k++)
    if (got.len == CHALLENGE_LEN
        && memcmp (got.data, v->state->past[k].challenge, CHALLENGE_LEN) == 0)
      whose = &v->state->past[k];
  if (whose && strcmp (whose->account, v->slot.asking.account) == 0)
    note_fail (in, CHECK_OLD_CHALLENGE,
               N_ ("前の呼び出しの照合値を証明しました"));
  else if (whose)
    note_fail (in, CHECK_OTHER_CHALLENGE, N_ ("別の人の照合値を証明しました"));
  else
    note_fail (in, CHECK_OTHER_CHALLENGE,
               N_ ("渡していない照合値を証明しました"));
}

static void
look_at_challenge (struct verify *v, struct emi_span got)
{
  if (got.len != CHALLENGE_LEN
      || memcmp (got.data, v->slot.challenge, CHALLENGE_LEN) != 0)
    blame_challenge (v, got);
}

/* Each of them is declared; two only of a joint provider.  */
static void
look_at_methods (struct verify *v, struct emi_span got)
{
  struct inspection *in = v->state->in;
  const char *at = got.data, *end = at ? at + got.len : at;
  size_t n = 0;
  bool good = got.len > 0;

  while (good && at < end)
    {
      size_t len = 0;

      while (at + len < end && at[len] != ' ')
        len++;
      good = words_have_span (v->slot.allowed, at, len);
      at += len + (at + len < end);
      n++;
    }
  if (good && (n == 1 || (n == 2 && v->slot.flags & EMI_AUTH_JOINT)))
    return;
  v->explained = true;
  note_fail (in, CHECK_METHODS, N_ ("宣言していない区分を証明しました"));
}

static void
look_at_evidence (struct verify *v, struct emi_span got)
{
  struct inspection *in = v->state->in;
  const unsigned char *text = got.data;
  bool good = got.len <= EVIDENCE_MAX;

  for (size_t i = 0; good && i < got.len; i++)
    good = text[i] >= 0x20 && text[i] <= 0x7e;
  if (!good)
    {
      v->explained = true;
      note_fail (in, CHECK_EVIDENCE,
                 N_ ("長すぎるか、印字できない文字があります"));
    }
  if (given_told (in, got.data, got.len))
    note_fail (in, CHECK_SECRETS, N_ ("証明の文に、答えが入っていました"));
}

emi_rc
judge_put_fields (void *ctx, const char *name, const struct emi_fields *fields)
{
  struct verify *v = ctx;

  if (strcmp (name, "attestation") == 0)
    {
      look_at_challenge (v, fields_span (fields, "challenge"));
      look_at_methods (v, fields_span (fields, "methods"));
      look_at_evidence (v, fields_span (fields, "evidence"));
      if (v->slot.attested > 0)
        {
          v->explained = true;
          note_fail (v->state->in, CHECK_ATTESTATION,
                     N_ ("一度の呼び出しで二つ証明しました"));
        }
    }
  return slot_put_fields (&v->slot, name, fields);
}

emi_rc
judge_put (void *ctx, const char *name, const void *data, size_t len)
{
  struct verify *v = ctx;

  if (given_told (v->state->in, data, len))
    note_fail (v->state->in, CHECK_SECRETS,
               N_ ("結果に、答えが入っていました"));
  return slot_put (&v->slot, name, data, len);
}

/* --- after the call --- */

static void
judge_verdict (struct verify *v)
{
  struct inspection *in = v->state->in;
  const struct slot *s = &v->slot;

  if (v->explained)
    return;
  if (s->refused && s->attested)
    note_fail (in, CHECK_REFUSAL, N_ ("断ったのに、証明も出しました"));
  else if (s->granted && !s->attested)
    note_fail (in, CHECK_ATTESTATION, N_ ("認めたのに、証明がありません"));
  else if (s->granted + s->refused == 0 && v->rc == EMI_OK)
    note_fail (in, CHECK_VERDICT,
               N_ ("判定を告げずに終わりました（誰も認められません）"));
  else if (v->verdict == SLOT_BAD && s->fault && strstr (s->fault, "counter"))
    note_fail (in, CHECK_COUNTER, N_ ("番号が決まりに合いません（%s）"),
               s->fault);
  else if (v->verdict == SLOT_BAD && s->granted + s->refused > 0)
    note_fail (in, CHECK_VERDICT, N_ ("判定が決まりに合いません（%s）"),
               s->fault ? s->fault : "-");
}

static void
note_good (struct verify *v)
{
  struct inspection *in = v->state->in;

  if (v->verdict == SLOT_GRANTED)
    {
      note_pass (in, CHECK_ATTESTATION);
      note_pass (in, CHECK_METHODS);
      note_pass (in, CHECK_EVIDENCE);
    }
  if (v->verdict == SLOT_REFUSED)
    note_pass (in, CHECK_REFUSAL);
  if (v->verdict == SLOT_GRANTED || v->verdict == SLOT_REFUSED)
    note_pass (in, CHECK_VERDICT);
}

void
judge_verify (struct verify *v)
{
  struct auth_state *st = v->state;

  judge_verdict (v);
  note_good (v);
  if (st->n_past < PAST_MOST)
    {
      struct past *p = &st->past[st->n_past++];

      memcpy (p->challenge, v->slot.challenge, CHALLENGE_LEN);
      p->account = v->slot.asking.account;
    }
}
