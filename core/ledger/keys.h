/* SPDX-License-Identifier: Apache-2.0 */
/* The keys folder: what lies there, what is derived from it, and for what each
   derived key serves.  The files never leave it; everything derived lives in
   locked memory.  */
#ifndef EMI_LEDGER_KEYS_H
#define EMI_LEDGER_KEYS_H

#include "base/fault.h"
#include "base/secret.h"
#include "ledger/checkpoint.h"

#define KEY_LEN 32

/* Everything secret, in one block of locked memory.  */
struct key_block
{
  unsigned char registry[KEY_LEN];   /* "emi-regi": sealed rows of `state` */
  unsigned char credential[KEY_LEN]; /* "emi-cred": hashes, seeds */
  unsigned char template_[KEY_LEN];  /* "emi-tmpl": templates */
  unsigned char seal[SEAL_SECRET];   /* signs checkpoints */
  unsigned char data[KEY_LEN];       /* "emi-data" of `epoch`: bodies */
  unsigned char token[KEY_LEN];      /* "emi-tokn" of `epoch` */
};

struct keys
{
  char *folder;
  struct secret memory; /* a struct key_block */
  uint32_t epoch;       /* 0: no epoch's keys are loaded */
};

/* seal.pub: the last line's key.  CODE_KEY_MISSING.  */
bool keys_public (const char *folder, struct note_key *out, struct fault *why);

/* root.key, and seal.key with SEAL (it must then fit the public key).  */
bool keys_open (struct keys *k, const char *folder,
                const struct note_key *seal, struct fault *why);
/* The keys of EPOCH, replacing another's.  */
bool keys_epoch (struct keys *k, uint32_t epoch, struct fault *why);
void keys_done (struct keys *k);

const struct key_block *keys_block (const struct keys *k);

/* Makes the folder (0700) and in it root.key, epoch-1.key, seal.key and
   seal.pub for ORIGIN; what is there already is never replaced.  */
bool keys_create (const char *folder, const char *origin, struct fault *why);

#endif
