/* SPDX-License-Identifier: Apache-2.0 */
/* Registering what cannot be handed over: a card, a finger, a palm.  The
   admin is there and has proved who they are; then it is the person's turn,
   and what was made must work once before it counts.  */
#include "access/enrol-parts.h"

#include <emi/auth.h>

#include "access/factor-delay.h"
#include "base/buffer.h"
#include "base/lang.h"

bool
enrol_flags (struct session *s, const char *provider, uint32_t *out,
             struct fault *why)
{
  const struct config_instance *c
      = config_instance (s->config, EMI_KIND_AUTH, provider);
  const struct emi_plugin *p;

  if (!c)
    return fault_set (why, CODE_FACTOR_UNKNOWN, "%.64s", provider);
  if (!host_describe_instance (s->host, c, &p, why))
    return false;
  *out = p->auth_flags;
  return true;
}

/* A password that is changed later, a seed that a code confirms later and an
   account's name over there are typed or read by whoever is there.  */
bool
enrol_needs_person (uint32_t flags)
{
  return !(flags
           & (EMI_AUTH_ONE_TIME | EMI_AUTH_COUNTER | EMI_AUTH_STATEMENT));
}

static void
show (struct session *s, const struct buffer *b)
{
  if (s->screen && !b->failed)
    s->screen->show (s->screen, buffer_string (b));
}

/* Looked at before anybody puts a finger anywhere, since what is made is
   tried right after.  */
static bool
may_try (struct enrol_making *m, struct fault *why)
{
  struct txn *t;
  bool good;

  if (!ledger_begin (m->s->ledger, TXN_READ, &t, why))
    return false;
  good = delay_check (m->s, t, m->id, false, why);
  txn_end (t);
  return good;
}

bool
enrol_turn (struct enrol_making *m, struct fault *why)
{
  struct buffer b = BUFFER_INIT;

  if (!may_try (m, why))
    return false;
  buffer_printf (&b,
                 said (m->s->lang, "\n%s さん本人の番です: 認証手段 %s "
                                   "を登録します。管理者 %s "
                                   "は終わるまで立ち会ってください。\n"),
                 m->id, m->provider, m->by->account.id);
  show (m->s, &b);
  buffer_done (&b);
  return true;
}

static bool
prove_once (struct enrol_making *m, struct fault *why)
{
  static const struct factor_purpose purpose
      = { .request = "enrol", .reception = "", .rung = 0 };
  /* The person with nothing but what was just made.  */
  const struct account only
      = { .id = (char *) m->id, .enrolments = &m->made, .n_enrolments = 1 };
  struct factor_set set = { .n = 0 };
  struct buffer b = BUFFER_INIT;

  buffer_printf (&b,
                 said (m->s->lang,
                       "%s さん、もう一度お願いします: %s "
                       "の登録が働くことを確かめてから有効にします。\n"),
                 m->id, m->provider);
  show (m->s, &b);
  buffer_done (&b);
  return factor_verify (m->s, m->id, &only, m->provider, &purpose, false, &set,
                        why);
}

bool
enrol_prove (struct enrol_making *m, struct fault *why)
{
  /* The core has checked the signature over this enrolment's challenge.  */
  if (m->call.flags & EMI_AUTH_SIGNED)
    m->proof = "signed";
  else if (prove_once (m, why))
    m->proof = "verified";
  else
    return false;
  return true;
}
