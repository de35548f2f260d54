/* SPDX-License-Identifier: Apache-2.0 */
/* The instance's <trust> for one check: its files are read anew each time, so
   that a list that was renewed and an authority that was taken out count from
   the next use on.  */
#include "access/proof.h"

#include <fcntl.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/file.h"

#define CA_BYTES (256 * 1024)
/* A country's list of revoked cards has some megabytes.  */
#define CRL_BYTES (32 * 1024 * 1024)

void
proof_trust_done (struct proof_trust *t)
{
  buffer_done (&t->ca);
  buffer_done (&t->crl);
}

static bool
file_take (const struct proof *p, const char *path, size_t cap,
           struct buffer *out, struct emi_span *span_out, struct fault *why)
{
  CLEANUP_FREE char *reason = path ? file_distrust (path, false) : NULL;

  if (!path)
    return true;
  if (reason)
    return fault_set (why, CODE_TRUST_UNREADABLE, "%s: %s", p->slot->instance,
                      reason);
  if (file_read (AT_FDCWD, path, cap, out, NULL) != FILE_OK || !out->len)
    return fault_set (why, CODE_TRUST_UNREADABLE, "%s: %s", p->slot->instance,
                      path);
  *span_out = (struct emi_span){ out->data, out->len };
  return true;
}

static void
demands_take (const struct proof *p, const struct config_trust *from,
              struct proof_trust *t)
{
  for (size_t i = 0; p->role && i < from->n_demands; i++)
    if (strcmp (from->demands[i].role, role_name (p->role)) == 0
        && t->trust.n_roles < EVIDENCE_ROLES_MAX)
      t->roles[t->trust.n_roles++] = from->demands[i].hc_role;
  t->trust.roles = t->roles;
}

bool
proof_trust_read (const struct proof *p, struct proof_trust *t,
                  struct fault *why)
{
  const struct config_trust *from = p->config->trust;

  *t = (struct proof_trust){ .ca = BUFFER_INIT, .crl = BUFFER_INIT };
  if (!from)
    return true;
  t->trust = (struct evidence_trust){ .issuer = from->by_issuer,
                                      .crl_set = from->crl != NULL,
                                      .ocsp = from->ocsp,
                                      .silent_accepts = from->silent_accepts,
                                      .wait_ms = from->wait_ms };
  demands_take (p, from, t);
  return file_take (p, from->ca, CA_BYTES, &t->ca, &t->trust.ca, why)
         && file_take (p, from->crl, CRL_BYTES, &t->crl, &t->trust.crl, why);
}
