/* SPDX-License-Identifier: Apache-2.0 */
/* The card provider through the real module, with SoftHSM as the card and the
   shim that makes it misbehave like real ones (tests/plugins/card-shim.c).  */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include "lib/caught.h"
#include "lib/scratch.h"
#include "lib/soft-card.h"
#include "lib/trial.h"

static const char challenge[] = "0123456789abcdef0123456789abcdef";

static struct trial trial;
static struct caught caught;
static struct fault why;
static char *dir; /* tokens and shim */

static void
set_up (void)
{
  trial_init (&trial, 0);
  caught_init (&caught, NULL);
  dir = scratch_path (trial.dir, "card");
  soft_card (dir, "new", "one", NULL);
  soft_card_use (dir);
  setenv ("CARD_SHIM", dir, 1);
}

static void
tear_down (void)
{
  caught_done (&caught);
  trial_done (&trial);
  free (dir);
}

TestSuite (smartcard, .init = set_up, .fini = tear_down, .timeout = 60);

static void
key (const char *token, const char *id, const char *kind, const char *usage)
{
  soft_card (dir, "key", token, id, kind, usage, "/C=JP/CN=Shiken Ishi", NULL);
}

/* How the shim behaves from now on.  */
static void
mode (const char *words)
{
  char *removed = scratch_path (dir, "removed");

  unlink (removed);
  free (removed);
  scratch_write (dir, "tries", "0", 0600);
  scratch_write (dir, "mode", words, 0600);
}

/* The instance NAME with one more OPTION (NULL: none).  Inside, where the
   shim sees this process's environment; the contract suite and the flows have
   it in a process of its own.  */
static struct instance *
add (const char *name, const char *option, const char *value)
{
  char *shim = trial_built ("card-shim");
  struct instance *i;

  cr_assert_not_null (shim);
  trial_add (&trial, EMI_KIND_AUTH, name, "smartcard", "module", shim,
             "card-wait", "0", option, value, NULL)
      ->run
      = CONFIG_RUN_INSIDE;
  free (shim);
  cr_assert (host_instance (trial.host, EMI_KIND_AUTH, name, &i, &why), "%s",
             why.detail);
  return i;
}

/* SoftHSM finds tokens of other programs only when it begins.  */
static struct instance *
anew (const char *name)
{
  struct instance *i;

  trial_restart (&trial);
  cr_assert (host_instance (trial.host, EMI_KIND_AUTH, name, &i, &why), "%s",
             why.detail);
  return i;
}

/* A certificate as soft-card.sh left it.  */
static struct emi_span
certificate (const char *name)
{
  static char bytes[8192];
  char *path = scratch_path (dir, name);
  FILE *f = fopen (path, "rb");
  size_t n = f ? fread (bytes, 1, sizeof bytes, f) : 0;

  cr_assert (n > 0, "%s", path);
  fclose (f);
  free (path);
  return (struct emi_span){ bytes, n };
}

static emi_rc
verify (struct instance *i, const char *enrolled, const char *pin)
{
  const char *answers[] = { "pin", pin, NULL };
  struct emi_auth_verify in
      = { .size = sizeof in,
          .account = "dr-a",
          .enrolment
          = enrolled ? certificate (enrolled) : (struct emi_span){ NULL, 0 },
          .challenge = { challenge, 32 },
          .terminal = "er-1" };
  emi_rc rc;

  caught_reset (&caught);
  caught.answers = answers;
  why = (struct fault){ .code = CODE_OK };
  rc = instance_call (i, CALL_auth_verify, &in, &caught.env, &why);
  caught.answers = NULL;
  return rc;
}

static const struct caught_value *
attested (const char *field)
{
  return caught_field (caught_get (&caught, "attestation", 0), field);
}

/* Refused or not usable, with REASON.  */
static void
ended (emi_rc got, emi_rc wanted, const char *reason)
{
  cr_assert_eq (got, wanted, "%d: %s", (int) got, why.detail);
  cr_assert_str_eq (caught_text (&caught, "reason"), reason);
  cr_assert_str_eq (caught_text (&caught, "verdict"),
                    wanted == EMI_OK ? "refused" : "");
  cr_assert_eq (caught_count (&caught, "attestation"), 0);
  cr_assert_null (strstr (why.detail, "withheld"));
}

static bool
holds (const char *algorithm, X509 *x, const struct caught_value *signature)
{
  unsigned char message[44] = "emi-factor/1";
  EVP_MD_CTX *ctx = EVP_MD_CTX_new ();
  EVP_PKEY_CTX *how;
  bool good;

  memcpy (message + 12, challenge, 32);
  good = EVP_DigestVerifyInit (ctx, &how, EVP_sha256 (), NULL,
                               X509_get0_pubkey (x))
         == 1;
  if (strcmp (algorithm, "rsa-pss-sha256") == 0)
    good = good
           && EVP_PKEY_CTX_set_rsa_padding (how, RSA_PKCS1_PSS_PADDING) > 0
           && EVP_PKEY_CTX_set_rsa_pss_saltlen (how, 32) > 0;
  good = good
         && EVP_DigestVerify (ctx, (unsigned char *) signature->data,
                              signature->len, message, sizeof message)
                == 1;
  EVP_MD_CTX_free (ctx);
  return good;
}

/* Granted with METHODS and a signature that OpenSSL accepts.  */
static void
granted (emi_rc rc, const char *methods, const char *algorithm)
{
  const struct caught_value *c, *s = attested ("signature");
  const unsigned char *at;
  X509 *x;

  cr_assert_eq (rc, EMI_OK, "%s", why.detail);
  cr_assert_str_eq (caught_text (&caught, "verdict"), "granted", "%s",
                    caught_text (&caught, "reason"));
  cr_assert_str_eq (attested ("methods")->data, methods);
  cr_assert_str_eq (attested ("algorithm")->data, algorithm);
  c = attested ("certificate");
  at = (const unsigned char *) c->data;
  x = d2i_X509 (NULL, &at, (long) c->len);
  cr_assert_not_null (x);
  cr_assert (holds (algorithm, x, s));
  X509_free (x);
}

Test (smartcard, p256)
{
  struct instance *i;

  key ("one", "01", "ec", "digitalSignature");
  i = add ("card", NULL, NULL);
  mode ("");
  granted (verify (i, "one-01.pem.der", "2468"), "3-01 1-02", "ecdsa-sha256");
  cr_assert_str_eq (attested ("evidence")->data,
                    "mechanism=CKM_ECDSA pin=screen");
  mode ("only-hash");
  granted (verify (i, "one-01.pem.der", "2468"), "3-01 1-02", "ecdsa-sha256");
  cr_assert_str_eq (attested ("evidence")->data,
                    "mechanism=CKM_ECDSA_SHA256 pin=screen");
  mode ("odd-length");
  granted (verify (i, "one-01.pem.der", "2468"), "3-01 1-02", "ecdsa-sha256");
}

/* Its digits stand in a certificate by chance: that tells nobody the PIN.  */
Test (smartcard, a_certificate_with_the_pin_in_it)
{
  struct instance *i;

  soft_card (dir, "key", "one", "01", "ec", "digitalSignature",
             "/C=JP/CN=Shiken 2468", NULL);
  i = add ("card", NULL, NULL);
  mode ("");
  granted (verify (i, "one-01.pem.der", "2468"), "3-01 1-02", "ecdsa-sha256");
}

Test (smartcard, rsa)
{
  static const struct
  {
    const char *mode, *algorithm, *evidence;
  } rows[] = {
    { "", "rsa-pss-sha256", "mechanism=CKM_SHA256_RSA_PKCS_PSS pin=screen" },
    { "no-pss", "rsa-pkcs1-sha256",
      "mechanism=CKM_SHA256_RSA_PKCS pin=screen" },
    { "only-digest", "rsa-pkcs1-sha256", "mechanism=CKM_RSA_PKCS pin=screen" },
  };
  struct instance *i;

  key ("one", "01", "rsa", "digitalSignature");
  i = add ("card", NULL, NULL);
  for (size_t k = 0; k < sizeof rows / sizeof rows[0]; k++)
    {
      mode (rows[k].mode);
      granted (verify (i, "one-01.pem.der", "2468"), "3-01 1-02",
               rows[k].algorithm);
      cr_assert_str_eq (attested ("evidence")->data, rows[k].evidence);
    }
}

/* The PIN counts only where the token checked it for this signature.  */
Test (smartcard, what_the_pin_is_worth)
{
  struct instance *i, *pad;

  key ("one", "01", "ec", "digitalSignature");
  i = add ("card", NULL, NULL);
  pad = add ("pad", "pin", "reader");
  mode ("logged-in");
  ended (verify (i, "one-01.pem.der", "1111"), EMI_OK, "pin-wrong");
  granted (verify (i, "one-01.pem.der", "2468"), "3-01 1-02", "ecdsa-sha256");
  mode ("no-login");
  granted (verify (i, "one-01.pem.der", "1111"), "3-01", "ecdsa-sha256");
  cr_assert_eq (caught.asked, 0);
  mode ("pad");
  granted (verify (pad, "one-01.pem.der", NULL), "3-01 1-02", "ecdsa-sha256");
  cr_assert_eq (caught.asked, 1, "the gesture only");
  cr_assert_str_eq (attested ("evidence")->data,
                    "mechanism=CKM_ECDSA pin=reader");
  mode ("");
  granted (verify (pad, "one-01.pem.der", "2468"), "3-01 1-02",
           "ecdsa-sha256");
}

Test (smartcard, tries)
{
  struct instance *i;

  key ("one", "01", "ec", "digitalSignature");
  i = add ("card", NULL, NULL);
  mode ("lock");
  ended (verify (i, "one-01.pem.der", "123"), EMI_OK, "pin-length");
  ended (verify (i, "one-01.pem.der", ""), EMI_OK, "pin-length");
  ended (verify (i, "one-01.pem.der", "1111"), EMI_OK, "pin-wrong");
  ended (verify (i, "one-01.pem.der", "1111"), EMI_OK, "pin-final");
  cr_assert_eq (caught.asked, 1);
  ended (verify (i, "one-01.pem.der", "1111"), EMI_OK, "pin-locked");
  cr_assert_eq (caught.asked, 2, "warned before the last try");
  ended (verify (i, "one-01.pem.der", "2468"), EMI_UNREACHED, "card-locked");
  cr_assert_eq (caught.asked, 0, "a locked card is not asked a PIN for");

  mode ("lock final-rv");
  scratch_write (dir, "tries", "2", 0600);
  ended (verify (i, "one-01.pem.der", "1111"), EMI_OK, "pin-locked");
  mode ("lock");
  scratch_write (dir, "tries", "2", 0600);
  granted (verify (i, "one-01.pem.der", "2468"), "3-01 1-02", "ecdsa-sha256");
  ended (verify (i, "one-01.pem.der", "1111"), EMI_OK, "pin-wrong");
}

Test (smartcard, readers_and_cards_that_go)
{
  static const struct
  {
    const char *mode, *reason;
    emi_rc rc;
  } rows[] = {
    { "pull-login", "card-pulled", EMI_UNREACHED },
    { "pull-sign", "card-pulled", EMI_UNREACHED },
    { "no-reader", "reader-absent", EMI_UNREACHED },
    { "no-service", "reader-absent", EMI_UNREACHED },
    { "gone-sign", "reader-absent", EMI_UNREACHED },
    { "stranger", "card-no-key", EMI_UNREACHED },
    { "fail-sign", "", EMI_PROTOCOL },
    { "short-sign", "", EMI_PROTOCOL },
    { "long-sign", "", EMI_PROTOCOL },
    { "many-slots", "", EMI_PROTOCOL },
    { "many-found", "card-no-key", EMI_UNREACHED },
    { "huge-cert", "card-no-key", EMI_UNREACHED },
  };
  struct instance *i;

  key ("one", "01", "ec", "digitalSignature");
  i = add ("card", NULL, NULL);
  for (size_t k = 0; k < sizeof rows / sizeof rows[0]; k++)
    {
      mode (rows[k].mode);
      ended (verify (i, "one-01.pem.der", "2468"), rows[k].rc, rows[k].reason);
    }
  mode ("");
  scratch_write (dir, "removed", "", 0600);
  ended (verify (i, "one-01.pem.der", "2468"), EMI_UNREACHED, "card-absent");
  mode ("");
  granted (verify (i, "one-01.pem.der", "2468"), "3-01 1-02", "ecdsa-sha256");
}

Test (smartcard, which_card)
{
  struct instance *i, *named;

  add ("nowhere", "uri", "pkcs11:token=four");
  add ("named", "uri", "pkcs11:token=two");
  i = add ("card", NULL, NULL);
  mode ("");
  ended (verify (i, NULL, "2468"), EMI_UNREACHED, "card-no-key");
  key ("one", "01", "ec", "digitalSignature");
  i = anew ("card");
  ended (verify (i, NULL, "2468"), EMI_OK, "card-other");
  cr_assert_eq (caught.asked, 0, "a PIN of nobody's card");
  soft_card (dir, "new", "two", NULL);
  key ("two", "01", "ec", "digitalSignature");
  soft_card (dir, "new", "three", NULL);
  soft_card (dir, "key", "three", "01", "rsa", "digitalSignature",
             "/C=JP/CN=Kakuu Ishi", NULL);
  i = anew ("card");
  granted (verify (i, "one-01.pem.der", "2468"), "3-01 1-02", "ecdsa-sha256");
  granted (verify (i, "three-01.pem.der", "2468"), "3-01 1-02",
           "rsa-pss-sha256");
  /* Of the same subject: the core's to judge.  */
  named = anew ("named");
  granted (verify (named, "one-01.pem.der", "2468"), "3-01 1-02",
           "ecdsa-sha256");
  cr_assert_eq (memcmp (attested ("certificate")->data,
                        certificate ("two-01.pem.der").data,
                        attested ("certificate")->len),
                0);
  ended (verify (named, "three-01.pem.der", "2468"), EMI_OK, "card-other");
  ended (verify (anew ("nowhere"), "three-01.pem.der", "2468"), EMI_UNREACHED,
         "card-absent");
}

/* Keys for legal signatures, of an unknown use, or of another curve.  */
Test (smartcard, unfit_keys)
{
  struct instance *i;

  key ("one", "01", "ec", "nonRepudiation");
  key ("one", "02", "ec", "digitalSignature,nonRepudiation");
  key ("one", "03", "ec", "-");
  key ("one", "04", "p384", "digitalSignature");
  i = add ("card", NULL, NULL);
  mode ("");
  ended (verify (i, "one-02.pem.der", "2468"), EMI_UNREACHED, "card-no-key");
  cr_assert_eq (caught.asked, 0);
  /* A certificate alone opens nothing.  */
  soft_card (dir, "new", "two", NULL);
  key ("two", "01", "ec", "digitalSignature");
  {
    char *pem = scratch_path (dir, "two-01.pem");
    soft_card (dir, "cert", "one", "05", pem, NULL);
    free (pem);
  }
  i = add ("one", "uri", "pkcs11:token=one");
  ended (verify (i, "two-01.pem.der", "2468"), EMI_UNREACHED, "card-no-key");
  cr_assert_eq (caught.asked, 1);
}

static emi_rc
enrol (struct instance *i, const char *how, const char *pin)
{
  const char *answers[] = { "pin", pin, NULL };
  struct emi_auth_enrol in = { .size = sizeof in,
                               .account = "dr-a",
                               .mode = how,
                               .issuer = "1319999999",
                               .challenge = { challenge, 32 },
                               .terminal = "er-1" };
  emi_rc rc;

  caught_reset (&caught);
  caught.answers = answers;
  rc = instance_call (i, CALL_auth_enrol, &in, &caught.env, &why);
  caught.answers = NULL;
  return rc;
}

Test (smartcard, enrolment)
{
  struct instance *i;
  struct emi_span der;

  soft_card (dir, "ca", "authority", "/C=JP/CN=Kakuu CA", NULL);
  soft_card (dir, "key", "one", "01", "ec", "digitalSignature",
             "/C=JP/CN=Shiken Ishi", "authority", NULL);
  {
    char *pem = scratch_path (dir, "authority.pem");
    soft_card (dir, "cert", "one", "09", pem, NULL);
    free (pem);
  }
  i = add ("card", NULL, NULL);
  mode ("lock");
  cr_assert_eq (enrol (i, "set", "2468"), EMI_OK, "%s", why.detail);
  cr_assert_str_eq (caught_text (&caught, "state"), "active");
  cr_assert_eq (caught_count (&caught, "show"), 0);
  der = certificate ("one-01.pem.der");
  cr_assert_eq (caught_get (&caught, "enrolment", 0)->span.len, der.len);
  cr_assert_eq (memcmp (caught_text (&caught, "enrolment"), der.data, der.len),
                0);
  der = certificate ("one-09.pem.der");
  cr_assert_eq (attested ("chain")->len, der.len);
  cr_assert_eq (memcmp (attested ("chain")->data, der.data, der.len), 0);
  ended (enrol (i, "set", "1111"), EMI_OK, "pin-wrong");
  cr_assert_eq (caught_count (&caught, "enrolment"), 0);
  cr_assert_eq (enrol (i, "own", "2468"), EMI_UNSUPPORTED);
  cr_assert_eq (enrol (i, "confirm", "2468"), EMI_UNSUPPORTED);

  soft_card (dir, "new", "two", NULL);
  key ("two", "01", "ec", "digitalSignature");
  i = anew ("card");
  ended (enrol (i, "set", "2468"), EMI_UNREACHED, "card-several");
  granted (verify (i, "two-01.pem.der", "2468"), "3-01 1-02", "ecdsa-sha256");
}

static emi_rc
probe (const char *name)
{
  struct emi_auth_probe in = { .size = sizeof in };
  struct instance *i;

  cr_assert (host_instance (trial.host, EMI_KIND_AUTH, name, &i, &why));
  caught_reset (&caught);
  return instance_call (i, CALL_auth_probe, &in, &caught.env, &why);
}

/* An instance of the module at PATH.  */
static void
add_path (const char *name, const char *path, const char *uri)
{
  trial_add (&trial, EMI_KIND_AUTH, name, "smartcard", "module", path,
             uri ? "uri" : NULL, uri, NULL)
      ->run
      = CONFIG_RUN_INSIDE;
}

Test (smartcard, modules_that_are_none)
{
  struct instance *i;
  char *writable;

  add ("card", NULL, NULL);
  mode ("");
  cr_assert_eq (probe ("card"), EMI_OK, "%s", why.detail);
  mode ("no-reader");
  cr_assert_eq (probe ("card"), EMI_UNREACHED);
  mode ("");
  cr_assert_eq (probe ("card"), EMI_OK, "found again: %s", why.detail);

  add_path ("none", "nowhere.so", NULL);
  cr_assert_eq (probe ("none"), EMI_CONFIG);
  cr_assert_str_eq (caught_text (&caught, "reason"), "module-missing");
  scratch_write (trial.dir, "text.so", "no module", 0755);
  add_path ("text", "text.so", NULL);
  cr_assert_eq (probe ("text"), EMI_CONFIG);
  scratch_write (trial.dir, "open.so", "anybody's", 0600);
  writable = scratch_path (trial.dir, "open.so");
  cr_assert_eq (chmod (writable, 0777), 0);
  free (writable);
  add_path ("open", "open.so", NULL);
  cr_assert_eq (probe ("open"), EMI_CONFIG);
  cr_assert_not_null (strstr (why.detail, "others could change"), "%s",
                      why.detail);

  add_path ("bad", "a.so", "card one");
  cr_assert_not (host_instance (trial.host, EMI_KIND_AUTH, "bad", &i, &why));
  add_path ("pin", "a.so", "pkcs11:token=one?pin-value=2468");
  cr_assert_not (host_instance (trial.host, EMI_KIND_AUTH, "pin", &i, &why));
  cr_assert_null (strstr (why.detail, "2468"));
}

/* --- waiting --- */

static void
lay_it (void *ctx, const char *prompt)
{
  (void) ctx;
  if (strcmp (prompt, "card") == 0)
    mode ("");
}

Test (smartcard, a_card_is_waited_for)
{
  struct instance *i;
  char *shim = trial_built ("card-shim");

  key ("one", "01", "ec", "digitalSignature");
  trial_add (&trial, EMI_KIND_AUTH, "card", "smartcard", "module", shim,
             "card-wait", "20000", NULL)
      ->run
      = CONFIG_RUN_INSIDE;
  free (shim);
  cr_assert (host_instance (trial.host, EMI_KIND_AUTH, "card", &i, &why));
  mode ("");
  scratch_write (dir, "removed", "", 0600);
  caught.on_ask = lay_it;
  granted (verify (i, "one-01.pem.der", "2468"), "3-01 1-02", "ecdsa-sha256");
  cr_assert_eq (caught.asked, 2, "the gesture and the PIN");
  /* The person gives up instead.  */
  caught.on_ask = NULL;
  scratch_write (dir, "removed", "", 0600);
  trial_cancel (&trial);
  cr_assert_eq (verify (i, "one-01.pem.der", "2468"), EMI_CANCELLED);
}
