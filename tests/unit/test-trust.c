/* SPDX-License-Identifier: Apache-2.0 */
/* A card's certificate against an authority, its revocation list, and the
   qualification that is demanded.  */
#include "evidence/signed.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/crypto.h>
#include <openssl/pem.h>

#include "lib/card-maker.h"
#include "lib/expect-code.h"

#define NOW INT64_C (1767225600)

static struct card_cert root, middle, mine;
static char *pem; /* the hospital's ca file */
static unsigned char challenge[32] = { 4, 5, 6 };
static struct evidence_answer answer;
static struct evidence_trust trust;

static char *
pem_of (const struct card_cert *a, const struct card_cert *b)
{
  BIO *bio = BIO_new (BIO_s_mem ());
  char *data, *copy;
  long len;

  PEM_write_bio_X509 (bio, a->x);
  if (b)
    PEM_write_bio_X509 (bio, b->x);
  len = BIO_get_mem_data (bio, &data);
  copy = strndup (data, (size_t) len);
  BIO_free (bio);
  return copy;
}

static void
ca_is (const struct card_cert *a, const struct card_cert *b)
{
  free (pem);
  pem = pem_of (a, b);
  trust.ca = (struct emi_span){ pem, strlen (pem) };
}

static void
begin (void)
{
  card_make (&root, &(struct card_want){
                        .now = NOW, .ca = true, .name = "Test Root" });
  card_make (&middle, &(struct card_want){ .now = NOW,
                                           .ca = true,
                                           .name = "Test Issuing",
                                           .issuer = &root });
  card_make (&mine, &(struct card_want){ .now = NOW, .issuer = &root });
  ca_is (&root, NULL);
}

static void
end (void)
{
  card_done (&root);
  card_done (&middle);
  card_done (&mine);
  free (pem);
}

TestSuite (trust, .init = begin, .fini = end);

/* SHOWN signs, MINE is enrolled, the card brings CHAIN.  */
static enum code
check (const struct card_cert *shown, const struct card_cert *chain)
{
  size_t len;
  unsigned char *signature
      = card_sign (shown->key, "ecdsa-sha256", challenge, &len);
  struct emi_span between = chain ? card_der (chain) : trust.ca;
  struct evidence_signed in = { .certificate = card_der (shown),
                                .chain = &between,
                                .n_chain = chain != NULL,
                                .algorithm = { "ecdsa-sha256", 12 },
                                .signature = { signature, len },
                                .challenge = { challenge, sizeof challenge },
                                .enrolled = card_der (&mine),
                                .trust = trust,
                                .now = NOW,
                                .cancel_fd = -1 };

  signed_check (&in, &answer);
  OPENSSL_free (signature);
  return answer.code;
}

#define EXPECT(call, code) EXPECT_CODE (call, code, answer.detail)

/* MINE anew, of WANT.  */
static enum code
check_made (struct card_want want, const struct card_cert *chain)
{
  want.now = NOW;
  card_done (&mine);
  card_make (&mine, &want);
  return check (&mine, chain);
}

/* --- the authority --- */

Test (trust, one_that_the_authority_issued)
{
  EXPECT (check (&mine, NULL), OK);
}

Test (trust, through_an_authority_between)
{
  EXPECT (check_made ((struct card_want){ .issuer = &middle }, NULL),
          CERT_UNTRUSTED);
  EXPECT (check (&mine, &middle), OK);
  /* The hospital may name the issuing authority alone.  */
  ca_is (&middle, NULL);
  EXPECT (check (&mine, NULL), OK);
  ca_is (&root, &middle);
  EXPECT (check (&mine, NULL), OK);
}

Test (trust, another_authority_of_the_same_name_is_another)
{
  struct card_cert false_root;

  card_make (&false_root, &(struct card_want){
                              .now = NOW, .ca = true, .name = "Test Root" });
  EXPECT (check_made ((struct card_want){ .issuer = &false_root }, NULL),
          CERT_UNTRUSTED);
  EXPECT (check (&mine, &false_root), CERT_UNTRUSTED);
  card_done (&false_root);
  EXPECT (check_made ((struct card_want){ .issuer = NULL }, NULL),
          CERT_UNTRUSTED);
}

Test (trust, a_person_is_no_authority)
{
  struct card_cert person, strange;

  card_make (&person, &(struct card_want){
                          .now = NOW, .issuer = &root, .name = "Jiro" });
  EXPECT (check_made ((struct card_want){ .issuer = &person }, &person),
          CERT_UNTRUSTED);
  /* May sign certificates, but does not say that it is an authority.  */
  card_make (&strange, &(struct card_want){ .now = NOW,
                                            .issuer = &root,
                                            .name = "Strange",
                                            .usage = "critical,keyCertSign" });
  EXPECT (check_made ((struct card_want){ .issuer = &strange }, &strange),
          CERT_UNTRUSTED);
  card_done (&person);
  card_done (&strange);
}

Test (trust, an_authority_whose_time_is_over)
{
  struct card_cert old;

  card_make (&old, &(struct card_want){ .now = NOW,
                                        .ca = true,
                                        .name = "Old",
                                        .issuer = &root,
                                        .to = NOW - CARD_DAY });
  EXPECT (check_made ((struct card_want){ .issuer = &old }, &old),
          CERT_UNTRUSTED);
  card_done (&old);
}

Test (trust, a_file_that_is_none)
{
  static const char *const bad[]
      = { "x",
          "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
          "-----BEGIN CERTIFICATE-----\n" };

  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
    {
      trust.ca = (struct emi_span){ bad[i], strlen (bad[i]) };
      EXPECT (check (&mine, NULL), TRUST_UNREADABLE);
    }
}

Test (trust, a_file_with_a_broken_certificate_at_its_end)
{
  char *both;

  cr_assert (asprintf (&both,
                       "%s-----BEGIN CERTIFICATE-----\nAAAA\n"
                       "-----END CERTIFICATE-----\n",
                       pem)
             > 0);
  trust.ca = (struct emi_span){ both, strlen (both) };
  EXPECT (check (&mine, NULL), TRUST_UNREADABLE);
  free (both);
}

/* --- renewed cards --- */

Test (trust, a_renewed_card_of_the_same_issuer_and_name)
{
  struct card_cert renewed, other, moved;

  card_make (&renewed, &(struct card_want){ .now = NOW, .issuer = &root });
  EXPECT (check (&renewed, NULL), CERT_RENEWED);
  trust.issuer = true;
  EXPECT (check (&renewed, NULL), OK);
  card_make (&other, &(struct card_want){
                         .now = NOW, .issuer = &root, .name = "Jiro" });
  EXPECT (check (&other, NULL), REASON_CARD_OTHER);
  card_make (&moved, &(struct card_want){ .now = NOW, .issuer = &middle });
  EXPECT (check (&moved, &middle), REASON_CARD_OTHER);
  card_done (&renewed);
  card_done (&other);
  card_done (&moved);
}

/* Who makes certificates at home can write any name into them.  */
Test (trust, a_name_alone_is_not_enough)
{
  struct card_cert own;

  card_make (&own, &(struct card_want){ .now = NOW });
  trust.issuer = true;
  EXPECT (check (&own, NULL), REASON_CARD_OTHER);
  card_done (&own);
}

Test (trust, the_name_of_a_false_authority_is_not_enough_either)
{
  struct card_cert false_root, forged;

  card_make (&false_root, &(struct card_want){
                              .now = NOW, .ca = true, .name = "Test Root" });
  card_make (&forged,
             &(struct card_want){ .now = NOW, .issuer = &false_root });
  trust.issuer = true;
  EXPECT (check (&forged, &false_root), CERT_UNTRUSTED);
  card_done (&false_root);
  card_done (&forged);
}

/* --- revocation lists --- */

/* With a list of BY's from FROM to TO that names REVOKED.  */
static enum code
with_list (const struct card_cert *by, const struct card_cert *revoked,
           int64_t from, int64_t to)
{
  size_t len;
  unsigned char *der = card_crl (by, revoked, from, to, &len);
  enum code code;

  trust.crl = (struct emi_span){ der, len };
  trust.crl_set = true;
  code = check (&mine, NULL);
  OPENSSL_free (der);
  return code;
}

Test (trust, not_on_the_list)
{
  EXPECT (with_list (&root, NULL, NOW - 60, NOW + CARD_DAY), OK);
  cr_expect (strstr (answer.text, " crl=good"), "%s", answer.text);
  EXPECT (with_list (&root, &middle, NOW - 60, NOW + CARD_DAY), OK);
}

Test (trust, on_the_list)
{
  EXPECT (with_list (&root, &mine, NOW - 60, NOW + CARD_DAY), CERT_REVOKED);
}

Test (trust, a_list_that_is_out_of_date)
{
  EXPECT (with_list (&root, NULL, NOW - 2 * CARD_DAY, NOW - 60), CRL_STALE);
  EXPECT (with_list (&root, NULL, NOW + 60, NOW + CARD_DAY), CRL_STALE);
}

Test (trust, a_list_of_somebody_else)
{
  struct card_cert false_root;

  EXPECT (with_list (&middle, NULL, NOW - 60, NOW + CARD_DAY),
          TRUST_UNREADABLE);
  card_make (&false_root, &(struct card_want){
                              .now = NOW, .ca = true, .name = "Test Root" });
  EXPECT (with_list (&false_root, NULL, NOW - 60, NOW + CARD_DAY),
          TRUST_UNREADABLE);
  card_done (&false_root);
}

Test (trust, a_list_that_is_none)
{
  trust.crl_set = true;
  EXPECT (check (&mine, NULL), TRUST_UNREADABLE);
  trust.crl = (struct emi_span){ "0\x03\x01\x01\x01", 5 };
  EXPECT (check (&mine, NULL), TRUST_UNREADABLE);
  trust.crl = trust.ca;
  EXPECT (check (&mine, NULL), TRUST_UNREADABLE);
}

/* --- the qualification --- */

Test (trust, the_qualification_that_is_demanded)
{
  static const char *const doctor[] = { "Dentist", "Medical Doctor" };
  size_t len;
  unsigned char *der = card_role ("Medical Doctor", &len);

  trust.roles = doctor;
  trust.n_roles = 2;
  EXPECT (check (&mine, NULL), CERT_ROLE);
  EXPECT (
      check_made ((struct card_want){ .issuer = &root, .role = { der, len } },
                  NULL),
      OK);
  cr_expect (strstr (answer.text, " hcrole=\"Medical Doctor\""), "%s",
             answer.text);
  trust.n_roles = 1;
  EXPECT (check (&mine, NULL), CERT_ROLE);
  trust.n_roles = 2;
  EXPECT (check_made (
              (struct card_want){ .issuer = &root, .role = { der, len - 2 } },
              NULL),
          CERT_ROLE);
  /* Without an authority it is anybody's word.  */
  check_made ((struct card_want){ .issuer = &root, .role = { der, len } },
              NULL);
  trust.ca.len = 0;
  EXPECT (check (&mine, NULL), CERT_ROLE);
  OPENSSL_free (der);
}

Test (trust, a_qualification_that_cannot_be_read_stops_nobody_unasked)
{
  EXPECT (
      check_made (
          (struct card_want){ .issuer = &root, .role = { "0\x01", 2 } }, NULL),
      OK);
  cr_expect (!strstr (answer.text, "hcrole"), "%s", answer.text);
}
