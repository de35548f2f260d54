/* SPDX-License-Identifier: Apache-2.0 */
/* Passwords (class 1, knowledge).  The enrolment is libsodium's Argon2id
   string; each hash takes one of the turns that all emi processes share,
   because memory is what such hashing spends.  */
#include <emi/auth.h>

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

/* SPEC section 10: 19 MiB, two passes; never made cheaper.  */
#define HASH_OPS 2
#define HASH_BYTES (19u * 1024 * 1024)
#define NEW_CHARS 10

/* What nobody's password fits: the hash of random bytes that were thrown
   away.  An unknown account costs the same as a known one.  */
static const char nobody[]
  = "$argon2id$v=19$m=19456,t=2,p=1$"
    "7Bj9HeE3aYmAkxXq2E56sg$r6IYyDCZLAhgkZdshgzytk7ZxLM05z7QHGXtmaUf5hc";

struct password
{
  const struct emi_host *host;
};

static emi_rc
password_open (const struct emi_host *host, void *host_ctx,
               struct emi_call *call, void **self_out)
{
  struct password *p;

  (void) host_ctx;
  if (sodium_init () < 0 || !(p = malloc (sizeof *p)))
    return host->fail (call, EMI_INTERNAL, "libsodium cannot start");
  p->host = host;
  *self_out = p;
  return EMI_OK;
}

static void
password_close (void *self)
{
  free (self);
}

static size_t
characters (const char *utf8)
{
  size_t n = 0;

  for (; *utf8; utf8++)
    n += ((unsigned char) *utf8 & 0xC0) != 0x80;
  return n;
}

/* Copies the enrolment as a string; false when it is none of ours.  */
static bool
stored (const struct emi_span *enrolment, char out[crypto_pwhash_STRBYTES])
{
  size_t prefix = strlen (crypto_pwhash_STRPREFIX);

  if (enrolment->len < prefix || enrolment->len >= crypto_pwhash_STRBYTES)
    return false;
  memcpy (out, enrolment->data, enrolment->len);
  memset (out + enrolment->len, 0, crypto_pwhash_STRBYTES - enrolment->len);
  return memcmp (out, crypto_pwhash_STRPREFIX, prefix) == 0;
}

/* Does TEXT fit HASH?  Takes and gives back a turn.  */
static emi_rc
matches (const struct password *p, struct emi_call *call, const char *hash,
         const char *text, bool *out)
{
  emi_rc rc = p->host->turn (call, 1);

  if (rc != EMI_OK)
    return rc;
  /* libsodium says EINVAL for a mismatch and something else when it could
     not compute the hash (no memory).  */
  errno = 0;
  *out = crypto_pwhash_str_verify (hash, text, strlen (text)) == 0;
  bool computed = *out || errno == EINVAL;
  p->host->turn (call, 0);
  return computed ? EMI_OK
                  : p->host->fail (call, EMI_INTERNAL,
                                   "the hash could not be computed");
}

static emi_rc
put_text (const struct password *p, struct emi_call *call, const char *name,
          const char *text)
{
  return p->host->put (call, name, text, strlen (text));
}

static emi_rc
attest (const struct password *p, struct emi_call *call,
        const struct emi_span *challenge)
{
  const struct emi_field v[] = {
    { "challenge", *challenge },
    { "methods", { "1-01", 4 } },
    { "evidence", { NULL, 0 } },
  };
  const struct emi_fields fields = { v, sizeof v / sizeof *v };
  emi_rc rc = p->host->put_fields (call, "attestation", &fields);

  return rc == EMI_OK ? put_text (p, call, "verdict", "granted") : rc;
}

static emi_rc
password_verify (void *self, struct emi_call *call,
                 const struct emi_auth_verify *in)
{
  static const char *const ids[] = { "password" };
  const struct password *p = self;
  char hash[crypto_pwhash_STRBYTES];
  bool fits = false;
  emi_rc rc = p->host->ask (call, ids, 1);

  if (rc != EMI_OK)
    return rc;
  bool known = stored (&in->enrolment, hash);
  rc = matches (p, call, known ? hash : nobody,
                p->host->answer (call, "password"), &fits);
  sodium_memzero (hash, sizeof hash);
  if (rc != EMI_OK)
    return rc;
  return known && fits ? attest (p, call, &in->challenge)
                       : put_text (p, call, "verdict", "refused");
}

/* Refuses a new password that cannot be taken.  */
static emi_rc
judge (const struct password *p, struct emi_call *call,
       const struct emi_auth_enrol *in, const char *text)
{
  char hash[crypto_pwhash_STRBYTES];
  bool same = false;
  emi_rc rc = EMI_OK;

  if (characters (text) < NEW_CHARS)
    return p->host->fail (call, EMI_PROTOCOL,
                          "パスワードは %d 文字以上にしてください / "
                          "a password needs at least %d characters",
                          NEW_CHARS, NEW_CHARS);
  if (strcmp (in->mode, "own") == 0 && stored (&in->enrolment, hash))
    {
      rc = matches (p, call, hash, text, &same);
      sodium_memzero (hash, sizeof hash);
    }
  if (rc == EMI_OK && same)
    return p->host->fail (call, EMI_PROTOCOL,
                          "今と同じパスワードは使えません / "
                          "the new password is the old one");
  return rc;
}

static emi_rc
password_enrol (void *self, struct emi_call *call,
                const struct emi_auth_enrol *in)
{
  static const char *const ids[] = { "new" };
  const struct password *p = self;
  char hash[crypto_pwhash_STRBYTES];

  if (strcmp (in->mode, "set") != 0 && strcmp (in->mode, "own") != 0)
    return p->host->fail (call, EMI_UNSUPPORTED,
                          "a password is set, not confirmed");
  emi_rc rc = p->host->ask (call, ids, 1);
  if (rc != EMI_OK)
    return rc;
  const char *text = p->host->answer (call, "new");
  if ((rc = judge (p, call, in, text)) != EMI_OK)
    return rc;
  if ((rc = p->host->turn (call, 1)) != EMI_OK)
    return rc;
  int bad = crypto_pwhash_str_alg (hash, text, strlen (text), HASH_OPS,
                                   HASH_BYTES, crypto_pwhash_ALG_ARGON2ID13);
  p->host->turn (call, 0);
  if (bad)
    return p->host->fail (call, EMI_INTERNAL,
                          "the hash could not be computed");
  rc = put_text (p, call, "enrolment", hash);
  sodium_memzero (hash, sizeof hash);
  return rc == EMI_OK ? put_text (p, call, "state", "active") : rc;
}

static emi_rc
password_probe (void *self, struct emi_call *call,
                const struct emi_auth_probe *in)
{
  (void) self;
  (void) call;
  (void) in;
  return EMI_OK;
}

static const struct emi_prompt prompts[] = {
  { "password", EMI_PROMPT_SECRET, NULL, "パスワード", "Password", NULL },
  { "new", EMI_PROMPT_SECRET, NULL, "新しいパスワード（10 文字以上）",
    "New password (at least 10 characters)", NULL },
  EMI_PROMPT_END,
};

static const struct emi_auth_ops ops = {
  .size = sizeof ops,
  .verify = password_verify,
  .enrol = password_enrol,
  .probe = password_probe,
};

EMI_AUTH_PLUGIN (password, &ops, NULL,
                 .name = "password", .version = "1",
                 .summary = "Passwords, hashed with Argon2id",
                 .threads = EMI_THREAD_INSTANCE, .prompts = prompts,
                 .open = password_open, .close = password_close,
                 .methods = "1-01", .auth_flags = EMI_AUTH_ONE_TIME);
