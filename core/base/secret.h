/* SPDX-License-Identifier: Apache-2.0 */
/* Secrets (PIN, password, seed, key) in locked memory before a guard page,
   wiped when freed.  */
#ifndef EMI_BASE_SECRET_H
#define EMI_BASE_SECRET_H

#include <stdbool.h>
#include <stddef.h>

struct secret
{
  unsigned char *data; /* NUL-terminated behind `len`; NULL when empty */
  size_t len;
};

#define SECRET_INIT { .data = NULL }

/* Copies LEN bytes into new locked memory; false when none is to be had (S is
   then empty).  A secret that held something is wiped first.  */
bool secret_set (struct secret *s, const void *data, size_t len);
bool secret_alloc (struct secret *s, size_t len); /* zeroed */
void secret_done (struct secret *s);              /* wipes; NULL data is fine */

#endif
