/* SPDX-License-Identifier: Apache-2.0 */
/* Which checks a provider's attestation has to pass.  All that its flags name
   must hold.  */
#include "access/proof.h"

#include <emi/auth.h>

static const struct
{
  uint32_t flag;
  bool (*check) (struct proof *p, struct fault *why);
} kinds[] = {
  { EMI_AUTH_SIGNED, proof_signed },
};

#define N_KINDS (sizeof kinds / sizeof kinds[0])

bool
proof_needed (uint32_t flags)
{
  for (size_t i = 0; i < N_KINDS; i++)
    if (flags & kinds[i].flag)
      return true;
  return false;
}

bool
proof_check (struct proof *p, struct fault *why)
{
  for (size_t i = 0; i < N_KINDS; i++)
    if ((p->slot->flags & kinds[i].flag) && !kinds[i].check (p, why))
      return false;
  return true;
}
