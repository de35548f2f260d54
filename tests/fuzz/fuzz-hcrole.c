/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as hcRole and as a certificate.  After an odd first byte the rest
   are changes (two bytes where, one what) to a certificate made at the start,
   so that what is inside is reached as well.  */
#include "fuzz/fuzz.h"

#include <string.h>

#include "evidence/certificate.h"
#include "evidence/hcrole.h"
#include "evidence/signed.h"
#include "lib/card-maker.h"

#define NOW INT64_C (1767225600)

static struct card_cert card;

static void
make (void)
{
  size_t len;
  unsigned char *role;

  if (card.x)
    return;
  role = card_role ("Medical Doctor", &len);
  card_make (&card, &(struct card_want){ .now = NOW,
                                         .role = { role, len },
                                         .ocsp = "http://ocsp.example/",
                                         .extended = "clientAuth" });
  OPENSSL_free (role);
}

static void
check_roles (const struct hcroles *h, bool read)
{
  NEVER (!read && h->n != 0);
  NEVER (h->n > HCROLE_MAX);
  for (size_t i = 0; i < h->n; i++)
    NEVER (!h->role[i][0] || strlen (h->role[i]) > HCROLE_LEN);
}

static void
certificate (struct emi_span data)
{
  const struct evidence_signed in
      = { .certificate = data,
          .algorithm = { "ecdsa-sha256", 12 },
          .signature = { "0", 1 },
          .challenge = { "0123456789abcdef0123456789abcdef", 32 },
          .enrolled = data,
          .now = NOW,
          .cancel_fd = -1 };
  struct evidence_answer answer;
  struct hcroles h;
  X509 *x = certificate_read (data);

  signed_check (&in, &answer);
  NEVER (answer.code == CODE_OK);
  if (!x)
    return;
  check_roles (&h, hcrole_read (x, &h));
  certificate_fit (x, &answer);
  certificate_dates (x, NOW, &answer);
  NEVER (!certificate_same_key (x, x) && X509_get0_pubkey (x));
  X509_free (x);
}

/* A copy of the certificate with the changes in DATA.  */
static void
changed (const uint8_t *data, size_t len)
{
  unsigned char *copy = OPENSSL_memdup (card.der, card.len);

  for (size_t i = 0; copy && i + 3 <= len; i += 3)
    copy[(data[i] << 8 | data[i + 1]) % card.len] = data[i + 2];
  certificate ((struct emi_span){ copy, copy ? card.len : 0 });
  OPENSSL_free (copy);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t len)
{
  struct hcroles h;

  make ();
  check_roles (&h, hcrole_parse ((struct emi_span){ data, len }, &h));
  if (len > 0 && data[0] % 2)
    changed (data + 1, len - 1);
  else
    certificate ((struct emi_span){ data, len });
  return 0;
}
