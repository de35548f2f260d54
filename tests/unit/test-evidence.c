/* SPDX-License-Identifier: Apache-2.0 */
/* A card's signature and certificate, without any plugin: what is taken, and
   every way in which it is not.  */
#include "evidence/signed.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include <openssl/crypto.h>

#include "lib/card-maker.h"
#include "lib/expect-code.h"

#define NOW INT64_C (1767225600)

static struct card_cert mine; /* the enrolled one */
static unsigned char challenge[32] = { 1, 2, 3 };
static struct evidence_answer answer;

static void
begin (void)
{
  card_make (&mine, &(struct card_want){ .now = NOW });
}

static void
end (void)
{
  card_done (&mine);
}

TestSuite (evidence, .init = begin, .fini = end);

static struct emi_span
word (const char *text)
{
  return (struct emi_span){ text, strlen (text) };
}

/* SHOWN signs with ALGORITHM and MINE is enrolled; CHANGE may spoil it.  */
static enum code
check (const struct card_cert *shown, const char *algorithm,
       void (*change) (struct evidence_signed *in))
{
  size_t len;
  unsigned char *signature
      = card_sign (shown->key, algorithm, challenge, &len);
  struct evidence_signed in = { .certificate = card_der (shown),
                                .algorithm = word (algorithm),
                                .signature = { signature, len },
                                .challenge = { challenge, sizeof challenge },
                                .enrolled = card_der (&mine),
                                .now = NOW,
                                .cancel_fd = -1 };

  if (change)
    change (&in);
  signed_check (&in, &answer);
  OPENSSL_free (signature);
  return answer.code;
}

#define EXPECT(call, code) EXPECT_CODE (call, code, answer.detail)

/* The same where the certificate made of WANT is enrolled.  */
static enum code
check_made (struct card_want want, const char *algorithm)
{
  enum code code;

  want.now = NOW;
  card_done (&mine);
  card_make (&mine, &want);
  code = check (&mine, algorithm, NULL);
  return code;
}

Test (evidence, p256_pss_and_pkcs1_are_taken)
{
  EXPECT (check (&mine, "ecdsa-sha256", NULL), OK);
  cr_expect (strncmp (answer.text, "cert=", 5) == 0, "%s", answer.text);
  cr_expect_eq (strlen (answer.text), 17);
  EXPECT (
      check_made ((struct card_want){ .kind = "2048" }, "rsa-pkcs1-sha256"),
      OK);
  EXPECT (check (&mine, "rsa-pss-sha256", NULL), OK);
}

/* --- the signature --- */

static void
alter (struct evidence_signed *in)
{
  ((unsigned char *) in->signature.data)[in->signature.len / 2] ^= 1;
}

static void
leave_out (struct evidence_signed *in)
{
  in->signature.len = 0;
}

static void
cut (struct evidence_signed *in)
{
  in->signature.len--;
}

static void
other_challenge (struct evidence_signed *in)
{
  static const unsigned char other[32] = { 9 };

  in->challenge.data = other;
}

static void
short_challenge (struct evidence_signed *in)
{
  in->challenge.len = 31;
}

static void
name_rsa (struct evidence_signed *in)
{
  in->algorithm = word ("rsa-pss-sha256");
}

static void
name_none (struct evidence_signed *in)
{
  in->algorithm = word ("none");
}

static void
name_nothing (struct evidence_signed *in)
{
  in->algorithm = (struct emi_span){ NULL, 0 };
}

Test (evidence, a_signature_for_something_else_is_none)
{
  static void (*const changes[]) (struct evidence_signed *)
      = { alter,           leave_out, cut,       other_challenge,
          short_challenge, name_rsa,  name_none, name_nothing };

  for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++)
    EXPECT (check (&mine, "ecdsa-sha256", changes[i]), SIGNATURE_WRONG);
}

static void
name_pkcs1 (struct evidence_signed *in)
{
  in->algorithm = word ("rsa-pkcs1-sha256");
}

Test (evidence, one_padding_is_not_the_other)
{
  check_made ((struct card_want){ .kind = "2048" }, "rsa-pkcs1-sha256");
  EXPECT (check (&mine, "rsa-pss-sha256", name_pkcs1), SIGNATURE_WRONG);
  EXPECT (check (&mine, "rsa-pkcs1-sha256", name_rsa), SIGNATURE_WRONG);
}

Test (evidence, another_key_s_signature_is_none)
{
  struct card_cert other, mixed;

  card_make (&other, &(struct card_want){ .now = NOW });
  mixed = (struct card_cert){ other.key, mine.x, mine.der, mine.len };
  EXPECT (check (&mixed, "ecdsa-sha256", NULL), SIGNATURE_WRONG);
  card_done (&other);
}

/* --- the certificate --- */

static void
cut_certificate (struct evidence_signed *in)
{
  in->certificate.len--;
}

static void
no_certificate (struct evidence_signed *in)
{
  in->certificate.len = 0;
}

static void
longer_certificate (struct evidence_signed *in)
{
  static unsigned char both[2 * EVIDENCE_CERTIFICATE_MAX];

  memcpy (both, in->certificate.data, in->certificate.len);
  memcpy (both + in->certificate.len, in->certificate.data,
          in->certificate.len);
  in->certificate = (struct emi_span){ both, 2 * in->certificate.len };
}

Test (evidence, it_is_one_whole_certificate)
{
  EXPECT (check (&mine, "ecdsa-sha256", cut_certificate), CERT_UNREADABLE);
  EXPECT (check (&mine, "ecdsa-sha256", no_certificate), CERT_UNREADABLE);
  EXPECT (check (&mine, "ecdsa-sha256", longer_certificate), CERT_UNREADABLE);
}

Test (evidence, keys_that_are_too_weak_or_too_strange)
{
  EXPECT (
      check_made ((struct card_want){ .kind = "1024" }, "rsa-pkcs1-sha256"),
      CERT_UNREADABLE);
  EXPECT (check_made ((struct card_want){ .kind = "P-384" }, "ecdsa-sha256"),
          CERT_UNREADABLE);
}

Test (evidence, a_key_for_authentication_and_nothing_else)
{
  static const char *const bad[]
      = { "", "critical,nonRepudiation",
          "critical,digitalSignature,nonRepudiation",
          "critical,keyEncipherment", "critical,keyAgreement" };

  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
    EXPECT (check_made ((struct card_want){ .usage = bad[i] }, "ecdsa-sha256"),
            CERT_USAGE);
  EXPECT (
      check_made ((struct card_want){ .ca = true,
                                      .usage = "critical,digitalSignature" },
                  "ecdsa-sha256"),
      CERT_USAGE);
  EXPECT (check_made ((struct card_want){ .extended = "emailProtection" },
                      "ecdsa-sha256"),
          CERT_USAGE);
  EXPECT (check_made ((struct card_want){ .extended = "clientAuth" },
                      "ecdsa-sha256"),
          OK);
  EXPECT (check_made ((struct card_want){ .extended = "msSmartcardLogin" },
                      "ecdsa-sha256"),
          OK);
}

Test (evidence, not_before_its_time_and_not_after)
{
  EXPECT (check_made ((struct card_want){ .from = NOW + 60 }, "ecdsa-sha256"),
          CERT_NOT_YET);
  EXPECT (check_made ((struct card_want){ .to = NOW - 60 }, "ecdsa-sha256"),
          CERT_EXPIRED);
  EXPECT (check_made ((struct card_want){ .from = NOW, .to = NOW + 1 },
                      "ecdsa-sha256"),
          OK);
}

/* --- whose it is --- */

Test (evidence, someone_else_s_card)
{
  struct card_cert other;

  card_make (&other, &(struct card_want){ .now = NOW, .name = "Jiro" });
  EXPECT (check (&other, "ecdsa-sha256", NULL), REASON_CARD_OTHER);
  card_done (&other);
}

static void
nothing_enrolled (struct evidence_signed *in)
{
  in->enrolled = (struct emi_span){ NULL, 0 };
}

static void
rubbish_enrolled (struct evidence_signed *in)
{
  in->enrolled = word ("x");
}

Test (evidence, where_nothing_is_enrolled_every_card_is_someone_else_s)
{
  EXPECT (check (&mine, "ecdsa-sha256", nothing_enrolled), REASON_CARD_OTHER);
  EXPECT (check (&mine, "ecdsa-sha256", rubbish_enrolled), REASON_CARD_OTHER);
}

static void
enrolling (struct evidence_signed *in)
{
  in->enrolling = true;
  in->enrolled = (struct emi_span){ NULL, 0 };
}

Test (evidence, enrolling_needs_the_key_and_a_sound_certificate)
{
  EXPECT (check (&mine, "ecdsa-sha256", enrolling), OK);
  check_made ((struct card_want){ .to = NOW - 1 }, "ecdsa-sha256");
  EXPECT (check (&mine, "ecdsa-sha256", enrolling), CERT_EXPIRED);
}

/* Nobody vouches for the new certificate, but the person can be told.  */
Test (evidence, a_renewed_certificate_is_registered_anew)
{
  struct card_cert same_name, same_key;

  card_make (&same_name, &(struct card_want){ .now = NOW });
  EXPECT (check (&same_name, "ecdsa-sha256", NULL), CERT_RENEWED);
  card_make (&same_key, &(struct card_want){
                            .now = NOW, .key = mine.key, .name = "Taro II" });
  EXPECT (check (&same_key, "ecdsa-sha256", NULL), CERT_RENEWED);
  card_done (&same_name);
  card_done (&same_key);
}

Test (evidence, one_holder_or_two)
{
  struct card_cert key, name, other;

  card_make (&key, &(struct card_want){
                       .now = NOW, .key = mine.key, .name = "Taro II" });
  card_make (&name, &(struct card_want){ .now = NOW });
  card_make (&other, &(struct card_want){ .now = NOW, .name = "Jiro" });
  cr_expect (certificate_same (card_der (&mine), card_der (&mine), false));
  cr_expect (certificate_same (card_der (&mine), card_der (&key), false));
  cr_expect (!certificate_same (card_der (&mine), card_der (&name), false));
  cr_expect (certificate_same (card_der (&mine), card_der (&name), true));
  cr_expect (!certificate_same (card_der (&mine), card_der (&other), true));
  cr_expect (!certificate_same (card_der (&mine), word ("x"), true));
  cr_expect (!certificate_same (word (""), word (""), true));
  card_done (&key);
  card_done (&name);
  card_done (&other);
}
