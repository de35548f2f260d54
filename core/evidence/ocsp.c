/* SPDX-License-Identifier: Apache-2.0 */
/* A responder that says nothing that can be believed has said nothing: what
   that means is the configuration's.  */
#include "evidence/ocsp.h"

#include <string.h>
#include <strings.h>

#include <openssl/err.h>
#include <openssl/x509v3.h>

bool
ocsp_ask (struct ocsp_question *q, const X509 *x, const X509 *issuer)
{
  OCSP_CERTID *mine = OCSP_cert_to_id (NULL, x, issuer);
  int len = 0;

  *q = (struct ocsp_question){ .request = OCSP_REQUEST_new (),
                               .id = OCSP_cert_to_id (NULL, x, issuer) };
  if (q->request && q->id && mine && OCSP_request_add0_id (q->request, mine))
    {
      mine = NULL; /* the request's now */
      if (OCSP_request_add1_nonce (q->request, NULL, -1))
        len = i2d_OCSP_REQUEST (q->request, &q->der);
    }
  OCSP_CERTID_free (mine);
  q->len = len > 0 ? (size_t) len : 0;
  ERR_clear_error ();
  return q->len > 0;
}

void
ocsp_question_done (struct ocsp_question *q)
{
  OCSP_REQUEST_free (q->request);
  OCSP_CERTID_free (q->id);
  OPENSSL_free (q->der);
  *q = (struct ocsp_question){ .request = NULL };
}

char *
ocsp_address (X509 *x)
{
  STACK_OF (OPENSSL_STRING) *all = X509_get1_ocsp (x);
  char *found = NULL;

  for (int i = 0; i < sk_OPENSSL_STRING_num (all) && !found; i++)
    {
      const char *one = sk_OPENSSL_STRING_value (all, i);

      if (strncasecmp (one, "http://", 7) == 0
          || strncasecmp (one, "https://", 8) == 0)
        found = OPENSSL_strdup (one);
    }
  X509_email_free (all);
  ERR_clear_error ();
  return found;
}

/* --- the judgement --- */

static enum ocsp_state
useless (const char **how, const char *why)
{
  *how = why;
  return OCSP_USELESS;
}

/* An equal nonce, or none where the responder signs answers beforehand.  */
static bool
nonce_fits (const struct ocsp_question *q, OCSP_BASICRESP *b)
{
  int found = OCSP_check_nonce (q->request, b);

  return found == 1 || found == -1;
}

static bool
in_time (const ASN1_GENERALIZEDTIME *begun, const ASN1_GENERALIZEDTIME *end,
         int64_t now)
{
  if (!begun || ASN1_TIME_cmp_time_t (begun, (time_t) (now + OCSP_SKEW_S)) > 0
      || ASN1_TIME_cmp_time_t (begun, (time_t) now) == -2)
    return false;
  if (!end)
    return ASN1_TIME_cmp_time_t (begun, (time_t) (now - OCSP_AGE_S)) >= 0;
  return ASN1_TIME_cmp_time_t (end, (time_t) (now - OCSP_SKEW_S)) >= 0;
}

/* What B says of Q's certificate.  B is signed already.  */
static enum ocsp_state
status (const struct ocsp_question *q, OCSP_BASICRESP *b, int64_t now,
        const char **how)
{
  ASN1_GENERALIZEDTIME *at = NULL, *begun = NULL, *end = NULL;
  int said = 0, reason = 0;

  if (!nonce_fits (q, b))
    return useless (how, "it answers another question");
  if (!OCSP_resp_find_status (b, q->id, &said, &reason, &at, &begun, &end))
    return useless (how, "it is about another certificate");
  if (!in_time (begun, end, now))
    return useless (how, "its answer is not of this time");
  switch (said)
    {
    case V_OCSP_CERTSTATUS_GOOD:
      return OCSP_GOOD;
    case V_OCSP_CERTSTATUS_REVOKED:
      return OCSP_REVOKED;
    default:
      return OCSP_UNKNOWN;
    }
}

/* SHA-1 and older can be forged.  */
static bool
strong (const OCSP_BASICRESP *b)
{
  const X509_ALGOR *a = OCSP_resp_get0_tbs_sigalg (b);
  const ASN1_OBJECT *o = NULL;
  int md = NID_undef, key = NID_undef;

  X509_ALGOR_get0 (&o, NULL, NULL, a);
  OBJ_find_sigid_algs (OBJ_obj2nid (o), &md, &key);
  return md != NID_sha1 && md != NID_md5 && md != NID_md4 && md != NID_md2;
}

static enum ocsp_state
judge_basic (const struct ocsp_question *q, OCSP_BASICRESP *b,
             const struct chain *c, int64_t now, const char **how)
{
  STACK_OF (X509) *others = sk_X509_dup (c->between);
  int good;

  /* The issuer may sign itself, and does not enclose itself then.  */
  if (!others || sk_X509_push (others, c->issuer) <= 0)
    {
      sk_X509_free (others);
      return useless (how, "no memory");
    }
  good = OCSP_basic_verify (b, others, c->store, 0);
  sk_X509_free (others);
  if (good != 1 || !strong (b))
    return useless (how, "its answer is not signed as it must be");
  return status (q, b, now, how);
}

enum ocsp_state
ocsp_judge (const struct ocsp_question *q, struct emi_span answer,
            const struct chain *c, int64_t now, const char **how)
{
  const unsigned char *at = answer.data;
  OCSP_RESPONSE *r = NULL;
  OCSP_BASICRESP *b = NULL;
  enum ocsp_state state;

  if (answer.len && answer.len <= INT32_MAX)
    r = d2i_OCSP_RESPONSE (NULL, &at, (long) answer.len);
  if (!r)
    state = useless (how, "its answer is none");
  else if (OCSP_response_status (r) != OCSP_RESPONSE_STATUS_SUCCESSFUL)
    state = useless (how, "it gives no answer");
  else if (!(b = OCSP_response_get1_basic (r)))
    state = useless (how, "its answer is of an unknown kind");
  else
    state = judge_basic (q, b, c, now, how);
  OCSP_BASICRESP_free (b);
  OCSP_RESPONSE_free (r);
  ERR_clear_error ();
  return state;
}
