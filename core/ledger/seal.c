/* SPDX-License-Identifier: Apache-2.0 */
/* Sealing values for the registry's rows under a key of their own purpose:
   whoever learns the rows' key has not learned credentials.  */
#include <string.h>

#include "base/cleanup.h"
#include "ledger/internal.h"
#include "ledger/sealed.h"

static const unsigned char *
key_of (const struct ledger *l, const char *context)
{
  if (strcmp (context, "emi-cred") == 0)
    return keys_block (&l->keys)->credential;
  if (strcmp (context, "emi-tmpl") == 0)
    return keys_block (&l->keys)->template_;
  return NULL;
}

bool
ledger_seal (const struct ledger *l, const char *context,
             const char *associated, const void *data, size_t len,
             struct buffer *out, struct fault *why)
{
  CLEANUP (buffer_done) struct buffer bound = BUFFER_INIT;
  const unsigned char *key = key_of (l, context);

  if (!key)
    return fault_set (why, CODE_INTERNAL, "no key for %s", context);
  buffer_text (&bound, associated);
  return sealed_make (key, &bound, data, len, out)
         || fault_set (why, CODE_MEMORY, "%s", "");
}

bool
ledger_unseal (const struct ledger *l, const char *context,
               const char *associated, const void *data, size_t len,
               struct secret *out, struct fault *why)
{
  CLEANUP (buffer_done) struct buffer bound = BUFFER_INIT;
  CLEANUP (buffer_done) struct buffer plain = { .wipe = true };
  const unsigned char *key = key_of (l, context);

  if (!key)
    return fault_set (why, CODE_INTERNAL, "no key for %s", context);
  buffer_text (&bound, associated);
  if (!sealed_open (key, &bound, data, len, &plain))
    return plain.failed ? fault_set (why, CODE_MEMORY, "%s", "")
                        : fault_set (why, CODE_EVIDENCE,
                                     "a sealed value does not open");
  return secret_set (out, plain.data, plain.len)
         || fault_set (why, CODE_MEMORY, "%s", "");
}
