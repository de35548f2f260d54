/* SPDX-License-Identifier: Apache-2.0 */
/* A card's signature, from possession to trust: who holds the key, whether it
   is the registered person's, whether the certificate is fit, in time and
   trusted.  What costs a network comes last.  */
#include "evidence/signed.h"

#include <string.h>

#include <openssl/crypto.h>

#include "evidence/certificate.h"

/* Before the challenge (emi/auth.h), so that no signature for another purpose
   is one for this.  */
static const char purpose[] = "emi-factor/1";
#define PURPOSE_LEN (sizeof purpose - 1)
#define CHALLENGE_LEN 32

static bool
possession (const struct evidence_signed *in, X509 *x,
            struct evidence_answer *out)
{
  unsigned char message[PURPOSE_LEN + CHALLENGE_LEN];

  if (in->challenge.len != CHALLENGE_LEN)
    return evidence_refuse (out, CODE_SIGNATURE_WRONG, "no challenge");
  memcpy (message, purpose, PURPOSE_LEN);
  memcpy (message + PURPOSE_LEN, in->challenge.data, CHALLENGE_LEN);
  return certificate_signed (x, in->algorithm,
                             (struct emi_span){ message, sizeof message },
                             in->signature, out);
}

static bool
same_bytes (struct emi_span a, struct emi_span b)
{
  return a.len && a.len == b.len && memcmp (a.data, b.data, a.len) == 0;
}

/* The registered certificate is the person.  A renewed card is another one:
   with a CA that names its holders it may still be the same person, without
   it must be registered anew, since nobody vouches for it.  */
static bool
registered (const struct evidence_signed *in, X509 *x,
            struct evidence_answer *out)
{
  X509 *enrolled;
  bool same;

  if (in->enrolling || same_bytes (in->certificate, in->enrolled))
    return true;
  enrolled = certificate_read (in->enrolled);
  same = enrolled
         && (certificate_same_name (x, enrolled)
             || certificate_same_key (x, enrolled));
  if (same && in->trust.issuer)
    same = certificate_same_name (x, enrolled);
  X509_free (enrolled);
  if (!same)
    return evidence_refuse (out, CODE_REASON_CARD_OTHER, "");
  return in->trust.issuer || evidence_refuse (out, CODE_CERT_RENEWED, "");
}

static bool
check (const struct evidence_signed *in, X509 *x, struct evidence_answer *out)
{
  return possession (in, x, out) && registered (in, x, out)
         && certificate_fit (x, out) && certificate_dates (x, in->now, out);
}

void
signed_check (const struct evidence_signed *in, struct evidence_answer *out)
{
  X509 *x = certificate_read (in->certificate);

  *out = (struct evidence_answer){ .code = CODE_OK };
  if (x)
    {
      certificate_note (x, out);
      check (in, x, out);
    }
  else
    evidence_refuse (out, CODE_CERT_UNREADABLE, "");
  X509_free (x);
}

bool
certificate_same (struct emi_span a, struct emi_span b, bool by_name)
{
  X509 *x, *y;
  bool same;

  if (same_bytes (a, b))
    return true;
  x = certificate_read (a);
  y = certificate_read (b);
  same = x && y
         && (certificate_same_key (x, y)
             || (by_name && certificate_same_name (x, y)));
  X509_free (x);
  X509_free (y);
  return same;
}
