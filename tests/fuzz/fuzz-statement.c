/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a statement, as its claims once they are signed, and as a key
   file.  Claims are tried without their signature, since no fuzzer makes
   one.  */
#include "fuzz/fuzz.h"

#include <string.h>

#include "evidence/statement-claims.h"

/* RFC 7515, appendix A.3.  */
static const char key[]
    = "{\"kty\":\"EC\",\"crv\":\"P-256\","
      "\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
      "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}";

static const struct statement_wanted want = {
  .issuer = "i",
  .facility = "1319999999",
  .terminal = "er-1",
  .subject = "s",
  .subject_len = 1,
  .known = "1-01 2-01 3-01",
  .now = 1795330000,
};

static void
try_claims (const uint8_t *data, size_t len)
{
  json_t *claims
      = json_loadb ((const char *) data, len, JSON_REJECT_DUPLICATES, NULL);
  struct statement s = { .methods = "" };
  const char *how = NULL;

  if (json_is_object (claims))
    {
      enum statement_verdict v = statement_claims (claims, &want, &s, &how);

      NEVER (v == STATEMENT_GOOD
             && (!s.methods[0] || s.at < want.now - STATEMENT_AGE_S
                 || s.at > want.now + STATEMENT_AHEAD_S));
      NEVER (v != STATEMENT_GOOD && !how);
    }
  json_decref (claims);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t len)
{
  struct statement_keys *keys = NULL, *mine = NULL;
  struct statement s;
  const char *how = NULL;

  NEVER (!statement_keys_read (key, strlen (key), &keys, &how));
  how = NULL;
  /* Nobody can sign with that key but its owner.  */
  NEVER (statement_check (data, len, keys, &want, &s, &how) == STATEMENT_GOOD);
  NEVER (!how);
  how = NULL;
  NEVER (!statement_keys_read (data, len, &mine, &how) && !how);
  statement_keys_free (mine);
  statement_keys_free (keys);
  try_claims (data, len);
  return 0;
}
