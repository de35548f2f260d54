/* SPDX-License-Identifier: Apache-2.0 */
/* Signed notes against one made with openssl; each changed byte refused.  */
#include <criterion/criterion.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "ledger/notes.h"

#define ORIGIN "emi.1319999999.n1/1"
#define LINE ORIGIN "+ac2b3ab2+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c"
#define ROOT "SBNJTRN+FjG7owHVrKtue7eqdM4RhdRWVl71HXN2d7I="
#define BODY ORIGIN "\n623\n" ROOT "\n"
#define SIGNED                                                                \
  "rCs6so8XpJUvfJYygxkGbb1C/JWDha6h6f41xtVlFbjatNV1sr142iyQpAe7xdhA2Y8vLOK"   \
  "dHUoP9hjUcqA7417t2gk="
#define NOTE BODY "\n\xe2\x80\x94 " ORIGIN " " SIGNED "\n"

static struct note_key
key (void)
{
  struct note_key k;

  cr_assert (note_key_parse (&k, LINE, strlen (LINE)));
  return k;
}

Test (checkpoint, made_as_openssl_made_it)
{
  unsigned char seed[32], pub[32], secret[64];
  struct note_key k = key ();
  struct checkpoint c = { .size = 623 };
  char note[NOTE_MAX];

  memset (seed, 1, sizeof seed);
  cr_assert_eq (crypto_sign_seed_keypair (pub, secret, seed), 0);
  cr_assert_arr_eq (pub, k.pub, 32);
  cr_assert_eq (base64_decode (ROOT, strlen (ROOT), c.root, 32), 32);
  size_t len = note_make (&k, secret, &c, note);
  cr_assert_eq (len, strlen (NOTE));
  cr_assert_str_eq (note, NOTE);
}

Test (checkpoint, checked)
{
  struct note_key k = key ();
  unsigned char root[32];
  struct checkpoint c;

  cr_assert (note_check (&k, NOTE, strlen (NOTE), &c));
  cr_assert_eq (c.size, 623);
  base64_decode (ROOT, strlen (ROOT), root, 32);
  cr_assert_arr_eq (c.root, root, 32);
}

Test (checkpoint, every_changed_byte_breaks_it)
{
  struct note_key k = key ();
  char note[sizeof NOTE + 1];
  struct checkpoint c;

  for (size_t i = 0; i < strlen (NOTE); i++)
    for (unsigned bit = 0; bit < 8; bit++)
      {
        memcpy (note, NOTE, sizeof NOTE);
        note[i] = (char) (note[i] ^ (1 << bit));
        cr_assert (!note_check (&k, note, strlen (NOTE), &c),
                   "byte %zu bit %u", i, bit);
      }
  for (size_t len = 0; len < strlen (NOTE); len++)
    cr_assert (!note_check (&k, NOTE, len, &c), "%zu bytes", len);
  memcpy (note, NOTE "\n", sizeof NOTE + 1);
  cr_assert (!note_check (&k, note, strlen (NOTE) + 1, &c));
  cr_assert (!note_check (&k, NOTE, sizeof NOTE, &c), "a NUL behind it");
}

/* Other ways to write the same, all validly signed.  */
Test (checkpoint, only_the_canonical_form)
{
  static const char *const body[] = {
    ORIGIN "\n0623\n" ROOT "\n",
    ORIGIN "\n+623\n" ROOT "\n",
    ORIGIN "\n623 \n" ROOT "\n",
    ORIGIN "\n623\r\n" ROOT "\n",
    ORIGIN "\n623\n" ROOT "\nextension\n",
    ORIGIN "\n18446744073709552239\n" ROOT "\n",
    ORIGIN "\n623\nSBNJTRN+FjG7owHVrKtue7eqdM4RhdRWVl71HXN2d7I\n",
    ORIGIN "\n623\nSBNJTRN+FjG7owHVrKtue7eqdM4RhdRWVl71HXN2d7J=\n",
    "emi.1319999999.n2/1\n623\n" ROOT "\n",
  };
  unsigned char seed[32], pub[32], secret[64], sig[4 + 64];
  struct note_key k = key ();
  struct checkpoint c;

  memset (seed, 1, sizeof seed);
  crypto_sign_seed_keypair (pub, secret, seed);
  memcpy (sig, k.id, 4);
  for (size_t i = 0; i < N_ELEMENTS (body); i++)
    {
      CLEANUP_FREE char *text = NULL, *note = NULL;

      crypto_sign_detached (sig + 4, NULL, (const unsigned char *) body[i],
                            strlen (body[i]), secret);
      text = base64_encode (sig, sizeof sig);
      cr_assert (
          asprintf (&note, "%s\n\xe2\x80\x94 " ORIGIN " %s\n", body[i], text)
          > 0);
      cr_assert (!note_check (&k, note, strlen (note), &c), "%zu", i);
    }
}

Test (checkpoint, of_another_key)
{
  unsigned char pub[32];
  struct note_key k = key (), other;
  struct checkpoint c;

  memcpy (pub, k.pub, 32);
  pub[0] ^= 1;
  cr_assert (note_key_init (&other, ORIGIN, pub));
  cr_assert (!note_check (&other, NOTE, strlen (NOTE), &c));
  /* The right key id with the wrong key.  */
  memcpy (other.id, k.id, 4);
  cr_assert (!note_check (&other, NOTE, strlen (NOTE), &c));
}

Test (note_key, lines)
{
  static const char *const bad[] = {
    "",
    ORIGIN,
    ORIGIN "+ac2b3ab2",
    ORIGIN "+ac2b3ab3+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c",
    ORIGIN "+AC2B3AB2+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c",
    ORIGIN "+ac2b3ab2+AoqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c",
    ORIGIN "+ac2b3ab2+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D28=",
    LINE " ",
    " " LINE,
  };
  struct note_key k = key ();
  CLEANUP_FREE char *line = note_key_line (&k);

  cr_assert_str_eq (line, LINE);
  cr_assert_str_eq (k.origin, ORIGIN);
  for (size_t i = 0; i < N_ELEMENTS (bad); i++)
    cr_assert (!note_key_parse (&k, bad[i], strlen (bad[i])), "%s", bad[i]);
}

Test (origin, parts)
{
  char out[ORIGIN_MAX];

  cr_assert (origin_make ("1319999999", "n1", 1, out));
  cr_assert_str_eq (out, ORIGIN);
  cr_assert (!origin_make ("1319 99", "n1", 1, out));
  cr_assert (!origin_make ("", "n1", 1, out));
  cr_assert (!origin_make ("1", "N1", 1, out));
  cr_assert (!origin_make ("1", "n1", 0, out));
  cr_assert (origin_is (ORIGIN, "1319999999", "n1"));
  cr_assert (origin_is ("emi.1319999999.n1/12", "1319999999", "n1"));
  cr_assert (!origin_is ("emi.1319999999.n1/012", "1319999999", "n1"));
  cr_assert (!origin_is ("emi.1319999999.n1/x", "1319999999", "n1"));
  cr_assert (!origin_is ("emi.1319999999.n1", "1319999999", "n1"));
  cr_assert (!origin_is (ORIGIN, "1319999999", "n2"));
  cr_assert (!origin_is (ORIGIN, "1319999998", "n1"));
}

Test (notes, remembered_and_forgotten)
{
  struct note_key k = key ();
  struct notes n = { .key = &k };
  struct note_seen *s = notes_check (&n, NOTE, strlen (NOTE));

  cr_assert_not_null (s);
  cr_assert (!s->ours);
  s->ours = true;
  /* Nothing but equal bytes spares the check.  */
  cr_assert_eq (notes_check (&n, NOTE, strlen (NOTE)), s);
  cr_assert_null (notes_check (&n, NOTE, strlen (NOTE) - 1));
  cr_assert_null (notes_check (&n, "", 0));
  notes_forget_ours (&n);
  cr_assert (!notes_check (&n, NOTE, strlen (NOTE))->ours);
  notes_add (&n, NOTE, strlen (NOTE), &s->checkpoint);
  cr_assert (s->ours);
}
