/* SPDX-License-Identifier: Apache-2.0 */
/* How much waits for the privacy officer.  Numbers only: whose and by whom is
   theirs to look up.  */
#include "base/lang.h"
#include "report/doctor.h"

#include "access/review.h"

void
doctor_review (struct doctor *d)
{
  struct txn *t = NULL;
  size_t uses = 0, desk = 0;
  bool ok;

  if (!ledger_begin (d->s->ledger, TXN_READ, &t, NULL))
    return;
  ok = review_count (t, REVIEW_OF_USE, &uses, NULL)
       && review_count (t, REVIEW_OF_RECEPTION, &desk, NULL);
  txn_end (t);
  if (!ok)
    return;
  doctor_add (
      d, "review", uses || desk ? DOCTOR_WARN : DOCTOR_OK, DOCTOR_TIDY,
      "hospital",
      &(struct doctor_text){
          N_ ("個人情報保護担当の確認を待つ閲覧が %zu 件、受付での判断が %zu "
              "件あります"),
          N_ ("個人情報保護担当が emi trace で理由を確かめてください") },
      uses, desk);
}
