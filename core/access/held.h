/* SPDX-License-Identifier: Apache-2.0 */
/* The fields of an attestation, kept beyond the call that put them, for what
   the core checks itself.  */
#ifndef EMI_ACCESS_HELD_H
#define EMI_ACCESS_HELD_H

#include <stdbool.h>

#include <emi/types.h>

#define HELD_FIELDS 16
#define HELD_BYTES 131072 /* a certificate, its chain, a signature */

struct held
{
  struct emi_field field[HELD_FIELDS];
  size_t n;
  void *block; /* what the fields point into */
};

/* Copies FIELDS.  False when they are more than an attestation needs, or
   without memory; H is empty then.  */
bool held_take (struct held *h, const struct emi_fields *fields);
void held_done (struct held *h);

/* NAME's value when it is there exactly once, else an empty span.  */
struct emi_span held_once (const struct held *h, const char *name);

#endif
