/* SPDX-License-Identifier: Apache-2.0 */
/* A card whose key is a file: key.pem and cert.pem of the folder that the
   option names are the card, and the file `play` says what it does otherwise.
   Words of `play`, separated by blanks:
     only=3-01      attests this alone
     algorithm=A    names A whatever it does
     old            signs the challenge of the call before
     flip           changes a byte of the signature
     pss, pkcs1     how an RSA key signs (pkcs1 without a word)
     other          enrols another certificate than the one it shows
     chain          puts chain.pem as well
     silent         leaves the attestation out when it enrols  */
#include "auth-test.h"

#include <stdio.h>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

struct card
{
  struct auth_test base; /* first: auth_test_text takes it */
  const char *folder;
  char play[256];
};

static emi_rc
card_open (const struct emi_host *host, void *host_ctx, struct emi_call *call,
           void **self_out)
{
  struct card *c = calloc (1, sizeof *c);

  if (!c)
    return host->fail (call, EMI_INTERNAL, "no memory");
  c->base.host = host;
  c->folder = host->option (host_ctx, "card");
  *self_out = c;
  return EMI_OK;
}

static FILE *
card_file (const struct card *c, const char *name)
{
  char path[4096];

  snprintf (path, sizeof path, "%s/%s", c->folder, name);
  return fopen (path, "re");
}

static void
play_read (struct card *c)
{
  FILE *f = card_file (c, "play");
  size_t n = f ? fread (c->play, 1, sizeof c->play - 1, f) : 0;

  c->play[n] = '\0';
  if (f)
    fclose (f);
}

/* The value of "WORD=VALUE" or "" for WORD alone; NULL when it is not there.
   OUT holds 63 characters.  */
static const char *
plays (const struct card *c, const char *word, char out[64])
{
  size_t len = strlen (word);

  for (const char *p = c->play; *p; p += strspn (p, " \n"))
    {
      size_t n = strcspn (p, " \n");

      if (n >= len && strncmp (p, word, len) == 0
          && (n == len || p[len] == '='))
        {
          snprintf (out, 64, "%.*s", (int) (n > len ? n - len - 1 : 0),
                    p + len + 1);
          return out;
        }
      p += n;
    }
  return NULL;
}

static int
is_played (const struct card *c, const char *word)
{
  char out[64];

  return plays (c, word, out) != NULL;
}

static unsigned char *
certificate_der (const struct card *c, const char *name, size_t *len_out)
{
  FILE *f = card_file (c, name);
  X509 *x = f ? PEM_read_X509 (f, NULL, NULL, NULL) : NULL;
  unsigned char *der = NULL;
  int len = x ? i2d_X509 (x, &der) : 0;

  if (f)
    fclose (f);
  X509_free (x);
  *len_out = len > 0 ? (size_t) len : 0;
  return der;
}

static EVP_PKEY *
key_read (const struct card *c)
{
  FILE *f = card_file (c, "key.pem");
  EVP_PKEY *key = f ? PEM_read_PrivateKey (f, NULL, NULL, NULL) : NULL;

  if (f)
    fclose (f);
  return key;
}

static size_t
sign (const struct card *c, EVP_PKEY *key, const void *challenge,
      unsigned char out[1024])
{
  unsigned char message[44] = "emi-factor/1";
  EVP_MD_CTX *md = EVP_MD_CTX_new ();
  EVP_PKEY_CTX *ctx = NULL;
  size_t len = 1024;
  int good
      = md && EVP_DigestSignInit (md, &ctx, EVP_sha256 (), NULL, key) == 1;

  memcpy (message + 12, challenge, 32);
  if (good && is_played (c, "pss"))
    good = EVP_PKEY_CTX_set_rsa_padding (ctx, RSA_PKCS1_PSS_PADDING) == 1
           && EVP_PKEY_CTX_set_rsa_pss_saltlen (ctx, 32) == 1;
  good = good && EVP_DigestSign (md, out, &len, message, sizeof message) == 1;
  EVP_MD_CTX_free (md);
  if (good && is_played (c, "flip"))
    out[len / 2] ^= 1;
  return good ? len : 0;
}

static const char *
algorithm_of (const struct card *c, const EVP_PKEY *key, char out[64])
{
  if (plays (c, "algorithm", out))
    return out;
  if (EVP_PKEY_is_a (key, "EC"))
    return "ecdsa-sha256";
  return is_played (c, "pss") ? "rsa-pss-sha256" : "rsa-pkcs1-sha256";
}

static struct emi_span
text_span (const char *text)
{
  return (struct emi_span){ text, strlen (text) };
}

static emi_rc
attest (struct card *c, struct emi_call *call, struct emi_span challenge)
{
  unsigned char signature[1024], mine[32];
  char only[64], named[64];
  size_t cert_len, chain_len;
  unsigned char *cert = certificate_der (c, "cert.pem", &cert_len);
  unsigned char *chain = certificate_der (c, "chain.pem", &chain_len);
  EVP_PKEY *key = key_read (c);
  emi_rc rc = EMI_INTERNAL;

  memcpy (mine, is_played (c, "old") ? c->base.challenge : challenge.data, 32);
  memcpy (c->base.challenge, challenge.data, 32);
  if (key && cert)
    {
      const struct emi_field v[] = {
        { "challenge", challenge },
        { "methods",
          text_span (plays (c, "only", only) ? only : "3-01 1-02") },
        { "evidence", text_span ("pin=session") },
        { "certificate", { cert, cert_len } },
        { "algorithm", text_span (algorithm_of (c, key, named)) },
        { "signature", { signature, sign (c, key, mine, signature) } },
        { "chain", { chain, chain_len } },
      };
      const struct emi_fields fields = { v, is_played (c, "chain") ? 7u : 6u };

      rc = c->base.host->put_fields (call, "attestation", &fields);
    }
  EVP_PKEY_free (key);
  OPENSSL_free (cert);
  OPENSSL_free (chain);
  return rc;
}

static emi_rc
verify (void *self, struct emi_call *call, const struct emi_auth_verify *in)
{
  static const char *const ids[] = { "pin" };
  struct card *c = self;
  emi_rc rc = c->base.host->ask (call, ids, 1);

  if (rc != EMI_OK)
    return rc;
  play_read (c);
  if (strcmp (c->base.host->answer (call, "pin"), "1234") != 0)
    {
      auth_test_text (&c->base, call, "reason", EMI_REASON_PIN_WRONG);
      return auth_test_text (&c->base, call, "verdict", "refused");
    }
  rc = attest (c, call, in->challenge);
  return rc == EMI_OK ? auth_test_text (&c->base, call, "verdict", "granted")
                      : rc;
}

static emi_rc
enrol (void *self, struct emi_call *call, const struct emi_auth_enrol *in)
{
  struct card *c = self;
  size_t len;
  unsigned char *der;
  emi_rc rc;

  play_read (c);
  der = certificate_der (c, is_played (c, "other") ? "chain.pem" : "cert.pem",
                         &len);
  rc = c->base.host->put (call, "enrolment", der, len);
  OPENSSL_free (der);
  if (rc == EMI_OK && !is_played (c, "silent"))
    rc = attest (c, call, in->challenge);
  return rc == EMI_OK ? auth_test_text (&c->base, call, "state", "active")
                      : rc;
}

static const struct emi_option options[]
    = { { "card", EMI_OPT_PATH, EMI_OPT_REQUIRED, NULL, NULL,
          "the folder that is the card" },
        EMI_OPTION_END };

AUTH_TEST_PROMPTS ("pin", EMI_PROMPT_SECRET, NULL);

static const struct emi_auth_ops ops
    = { .size = sizeof ops, .verify = verify, .enrol = enrol };

EMI_AUTH_PLUGIN (test_card, &ops, options, .name = "test-card", .version = "1",
                 .summary = "for tests only", .prompts = prompts,
                 .open = card_open, .close = auth_test_close,
                 .methods = "3-01 1-02",
                 .auth_flags = EMI_AUTH_SIGNED | EMI_AUTH_JOINT);
