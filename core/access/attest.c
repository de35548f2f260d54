/* SPDX-License-Identifier: Apache-2.0 */
/* Slots.  A provider's message is taken only while its slot is open and in
   time, for this slot's challenge, with methods its descriptor declares and
   the profile knows.  One thing out of order spoils the slot for good: a
   provider that lies once is not believed the rest.  */
#include "access/attest.h"

#include <emi/auth.h>
#include <sodium.h>
#include <string.h>

#include "access/proof.h"
#include "base/buffer.h"
#include "base/digest.h"
#include "base/words.h"

#define LOG_ID_LEN 16

/* H ("emi-factor/1" NUL log request NUL account NUL reception NUL instance
   NUL rung random).  None of the texts can hold a NUL and the rest has fixed
   lengths, so no two purposes run together.  */
static void
challenge_make (struct slot *slot, const struct factor_purpose *p)
{
  const struct session *s = slot->asking.session;
  struct buffer b = BUFFER_INIT;
  unsigned char salt[32];

  randombytes_buf (salt, sizeof salt);
  buffer_add (&b, "emi-factor/1", sizeof "emi-factor/1");
  if (s->ledger)
    buffer_add (&b, ledger_log_id (s->ledger), LOG_ID_LEN);
  buffer_add (&b, p->request, strlen (p->request) + 1);
  buffer_add (&b, slot->asking.account, strlen (slot->asking.account) + 1);
  buffer_add (&b, p->reception, strlen (p->reception) + 1);
  buffer_add (&b, slot->instance, strlen (slot->instance) + 1);
  buffer_u32 (&b, (uint32_t) p->rung);
  buffer_add (&b, salt, sizeof salt);
  /* Without memory the slot stays shut and admits nobody.  */
  slot->open = !b.failed;
  if (slot->open)
    digest (b.data, b.len, slot->challenge);
  buffer_done (&b);
}

void
slot_open (struct slot *slot, struct session *s, const char *account,
           const char *instance, const struct emi_plugin *plugin,
           const struct factor_purpose *purpose)
{
  *slot = (struct slot){
    .asking = { .session = s, .account = account },
    .instance = instance,
    .allowed = plugin->methods ? plugin->methods : "",
    .flags = plugin->auth_flags,
    .deadline_ms = s->clock->mono_ms (s->clock) + ASKING_TIMEOUT_MS,
  };
  challenge_make (slot, purpose);
}

static emi_rc
spoil (struct slot *slot, const char *how)
{
  if (!slot->fault)
    slot->fault = how;
  return EMI_PROTOCOL;
}

static bool
in_time (const struct slot *slot)
{
  const struct clock *c = slot->asking.session->clock;

  return slot->open && c->mono_ms (c) <= slot->deadline_ms;
}

static bool
is_word (const void *data, size_t len, const char *word)
{
  return len == strlen (word) && memcmp (data, word, len) == 0;
}

static emi_rc
take_verdict (struct slot *slot, const void *data, size_t len)
{
  if (is_word (data, len, "granted"))
    slot->granted++;
  else if (is_word (data, len, "refused"))
    slot->refused++;
  else
    return spoil (slot, "a verdict that is none");
  return EMI_OK;
}

bool
counter_read (const void *data, size_t len, int64_t *out)
{
  const char *digits = data;
  int64_t v = 0;

  if (len == 0 || len > 18)
    return false;
  for (size_t i = 0; i < len; i++)
    {
      if (digits[i] < '0' || digits[i] > '9')
        return false;
      v = 10 * v + (digits[i] - '0');
    }
  *out = v;
  return true;
}

static emi_rc
take_counter (struct slot *slot, const void *data, size_t len)
{
  if (!(slot->flags & EMI_AUTH_COUNTER) || slot->has_counter)
    return spoil (slot, "a counter that was not declared, or a second one");
  if (!counter_read (data, len, &slot->counter))
    return spoil (slot, "a counter that is no number");
  slot->has_counter = true;
  return EMI_OK;
}

emi_rc
slot_put (void *ctx, const char *name, const void *data, size_t len)
{
  struct slot *slot = ctx;

  if (!in_time (slot))
    return spoil (slot, "a message after its time");
  if (strcmp (name, "verdict") == 0)
    return take_verdict (slot, data, len);
  if (strcmp (name, "counter") == 0)
    return take_counter (slot, data, len);
  if (strcmp (name, "reason") == 0)
    return factor_reason_take (&slot->reason, data, len) ? EMI_OK
                                                         : EMI_PROTOCOL;
  if (strcmp (name, "wrong") == 0)
    slot->wrong = is_word (data, len, "1");
  return EMI_OK;
}

/* METHODS is a list of methods that may be attested, none of them twice.  Two
   from one slot only of a provider marked joint whose evidence the core checks
   itself: whoever takes the slot must do that (access/proof.h).  */
static bool
methods_hold (const struct slot *slot, const char *methods, size_t len)
{
  bool joint = (slot->flags & EMI_AUTH_JOINT) && proof_needed (slot->flags);
  char list[sizeof slot->methods];
  const char *at = list;

  if (len == 0 || len >= sizeof list || memchr (methods, '\0', len))
    return false;
  memcpy (list, methods, len);
  list[len] = '\0';
  for (;;)
    {
      size_t n = strcspn (at, " ");
      char word[sizeof list];

      memcpy (word, at, n);
      word[n] = '\0';
      if (!words_have_span (slot->allowed, word, n)
          || !profile_method (slot->asking.session->profile, word)
          || words_have_span (at + n, word, n))
        return false;
      at += n;
      if (!*at)
        return true;
      if (!joint)
        return false;
      at++;
    }
}

/* What is kept on record for years must be readable for years.  */
static bool
evidence_keep (struct slot *slot, struct emi_span text)
{
  const unsigned char *data = text.data;

  if (text.len > EVIDENCE_MAX)
    return false;
  for (size_t i = 0; i < text.len; i++)
    if (data[i] < 0x20 || data[i] > 0x7e)
      return false;
  if (text.len)
    memcpy (slot->evidence, data, text.len);
  slot->evidence[text.len] = '\0';
  return true;
}

emi_rc
slot_put_fields (void *ctx, const char *name, const struct emi_fields *fields)
{
  struct slot *slot = ctx;
  struct emi_span challenge, methods;

  if (strcmp (name, "attestation") != 0)
    return EMI_OK;
  if (!in_time (slot))
    return spoil (slot, "an attestation after its time");
  if (slot->attested++ > 0)
    return spoil (slot, "a second attestation");
  challenge = fields_once (fields, "challenge");
  methods = fields_once (fields, "methods");
  if (challenge.len != CHALLENGE_LEN
      || sodium_memcmp (challenge.data, slot->challenge, CHALLENGE_LEN) != 0)
    return spoil (slot, "an attestation for another challenge");
  if (!methods_hold (slot, methods.data, methods.len))
    return spoil (slot, "a method that it may not attest");
  if (!evidence_keep (slot, fields_once (fields, "evidence")))
    return spoil (slot, "evidence that is too long or not printable");
  if (proof_needed (slot->flags) && !held_take (&slot->held, fields))
    return spoil (slot, "an attestation that is too large");
  memcpy (slot->methods, methods.data, methods.len);
  slot->methods[methods.len] = '\0';
  return EMI_OK;
}

enum slot_verdict
slot_close (struct slot *slot)
{
  if (slot->granted + slot->refused > 1)
    spoil (slot, "two verdicts");
  else if (slot->granted != slot->attested)
    spoil (slot, "verdict and attestation do not go together");
  else if (slot->granted && (slot->flags & EMI_AUTH_COUNTER)
           && !slot->has_counter)
    spoil (slot, "no counter");
  else if (slot->granted && !in_time (slot))
    spoil (slot, "a verdict after its time");
  slot->open = false;
  if (slot->fault)
    return SLOT_BAD;
  if (slot->granted)
    return SLOT_GRANTED;
  return slot->refused ? SLOT_REFUSED : SLOT_NONE;
}

void
slot_done (struct slot *slot)
{
  held_done (&slot->held);
}
