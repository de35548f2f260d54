/* SPDX-License-Identifier: Apache-2.0 */
/* One card, one account; one name in another product, one account.  Else one
   person could answer for two.  */
#include "access/proof.h"

#include <emi/auth.h>
#include <string.h>

/* A search through what is registered.  */
struct search
{
  struct proof *p;
  const struct evidence_ops *ops; /* for certificates */
  uint32_t flag;                  /* the kind */
};

/* The configuration of E's provider where it is of the kind; NULL otherwise.
   One that cannot be described is none: its own failure is told where it is
   used.  */
static const struct config_instance *
of_the_kind (const struct search *k, const struct enrolment *e)
{
  struct session *s = k->p->session;
  const struct config_instance *c
      = config_instance (s->config, EMI_KIND_AUTH, e->instance);
  const struct emi_plugin *plugin;
  struct fault ignored;

  return c && host_describe_instance (s->host, c, &plugin, &ignored)
                 && (plugin->auth_flags & k->flag)
             ? c
             : NULL;
}

static const char *
issuer (const struct config_instance *c)
{
  return c->trust && c->trust->issuer ? c->trust->issuer : "";
}

static bool
same (const struct search *k, const struct config_instance *c,
      struct emi_span other)
{
  const struct config_trust *trust = k->p->config->trust;
  struct emi_span mine = k->p->enrolled;
  /* Where a renewed card counts, so does the one it was before.  */
  bool by_name = trust && trust->by_issuer;

  if (k->flag == EMI_AUTH_SIGNED)
    return k->ops->certificate_same (mine, other, by_name);
  return strcmp (issuer (c), issuer (k->p->config)) == 0
         && mine.len == other.len
         && memcmp (mine.data, other.data, mine.len) == 0;
}

/* A temporary one hides the owner's own, which is theirs still.  */
static bool
enrolment_same (const struct search *k, const struct account *a,
                const struct enrolment *e, bool *same_out, struct fault *why)
{
  struct secret blob = SECRET_INIT;

  for (; e && !*same_out; e = e->before)
    {
      const struct config_instance *c = of_the_kind (k, e);

      if (!c)
        continue;
      if (!enrolment_unseal (k->p->session->ledger, a->id, e, &blob, why))
        return false;
      *same_out = same (k, c, (struct emi_span){ blob.data, blob.len });
      secret_done (&blob);
    }
  return true;
}

static bool
account_differs (const struct search *k, const struct account *a,
                 struct fault *why)
{
  bool found = false;

  for (size_t i = 0; i < a->n_enrolments && !found; i++)
    if (!enrolment_same (k, a, &a->enrolments[i], &found, why))
      return false;
  return !found
         || fault_set (why,
                       k->flag == EMI_AUTH_SIGNED ? CODE_CERT_TAKEN
                                                  : CODE_SUBJECT_TAKEN,
                       "%s", k->p->slot->instance);
}

static bool
search (const struct search *k, struct fault *why)
{
  struct session *s = k->p->session;
  struct account *list = NULL;
  struct txn *t;
  size_t n = 0;
  bool good;

  if (!ledger_begin (s->ledger, TXN_READ, &t, why))
    return false;
  good = account_list (t, &list, &n, why);
  txn_end (t);
  for (size_t i = 0; i < n && good; i++)
    good = strcmp (list[i].id, k->p->account) == 0
           || account_differs (k, &list[i], why);
  accounts_free (list, n);
  return good;
}

bool
proof_untaken (struct proof *p, struct fault *why)
{
  struct search k = { .p = p, .flag = EMI_AUTH_STATEMENT };

  if (p->slot->flags & EMI_AUTH_SIGNED)
    {
      k.flag = EMI_AUTH_SIGNED;
      k.ops = proof_evidence (p->session, why);
      if (!k.ops)
        return false;
    }
  return search (&k, why);
}
