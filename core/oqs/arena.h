/* SPDX-License-Identifier: Apache-2.0 */
/* Many small strings that are freed together: an answer has tens of thousands,
   and giving each its own memory takes longer than reading it.  Inside
   core/oqs only.  */
#ifndef EMI_OQS_ARENA_H
#define EMI_OQS_ARENA_H

#include <stddef.h>

struct arena;

/* A copy of TEXT in *A, which begins as NULL; NULL without memory.  */
char *arena_copy (struct arena **a, const char *text);
/* The parts (NULL ones left out) one behind the other.  */
char *arena_join (struct arena **a, const char *const *parts, size_t n);
/* Wipes and frees all; NULL is fine.  */
void arena_free (struct arena *a);

#endif
