/* SPDX-License-Identifier: Apache-2.0 */
/* Two factors that another product has checked: its signed statement is taken
   from a folder or from a prompt and handed to the core, which alone decides
   what it is worth (emi-assertion(7) describes it for that product's
   maker).  */
#include <emi/auth.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drop.h"
#include "seen.h"

/* All that the national codes know (SPEC R3).  */
#define METHODS "1-01 1-02 1-03 2-01 2-02 2-03 2-04 2-05 3-01 3-02 3-03"
#define SUBJECT_MAX 200 /* bytes */

struct assertion
{
  const struct emi_host *host;
  struct drop drop; /* folder NULL: asked for */
};

static emi_rc
assertion_open (const struct emi_host *host, void *host_ctx,
                struct emi_call *call, void **self_out)
{
  struct assertion *a = malloc (sizeof *a);

  if (!a)
    return host->fail (call, EMI_INTERNAL, "no memory");
  *a = (struct assertion){
    .host = host,
    .drop = { .host = host,
              .folder = host->option (host_ctx, "folder"),
              .wait_ms = host->option_number (host_ctx, "wait"),
              .known = METHODS },
  };
  *self_out = a;
  return EMI_OK;
}

static void
assertion_close (void *self)
{
  free (self);
}

static emi_rc
put_text (const struct assertion *a, struct emi_call *call, const char *name,
          const char *text)
{
  return a->host->put (call, name, text, strlen (text));
}

static emi_rc
refuse (const struct assertion *a, struct emi_call *call, const char *reason)
{
  emi_rc rc = put_text (a, call, "reason", reason);

  return rc == EMI_OK ? put_text (a, call, "verdict", "refused") : rc;
}

static emi_rc
attest (const struct assertion *a, struct emi_call *call,
        const struct emi_span *challenge, const struct seen *seen,
        const char *text, size_t len)
{
  const struct emi_field v[] = {
    { "challenge", *challenge },
    { "methods", { seen->methods, strlen (seen->methods) } },
    { "evidence", { NULL, 0 } }, /* the core's to write */
    { "statement", { text, len } },
  };
  const struct emi_fields fields = { v, sizeof v / sizeof *v };
  emi_rc rc = a->host->put_fields (call, "attestation", &fields);

  return rc == EMI_OK ? put_text (a, call, "verdict", "granted") : rc;
}

static emi_rc
from_folder (const struct assertion *a, struct emi_call *call,
             const struct emi_auth_verify *in)
{
  const struct drop_wanted want = { in->enrolment, in->terminal, in->counter };
  struct drop_found *found = malloc (sizeof *found);
  emi_rc rc = EMI_INTERNAL;

  if (!found)
    return a->host->fail (call, rc, "no memory");
  rc = drop_take (&a->drop, call, &want, found);
  if (rc == EMI_OK && !found->seen.methods[0])
    rc = refuse (a, call, EMI_REASON_STATEMENT_FORM);
  else if (rc == EMI_OK)
    rc = attest (a, call, &in->challenge, &found->seen, found->text,
                 found->len);
  free (found);
  return rc;
}

static emi_rc
from_prompt (const struct assertion *a, struct emi_call *call,
             const struct emi_auth_verify *in)
{
  static const char *const ids[] = { "statement" };
  emi_rc rc = a->host->ask (call, ids, 1);
  const char *text;
  struct seen seen;
  size_t len;

  if (rc != EMI_OK)
    return rc;
  text = a->host->answer (call, "statement");
  len = text ? strlen (text) : 0;
  if (!seen_read (text ? text : "", len, METHODS, &seen) || !seen.methods[0])
    return refuse (a, call, EMI_REASON_STATEMENT_FORM);
  if (!seen_fits (&seen, &in->enrolment, in->terminal))
    return refuse (a, call, EMI_REASON_STATEMENT);
  text = seen_trim (text, &len);
  return attest (a, call, &in->challenge, &seen, text, len);
}

static emi_rc
assertion_verify (void *self, struct emi_call *call,
                  const struct emi_auth_verify *in)
{
  const struct assertion *a = self;

  return a->drop.folder ? from_folder (a, call, in)
                        : from_prompt (a, call, in);
}

/* No control characters, no blank at either end: nobody sees these, and the
   name is compared byte for byte.  */
static bool
is_subject (const char *text)
{
  size_t len = strlen (text);

  if (len == 0 || len > SUBJECT_MAX || text[0] == ' ' || text[len - 1] == ' ')
    return false;
  for (const char *p = text; *p; p++)
    if ((unsigned char) *p < 0x20 || *p == 0x7f)
      return false;
  return true;
}

static emi_rc
assertion_enrol (void *self, struct emi_call *call,
                 const struct emi_auth_enrol *in)
{
  static const char *const ids[] = { "subject" };
  const struct assertion *a = self;
  const char *subject;
  emi_rc rc;

  if (strcmp (in->mode, "set") != 0)
    return a->host->fail (call, EMI_UNSUPPORTED,
                          "an administrator registers the name over there");
  rc = a->host->ask (call, ids, 1);
  if (rc != EMI_OK)
    return rc;
  subject = a->host->answer (call, "subject");
  if (!subject || !is_subject (subject))
    return a->host->fail (call, EMI_PROTOCOL,
                          "the name over there has 1 to 200 bytes, no control "
                          "characters and no blank at its ends");
  rc = put_text (a, call, "enrolment", subject);
  return rc == EMI_OK ? put_text (a, call, "state", "active") : rc;
}

static emi_rc
assertion_probe (void *self, struct emi_call *call,
                 const struct emi_auth_probe *in)
{
  const struct assertion *a = self;

  (void) in;
  return a->drop.folder ? drop_probe (&a->drop, call) : EMI_OK;
}

static const struct emi_option options[] = {
  { "folder", EMI_OPT_PATH, 0, NULL, NULL,
    "where the product leaves its statements; without it they are asked for" },
  { "wait", EMI_OPT_MS, 0, "15000", "0..120000",
    "time to wait for one in the folder" },
  EMI_OPTION_END,
};

static const struct emi_prompt prompts[] = {
  { "statement", EMI_PROMPT_TEXT, NULL, "認証製品の証明（JWS）",
    "Statement of the authentication product (JWS)", NULL },
  { "subject", EMI_PROMPT_TEXT, NULL, "認証製品でのこの職員の名前",
    "Name of this account in the authentication product", NULL },
  EMI_PROMPT_END,
};

static const struct emi_auth_ops ops = {
  .size = sizeof ops,
  .verify = assertion_verify,
  .enrol = assertion_enrol,
  .probe = assertion_probe,
};

EMI_AUTH_PLUGIN (assertion, &ops, options, .name = "assertion", .version = "1",
                 .summary = "Two factors that another product states, signed",
                 .threads = EMI_THREAD_INSTANCE, .prompts = prompts,
                 .open = assertion_open, .close = assertion_close,
                 .methods = METHODS,
                 .auth_flags = EMI_AUTH_JOINT | EMI_AUTH_STATEMENT);
