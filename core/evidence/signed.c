/* SPDX-License-Identifier: Apache-2.0 */
/* A card's signature, from possession to trust: who holds the key, whether it
   is the registered person's, whether the certificate is fit, in time and
   trusted.  What costs a network comes last.  */
#include "evidence/signed.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/crypto.h>

#include "evidence/certificate.h"
#include "evidence/chain.h"
#include "evidence/fetch.h"
#include "evidence/hcrole.h"
#include "evidence/ocsp.h"

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

/* --- what the authority says --- */

/* Printable ASCII, in quotes; what is not becomes '?'.  */
static void
note_roles (const struct hcroles *h, struct evidence_answer *out)
{
  for (size_t i = 0; i < h->n; i++)
    {
      char text[HCROLE_LEN + 3] = "\"";
      size_t n = 1;

      for (const char *p = h->role[i]; *p; p++)
        {
          bool plain = *p >= 0x20 && *p <= 0x7e && *p != '"';

          text[n++] = '?';
          if (plain)
            text[n - 1] = *p;
        }
      text[n++] = '"';
      text[n] = '\0';
      evidence_note (out, "hcrole", text);
    }
}

static bool
qualified (const struct evidence_signed *in, X509 *x, struct hcroles *h,
           struct evidence_answer *out)
{
  bool read = hcrole_read (x, h);

  for (size_t i = 0; i < in->trust.n_roles; i++)
    if (hcrole_has (h, in->trust.roles[i]))
      return true;
  if (in->trust.n_roles == 0)
    return true;
  return evidence_refuse (out, CODE_CERT_ROLE,
                          read ? "" : "its hcRole cannot be read");
}

/* No answer that can be believed.  */
static bool
silent (const struct evidence_signed *in, const char *how,
        struct evidence_answer *out)
{
  if (!in->trust.silent_accepts)
    return evidence_refuse (out, CODE_OCSP_SILENT, how);
  evidence_note (out, "ocsp", "silent");
  return true;
}

static bool
state_take (const struct evidence_signed *in, enum ocsp_state state,
            const char *how, struct evidence_answer *out)
{
  switch (state)
    {
    case OCSP_GOOD:
      evidence_note (out, "ocsp", "good");
      return true;
    case OCSP_REVOKED:
      return evidence_refuse (out, CODE_CERT_REVOKED, "");
    case OCSP_UNKNOWN:
      return evidence_refuse (out, CODE_CERT_UNTRUSTED,
                              "its responder does not know it");
    case OCSP_USELESS:
      break;
    }
  return silent (in, how, out);
}

static bool
ask_responder (const struct evidence_signed *in, const struct chain *c,
               X509 *x, const char *address, struct evidence_answer *out)
{
  struct ocsp_question q;
  struct fetched f;
  const char *how = "";
  bool good;

  if (!ocsp_ask (&q, x, c->issuer))
    good = evidence_refuse (out, CODE_MEMORY, "");
  else if (fetch_post (address, "Content-Type: application/ocsp-request",
                       (struct emi_span){ q.der, q.len }, in->trust.wait_ms,
                       in->cancel_fd, &f, &how))
    {
      enum ocsp_state state = ocsp_judge (
          &q, (struct emi_span){ f.data, f.len }, c, in->now, &how);

      good = state_take (in, state, how, out);
      free (f.data);
    }
  else if (f.cancelled)
    good = evidence_refuse (out, CODE_CANCELLED, "");
  else
    good = silent (in, how, out);
  ocsp_question_done (&q);
  return good;
}

static bool
not_revoked (const struct evidence_signed *in, const struct chain *c, X509 *x,
             struct evidence_answer *out)
{
  char *named;
  bool good;

  if (!in->trust.ocsp)
    return true;
  if (strcmp (in->trust.ocsp, "from-certificate") != 0)
    return ask_responder (in, c, x, in->trust.ocsp, out);
  named = ocsp_address (x);
  good = named ? ask_responder (in, c, x, named, out)
               : silent (in, "the certificate names none", out);
  OPENSSL_free (named);
  return good;
}

/* What costs a network comes last.  */
static bool
trusted (const struct evidence_signed *in, X509 *x,
         struct evidence_answer *out)
{
  struct chain c = { .store = NULL };
  struct hcroles h = { .n = 0 };
  bool good;

  if (!in->trust.ca.len)
    return !in->trust.n_roles
           || evidence_refuse (out, CODE_CERT_ROLE, "nobody vouches for it");
  good = chain_open (&c, in, out) && chain_check (&c, in, x, out)
         && qualified (in, x, &h, out) && not_revoked (in, &c, x, out);
  if (good)
    note_roles (&h, out);
  chain_done (&c);
  return good;
}

static bool
check (const struct evidence_signed *in, X509 *x, struct evidence_answer *out)
{
  return possession (in, x, out) && registered (in, x, out)
         && certificate_fit (x, out) && certificate_dates (x, in->now, out)
         && trusted (in, x, out);
}

void
signed_check (const struct evidence_signed *in, struct evidence_answer *out)
{
  X509 *x;

  /* No configuration of this machine changes what is checked here.  */
  OPENSSL_init_crypto (OPENSSL_INIT_NO_LOAD_CONFIG, NULL);
  x = certificate_read (in->certificate);
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
