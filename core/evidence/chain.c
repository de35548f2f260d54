/* SPDX-License-Identifier: Apache-2.0 */
/* X509_verify_cert does the work; what is asked of it, and what its answers
   mean to people, is decided here.  */
#include "evidence/chain.h"

#include <string.h>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include "evidence/certificate.h"

#define ANCHORS_MAX 64
#define LISTS_MAX 16
/* 112 bits: no SHA-1 and no RSA below 2048 bits anywhere in the chain.  */
#define SECURITY_LEVEL 2

/* A certificate file is not encrypted; without this OpenSSL would ask at the
   terminal.  */
static int
/* NOLINTNEXTLINE(readability-non-const-parameter): OpenSSL's type.  */
no_password (char *buf, int size, int write, void *ctx)
{
  (void) buf;
  (void) size;
  (void) write;
  (void) ctx;
  return -1;
}

/* --- the files --- */

static bool
anchors_read (X509_STORE *store, struct emi_span pem)
{
  BIO *bio = BIO_new_mem_buf (pem.data, (int) pem.len);
  X509 *x;
  int n = 0;
  bool good = bio != NULL;

  while (good && (x = PEM_read_bio_X509 (bio, NULL, no_password, NULL)))
    {
      good = ++n <= ANCHORS_MAX && X509_STORE_add_cert (store, x) == 1;
      X509_free (x);
    }
  /* Anything but the end of the file is a certificate that is none.  */
  good = good && n > 0
         && ERR_GET_REASON (ERR_peek_last_error ()) == PEM_R_NO_START_LINE;
  ERR_clear_error ();
  BIO_free (bio);
  return good;
}

static bool
list_add (STACK_OF (X509_CRL) * lists, X509_CRL *crl)
{
  if (sk_X509_CRL_num (lists) < LISTS_MAX && sk_X509_CRL_push (lists, crl) > 0)
    return true;
  X509_CRL_free (crl);
  return false;
}

static bool
lists_pem (STACK_OF (X509_CRL) * lists, struct emi_span data)
{
  BIO *bio = BIO_new_mem_buf (data.data, (int) data.len);
  X509_CRL *crl;
  bool good = bio != NULL;

  while (good && (crl = PEM_read_bio_X509_CRL (bio, NULL, no_password, NULL)))
    good = list_add (lists, crl);
  good
      = good && ERR_GET_REASON (ERR_peek_last_error ()) == PEM_R_NO_START_LINE;
  BIO_free (bio);
  return good;
}

static bool
lists_der (STACK_OF (X509_CRL) * lists, struct emi_span data)
{
  const unsigned char *at = data.data;

  for (size_t left = data.len; left > 0;)
    {
      const unsigned char *from = at;
      X509_CRL *crl = d2i_X509_CRL (NULL, &at, (long) left);

      if (!crl || !list_add (lists, crl))
        return false;
      left -= (size_t) (at - from);
    }
  return true;
}

STACK_OF (X509_CRL) * chain_lists (struct emi_span data)
{
  STACK_OF (X509_CRL) *lists = sk_X509_CRL_new_null ();
  bool pem = data.len > 0 && *(const char *) data.data == '-';

  if (!lists || data.len > INT32_MAX
      || !(pem ? lists_pem (lists, data) : lists_der (lists, data))
      || sk_X509_CRL_num (lists) == 0)
    {
      sk_X509_CRL_pop_free (lists, X509_CRL_free);
      lists = NULL;
    }
  ERR_clear_error ();
  return lists;
}

/* What a card brings is taken where it is a certificate, and else left out:
   without it the chain does not close.  */
static bool
between_read (struct chain *c, const struct evidence_signed *in)
{
  c->between = sk_X509_new_null ();
  for (size_t i = 0; c->between && i < in->n_chain; i++)
    {
      X509 *x = certificate_read (in->chain[i]);

      if (x && sk_X509_push (c->between, x) <= 0)
        X509_free (x);
    }
  return c->between != NULL;
}

bool
chain_open (struct chain *c, const struct evidence_signed *in,
            struct evidence_answer *out)
{
  X509_VERIFY_PARAM *param;

  *c = (struct chain){ .store = X509_STORE_new () };
  if (!c->store || !between_read (c, in))
    return evidence_refuse (out, CODE_MEMORY, "");
  param = X509_STORE_get0_param (c->store);
  X509_VERIFY_PARAM_set_time (param, (time_t) in->now);
  X509_VERIFY_PARAM_set_depth (param, CHAIN_DEPTH);
  X509_VERIFY_PARAM_set_auth_level (param, SECURITY_LEVEL);
  /* What the hospital put into the file is trusted, root or not.  */
  X509_VERIFY_PARAM_set_flags (param, X509_V_FLAG_PARTIAL_CHAIN);
  if (!anchors_read (c->store, in->trust.ca))
    return evidence_refuse (out, CODE_TRUST_UNREADABLE,
                            "ca holds no certificates that can be read");
  if (in->trust.crl_set && !(c->crls = chain_lists (in->trust.crl)))
    return evidence_refuse (out, CODE_TRUST_UNREADABLE,
                            "crl is no revocation list");
  return true;
}

void
chain_done (struct chain *c)
{
  X509_free (c->issuer);
  sk_X509_pop_free (c->between, X509_free);
  sk_X509_CRL_pop_free (c->crls, X509_CRL_free);
  X509_STORE_free (c->store);
  *c = (struct chain){ .store = NULL };
}

/* --- the check --- */

/* A list of the person's own authority must be there; those of the ones above
   it are looked at where the file has them.  */
static int
allow (int good, X509_STORE_CTX *ctx)
{
  if (!good && X509_STORE_CTX_get_error_depth (ctx) > 0
      && X509_STORE_CTX_get_error (ctx) == X509_V_ERR_UNABLE_TO_GET_CRL)
    {
      X509_STORE_CTX_set_error (ctx, X509_V_OK);
      return 1;
    }
  return good;
}

static enum code
code_of (int error, int depth)
{
  switch (error)
    {
    case X509_V_ERR_CERT_REVOKED:
      return depth == 0 ? CODE_CERT_REVOKED : CODE_CERT_UNTRUSTED;
    case X509_V_ERR_CRL_HAS_EXPIRED:
    case X509_V_ERR_CRL_NOT_YET_VALID:
      return CODE_CRL_STALE;
    case X509_V_ERR_UNABLE_TO_GET_CRL:
    case X509_V_ERR_UNABLE_TO_GET_CRL_ISSUER:
    case X509_V_ERR_UNABLE_TO_DECRYPT_CRL_SIGNATURE:
    case X509_V_ERR_CRL_SIGNATURE_FAILURE:
    case X509_V_ERR_ERROR_IN_CRL_LAST_UPDATE_FIELD:
    case X509_V_ERR_ERROR_IN_CRL_NEXT_UPDATE_FIELD:
    case X509_V_ERR_KEYUSAGE_NO_CRL_SIGN:
    case X509_V_ERR_UNHANDLED_CRITICAL_CRL_EXTENSION:
    case X509_V_ERR_DIFFERENT_CRL_SCOPE:
    case X509_V_ERR_CRL_PATH_VALIDATION_ERROR:
      return CODE_TRUST_UNREADABLE;
    case X509_V_ERR_OUT_OF_MEM:
      return CODE_MEMORY;
    default:
      return CODE_CERT_UNTRUSTED;
    }
}

/* Those between must say that they are authorities; OpenSSL lets some through
   that only look like one.  */
static bool
authorities (const STACK_OF (X509) * chain)
{
  for (int i = 1; i < sk_X509_num (chain); i++)
    if (!(X509_get_extension_flags (sk_X509_value (chain, i)) & EXFLAG_CA))
      return false;
  return true;
}

static bool
verified (struct chain *c, X509_STORE_CTX *ctx, struct evidence_answer *out)
{
  const STACK_OF (X509) *chain = X509_STORE_CTX_get0_chain (ctx);

  if (!authorities (chain))
    return evidence_refuse (out, CODE_CERT_UNTRUSTED,
                            "an issuer that is no authority");
  /* Alone in the chain: the hospital trusts this very certificate.  */
  c->issuer = sk_X509_value (chain, sk_X509_num (chain) > 1 ? 1 : 0);
  X509_up_ref (c->issuer);
  return true;
}

bool
chain_check (struct chain *c, const struct evidence_signed *in, X509 *x,
             struct evidence_answer *out)
{
  X509_STORE_CTX *ctx = X509_STORE_CTX_new ();
  bool good = ctx && X509_STORE_CTX_init (ctx, c->store, x, c->between) == 1;

  if (!good)
    evidence_refuse (out, CODE_MEMORY, "");
  else
    {
      X509_STORE_CTX_set_verify_cb (ctx, allow);
      if (in->trust.crl_set)
        {
          X509_STORE_CTX_set0_crls (ctx, c->crls);
          X509_STORE_CTX_set_flags (ctx, X509_V_FLAG_CRL_CHECK
                                             | X509_V_FLAG_CRL_CHECK_ALL);
        }
      good = X509_verify_cert (ctx) == 1;
      if (good)
        good = verified (c, ctx, out);
      else
        evidence_refuse (
            out,
            code_of (X509_STORE_CTX_get_error (ctx),
                     X509_STORE_CTX_get_error_depth (ctx)),
            X509_verify_cert_error_string (X509_STORE_CTX_get_error (ctx)));
    }
  X509_STORE_CTX_free (ctx);
  ERR_clear_error ();
  if (good && in->trust.crl_set)
    evidence_note (out, "crl", "good");
  return good;
}
