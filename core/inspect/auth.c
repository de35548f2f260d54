/* SPDX-License-Identifier: Apache-2.0 */
/* Auth providers: two people who do not exist are registered and come to be
   verified, in the order that shows who mixes them up.  */
#include "inspect/auth.h"

#include <string.h>

#include <emi/auth.h>

#include "access/proof.h"
#include "base/lang.h"

/* A challenge nobody else gets.  */
#define ENROL_CHALLENGE "emi plugin check, registering  .."
#define ISSUER "0000000000"

struct holder
{
  const char *account;
  struct buffer enrolment;
  bool made;
};

struct enrol
{
  struct asking asking; /* first: it is the context of the call */
  struct inspection *in;
  struct holder *holder;
  unsigned n;
  bool state; /* that is one */
};

/* --- registering --- */

static emi_rc
enrol_put (void *ctx, const char *name, const void *data, size_t len)
{
  struct enrol *e = ctx;

  if (strcmp (name, "enrolment") == 0 && e->n++ == 0)
    {
      buffer_add (&e->holder->enrolment, data, len);
      e->holder->made = true;
    }
  if (strcmp (name, "state") == 0)
    e->state = (len == 6 && memcmp (data, "active", 6) == 0)
               || (len == 7 && memcmp (data, "pending", 7) == 0);
  return EMI_OK;
}

static void
enrol_judge (const struct enrol *e, emi_rc rc)
{
  struct inspection *in = e->in;

  if (rc == EMI_OK && (e->n != 1 || !e->state))
    note_fail (in, CHECK_ENROLS,
               N_ ("登録の中身か状態が告げられませんでした"));
  else if (rc == EMI_OK)
    note_pass (in, CHECK_ENROLS);
  else if (in->why.code == CODE_PROMPT_UNANSWERED)
    note_skip (in, CHECK_ENROLS, N_ ("--answers で答えを与えてください（%s）"),
               in->why.detail);
  else
    note_skip (in, CHECK_ENROLS, N_ ("今は登録できません（%s）"),
               in->why.detail);
}

static void
enrol (struct inspection *in, struct holder *h)
{
  struct enrol e
      = { .asking = { .session = &in->session, .account = h->account },
          .in = in,
          .holder = h };
  const struct inspected_env env = { &e.asking, enrol_put, NULL };
  emi_rc rc;

  rc = CALL (in, in->one, auth_enrol, &env, .account = h->account,
             .mode = "set", .issuer = ISSUER,
             .challenge = { ENROL_CHALLENGE, CHALLENGE_LEN },
             .terminal = "trial");
  h->made = h->made && rc == EMI_OK && !h->enrolment.failed;
  enrol_judge (&e, rc);
}

/* --- verifying --- */

/* What the core checks itself it checks here, too, as far as nobody else's
   word is needed: a signature against the registered certificate.  */
static void
judge_proof (struct verify *v, const struct holder *h)
{
  struct inspection *in = v->state->in;
  struct proof p = {
    .session = &in->session,
    .config = &in->instances[ONE],
    .slot = &v->slot,
    .account = h->account,
    .enrolled = { h->enrolment.data, h->enrolment.len },
  };
  struct fault why;

  if (!(v->slot.flags & EMI_AUTH_SIGNED))
    return;
  if (proof_check (&p, &why))
    note_pass (in, CHECK_PROOF);
  else
    note_fail (in, CHECK_PROOF, N_ ("%s（%s）"),
               code_info (why.code)->message[in->setup->lang], why.detail);
}

static void
verify (struct auth_state *st, struct instance *i, const struct holder *h,
        int64_t counter, struct verify *v)
{
  struct inspection *in = st->in;
  const struct factor_purpose purpose
      = { .request = "trial", .reception = "", .rung = 0 };
  const struct inspected_env env
      = { &v->slot.asking, judge_put, judge_put_fields };

  *v = (struct verify){ .state = st };
  slot_open (&v->slot, &in->session, h->account, in->plugin->name, in->plugin,
             &purpose);
  v->rc = CALL (in, i, auth_verify, &env, .account = h->account,
                .enrolment = { h->made ? h->enrolment.data : NULL,
                               h->made ? h->enrolment.len : 0 },
                .challenge = { v->slot.challenge, CHALLENGE_LEN },
                .counter = counter, .terminal = "trial");
  v->verdict = slot_close (&v->slot);
  judge_verify (v);
  in->worked |= v->verdict == SLOT_GRANTED || v->verdict == SLOT_REFUSED;
  if (v->verdict == SLOT_GRANTED)
    judge_proof (v, h);
  slot_done (&v->slot);
}

/* --- the checks --- */

/* Two of one person, then another's: a challenge of the past shows in the
   second, one of somebody else in the third.  */
static void
judge_challenges (struct auth_state *st, const struct holder *a,
                  const struct holder *b)
{
  struct inspection *in = st->in;
  struct verify v[3] = { 0 };
  unsigned granted = 0;

  for (int k = 0; k < 3 && alive (in); k++)
    {
      verify (st, in->one, k < 2 ? a : b, 0, &v[k]);
      granted += v[k].verdict == SLOT_GRANTED;
    }
  if (!alive (in))
    return;
  if (granted == 3)
    {
      note_pass (in, CHECK_ROUND_TRIP);
      note_pass (in, CHECK_OLD_CHALLENGE);
      note_pass (in, CHECK_OTHER_CHALLENGE);
    }
  else if (!a->made)
    note_skip (in, CHECK_ROUND_TRIP, N_ ("登録できませんでした"));
  else if (granted == 0 && in->setup->answers && v[0].verdict == SLOT_REFUSED)
    note_fail (in, CHECK_ROUND_TRIP, N_ ("与えられた答えで認めませんでした"));
  else
    note_skip (in, CHECK_ROUND_TRIP,
               N_ ("合う答えがありません（--answers で与えられます）"));
}

static void
judge_counter (struct auth_state *st, const struct holder *a)
{
  struct inspection *in = st->in;
  struct verify v = { .state = st }, again = { .state = st };

  if (!(in->plugin->auth_flags & EMI_AUTH_COUNTER))
    {
      note_skip (in, CHECK_COUNTER, N_ ("番号を使わない認証手段です"));
      return;
    }
  verify (st, in->one, a, 0, &v);
  if (v.verdict != SLOT_GRANTED || !alive (in))
    return;
  verify (st, in->one, a, v.slot.counter, &again);
  if (again.verdict == SLOT_GRANTED && again.slot.counter <= v.slot.counter)
    note_fail (in, CHECK_COUNTER, N_ ("同じ番号を二度認めました"));
  else if (alive (in))
    note_pass (in, CHECK_COUNTER);
}

static void
judge_unknown (struct auth_state *st)
{
  struct inspection *in = st->in;
  const struct holder nobody = { .account = "trial-a" };
  struct verify v = { .state = st };

  verify (st, in->one, &nobody, 0, &v);
  if (v.verdict == SLOT_GRANTED)
    note_fail (in, CHECK_EMPTY, N_ ("登録のない人を認めました"));
  else if (v.verdict == SLOT_REFUSED)
    note_pass (in, CHECK_EMPTY);
  else if (v.rc != EMI_OK && alive (in))
    note_skip (in, CHECK_EMPTY, N_ ("判定に至りませんでした（%s）"),
               in->why.detail);
}

/* Another line than the one that was registered.  */
static void
judge_wrong (struct auth_state *st, const struct holder *a)
{
  struct inspection *in = st->in;
  char right[sizeof in->secret];
  struct verify v = { .state = st };

  if (!in->makes_up || in->setup->answers)
    {
      note_skip (in, CHECK_WRONG_ANSWER,
                 N_ ("違う答えは試しません（カードが閉塞しないように）"));
      return;
    }
  memcpy (right, in->secret, sizeof right);
  secret_new (in);
  verify (st, in->one, a, 0, &v);
  if (v.verdict == SLOT_GRANTED && in->asked_secret)
    note_fail (in, CHECK_WRONG_ANSWER, N_ ("違う答えを認めました"));
  else if (v.verdict == SLOT_REFUSED && in->asked_secret)
    note_pass (in, CHECK_WRONG_ANSWER);
  else if (alive (in))
    note_skip (in, CHECK_WRONG_ANSWER, N_ ("暗証を尋ねられませんでした"));
  memcpy (in->secret, right, sizeof right);
}

/* Registers anew one time in four, which may take long, and verifies with what
   was registered last.  A negative number only verifies.  */
static void
use_enrol (struct inspection *in, int n)
{
  struct holder h = { .account = "trial-a", .enrolment = { .wipe = true } };

  if (n < 0 || n % 4 != 0)
    return;
  enrol (in, &h);
  if (h.made)
    {
      buffer_done (&in->kept);
      in->kept = h.enrolment;
      in->has_kept = true;
    }
  else
    buffer_done (&h.enrolment);
}

static void
judge (struct inspection *in)
{
  struct auth_state st = { .in = in };
  struct holder a = { .account = "trial-a", .enrolment = { .wipe = true } };
  struct holder b = { .account = "trial-b", .enrolment = { .wipe = true } };

  enrol (in, &a);
  if (alive (in))
    enrol (in, &b);
  use_enrol (in, alive (in) ? 0 : -1);
  if (alive (in))
    judge_challenges (&st, &a, &b);
  if (alive (in))
    judge_unknown (&st);
  if (alive (in))
    judge_wrong (&st, &a);
  if (alive (in))
    judge_counter (&st, &a);
  if (!(in->plugin->auth_flags & EMI_AUTH_SIGNED))
    note_skip (in, CHECK_PROOF, N_ ("署名しない認証手段です"));
  buffer_done (&a.enrolment);
  buffer_done (&b.enrolment);
}

/* --- many calls --- */

static bool
use (struct inspection *in, struct instance *i, int n)
{
  struct auth_state st = { .in = in };
  struct instance *one = in->one;
  struct verify v = { .verdict = SLOT_NONE };

  in->one = i;
  use_enrol (in, n);
  if (alive (in))
    {
      const struct holder h = { .account = "trial-a",
                                .enrolment = in->kept,
                                .made = in->has_kept };
      verify (&st, i, &h, 0, &v);
    }
  in->one = one;
  return v.verdict == SLOT_GRANTED;
}

const struct kind_part part_auth = { judge, use };
