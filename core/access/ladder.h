/* SPDX-License-Identifier: Apache-2.0 */
/* The ladder (R9): when a factor cannot be used, the next admissible pair of
   this account at this terminal.  A refused factor is no reason to step, and
   every rung is two classes.  */
#ifndef EMI_ACCESS_LADDER_H
#define EMI_ACCESS_LADDER_H

#include "access/factor.h"
#include "host/pairs.h"

#define LADDER_MAX 8

/* The providers that could not be used, in the order in which they were left;
   the number of a rung is how many were left before it.  */
struct ladder
{
  struct
  {
    char instance[33];
    enum code why;
  } left[LADDER_MAX];
  size_t n;
};

/* Does CODE, with which a provider's turn ended, say that it cannot be used
   (a dead device, a module that does not load), and nothing of the person?  */
bool ladder_unusable (enum code code);

void ladder_leave (struct ladder *l, const char *instance, enum code why);
bool ladder_has_left (const struct ladder *l, const char *instance);

/* The pairs that A (NULL: any account) can go on with: enrolled, at the
   session's terminal, sure enough, nothing that was left, those first that
   keep a factor of SET (NULL: none).  The caller frees *OUT; names are
   borrowed.  False with CODE_MEMORY only.  */
bool ladder_pairs (struct session *s, const struct account *a,
                   const struct factor_set *set, const struct ladder *l,
                   struct pair **out, size_t *n_out, struct fault *why);

/* "RUNG PROVIDER CODE", a line for each that was left; nothing when none.  */
void ladder_draft (const struct ladder *l, struct draft *d);

/* --- asking --- */

enum ladder_choice
{
  LADDER_PAIR,
  LADDER_HANDOVER,
  LADDER_STOP
};

/* One step: what happened, and what there is to choose from.  */
struct ladder_step
{
  const char *account;  /* who is asked */
  const char *instance; /* that cannot be used; NULL: nobody has a pair */
  const struct fault *why;
  const struct pair *pairs;
  size_t n_pairs;
  bool device;    /* it is told whether or not anybody answers */
  bool by_itself; /* without an answer the first pair is taken */
};

/* Tells the person, with the hospital's procedure, and asks
   `request.rung`.  *PAIR_OUT is the chosen one.  */
bool ladder_ask (struct session *s, const struct ladder_step *step,
                 enum ladder_choice *out, size_t *pair_out,
                 struct fault *why);

/* Asks `request.handover` of ACCOUNT: who takes over.  It must be somebody
   else who holds the viewing permission, else CODE_HANDOVER.  */
bool ladder_ask_handover (struct session *s, const char *account,
                          char out[33], struct fault *why);

#endif
