/* SPDX-License-Identifier: Apache-2.0 */
/* hcRole: the qualification that an HPKI card states of its holder (ISO
   17090-2; attribute 1.0.17090.0.1 of the extension
   subjectDirectoryAttributes).  */
#ifndef EMI_EVIDENCE_HCROLE_H
#define EMI_EVIDENCE_HCROLE_H

#include <stdbool.h>
#include <stddef.h>

#include <openssl/x509.h>

#include <emi/types.h>

#define HCROLE_MAX 8
#define HCROLE_LEN 64

/* The texts of the national coding scheme, UTF-8 without a NUL inside.  */
struct hcroles
{
  char role[HCROLE_MAX][HCROLE_LEN + 1];
  size_t n;
};

/* Reads the value of the extension.  False when it is malformed or holds more
   than a card can mean; OUT is empty then.  */
bool hcrole_parse (struct emi_span value, struct hcroles *out);
/* The same of a certificate; one that has none is read well.  */
bool hcrole_read (const X509 *x, struct hcroles *out);

bool hcrole_has (const struct hcroles *h, const char *role);

#endif
