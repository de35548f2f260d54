/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a revocation list, as an authority's file and as a responder's
   answer.  The first byte says what they are; above 2 the rest are changes (two
   bytes where, one what) to a list or an answer made at the start that both say
   the card is revoked, which nothing may turn into good.  */
#include "fuzz/fuzz.h"

#include <string.h>

#include <openssl/pem.h>

#include "evidence/certificate.h"
#include "evidence/ocsp.h"
#include "lib/card-maker.h"

#define NOW INT64_C (1767225600)

static struct card_cert root, card;
static struct ocsp_question question;
static unsigned char *list, *answer;
static size_t list_len, answer_len;
static char pem[4096];

static void
make_answer (void)
{
  OCSP_BASICRESP *b = OCSP_BASICRESP_new ();
  OCSP_CERTID *id = OCSP_cert_to_id (NULL, card.x, root.x);
  ASN1_TIME *from = ASN1_TIME_set (NULL, NOW - 60);
  ASN1_TIME *to = ASN1_TIME_set (NULL, NOW + 3600);
  OCSP_RESPONSE *r;
  int len;

  OCSP_basic_add1_status (b, id, V_OCSP_CERTSTATUS_REVOKED, 0, from, from, to);
  OCSP_copy_nonce (b, question.request);
  OCSP_basic_sign (b, root.x, root.key, EVP_sha256 (), NULL, 0);
  r = OCSP_response_create (OCSP_RESPONSE_STATUS_SUCCESSFUL, b);
  len = i2d_OCSP_RESPONSE (r, &answer);
  NEVER (len <= 0);
  answer_len = (size_t) len;
  OCSP_RESPONSE_free (r);
  OCSP_BASICRESP_free (b);
  OCSP_CERTID_free (id);
  ASN1_TIME_free (from);
  ASN1_TIME_free (to);
}

static void
make (void)
{
  BIO *bio;

  if (card.x)
    return;
  card_make (&root, &(struct card_want){
                        .now = NOW, .ca = true, .name = "Test Root" });
  card_make (&card, &(struct card_want){ .now = NOW, .issuer = &root });
  list = card_crl (&root, &card, NOW - 60, NOW + 3600, &list_len);
  NEVER (!ocsp_ask (&question, card.x, root.x));
  make_answer ();
  bio = BIO_new (BIO_s_mem ());
  PEM_write_bio_X509 (bio, root.x);
  BIO_read (bio, pem, sizeof pem - 1);
  BIO_free (bio);
}

static bool
trusted (struct emi_span ca, struct emi_span crl, bool crl_set)
{
  const struct evidence_signed in
      = { .trust = { .ca = ca, .crl = crl, .crl_set = crl_set }, .now = NOW };
  struct evidence_answer out = { .code = CODE_OK };
  struct chain c = { .store = NULL };
  bool good
      = chain_open (&c, &in, &out) && chain_check (&c, &in, card.x, &out);

  chain_done (&c);
  NEVER (good != (out.code == CODE_OK));
  return good;
}

static struct emi_span
mine (void)
{
  return (struct emi_span){ pem, strlen (pem) };
}

static void
as_answer (struct emi_span data)
{
  const struct evidence_signed in = { .trust = { .ca = mine () }, .now = NOW };
  struct evidence_answer out = { .code = CODE_OK };
  struct chain c = { .store = NULL };
  const char *how = NULL;
  enum ocsp_state state;

  NEVER (!chain_open (&c, &in, &out) || !chain_check (&c, &in, card.x, &out));
  state = ocsp_judge (&question, data, &c, NOW, &how);
  NEVER (state == OCSP_GOOD || state == OCSP_UNKNOWN);
  NEVER (state == OCSP_USELESS && !how);
  chain_done (&c);
}

/* FROM with the changes in DATA.  */
static unsigned char *
changed (const unsigned char *from, size_t from_len, const uint8_t *data,
         size_t len)
{
  unsigned char *copy = OPENSSL_memdup (from, from_len);

  NEVER (!copy);
  for (size_t i = 0; i + 3 <= len; i += 3)
    copy[(data[i] << 8 | data[i + 1]) % from_len] = data[i + 2];
  return copy;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t len)
{
  struct emi_span rest;
  unsigned char *copy;

  make ();
  if (len == 0)
    return 0;
  rest = (struct emi_span){ data + 1, len - 1 };
  switch (data[0] % 5)
    {
    case 0:
      NEVER (trusted (mine (), rest, true));
      break;
    case 1:
      trusted (rest, rest, false);
      break;
    case 2:
      as_answer (rest);
      break;
    case 3:
      copy = changed (list, list_len, rest.data, rest.len);
      NEVER (trusted (mine (), (struct emi_span){ copy, list_len }, true));
      OPENSSL_free (copy);
      break;
    default:
      copy = changed (answer, answer_len, rest.data, rest.len);
      as_answer ((struct emi_span){ copy, answer_len });
      OPENSSL_free (copy);
      break;
    }
  return 0;
}
