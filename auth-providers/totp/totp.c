/* SPDX-License-Identifier: Apache-2.0 */
/* One-time codes (class 3, possession): RFC 6238 with SHA-1, 6 digits and
   30 s, as every phone's authenticator knows it; one step early or late is
   taken (SPEC section 8).  The code's arithmetic is liboath's.  */
#include <emi/auth.h>

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <liboath/oath.h>

#define DIGITS 6
#define STEP_S 30
#define WINDOW 1
#define SEED_LEN 20 /* SHA-1's own length; RFC 4226 section 4 */
/* An enrolment is this byte and the seed.  */
#define ENROLMENT_VERSION 1
#define ENROLMENT_LEN (1 + SEED_LEN)

struct totp
{
  const struct emi_host *host;
};

static emi_rc
totp_open (const struct emi_host *host, void *host_ctx, struct emi_call *call,
           void **self_out)
{
  struct totp *t;

  (void) host_ctx;
  if (oath_init () != OATH_OK || !(t = malloc (sizeof *t)))
    return host->fail (call, EMI_INTERNAL, "liboath cannot start");
  t->host = host;
  *self_out = t;
  return EMI_OK;
}

static void
totp_close (void *self)
{
  free (self);
}

static emi_rc
put_text (const struct totp *t, struct emi_call *call, const char *name,
          const char *text)
{
  return t->host->put (call, name, text, strlen (text));
}

static emi_rc
put_counter (const struct totp *t, struct emi_call *call, uint64_t counter)
{
  char text[21];

  snprintf (text, sizeof text, "%" PRIu64, counter);
  return put_text (t, call, "counter", text);
}

/* liboath takes as many digits as are typed, so the length is ours to
   check.  */
static bool
is_code (const char *text)
{
  return strspn (text, "0123456789") == DIGITS && !text[DIGITS];
}

/* The step that CODE belongs to.  */
static bool
step_of (const char *seed, int64_t now, const char *code,
         uint64_t *counter_out)
{
  int pos;

  return is_code (code)
         && oath_totp_validate4 (seed, SEED_LEN, (time_t) now, STEP_S,
                                 OATH_TOTP_DEFAULT_START_TIME, WINDOW, &pos,
                                 counter_out, 0, code)
              >= 0;
}

/* The seed in ENROLMENT.  */
static bool
seed_of (const struct emi_span *enrolment, const char **seed_out)
{
  const char *bytes = enrolment->data;

  if (enrolment->len != ENROLMENT_LEN || bytes[0] != ENROLMENT_VERSION)
    return false;
  *seed_out = bytes + 1;
  return true;
}

static emi_rc
attest (const struct totp *t, struct emi_call *call,
        const struct emi_span *challenge)
{
  const struct emi_field v[] = {
    { "challenge", *challenge },
    { "methods", { "3-02", 4 } },
    { "evidence", { NULL, 0 } },
  };
  const struct emi_fields fields = { v, sizeof v / sizeof *v };
  emi_rc rc = t->host->put_fields (call, "attestation", &fields);

  return rc == EMI_OK ? put_text (t, call, "verdict", "granted") : rc;
}

static emi_rc
refuse (const struct totp *t, struct emi_call *call, bool wrong)
{
  emi_rc rc = wrong ? put_text (t, call, "wrong", "1") : EMI_OK;

  return rc == EMI_OK ? put_text (t, call, "verdict", "refused") : rc;
}

static emi_rc
totp_verify (void *self, struct emi_call *call,
             const struct emi_auth_verify *in)
{
  static const char *const ids[] = { "code" };
  /* For an account that does not exist; no code fits it.  */
  static const char nobody[SEED_LEN] = { 0 };
  const struct totp *t = self;
  const char *seed = nobody;
  uint64_t counter = 0;

  bool known = seed_of (&in->enrolment, &seed);
  if (!known && in->enrolment.len)
    return t->host->fail (call, EMI_PROTOCOL, "the enrolment is no seed");
  emi_rc rc = t->host->ask (call, ids, 1);
  if (rc != EMI_OK)
    return rc;

  bool right = step_of (seed, t->host->now (call),
                        t->host->answer (call, "code"), &counter);
  if (!right || !known)
    return refuse (t, call, true);
  /* A right code that was used already is no wrong one: the core tells the
     two apart by the counter.  */
  if ((rc = put_counter (t, call, counter)) != EMI_OK)
    return rc;
  if (in->counter >= 0 && counter <= (uint64_t) in->counter)
    return refuse (t, call, false);
  return attest (t, call, &in->challenge);
}

/* Appends TEXT with all but RFC 3986's unreserved characters as %XX: raw
   Japanese in the QR code is shown as mojibake by phones.  */
static char *
encode (char *to, const char *text)
{
  static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                              "abcdefghijklmnopqrstuvwxyz0123456789-._~";
  static const char hex[] = "0123456789ABCDEF";

  for (; *text; text++)
    if (strchr (plain, *text))
      *to++ = *text;
    else
      {
        *to++ = '%';
        *to++ = hex[(unsigned char) *text >> 4];
        *to++ = hex[*text & 15];
      }
  *to = '\0';
  return to;
}

/* otpauth://totp/ISSUER:ACCOUNT?...; a phone shows issuer and account.  */
static char *
uri_of (const char *issuer, const char *account, const char *base32)
{
  static const char fixed[] = "otpauth://totp/:?secret=&issuer="
                              "&algorithm=SHA1&digits=6&period=30";
  char *uri = malloc (sizeof fixed + 6 * strlen (issuer)
                      + 3 * strlen (account) + strlen (base32));

  if (!uri)
    return NULL;
  char *at = stpcpy (uri, "otpauth://totp/");
  at = encode (at, issuer);
  at = stpcpy (at, ":");
  at = encode (at, account);
  at = stpcpy (at, "?secret=");
  at = stpcpy (at, base32);
  at = stpcpy (at, "&issuer=");
  at = encode (at, issuer);
  stpcpy (at, "&algorithm=SHA1&digits=6&period=30");
  return uri;
}

static void
wipe_free (char *text)
{
  if (text)
    explicit_bzero (text, strlen (text));
  free (text);
}

static emi_rc
set (const struct totp *t, struct emi_call *call,
     const struct emi_auth_enrol *in)
{
  char enrolment[ENROLMENT_LEN] = { ENROLMENT_VERSION };
  char *base32 = NULL;
  char *uri = NULL;
  emi_rc rc = EMI_INTERNAL;

  t->host->random (enrolment + 1, SEED_LEN);
  if (oath_base32_encode (enrolment + 1, SEED_LEN, &base32, NULL) == OATH_OK)
    uri = uri_of (in->issuer ? in->issuer : "emi", in->account, base32);
  if (uri)
    rc = t->host->put (call, "enrolment", enrolment, sizeof enrolment);
  if (rc == EMI_OK)
    rc = put_text (t, call, "state", "pending");
  if (rc == EMI_OK)
    rc = put_text (t, call, "show", uri);

  explicit_bzero (enrolment, sizeof enrolment);
  wipe_free (base32);
  wipe_free (uri);
  return rc;
}

static emi_rc
confirm (const struct totp *t, struct emi_call *call,
         const struct emi_auth_enrol *in)
{
  const char *seed;
  uint64_t counter;

  if (!seed_of (&in->enrolment, &seed))
    return t->host->fail (call, EMI_PROTOCOL, "there is nothing to confirm");
  if (!in->confirm
      || !step_of (seed, t->host->now (call), in->confirm, &counter))
    return refuse (t, call, true);
  emi_rc rc = put_counter (t, call, counter);
  return rc == EMI_OK ? put_text (t, call, "state", "active") : rc;
}

static emi_rc
totp_enrol (void *self, struct emi_call *call, const struct emi_auth_enrol *in)
{
  const struct totp *t = self;

  if (strcmp (in->mode, "set") == 0)
    return set (t, call, in);
  if (strcmp (in->mode, "confirm") == 0)
    return confirm (t, call, in);
  return t->host->fail (call, EMI_UNSUPPORTED,
                        "codes are set by an administrator and confirmed");
}

static emi_rc
totp_probe (void *self, struct emi_call *call, const struct emi_auth_probe *in)
{
  (void) self;
  (void) call;
  (void) in;
  return EMI_OK;
}

static const struct emi_prompt prompts[] = {
  { "code", EMI_PROMPT_TEXT, NULL, "ワンタイムコード（6 桁）",
    "One-time code (6 digits)", NULL },
  EMI_PROMPT_END,
};

static const struct emi_auth_ops ops = {
  .size = sizeof ops,
  .verify = totp_verify,
  .enrol = totp_enrol,
  .probe = totp_probe,
};

EMI_AUTH_PLUGIN (totp, &ops, NULL,
                 .name = "totp", .version = "1",
                 .summary = "One-time codes of an authenticator (TOTP)",
                 .threads = EMI_THREAD_INSTANCE, .prompts = prompts,
                 .open = totp_open, .close = totp_close, .methods = "3-02",
                 .auth_flags = EMI_AUTH_COUNTER);
