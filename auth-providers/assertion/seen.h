/* SPDX-License-Identifier: Apache-2.0 */
/* What a statement says of itself, before anybody has checked it: enough to
   tell whose it is.  Nothing of this is believed; the core reads the statement
   anew once it has checked the signature.  Pure functions on bytes.  */
#ifndef EMI_ASSERTION_SEEN_H
#define EMI_ASSERTION_SEEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <emi/types.h>

/* As many as the core takes.  */
#define SEEN_BYTES 8192
#define SEEN_SUBJECT 512
/* As the core has it: older ones, and those of a clock that runs more than a
   minute ahead, need not be handed over.  */
#define SEEN_AGE_S 900
#define SEEN_AHEAD_S 60

struct seen
{
  char subject[SEEN_SUBJECT + 1];
  size_t subject_len;
  char terminal[33];
  int64_t at;       /* iat, UTC seconds */
  char methods[12]; /* known ones, one of a class, in the order stated */
};

/* Reads the statement TEXT[0..LEN); blanks around it are no part of it.
   KNOWN: the methods there are.  False when it is none.  */
bool seen_read (const char *text, size_t len, const char *known,
                struct seen *out);

/* It is about the account named ENROLMENT over there, at TERMINAL.  */
bool seen_fits (const struct seen *s, const struct emi_span *enrolment,
                const char *terminal);

/* It may count at NOW.  */
bool seen_fresh (const struct seen *s, int64_t now);

/* Cuts the blanks around TEXT[0..*LEN) off; where it begins then.  */
const char *seen_trim (const char *text, size_t *len);

#endif
