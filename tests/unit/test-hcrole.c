/* SPDX-License-Identifier: Apache-2.0 */
/* hcRole as HPKI cards hold it, and everything that only looks like it.  */
#include "evidence/hcrole.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/crypto.h>

#include "lib/card-maker.h"

#define NOW INT64_C (1767225600)

static struct hcroles roles;

static bool
parse (const void *data, size_t len)
{
  /* Exactly as long as it is: a byte too far is seen by the sanitizers.  */
  void *copy = malloc (len ? len : 1);
  bool good;

  memcpy (copy, data, len);
  good = hcrole_parse ((struct emi_span){ copy, len }, &roles);
  free (copy);
  return good;
}

Test (hcrole, a_doctor_is_one)
{
  size_t len;
  unsigned char *der = card_role ("Medical Doctor", &len);

  cr_assert (parse (der, len));
  cr_expect_eq (roles.n, 1);
  cr_expect_str_eq (roles.role[0], "Medical Doctor");
  cr_expect (hcrole_has (&roles, "Medical Doctor"));
  cr_expect (!hcrole_has (&roles, "Medical"));
  cr_expect (!hcrole_has (&roles, "medical doctor"));
  OPENSSL_free (der);
}

/* The actor that other software writes for a pharmacist, with a code beside
   the text and regional data, inside the attribute.  */
Test (hcrole, codes_and_regional_data_are_passed_over)
{
  static const unsigned char der[]
      = { 0x30, 0x3d, 0x30, 0x3b, 0x06, 0x06, 0x28, 0x81, 0x85, 0x42, 0x00,
          0x01, 0x31, 0x31, 0x31, 0x2f, 0x30, 0x2d, 0xa0, 0x25, 0x31, 0x23,
          0xa0, 0x0c, 0x06, 0x0a, 0x2a, 0x83, 0x08, 0x86, 0x91, 0x0f, 0x01,
          0x06, 0x01, 0x01, 0xa1, 0x05, 0x12, 0x03, '1',  '2',  '3',  0xa2,
          0x0c, 0x0c, 0x0a, 'P',  'h',  'a',  'r',  'm',  'a',  'c',  'i',
          's',  't',  0xa1, 0x04, 0x30, 0x02, 0x05, 0x00 };

  cr_assert (parse (der, sizeof der));
  cr_expect (hcrole_has (&roles, "Pharmacist"));
}

Test (hcrole, another_scheme_s_words_do_not_count)
{
  size_t len;
  unsigned char *der = card_role ("Medical Doctor", &len);
  unsigned char *at = memmem (der, len, "\x86\x91\x0f", 3);

  cr_assert (at != NULL);
  at[2] = 0x0e;
  cr_assert (parse (der, len));
  cr_expect_eq (roles.n, 0);
  OPENSSL_free (der);
}

Test (hcrole, other_attributes_are_passed_over)
{
  size_t len;
  unsigned char *der = card_role ("Medical Doctor", &len);
  unsigned char *at = memmem (der, len, "\x28\x81\x85\x42\x00\x01", 6);

  cr_assert (at != NULL);
  at[5] = 2;
  cr_assert (parse (der, len));
  cr_expect_eq (roles.n, 0);
  OPENSSL_free (der);
}

Test (hcrole, cut_off_or_longer_is_malformed)
{
  size_t len;
  unsigned char *der = card_role ("Medical Doctor", &len);
  unsigned char longer[200];

  for (size_t n = 0; n < len; n++)
    {
      cr_expect (!parse (der, n), "%zu bytes", n);
      cr_expect_eq (roles.n, 0);
    }
  memcpy (longer, der, len);
  longer[len] = 0;
  cr_expect (!parse (longer, len + 1));
  OPENSSL_free (der);
}

Test (hcrole, a_text_with_a_hole_or_without_an_end_is_malformed)
{
  size_t len;
  unsigned char *der = card_role ("Medical Doctor", &len);
  char *at = memmem (der, len, "Medical", 7);

  at[7] = '\0';
  cr_expect (!parse (der, len), "what follows a NUL would be hidden");
  OPENSSL_free (der);
  der = card_role ("An overlong qualification of more than sixty-four "
                   "characters here",
                   &len);
  cr_expect (!parse (der, len));
  OPENSSL_free (der);
}

Test (hcrole, two_schemes_or_two_texts_of_one_actor_are_malformed)
{
  /* As a_doctor, with the text twice.  */
  static const unsigned char twice[]
      = { 0x30, 0x28, 0x30, 0x26, 0x06, 0x06, 0x28, 0x81, 0x85, 0x42, 0x00,
          0x01, 0x31, 0x1c, 0x31, 0x1a, 0x30, 0x18, 0xa0, 0x16, 0x31, 0x14,
          0xa0, 0x08, 0x06, 0x06, 0x28, 0x81, 0x85, 0x42, 0x00, 0x02, 0xa2,
          0x03, 0x0c, 0x01, 'A',  0xa2, 0x03, 0x0c, 0x01, 'B' };

  cr_expect (!parse (twice, sizeof twice));
}

Test (hcrole, of_a_certificate)
{
  struct card_cert c;
  size_t len;
  unsigned char *der = card_role ("Medical Doctor", &len);

  card_make (&c, &(struct card_want){ .now = NOW });
  cr_expect (hcrole_read (c.x, &roles));
  cr_expect_eq (roles.n, 0, "it need not be there");
  card_done (&c);
  card_make (&c, &(struct card_want){ .now = NOW, .role = { der, len } });
  cr_expect (hcrole_read (c.x, &roles));
  cr_expect (hcrole_has (&roles, "Medical Doctor"));
  card_done (&c);
  card_make (&c, &(struct card_want){ .now = NOW, .role = { der, len - 3 } });
  cr_expect (!hcrole_read (c.x, &roles));
  card_done (&c);
  OPENSSL_free (der);
}
