/* SPDX-License-Identifier: Apache-2.0 */
/* Calls a provider's enrol and keeps what it puts: the blob in locked memory
   until it is sealed, the text for the owner until it was shown once.  */
#include "access/enrol-call.h"

#include <emi/auth.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "access/ladder.h"
#include "access/proof.h"

#define SHOW_MAX 4096
#define BLOB_MAX 65536

static const struct factor_purpose purpose
    = { .request = "enrol", .reception = "", .rung = 0 };

void
secret_text_free (char *text)
{
  if (text)
    sodium_memzero (text, strlen (text));
  free (text);
}

static emi_rc
take_state (struct enrol_call *c, const char *data, size_t len)
{
  if (len >= sizeof c->state)
    return EMI_PROTOCOL;
  memcpy (c->state, data, len);
  c->state[len] = '\0';
  return EMI_OK;
}

static emi_rc
take_show (struct enrol_call *c, const char *data, size_t len)
{
  if (len > SHOW_MAX || memchr (data, '\0', len))
    return EMI_PROTOCOL;
  secret_text_free (c->show);
  c->show = strndup (data, len);
  return c->show ? EMI_OK : EMI_INTERNAL;
}

static emi_rc
take_counter (struct enrol_call *c, const void *data, size_t len)
{
  if (!counter_read (data, len, &c->counter))
    return EMI_PROTOCOL;
  c->has_counter = true;
  return EMI_OK;
}

static emi_rc
put (void *ctx, const char *name, const void *data, size_t len)
{
  struct enrol_call *c = ctx;

  if (strcmp (name, "enrolment") == 0)
    {
      if (len == 0 || len > BLOB_MAX)
        return EMI_PROTOCOL;
      return secret_set (&c->blob, data, len) ? EMI_OK : EMI_INTERNAL;
    }
  if (strcmp (name, "state") == 0)
    return take_state (c, data, len);
  if (strcmp (name, "show") == 0)
    return take_show (c, data, len);
  if (strcmp (name, "counter") == 0)
    return take_counter (c, data, len);
  if (strcmp (name, "verdict") == 0)
    c->refused = !(len == 7 && memcmp (data, "granted", 7) == 0);
  if (strcmp (name, "reason") == 0)
    return factor_reason_take (&c->reason, data, len) ? EMI_OK : EMI_PROTOCOL;
  return EMI_OK;
}

static emi_rc
put_fields (void *ctx, const char *name, const struct emi_fields *fields)
{
  struct enrol_call *c = ctx;

  return slot_put_fields (&c->slot, name, fields);
}

static bool
state_known (const struct enrol_call *c)
{
  return strcmp (c->state, "active") == 0
         || (strcmp (c->state, "pending") == 0
             && strcmp (c->mode, "set") == 0);
}

bool
enrol_call_refuse (const struct enrol_call *c, struct fault *why)
{
  bool known = c->reason && !c->reason->unusable;

  return fault_set (why, known ? c->reason->code : CODE_FACTOR_REFUSED, "%s",
                    c->instance);
}

/* It ended with RC and WHY: the reason it gave says it better.  */
static bool
broke_off (const struct enrol_call *c, emi_rc rc, struct fault *why)
{
  if (c->reason && ladder_unusable (why->code))
    why->code = c->reason->code;
  /* Nothing broke: what was entered cannot be taken (a short password).  */
  else if (rc == EMI_PROTOCOL && why->code == CODE_PLUGIN_FAILED)
    why->code = CODE_VALUE;
  return false;
}

/* What a certificate must state goes by it.  */
static bool
role_read (const struct enrol_call *c, enum role *out, struct fault *why)
{
  struct account a = { .id = NULL };
  bool found = false;

  if (!account_read (c->asking.session, c->asking.account, &a, &found, why))
    return false;
  if (found)
    *out = a.role;
  account_done (&a);
  return true;
}

/* Only who can sign is registered, and nobody with another one's card.  */
static bool
prove (struct enrol_call *c, struct fault *why)
{
  struct proof p = {
    .session = c->asking.session,
    .config = config_instance (c->asking.session->config, EMI_KIND_AUTH,
                               c->instance),
    .slot = &c->slot,
    .account = c->asking.account,
    .enrolled = { c->blob.data, c->blob.len },
    .enrolling = true,
  };

  if (c->flags & EMI_AUTH_STATEMENT)
    return proof_untaken (&p, why);
  if (!(c->flags & EMI_AUTH_SIGNED))
    return true;
  if (c->slot.attested != 1 || c->slot.fault)
    return fault_set (why, CODE_FACTOR_ATTEST, "%s: %s", c->instance,
                      c->slot.fault ? c->slot.fault : "no attestation");
  return role_read (c, &p.role, why) && proof_signed (&p, why)
         && proof_untaken (&p, why);
}

bool
enrol_call_run (struct enrol_call *c, struct fault *why)
{
  struct session *s = c->asking.session;
  struct instance *instance;
  struct emi_auth_enrol in
      = { .size = sizeof in,
          .account = c->asking.account,
          .mode = c->mode,
          .confirm = c->confirm,
          .issuer = s->config->facility,
          .enrolment = c->enrolment,
          .terminal = s->terminal ? s->terminal->name : NULL };
  struct call_env env = { .timeout_ms = ASKING_TIMEOUT_MS,
                          .ctx = c,
                          .put = put,
                          .put_fields = put_fields,
                          .ask = asking_ask };
  emi_rc rc;

  if (!config_instance (s->config, EMI_KIND_AUTH, c->instance))
    return fault_set (why, CODE_FACTOR_UNKNOWN, "%.64s", c->instance);
  if (!host_instance (s->host, EMI_KIND_AUTH, c->instance, &instance, why))
    return false;
  c->flags = instance_plugin (instance)->auth_flags;
  slot_open (&c->slot, s, c->asking.account, c->instance,
             instance_plugin (instance), &purpose);
  in.challenge = (struct emi_span){ c->slot.challenge, CHALLENGE_LEN };
  rc = instance_call (instance, CALL_auth_enrol, &in, &env, why);
  if (rc != EMI_OK)
    return broke_off (c, rc, why);
  if (!c->refused && !state_known (c))
    return fault_set (why, CODE_PLUGIN_FAILED, "%s: it registered nothing",
                      c->instance);
  return c->refused || prove (c, why);
}

void
enrol_call_done (struct enrol_call *c)
{
  secret_done (&c->blob);
  slot_done (&c->slot);
  secret_text_free (c->show);
  c->show = NULL;
}

bool
enrol_call_seal (struct enrol_call *c, uint32_t version,
                 enum enrolment_state state, const char *by, int64_t until,
                 struct enrolment *out, struct fault *why)
{
  struct enrolment e = { .version = version,
                         .state = state,
                         .at = clock_seconds (c->asking.session->clock),
                         .until = until };

  if (!c->blob.data)
    return fault_set (why, CODE_PLUGIN_FAILED, "%s: it registered nothing",
                      c->instance);
  e.instance = strdup (c->instance);
  e.by = strdup (by);
  if (!e.instance || !e.by)
    fault_set (why, CODE_MEMORY, "enrolment");
  else if (enrolment_seal (c->ledger, c->asking.account, &e, c->blob.data,
                           c->blob.len, why))
    {
      *out = e;
      return true;
    }
  enrolment_done (&e);
  return false;
}
