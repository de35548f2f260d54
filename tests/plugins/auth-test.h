/* SPDX-License-Identifier: Apache-2.0 */
/* What the auth modules made for tests share: they keep nothing but the host
   and attest what they are told to.  */
#ifndef EMI_TESTS_AUTH_TEST_H
#define EMI_TESTS_AUTH_TEST_H

#include <emi/auth.h>

#include <stdlib.h>
#include <string.h>

struct auth_test
{
  const struct emi_host *host;
  struct emi_call *old_call;
  const char *kept;
  unsigned char challenge[32];
  int calls;
};

static inline emi_rc
auth_test_open (const struct emi_host *host, void *host_ctx,
                struct emi_call *call, void **self_out)
{
  struct auth_test *t = calloc (1, sizeof *t);

  (void) host_ctx;
  if (!t)
    return host->fail (call, EMI_INTERNAL, "no memory");
  t->host = host;
  *self_out = t;
  return EMI_OK;
}

static inline void
auth_test_close (void *self)
{
  free (self);
}

static inline emi_rc
auth_test_text (const struct auth_test *t, struct emi_call *call,
                const char *name, const char *text)
{
  return t->host->put (call, name, text, strlen (text));
}

static inline emi_rc
auth_test_attest (const struct auth_test *t, struct emi_call *call,
                  struct emi_span challenge, const char *methods)
{
  const struct emi_field v[] = {
    { "challenge", challenge },
    { "methods", { methods, strlen (methods) } },
    { "evidence", { NULL, 0 } },
  };
  const struct emi_fields fields = { v, sizeof v / sizeof *v };

  return t->host->put_fields (call, "attestation", &fields);
}

/* Attestation and verdict as they should be.  */
static inline emi_rc
auth_test_grant (const struct auth_test *t, struct emi_call *call,
                 const struct emi_auth_verify *in, const char *methods)
{
  emi_rc rc = auth_test_attest (t, call, in->challenge, methods);

  return rc == EMI_OK ? auth_test_text (t, call, "verdict", "granted") : rc;
}

/* Any enrolment that was made by any of them: one byte, which says whether it
   saw one that it replaces.  */
static inline emi_rc
auth_test_enrol (void *self, struct emi_call *call,
                 const struct emi_auth_enrol *in)
{
  const struct auth_test *t = self;
  emi_rc rc;

  if (strcmp (in->mode, "set") != 0)
    return t->host->fail (call, EMI_UNSUPPORTED, "only set");
  rc = t->host->put (call, "enrolment", in->enrolment.len ? "r" : "x", 1);
  return rc == EMI_OK ? auth_test_text (t, call, "state", "active") : rc;
}

#define AUTH_TEST_PROMPTS(id_, kind_, choices_)                               \
  static const struct emi_prompt prompts[]                                    \
    = { { id_, kind_, choices_, "試験", "test", NULL }, EMI_PROMPT_END }

/* A module made of VERIFY.  */
#define AUTH_TEST_PLUGIN(ident, name_, methods_, verify_, prompts_, ...)      \
  static const struct emi_auth_ops ops = {                                    \
    .size = sizeof ops, .verify = verify_, .enrol = auth_test_enrol           \
  };                                                                          \
  EMI_AUTH_PLUGIN (ident, &ops, NULL, .name = name_, .version = "1",          \
                   .summary = "for tests only", .prompts = prompts_,          \
                   .open = auth_test_open, .close = auth_test_close,          \
                   .methods = methods_ __VA_OPT__ (, ) __VA_ARGS__)

#endif
