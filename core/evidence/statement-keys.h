/* SPDX-License-Identifier: Apache-2.0 */
/* The public keys that a hospital has pinned for another product's
   statements: one key in PEM, or a JWK or JWK set (RFC 7517).  Pure functions
   on the file's bytes.  */
#ifndef EMI_EVIDENCE_STATEMENT_KEYS_H
#define EMI_EVIDENCE_STATEMENT_KEYS_H

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

#define STATEMENT_KEYS_BYTES 65536
#define STATEMENT_KEYS_MAX 64
#define STATEMENT_KID_MAX 200

struct statement_key
{
  json_t *jwk;
  const char *kid;   /* the JWK's, or NULL */
  const char *alg;   /* the only one it may be used with; NULL: none */
  const char *unfit; /* why it may not be used, when ALG is NULL */
};

struct statement_keys
{
  struct statement_key key[STATEMENT_KEYS_MAX];
  size_t n;
};

/* Reads LEN bytes of a key file.  False with *HOW a constant sentence: no key
   that can be used, a private or shared one among them, two of one name.
   A set may hold keys for other purposes; they are never used.  */
bool statement_keys_read (const void *data, size_t len,
                          struct statement_keys **out, const char **how);
void statement_keys_free (struct statement_keys *keys);

/* The key that KID names; KID NULL is good where there is one key only, and
   a key that has no name answers to any when it is the only one.  NULL with
   *HOW.  */
const struct statement_key *statement_key_find (
    const struct statement_keys *keys, const char *kid, const char **how);

#endif
