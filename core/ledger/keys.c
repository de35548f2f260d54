/* SPDX-License-Identifier: Apache-2.0 */
/* Reading, deriving and making keys.  */
#include "ledger/keys.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"

#define PUBLIC_FILE "seal.pub"
#define PUBLIC_MAX 65536 /* some hundred generations */

/* Names the file alone: where the folder lies is the configuration's.  */
static bool
missing (struct fault *why, const char *name, const char *reason)
{
  return fault_set (why, CODE_KEY_MISSING, "%s: %s", name, reason);
}

static const char *
reason_of (enum file_status status)
{
  switch (status)
    {
    case FILE_OK:
      return "";
    case FILE_ABSENT:
      return "is not there";
    case FILE_LINK:
      return "is a link";
    case FILE_IRREGULAR:
      return "is no regular file";
    case FILE_TOO_BIG:
      return "has the wrong size";
    case FILE_DENIED:
      return "may not be read";
    case FILE_IO:
      return "cannot be read";
    }
  return "";
}

static bool
read_file (const char *folder, const char *name, size_t cap,
           struct buffer *out, struct fault *why)
{
  CLEANUP_CLOSE int dir = open (folder, O_PATH | O_DIRECTORY | O_CLOEXEC);

  if (dir < 0)
    return missing (why, name, "its folder is not there");
  enum file_status status = file_read (dir, name, cap, out, NULL);
  if (status != FILE_OK)
    return missing (why, name, reason_of (status));
  return !out->failed || fault_set (why, CODE_MEMORY, "%s", "");
}

static bool
read_key (const char *folder, const char *name, unsigned char out[KEY_LEN],
          struct fault *why)
{
  CLEANUP (buffer_done) struct buffer bytes = { .wipe = true };

  if (!read_file (folder, name, KEY_LEN, &bytes, why))
    return false;
  if (bytes.len != KEY_LEN)
    return missing (why, name, "has the wrong size");
  memcpy (out, bytes.data, KEY_LEN);
  return true;
}

bool
keys_public (const char *folder, struct note_key *out, struct fault *why)
{
  CLEANUP (buffer_done) struct buffer bytes = BUFFER_INIT;
  const char *text, *line;
  struct note_key key;

  if (!read_file (folder, PUBLIC_FILE, PUBLIC_MAX, &bytes, why))
    return false;
  text = buffer_string (&bytes);
  if (!bytes.len || text[bytes.len - 1] != '\n')
    return missing (why, PUBLIC_FILE, "is cut short");
  /* Earlier lines are earlier generations' keys; they must be keys too.  */
  for (line = text; line < text + bytes.len;)
    {
      const char *end
          = memchr (line, '\n', (size_t) (text + bytes.len - line));
      if (!note_key_parse (&key, line, (size_t) (end - line)))
        return missing (why, PUBLIC_FILE, "holds a line that is no key");
      line = end + 1;
    }
  *out = key;
  return true;
}

static struct key_block *
block (const struct keys *k)
{
  return (struct key_block *) (void *) k->memory.data;
}

const struct key_block *
keys_block (const struct keys *k)
{
  return block (k);
}

static void
derive (unsigned char out[KEY_LEN], const char context[8 + 1],
        const unsigned char key[KEY_LEN])
{
  crypto_kdf_derive_from_key (out, KEY_LEN, 1, context, key);
}

static bool
load_root (struct keys *k, struct fault *why)
{
  unsigned char root[KEY_LEN];
  bool good = read_key (k->folder, "root.key", root, why);

  if (good)
    {
      derive (block (k)->registry, "emi-regi", root);
      derive (block (k)->credential, "emi-cred", root);
      derive (block (k)->template_, "emi-tmpl", root);
    }
  sodium_memzero (root, sizeof root);
  return good;
}

static bool
load_seal (struct keys *k, const struct note_key *seal, struct fault *why)
{
  unsigned char seed[KEY_LEN], pub[SEAL_PUBLIC];
  bool good = read_key (k->folder, "seal.key", seed, why);

  if (good)
    {
      crypto_sign_seed_keypair (pub, block (k)->seal, seed);
      if (memcmp (pub, seal->pub, sizeof pub) != 0)
        good = missing (why, "seal.key", "does not fit " PUBLIC_FILE);
    }
  sodium_memzero (seed, sizeof seed);
  return good;
}

bool
keys_open (struct keys *k, const char *folder, const struct note_key *seal,
           struct fault *why)
{
  *k = (struct keys){ .folder = strdup (folder) };
  if (!k->folder || !secret_alloc (&k->memory, sizeof (struct key_block)))
    {
      keys_done (k);
      return fault_set (why, CODE_MEMORY, "%s", "");
    }
  if (!load_root (k, why) || (seal && !load_seal (k, seal, why)))
    {
      keys_done (k);
      return false;
    }
  return true;
}

bool
keys_epoch (struct keys *k, uint32_t epoch, struct fault *why)
{
  unsigned char key[KEY_LEN];
  char name[32];

  if (k->epoch == epoch)
    return true;
  snprintf (name, sizeof name, "epoch-%lu.key", (unsigned long) epoch);
  bool good = read_key (k->folder, name, key, why);
  if (good)
    {
      derive (block (k)->data, "emi-data", key);
      derive (block (k)->token, "emi-tokn", key);
      k->epoch = epoch;
    }
  sodium_memzero (key, sizeof key);
  return good;
}

void
keys_done (struct keys *k)
{
  secret_done (&k->memory);
  free (k->folder);
  k->folder = NULL;
  k->epoch = 0;
}

/* --- making --- */

static bool
write_file (int dir, const char *name, const void *data, size_t len,
            struct fault *why)
{
  int err = file_write (dir, name, data, len, 0400, false);

  return !err || fault_set (why, CODE_FILE_IO, "%s: %s", name, strerror (err));
}

static bool
write_random (int dir, const char *name, struct fault *why)
{
  unsigned char key[KEY_LEN];

  randombytes_buf (key, sizeof key);
  bool good = write_file (dir, name, key, sizeof key, why);
  sodium_memzero (key, sizeof key);
  return good;
}

static bool
write_seal (int dir, const char *origin, struct fault *why)
{
  unsigned char seed[KEY_LEN], pub[SEAL_PUBLIC], secret[SEAL_SECRET];
  CLEANUP_FREE char *line = NULL;
  struct note_key key;

  randombytes_buf (seed, sizeof seed);
  crypto_sign_seed_keypair (pub, secret, seed);
  sodium_memzero (secret, sizeof secret);
  bool good = write_file (dir, "seal.key", seed, sizeof seed, why);
  sodium_memzero (seed, sizeof seed);
  if (!good)
    return false;

  CLEANUP (buffer_done) struct buffer text = BUFFER_INIT;
  if (note_key_init (&key, origin, pub))
    line = note_key_line (&key);
  if (line)
    buffer_printf (&text, "%s\n", line);
  if (!line || text.failed)
    return fault_set (why, CODE_MEMORY, "%s", "");
  return write_file (dir, PUBLIC_FILE, text.data, text.len, why);
}

bool
keys_create (const char *folder, const char *origin, struct fault *why)
{
  if (mkdir (folder, 0700) != 0 && errno != EEXIST)
    return fault_set (why, CODE_FILE_IO, "keys: %s", strerror (errno));
  CLEANUP_CLOSE int dir
      = open (folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (dir < 0 || fchmod (dir, 0700) != 0)
    return fault_set (why, CODE_FILE_IO, "keys: %s", strerror (errno));
  return write_random (dir, "root.key", why)
         && write_random (dir, "epoch-1.key", why)
         && write_seal (dir, origin, why);
}
