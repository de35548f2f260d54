/* SPDX-License-Identifier: Apache-2.0 */
/* The answer to an ordinary 資格確認 by insured number.  */
#include "answer.h"

#include "qualification.h"
#include "script.h"

void
answer_eligibility (struct xml *x, const struct answer *a)
{
  const struct qualification q = {
    .now = a->now,
    .day = a->asked->e.day,
    .file_id = a->file_id,
    .institution = a->institution,
    .segment = a->segment,
    .status = a->status,
    .code = a->code,
    .text = a->text,
    .validity = a->validity,
    .patient = a->person ? a->patient : NULL,
    .person = a->person,
    .consent = CONSENT_ABSENT,
    .limit = a->asked->limit,
    .search = &a->asked->e.person,
    .extension = a->extension,
  };

  qualification_write (x, &q);
}
