/* SPDX-License-Identifier: Apache-2.0 */
/* Gathers what the ledger says of one request, for collecting and recovery. */
#include "access/request-load.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "access/stages.h"

static void
take (const struct record *rec, const char *name, char *to, size_t size)
{
  const char *v = record_text (rec, name);

  if (v)
    snprintf (to, size, "%s", v);
}

static void
add_record (struct request_history *h, const struct record *rec)
{
  const char *kind = record_text (rec, "kind");

  h->drill |= record_text (rec, "drill") != NULL;
  h->reviewed |= record_text (rec, "review") != NULL;
  if (strcmp (kind, "intent") == 0)
    h->intent = (int64_t) rec->seq;
  if (strcmp (kind, "intent") == 0 || strcmp (kind, "end") == 0)
    {
      take (rec, "account", h->account, sizeof h->account);
      take (rec, "reception", h->reception, sizeof h->reception);
      take (rec, "consent", h->consent, sizeof h->consent);
      take (rec, "with", h->with, sizeof h->with);
      take (rec, "state", h->state, sizeof h->state);
      take (rec, "suffix", h->suffix, sizeof h->suffix);
      h->pattern = record_number (rec, "pattern", h->pattern);
      if (record_text (rec, "form"))
        h->pdf = strcmp (record_text (rec, "form"), "pdf") == 0;
    }
  if (strcmp (kind, "late") == 0 || strcmp (kind, "collect") == 0)
    take (rec, "answer.digest", h->late_digest, sizeof h->late_digest);
}

bool
request_history_get (struct txn *t, const char *id,
                     struct request_history *out, bool *found_out,
                     struct fault *why)
{
  struct request_history h = { .intent = -1 };
  uint64_t *seqs = NULL;
  size_t n = 0;

  if (!txn_find (t, "request", id, &seqs, &n, why))
    return false;
  for (size_t i = 0; i < n; i++)
    {
      struct record rec;

      if (!txn_read (t, seqs[i], &rec, why))
        {
          free (seqs);
          return false;
        }
      if (record_text (&rec, "kind"))
        add_record (&h, &rec);
      record_done (&rec);
    }
  free (seqs);
  *out = h;
  *found_out = n > 0;
  return true;
}

enum code
request_recover (struct session *s, const struct request_row *row,
                 bool withdraw, struct exchange *x)
{
  struct emi_connector_recover in = {
    .size = sizeof in,
    .prefix = row->prefix,
    .suffix = row->suffix,
    .withdraw = withdraw,
  };
  struct call_env env = {
    .timeout_ms = 15000,
    .ctx = x,
    .put = exchange_put,
    .put_fields = exchange_put_fields,
  };
  struct instance *connector;

  x->sent = true; /* nothing is sent here; what came is late, not unsent */
  if (!host_instance (s->host, EMI_KIND_CONNECTOR, row->connector, &connector,
                      NULL))
    return CODE_NO_ANSWER;
  return exchange_verdict (
    x, instance_call (connector, CALL_connector_recover, &in, &env, NULL));
}
