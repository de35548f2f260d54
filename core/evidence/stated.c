/* SPDX-License-Identifier: Apache-2.0 */
/* From what crosses the module's border to the pure functions, and from their
   verdicts to codes.  */
#include "evidence/stated.h"

#include <stdio.h>

#include "evidence/statement.h"

static enum code
code_of (enum statement_verdict verdict)
{
  switch (verdict)
    {
    case STATEMENT_GOOD:
      return CODE_OK;
    case STATEMENT_FORM:
      return CODE_STATEMENT_UNREADABLE;
    case STATEMENT_SIGNATURE:
      return CODE_STATEMENT_SIGNATURE;
    case STATEMENT_OTHER:
      return CODE_REASON_STATEMENT_OTHER;
    case STATEMENT_TIME:
      return CODE_STATEMENT_OLD;
    case STATEMENT_METHODS:
      return CODE_STATEMENT_METHODS;
    }
  return CODE_STATEMENT_UNREADABLE;
}

static void
answer (struct evidence_statement *out, enum code code, const char *how)
{
  out->answer.code = code;
  snprintf (out->answer.detail, sizeof out->answer.detail, "%s", how);
}

static void
take (const struct statement *s, struct evidence_statement *out)
{
  static const char hex[] = "0123456789abcdef";

  for (size_t i = 0; i < STATEMENT_ID_LEN; i++)
    {
      out->id[2 * i] = hex[s->id[i] >> 4];
      out->id[2 * i + 1] = hex[s->id[i] & 15];
    }
  out->at = s->at;
  snprintf (out->methods, sizeof out->methods, "%s", s->methods);
  snprintf (out->answer.text, sizeof out->answer.text, "%s", s->evidence);
}

void
stated_check (const struct evidence_stated *in, struct evidence_statement *out)
{
  const struct statement_wanted want = { .issuer = in->issuer,
                                         .facility = in->facility,
                                         .terminal = in->terminal,
                                         .subject = in->enrolled.data,
                                         .subject_len = in->enrolled.len,
                                         .known = in->known,
                                         .accept = in->accept,
                                         .now = in->now };
  struct statement_keys *keys = NULL;
  struct statement s;
  const char *how = "";
  enum statement_verdict v;

  *out = (struct evidence_statement){ .answer = { .code = CODE_OK } };
  if (!statement_keys_read (in->keys.data, in->keys.len, &keys, &how))
    {
      answer (out, CODE_STATEMENT_KEYS, how);
      return;
    }
  v = statement_check (in->statement.data, in->statement.len, keys, &want, &s,
                       &how);
  statement_keys_free (keys);
  if (v == STATEMENT_GOOD)
    take (&s, out);
  else
    answer (out, code_of (v), how);
}

bool
stated_keys_fit (struct emi_span keys, char how[EVIDENCE_DETAIL])
{
  struct statement_keys *k = NULL;
  const char *why = "";
  bool good = statement_keys_read (keys.data, keys.len, &k, &why);

  snprintf (how, EVIDENCE_DETAIL, "%s", why);
  statement_keys_free (k);
  return good;
}
