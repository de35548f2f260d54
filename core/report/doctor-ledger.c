/* SPDX-License-Identifier: Apache-2.0 */
/* The evidence: does the chain hold, can the second copy be written, and what
   is still open.  */
#include "report/doctor.h"

#include <string.h>

#include "access/open-lock.h"
#include "access/request-row.h"
#include "base/lang.h"
#include "ledger/verify.h"

static void
look_chain (struct doctor *d)
{
  struct session *s = d->s;
  struct fault why = { .code = CODE_OK };
  struct verify_result v;
  struct instance *store;
  struct ledger_setup setup;

  if (!host_instance (s->host, EMI_KIND_STORE, s->config->ledger_store, &store,
                      &why))
    return;
  session_ledger_setup (s, store, &setup);
  if (!ledger_verify (&setup, false, s->config->run, NULL, NULL, &v, &why))
    {
      doctor_add (
          d, "chain", DOCTOR_FAIL, DOCTOR_TONIGHT, "hospital",
          &(struct doctor_text){ N_ ("記録を確かめられません: %s"),
                                 code_info (why.code)->next[d->s->lang] },
          why.detail);
      return;
    }
  if (v.holds)
    doctor_add (
        d, "chain", DOCTOR_OK, DOCTOR_TONIGHT, "hospital",
        &(struct doctor_text){ N_ ("記録 %llu 件に改変はありません"), "" },
        (unsigned long long) v.records);
  else
    doctor_add (
        d, "chain", DOCTOR_FAIL, DOCTOR_TONIGHT, "hospital",
        &(struct doctor_text){
            N_ ("記録が改められているおそれがあります"),
            N_ ("emi verify --deep の結果を控え、管理者に知らせてください") });
  verify_result_done (&v);
}

struct count
{
  struct session *s;
  size_t open;
  size_t late;
  size_t undelivered;
};

static bool
count_row (void *ctx, const void *data, size_t len)
{
  struct count *n = ctx;
  struct request_row row;
  int fd = -1;

  if (!request_row_parse (data, len, &row))
    return true;
  if (strcmp (row.what, "open") == 0)
    n->open++;
  else if (strcmp (row.what, "late") == 0)
    n->late += !row.noted;
  else if (strcmp (row.what, "deliver") == 0
           && open_lock_try (n->s, "deliver", row.request, &fd)
                  == OPEN_LOCK_DEAD)
    {
      n->undelivered++;
      open_lock_leave (&fd);
    }
  return true;
}

static void
look_open (struct doctor *d)
{
  struct count n = { .s = d->s };
  struct txn *t = NULL;

  if (!ledger_begin (d->s->ledger, TXN_READ, &t, NULL))
    return;
  txn_row_each (t, ROW_OPEN, count_row, &n, NULL);
  txn_row_each (t, ROW_COUNT, count_row, &n, NULL);
  txn_end (t);
  doctor_add (
      d, "open-requests", DOCTOR_OK, DOCTOR_TONIGHT, "hospital",
      &(struct doctor_text){ N_ ("照会中 %zu 件、結果待ち %zu 件"), "" },
      n.open, n.late);
  if (n.undelivered)
    doctor_add (d, "deliveries", DOCTOR_WARN, DOCTOR_TONIGHT, "ehr-vendor",
                &(struct doctor_text){
                    N_ ("電子カルテに渡せていない結果が %zu 件あります"),
                    N_ ("受渡し先のフォルダを確かめてください") },
                n.undelivered);
}

void
doctor_ledger (struct doctor *d, const struct fault *ledger_fault)
{
  if (!d->s->ledger)
    {
      const struct code_info *info = code_info (ledger_fault->code);

      doctor_add (d, "ledger", DOCTOR_FAIL, DOCTOR_TONIGHT, "hospital",
                  &(struct doctor_text){ N_ ("記録を開けません（%s）: %s"),
                                         info->next[d->s->lang] },
                  info->message[d->s->lang], ledger_fault->detail);
      look_chain (d);
      return;
    }
  look_chain (d);
  look_open (d);
  if (ledger_copy_failed (d->s->ledger))
    doctor_add (d, "seal", DOCTOR_FAIL, DOCTOR_TONIGHT, "hospital",
                &(struct doctor_text){
                    N_ ("記録の控え（seal）を書けません"),
                    N_ ("seal の権限と空き容量を確かめてください") });
}
