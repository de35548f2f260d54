/* SPDX-License-Identifier: Apache-2.0 */
/* A card's signature: what the slot holds, held against the enrolment and the
   instance's <trust>.  The rules themselves are core/evidence's.  */
#include "access/proof.h"

#include <emi/auth.h>
#include <stdio.h>
#include <string.h>

#include "host/part.h"

static const struct evidence_ops *
evidence (struct session *s, struct fault *why)
{
  const struct evidence_ops *ops
      = host_part (s->host, EVIDENCE_MODULE, EVIDENCE_SYMBOL, why);

  if (ops && ops->size != sizeof *ops)
    {
      fault_set (why, CODE_PLUGIN_CONTRACT, EVIDENCE_MODULE);
      return NULL;
    }
  return ops;
}

/* The chain's certificates, in the order in which they were put.  */
static size_t
chain_of (const struct held *h, struct emi_span out[EVIDENCE_CHAIN_MAX])
{
  size_t n = 0;

  for (size_t i = 0; i < h->n && n < EVIDENCE_CHAIN_MAX; i++)
    if (strcmp (h->field[i].name, "chain") == 0)
      out[n++] = h->field[i].value;
  return n;
}

static bool
same_span (struct emi_span a, struct emi_span b)
{
  return a.len == b.len && (a.len == 0 || memcmp (a.data, b.data, a.len) == 0);
}

static bool
answer_take (struct proof *p, const struct evidence_answer *answer,
             struct fault *why)
{
  const char *name = p->slot->instance;

  snprintf (p->note, sizeof p->note, "%s", answer->text);
  if (answer->code == CODE_OK)
    return true;
  return fault_set (why, answer->code, "%s%s%s", name,
                    answer->detail[0] ? ": " : "", answer->detail);
}

bool
proof_signed (struct proof *p, struct fault *why)
{
  const struct evidence_ops *ops = evidence (p->session, why);
  const struct held *h = &p->slot->held;
  struct emi_span chain[EVIDENCE_CHAIN_MAX];
  struct evidence_answer answer;
  struct evidence_signed in
      = { .certificate = held_once (h, "certificate"),
          .chain = chain,
          .n_chain = chain_of (h, chain),
          .algorithm = held_once (h, "algorithm"),
          .signature = held_once (h, "signature"),
          .challenge = { p->slot->challenge, CHALLENGE_LEN },
          .enrolled = p->enrolled,
          .enrolling = p->enrolling,
          .now = clock_seconds (p->session->clock),
          .cancel_fd = p->session->cancel_fd };

  if (!ops)
    return false;
  /* What is registered is the certificate whose key has just signed.  */
  if (p->enrolling && !same_span (in.certificate, p->enrolled))
    return fault_set (why, CODE_FACTOR_ATTEST,
                      "%s: the enrolment is not the certificate",
                      p->slot->instance);
  ops->signed_check (&in, &answer);
  return answer_take (p, &answer, why);
}

/* --- one card, one account --- */

/* Is A's enrolment E for a provider whose enrolments are certificates?  One
   that cannot be described is none: its own failure is told where it is
   used.  */
static bool
is_certificate (struct session *s, const struct enrolment *e)
{
  const struct config_instance *c
      = config_instance (s->config, EMI_KIND_AUTH, e->instance);
  const struct emi_plugin *plugin;
  struct fault ignored;

  return c
         && host_describe_instance (s->host, c, &plugin, &ignored)
         && (plugin->auth_flags & EMI_AUTH_SIGNED);
}

/* A temporary card hides the owner's own, which is theirs still.  */
static bool
enrolment_same (struct proof *p, const struct evidence_ops *ops,
                const struct account *a, const struct enrolment *e,
                bool *same_out, struct fault *why)
{
  struct secret blob = SECRET_INIT;

  for (; e && !*same_out; e = e->before)
    {
      if (!is_certificate (p->session, e))
        continue;
      if (!enrolment_unseal (p->session->ledger, a->id, e, &blob, why))
        return false;
      *same_out = ops->certificate_same (
          p->enrolled, (struct emi_span){ blob.data, blob.len }, false);
      secret_done (&blob);
    }
  return true;
}

static bool
account_same (struct proof *p, const struct evidence_ops *ops,
              const struct account *a, struct fault *why)
{
  bool same = false;

  for (size_t i = 0; i < a->n_enrolments && !same; i++)
    if (!enrolment_same (p, ops, a, &a->enrolments[i], &same, why))
      return false;
  return !same || fault_set (why, CODE_CERT_TAKEN, "%s", p->slot->instance);
}

bool
proof_untaken (struct proof *p, struct fault *why)
{
  const struct evidence_ops *ops = evidence (p->session, why);
  struct account *list = NULL;
  struct txn *t;
  size_t n = 0;
  bool good;

  if (!ops || !ledger_begin (p->session->ledger, TXN_READ, &t, why))
    return false;
  good = account_list (t, &list, &n, why);
  txn_end (t);
  for (size_t i = 0; i < n && good; i++)
    good = strcmp (list[i].id, p->account) == 0
           || account_same (p, ops, &list[i], why);
  accounts_free (list, n);
  return good;
}
