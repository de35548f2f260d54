/* SPDX-License-Identifier: Apache-2.0 */
/* Notes already seen: one that is equal byte for byte to one whose signature
   was checked needs no second check, and one known to be of the same history
   as the present head needs no second comparison.  */
#ifndef EMI_LEDGER_NOTES_H
#define EMI_LEDGER_NOTES_H

#include "ledger/checkpoint.h"

#define NOTES_KEPT 6

struct note_seen
{
  char text[NOTE_MAX];
  size_t len;
  struct checkpoint checkpoint;
  bool ours; /* the head's tree has this root at this size */
};

struct notes
{
  const struct note_key *key;
  struct note_seen seen[NOTES_KEPT];
  unsigned next;
};

/* The note's entry, made after its signature was found good; NULL when it is
   no note of this log.  Valid until the next call.  */
struct note_seen *notes_check (struct notes *n, const char *note, size_t len);
/* Adds one of our own making.  */
void notes_add (struct notes *n, const char *note, size_t len,
                const struct checkpoint *c);
/* Another head: what was compared with the old one says nothing now.  */
void notes_forget_ours (struct notes *n);

#endif
