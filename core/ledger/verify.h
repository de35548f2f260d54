/* SPDX-License-Identifier: Apache-2.0 */
/* Verifying everything, from the store and seal.pub alone; deep also decrypts.
   Opens read-only, repairs and records nothing.  */
#ifndef EMI_LEDGER_VERIFY_H
#define EMI_LEDGER_VERIFY_H

#include "ledger/ledger.h"

struct verify_result
{
  bool holds;
  uint64_t records;
  int64_t first_break; /* -1: no record is at fault */
  char **findings;     /* lines, what does not hold */
  size_t n_findings;
  char **warnings; /* lines */
  size_t n_warnings;
};

/* LOCKS is the folder of the lock files of open requests (or NULL).  False
   only when the verification could not be made (exit 1 or 2); a ledger that
   does not hold is true with holds false.  EACH, when given, sees every
   record that could be decrypted (deep only), in order.  */
bool ledger_verify (const struct ledger_setup *setup, bool deep,
                    const char *locks,
                    void (*each) (void *ctx, const struct record *r),
                    void *ctx, struct verify_result *out, struct fault *why);
void verify_result_done (struct verify_result *r);

#endif
