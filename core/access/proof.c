/* SPDX-License-Identifier: Apache-2.0 */
/* Which checks a provider's attestation has to pass.  All that its flags name
   must hold.  */
#include "access/proof.h"

#include <emi/auth.h>
#include <stdio.h>

#include "host/part.h"

static const struct
{
  uint32_t flag;
  bool (*check) (struct proof *p, struct fault *why);
} kinds[] = {
  { EMI_AUTH_SIGNED, proof_signed },
  { EMI_AUTH_STATEMENT, proof_statement },
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

bool
proof_ready (struct session *s, const struct config_instance *c,
             uint32_t flags, struct fault *why)
{
  return !(flags & EMI_AUTH_STATEMENT) || proof_statement_ready (s, c, why);
}

const struct evidence_ops *
proof_evidence (struct session *s, struct fault *why)
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

bool
proof_answer (struct proof *p, const struct evidence_answer *answer,
              struct fault *why)
{
  const char *name = p->slot->instance;

  snprintf (p->note, sizeof p->note, "%s", answer->text);
  if (answer->code == CODE_OK)
    return true;
  return fault_set (why, answer->code, "%s%s%s", name,
                    answer->detail[0] ? ": " : "", answer->detail);
}
