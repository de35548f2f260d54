/* SPDX-License-Identifier: Apache-2.0 */
/* The card provider's pure functions: what PKCS #11 says, what is signed, what
   comes back, what a certificate is.  */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/x509v3.h>

#include "../auth-providers/smartcard/smartcard.h"

static const unsigned char challenge[CHALLENGE_LEN]
    = "a challenge of 32 bytes is here";

/* --- ends --- */

Test (card_parts, every_end_has_its_words)
{
  for (int end = CARD_FINE + 1; end <= CARD_MEMORY; end++)
    {
      const struct card_words *w = card_words ((enum card_end) end);

      cr_assert_eq (w->sentence == NULL, w->rc == EMI_OK, "%d", end);
      cr_assert (w->sentence || w->reason, "%d", end);
    }
}

Test (card_parts, pins)
{
  static const struct
  {
    CK_RV rv;
    CK_FLAGS flags;
    enum card_end end;
  } rows[] = {
    { CKR_PIN_INCORRECT, 0, CARD_PIN_WRONG },
    { CKR_PIN_INCORRECT, CKF_USER_PIN_COUNT_LOW, CARD_PIN_WRONG },
    { CKR_PIN_INCORRECT, CKF_USER_PIN_FINAL_TRY, CARD_PIN_FINAL },
    { CKR_PIN_INCORRECT, CKF_USER_PIN_LOCKED | CKF_USER_PIN_FINAL_TRY,
      CARD_PIN_LOCKED },
    { CKR_PIN_LOCKED, 0, CARD_PIN_LOCKED },
    /* OpenSC, of a card that says 6984.  */
    { CKR_GENERAL_ERROR, CKF_USER_PIN_LOCKED, CARD_PIN_LOCKED },
    { CKR_GENERAL_ERROR, 0, CARD_READER_ABSENT },
    { CKR_PIN_LEN_RANGE, 0, CARD_PIN_LENGTH },
    { CKR_PIN_INVALID, 0, CARD_PIN_LENGTH },
    { CKR_DEVICE_REMOVED, 0, CARD_PULLED },
    { CKR_FUNCTION_CANCELED, 0, CARD_CANCELLED },
    { CKR_USER_PIN_NOT_INITIALIZED, 0, CARD_LOCKED },
    { CKR_VENDOR_DEFINED + 1, 0, CARD_FAILED },
  };

  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
    cr_assert_eq (card_end_of_login (rows[i].rv, rows[i].flags), rows[i].end,
                  "row %zu", i);
}

/* --- signing --- */

Test (card_parts, the_best_way_first)
{
  static const CK_MECHANISM_TYPE offered[]
      = { CKM_SHA1_RSA_PKCS, CKM_RSA_PKCS, CKM_ECDSA_SHA256,
          CKM_SHA256_RSA_PKCS_PSS };

  cr_assert_eq (sign_way (KEY_RSA, offered, 4, 0)->mechanism,
                CKM_SHA256_RSA_PKCS_PSS);
  cr_assert_eq (sign_way (KEY_RSA, offered, 4, 1)->mechanism, CKM_RSA_PKCS);
  cr_assert_null (sign_way (KEY_RSA, offered, 4, 2));
  cr_assert_eq (sign_way (KEY_P256, offered, 4, 0)->mechanism,
                CKM_ECDSA_SHA256);
  cr_assert_null (sign_way (KEY_P256, offered, 2, 0));
  cr_assert_null (sign_way (KEY_UNKNOWN, offered, 4, 0));
  cr_assert_null (sign_way (KEY_RSA, offered, 1, 0), "never SHA-1");
}

static const struct sign_way *
way_of (enum key_kind key, CK_MECHANISM_TYPE mechanism)
{
  const struct sign_way *way = sign_way (key, &mechanism, 1, 0);

  cr_assert_not_null (way);
  return way;
}

Test (card_parts, what_is_signed)
{
  /* RFC 8017, section 9.2, note 1.  */
  static const unsigned char sha256_info[]
      = { 0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01,
          0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20 };
  unsigned char message[44] = "emi-factor/1", hash[32];
  unsigned char out[SIGN_INPUT_MAX];

  memcpy (message + 12, challenge, sizeof challenge);
  cr_assert (
      EVP_Digest (message, sizeof message, hash, NULL, EVP_sha256 (), NULL));
  cr_assert_eq (
      sign_input (way_of (KEY_RSA, CKM_SHA256_RSA_PKCS), challenge, out), 44);
  cr_assert_eq (memcmp (out, message, 44), 0);
  cr_assert_eq (sign_input (way_of (KEY_P256, CKM_ECDSA), challenge, out), 32);
  cr_assert_eq (memcmp (out, hash, 32), 0);
  cr_assert_eq (sign_input (way_of (KEY_RSA, CKM_RSA_PKCS), challenge, out),
                sizeof sha256_info + 32);
  cr_assert_eq (memcmp (out, sha256_info, sizeof sha256_info), 0);
  cr_assert_eq (memcmp (out + sizeof sha256_info, hash, 32), 0);
}

Test (card_parts, what_comes_back)
{
  const struct sign_way *ecdsa = way_of (KEY_P256, CKM_ECDSA);
  const struct certificate c = { .key = KEY_P256, .signature_len = 64 };
  unsigned char buffer[SIGNATURE_MAX];
  const unsigned char *at = buffer;
  size_t len = 64;
  ECDSA_SIG *sig;

  /* r begins with a one bit, s with a zero byte: neither form is copied.  */
  memset (buffer, 0x81, 32);
  memset (buffer + 32, 0, 32);
  buffer[63] = 7;
  cr_assert (sign_output (ecdsa, &c, buffer, &len));
  sig = d2i_ECDSA_SIG (NULL, &at, (long) len);
  cr_assert_not_null (sig);
  cr_assert_eq (at, buffer + len);
  cr_assert_eq (BN_num_bits (ECDSA_SIG_get0_r (sig)), 256);
  cr_assert (BN_is_word (ECDSA_SIG_get0_s (sig), 7));
  ECDSA_SIG_free (sig);

  for (len = 0; len < 200; len++)
    {
      size_t n = len;
      if (len != 64)
        cr_assert_not (sign_output (ecdsa, &c, buffer, &n), "%zu", len);
    }
}

/* --- certificates --- */

struct made
{
  unsigned char der[2048];
  size_t len;
};

static void
extend (X509 *x, int nid, const char *value)
{
  X509_EXTENSION *e = X509V3_EXT_conf_nid (NULL, NULL, nid, value);

  cr_assert (e && X509_add_ext (x, e, -1));
  X509_EXTENSION_free (e);
}

/* A certificate of NAME with an RSA key of BITS (0: P-256).  */
static struct made
make (const char *name, unsigned bits, const char *usage, const char *purpose,
      const char *basic)
{
  EVP_PKEY *key = bits ? EVP_RSA_gen (bits) : EVP_EC_gen ("P-256");
  X509 *x = X509_new ();
  struct made m = { .len = 0 };
  unsigned char *at = m.der;

  X509_set_version (x, 2);
  X509_gmtime_adj (X509_getm_notBefore (x), 0);
  X509_gmtime_adj (X509_getm_notAfter (x), 1000);
  X509_NAME_add_entry_by_txt (X509_get_subject_name (x), "CN", MBSTRING_UTF8,
                              (const unsigned char *) name, -1, -1, 0);
  X509_set_pubkey (x, key);
  if (basic)
    extend (x, NID_basic_constraints, basic);
  if (usage)
    extend (x, NID_key_usage, usage);
  if (purpose)
    extend (x, NID_ext_key_usage, purpose);
  cr_assert (X509_sign (x, key, EVP_sha256 ()));
  cr_assert_leq (i2d_X509 (x, NULL), (int) sizeof m.der);
  m.len = (size_t) i2d_X509 (x, &at);
  X509_free (x);
  EVP_PKEY_free (key);
  return m;
}

static enum certificate_kind
kind (const struct made *m)
{
  struct certificate c;
  enum certificate_kind k;

  cr_assert (certificate_read (m->der, m->len, &c));
  k = c.kind;
  certificate_done (&c);
  return k;
}

Test (card_parts, keys_for_authentication_only)
{
  static const struct
  {
    const char *usage, *purpose, *basic;
    enum certificate_kind kind;
  } rows[] = {
    { "digitalSignature", NULL, NULL, CERTIFICATE_PERSON },
    { "digitalSignature,keyEncipherment", "clientAuth", "CA:FALSE",
      CERTIFICATE_PERSON },
    { "digitalSignature", "anyExtendedKeyUsage", NULL, CERTIFICATE_PERSON },
    { "digitalSignature", "serverAuth", NULL, CERTIFICATE_UNFIT },
    { "digitalSignature", "emailProtection,codeSigning", NULL,
      CERTIFICATE_UNFIT },
    { "digitalSignature,nonRepudiation", NULL, NULL, CERTIFICATE_UNFIT },
    { "nonRepudiation", NULL, NULL, CERTIFICATE_UNFIT },
    { "keyEncipherment", NULL, NULL, CERTIFICATE_UNFIT },
    { NULL, NULL, NULL, CERTIFICATE_UNFIT },
    { "keyCertSign", NULL, "CA:TRUE", CERTIFICATE_CA },
    { "digitalSignature", NULL, "CA:TRUE", CERTIFICATE_CA },
  };

  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
    {
      struct made m = make ("Kakuu Ishi", 0, rows[i].usage, rows[i].purpose,
                            rows[i].basic);
      cr_assert_eq (kind (&m), rows[i].kind, "row %zu", i);
    }
}

Test (card_parts, keys_that_are_too_weak)
{
  struct made m = make ("Kakuu Ishi", 1024, "digitalSignature", NULL, NULL);
  struct certificate c;

  cr_assert_eq (kind (&m), CERTIFICATE_UNFIT);
  m = make ("Kakuu Ishi", 2048, "digitalSignature", NULL, NULL);
  cr_assert (certificate_read (m.der, m.len, &c));
  cr_assert_eq (c.kind, CERTIFICATE_PERSON);
  cr_assert_eq (c.key, KEY_RSA);
  cr_assert_eq (c.signature_len, 256);
  certificate_done (&c);
}

Test (card_parts, bytes_that_are_none)
{
  struct made m = make ("Kakuu Ishi", 0, "digitalSignature", NULL, NULL);
  struct certificate c;
  static unsigned char padded[CERTIFICATE_MAX + 1];

  for (size_t n = 0; n < m.len; n++)
    {
      struct made cut = m;
      cut.len = n;
      cr_assert_eq (kind (&cut), CERTIFICATE_UNFIT, "%zu", n);
    }
  /* Cards give a file of fixed length.  */
  memcpy (padded, m.der, m.len);
  cr_assert (certificate_read (padded, 4096, &c));
  cr_assert_eq (c.kind, CERTIFICATE_PERSON);
  cr_assert_eq (c.len, m.len);
  certificate_done (&c);
  cr_assert (certificate_read (padded, sizeof padded, &c));
  cr_assert_eq (c.kind, CERTIFICATE_UNFIT);
  certificate_done (&c);
  /* What is registered is one and nothing else.  */
  cr_assert (certificate_is (&(struct emi_span){ m.der, m.len }));
  cr_assert_not (certificate_is (&(struct emi_span){ padded, m.len + 1 }));
  cr_assert_not (certificate_is (&(struct emi_span){ NULL, 0 }));
}

Test (card_parts, whose_card)
{
  struct made a = make ("Kakuu Ishi", 0, "digitalSignature", NULL, NULL);
  struct made renewed = make ("Kakuu Ishi", 0, "digitalSignature", NULL, NULL);
  struct made other = make ("Shiken Ishi", 0, "digitalSignature", NULL, NULL);
  struct made legal = make ("Kakuu Ishi", 0, "nonRepudiation", NULL, NULL);
  const struct
  {
    const struct made *card;
    struct emi_span enrolled;
    enum likeness like;
  } rows[] = {
    { &a, { a.der, a.len }, LIKE_SAME },
    { &renewed, { a.der, a.len }, LIKE_PERSON },
    { &other, { a.der, a.len }, LIKE_OTHER },
    { &a, { NULL, 0 }, LIKE_OTHER },
    { &a, { "rubbish", 7 }, LIKE_OTHER },
    { &legal, { legal.der, legal.len }, LIKE_NOTHING },
  };

  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
    {
      struct certificate c;

      cr_assert (certificate_read (rows[i].card->der, rows[i].card->len, &c));
      cr_assert_eq (certificate_like (&c, &rows[i].enrolled), rows[i].like,
                    "row %zu", i);
      certificate_done (&c);
    }
}
