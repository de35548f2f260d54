/* SPDX-License-Identifier: Apache-2.0 */
/* Another product's statement: what the slot holds, held against the enrolment
   and the instance's <trust>.  The rules themselves are core/evidence's; that
   it counts once is access/statement-once.h's.  */
#include "access/proof.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "access/statement-once.h"
#include "base/cleanup.h"
#include "base/file.h"
#include "base/words.h"

#define KEYS_MAX (64 * 1024)

/* Read anew each time, so that a key that was taken out counts no more.  */
static bool
keys_read (const struct config_instance *c, struct buffer *out,
           struct fault *why)
{
  const struct config_trust *trust = c->trust;
  CLEANUP_FREE char *reason = NULL;

  if (!trust || !trust->keys || !trust->issuer)
    return fault_set (why, CODE_STATEMENT_KEYS, "%s: no keys in trust",
                      c->name);
  reason = file_distrust (trust->keys, false);
  if (reason)
    return fault_set (why, CODE_STATEMENT_KEYS, "%s: %s", c->name, reason);
  return file_read (AT_FDCWD, trust->keys, KEYS_MAX, out, NULL) == FILE_OK
         || fault_set (why, CODE_STATEMENT_KEYS, "%s: %s", c->name,
                       trust->keys);
}

/* What counts is what was attested, stated and accepted.  A provider that
   attests more than its statement says is not believed the rest.  */
static bool
methods_take (struct proof *p, const char *counts, struct fault *why)
{
  const char *accept = p->config->trust->methods;
  const char *at = p->slot->methods;
  size_t used = 0;

  for (; *at; at += strspn (at, " "))
    {
      size_t n = strcspn (at, " ");

      if (words_have_span (counts, at, n) && used + n + 2 < sizeof p->methods)
        used += (size_t) snprintf (p->methods + used, sizeof p->methods - used,
                                   "%s%.*s", used ? " " : "", (int) n, at);
      else if (!accept || words_have_span (accept, at, n))
        return fault_set (why, CODE_FACTOR_ATTEST,
                          "%s: a method that was not stated",
                          p->slot->instance);
      at += n;
    }
  return used > 0
         || fault_set (why, CODE_STATEMENT_METHODS, "%s", p->slot->instance);
}

/* So that a person hears at once that it was used; what counts is looked at
   again in the transaction that takes it.  */
static bool
look_unused (const struct proof *p, struct fault *why)
{
  struct txn *t;
  bool good;

  if (!ledger_begin (p->session->ledger, TXN_READ, &t, why))
    return false;
  good = statement_unused (t, p->statement, why);
  txn_end (t);
  return good;
}

static bool
check (struct proof *p, const struct evidence_ops *ops,
       const struct buffer *keys, struct fault *why)
{
  struct session *s = p->session;
  const struct config_trust *trust = p->config->trust;
  const struct evidence_stated in
      = { .statement = held_once (&p->slot->held, "statement"),
          .enrolled = p->enrolled,
          .keys = { keys->data, keys->len },
          .issuer = trust->issuer,
          .facility = s->config->facility,
          .terminal = s->terminal ? s->terminal->name : "",
          .known = p->slot->allowed,
          .accept = trust->methods,
          .now = clock_seconds (s->clock) };
  struct evidence_statement said;

  ops->stated_check (&in, &said);
  if (!proof_answer (p, &said.answer, why)
      || !methods_take (p, said.methods, why))
    return false;
  snprintf (p->statement, sizeof p->statement, "%s", said.id);
  p->stated_at = said.at;
  return look_unused (p, why);
}

bool
proof_statement (struct proof *p, struct fault *why)
{
  CLEANUP (buffer_done) struct buffer keys = BUFFER_INIT;
  const struct evidence_ops *ops;

  if (!keys_read (p->config, &keys, why))
    return false;
  ops = proof_evidence (p->session, why);
  return ops && check (p, ops, &keys, why);
}

bool
proof_statement_ready (struct session *s, const struct config_instance *c,
                       struct fault *why)
{
  CLEANUP (buffer_done) struct buffer keys = BUFFER_INIT;
  const struct evidence_ops *ops;
  char how[EVIDENCE_DETAIL];

  if (!keys_read (c, &keys, why) || !(ops = proof_evidence (s, why)))
    return false;
  return ops->stated_keys_fit ((struct emi_span){ keys.data, keys.len }, how)
         || fault_set (why, CODE_STATEMENT_KEYS, "%s: %s", c->name, how);
}
