/* SPDX-License-Identifier: Apache-2.0 */
/* Which providers make a pair of factors (SPEC R3), as far as their
   descriptors tell: what `emi check` explains and what a request chooses from
   are one and the same list.  What counts in the end are attestations.  */
#ifndef EMI_HOST_PAIRS_H
#define EMI_HOST_PAIRS_H

#include "base/buffer.h"
#include "config/profile.h"
#include "host/host.h"

enum pair_verdict
{
  PAIR_GOOD,
  PAIR_ONE_CLASS, /* both can only yield class ONE_CLASS */
  PAIR_MINIMUM,   /* less sure than <factors minimum="..."> demands */
  PAIR_ALONE,     /* one provider that is not joint, or is not checked */
  PAIR_UNKNOWN    /* one of them cannot be loaded or attests nothing */
};

/* Names are the configuration's, methods the descriptors'; all borrowed.  */
struct pair
{
  const char *a;
  const char *b; /* NULL: one joint provider, which yields both */
  const char *methods_a;
  const char *methods_b;
  enum pair_verdict verdict;
  char one_class; /* '1' */
};

/* A and B of the configuration as a pair; B NULL: A alone, good only where it
   is joint.  */
void host_pair (struct host *h, const char *a, const char *b,
                struct pair *out);

/* Every pair of TERMINAL in the order in which they are offered: joint
   providers first where they stand, then with each that follows.  False
   without memory; the caller frees *OUT.  */
bool host_pairs (struct host *h, const struct config_terminal *terminal,
                 struct pair **out, size_t *n_out);

/* P in words: what each declares, or why it is no pair.  PROFILE (its words
   for classes and methods) may be NULL.  */
void pair_words (const struct profile *profile, const struct pair *p,
                 enum lang lang, struct buffer *out);

#endif
