/* SPDX-License-Identifier: Apache-2.0 */
/* Checkpoints: the size and root of the tree in a C2SP signed note
   (tlog-checkpoint).  One log and size have exactly one form; any other byte
   makes it none.  */
#ifndef EMI_LEDGER_CHECKPOINT_H
#define EMI_LEDGER_CHECKPOINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/digest.h"

#define ORIGIN_MAX 128 /* with the NUL */
#define NOTE_MAX 512   /* with the NUL */
#define SEAL_PUBLIC 32
#define SEAL_SECRET 64
#define SEAL_SIGNATURE 64

struct checkpoint
{
  uint64_t size;
  unsigned char root[DIGEST_LEN];
};

/* Who signs: a log's name and its public key.  */
struct note_key
{
  char origin[ORIGIN_MAX];
  unsigned char pub[SEAL_PUBLIC];
  unsigned char id[4];
};

/* emi.FACILITY.NODE/GENERATION.  False when a part has other letters than
   [a-z0-9-] or it is too long.  */
bool origin_make (const char *facility, const char *node, uint64_t generation,
                  char out[ORIGIN_MAX]);
/* Is ORIGIN this node's, of whatever generation?  */
bool origin_is (const char *origin, const char *facility, const char *node);

bool note_key_init (struct note_key *k, const char *origin,
                    const unsigned char pub[SEAL_PUBLIC]);
/* The key's line as it stands in seal.pub, without newline: new memory.  */
char *note_key_line (const struct note_key *k);
/* Reads such a line of LEN bytes, strictly.  */
bool note_key_parse (struct note_key *k, const char *line, size_t len);

/* The signed note; its length, or 0 when it cannot be made.  */
size_t note_make (const struct note_key *k,
                  const unsigned char secret[SEAL_SECRET],
                  const struct checkpoint *c, char out[NOTE_MAX]);
/* Canonical, of this origin and key, and validly signed?  */
bool note_check (const struct note_key *k, const char *note, size_t len,
                 struct checkpoint *out);

#endif
