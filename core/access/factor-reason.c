/* SPDX-License-Identifier: Apache-2.0 */
/* One table: what providers may say, and whether the ladder listens.  */
#include "access/factor-reason.h"

#include <emi/auth.h>
#include <string.h>

static const struct factor_reason reasons[] = {
  { EMI_REASON_PIN_WRONG, CODE_REASON_PIN_WRONG, false },
  { EMI_REASON_PIN_FINAL, CODE_REASON_PIN_FINAL, false },
  { EMI_REASON_PIN_LOCKED, CODE_REASON_PIN_LOCKED, false },
  { EMI_REASON_PIN_LENGTH, CODE_REASON_PIN_LENGTH, false },
  { EMI_REASON_CARD_OTHER, CODE_REASON_CARD_OTHER, false },
  { EMI_REASON_NO_MATCH, CODE_REASON_NO_MATCH, false },
  { EMI_REASON_STATEMENT, CODE_REASON_STATEMENT_OTHER, false },
  { EMI_REASON_STATEMENT_FORM, CODE_STATEMENT_UNREADABLE, false },
  { EMI_REASON_CARD_ABSENT, CODE_REASON_CARD_ABSENT, true },
  { EMI_REASON_CARD_PULLED, CODE_REASON_CARD_PULLED, true },
  { EMI_REASON_CARD_SEVERAL, CODE_REASON_CARD_SEVERAL, true },
  { EMI_REASON_CARD_LOCKED, CODE_REASON_CARD_LOCKED, true },
  { EMI_REASON_CARD_NO_KEY, CODE_REASON_CARD_NO_KEY, true },
  { EMI_REASON_READER_ABSENT, CODE_REASON_READER_ABSENT, true },
  { EMI_REASON_MODULE_MISSING, CODE_REASON_MODULE_MISSING, true },
  { EMI_REASON_DEVICE_ABSENT, CODE_REASON_DEVICE_ABSENT, true },
  { EMI_REASON_DEVICE_BUSY, CODE_REASON_DEVICE_BUSY, true },
  { EMI_REASON_DEVICE_OTHER, CODE_REASON_DEVICE_OTHER, true },
  { EMI_REASON_DEVICE_PULLED, CODE_REASON_DEVICE_PULLED, true },
  { EMI_REASON_DEVICE_QUALITY, CODE_REASON_DEVICE_QUALITY, true },
  { EMI_REASON_DEVICE_NOBODY, CODE_REASON_DEVICE_NOBODY, true },
  { EMI_REASON_STATEMENT_NONE, CODE_REASON_STATEMENT_NONE, true },
  /* what the core finds in evidence (core/evidence) */
  { NULL, CODE_SIGNATURE_WRONG, false },
  { NULL, CODE_CERT_UNREADABLE, false },
  { NULL, CODE_CERT_USAGE, false },
  { NULL, CODE_CERT_NOT_YET, false },
  { NULL, CODE_CERT_EXPIRED, false },
  { NULL, CODE_CERT_REVOKED, false },
  { NULL, CODE_CERT_UNTRUSTED, false },
  { NULL, CODE_CERT_RENEWED, false },
  { NULL, CODE_CERT_ROLE, false },
  { NULL, CODE_CERT_TAKEN, false },
  { NULL, CODE_CRL_STALE, true },
  { NULL, CODE_OCSP_SILENT, true },
  { NULL, CODE_TRUST_UNREADABLE, true },
  { NULL, CODE_STATEMENT_SIGNATURE, false },
  { NULL, CODE_STATEMENT_OLD, false },
  { NULL, CODE_STATEMENT_METHODS, false },
  { NULL, CODE_STATEMENT_USED, false },
  { NULL, CODE_STATEMENT_KEYS, true },
};

#define N_REASONS (sizeof reasons / sizeof reasons[0])

const struct factor_reason *
factor_reason (const void *word, size_t len)
{
  for (size_t i = 0; i < N_REASONS; i++)
    if (reasons[i].word && strlen (reasons[i].word) == len
        && memcmp (reasons[i].word, word, len) == 0)
      return &reasons[i];
  return NULL;
}

const struct factor_reason *
factor_reason_of (enum code code)
{
  for (size_t i = 0; i < N_REASONS; i++)
    if (reasons[i].code == code)
      return &reasons[i];
  return NULL;
}

const struct factor_reason *
factor_reason_after (const struct factor_reason *was,
                     const struct factor_reason *now)
{
  if (!now)
    return was;
  return was && !was->unusable && now->unusable ? was : now;
}

bool
factor_reason_take (const struct factor_reason **told, const void *word,
                    size_t len)
{
  const struct factor_reason *said = factor_reason (word, len);

  if (said)
    *told = factor_reason_after (*told, said);
  return said != NULL;
}
