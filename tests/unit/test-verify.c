/* SPDX-License-Identifier: Apache-2.0 */
/* The ledger as a whole: untouched it holds, with the public key alone too; an
   older registry and another's signature are found; what is no break is a
   warning.  */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "ledger/checkpoint.h"
#include "lib/fake-clock.h"
#include "lib/scratch.h"
#include "altered.h"

TestSuite (verify, .init = setup, .fini = teardown);

Test (verify, untouched_holds)
{
  struct verify_result r = box_verify (&box, true);

  cr_assert (r.holds, "%s", r.n_findings ? r.findings[0] : "");
  cr_assert_eq (r.records, RECORDS);
  cr_assert_eq (r.first_break, -1);
  verify_result_done (&r);
  r = box_verify (&box, false);
  cr_assert (r.holds);
  /* The open row has no lock file, and all lies on one device.  */
  cr_assert_eq (r.n_warnings, 2);
  cr_assert (strstr (r.warnings[0], "owner is gone"));
  cr_assert (strstr (r.warnings[1], "device"));
  verify_result_done (&r);
}

Test (verify, needs_the_public_key_alone)
{
  static const char *const name[] = { "root.key", "epoch-1.key", "seal.key" };
  struct verify_result r;
  struct fault why;

  for (size_t i = 0; i < 3; i++)
    {
      CLEANUP_FREE char *path = scratch_path (box.keys, name[i]);
      cr_assert_eq (unlink (path), 0);
    }
  expect (true, false, -2, "no keys");
  r = box_verify (&box, true);
  cr_assert (r.holds);
  bool said = false;
  for (size_t i = 0; i < r.n_warnings; i++)
    said = said || strstr (r.warnings[i], "nothing was decrypted");
  cr_assert (said);
  verify_result_done (&r);

  CLEANUP_FREE char *pub = scratch_path (box.keys, "seal.pub");
  cr_assert_eq (unlink (pub), 0);
  cr_assert (!ledger_verify (&box.setup, false, NULL, NULL, NULL, &r, &why));
  cr_assert_eq (why.code, CODE_KEY_MISSING);
}

/* The registry as it was, and the last record's clear fields patched so that
   it names it.  */
Test (verify, an_older_registry_with_the_last_record_patched)
{
  struct ledger *l;
  struct fault why;

  sql ("CREATE TEMP TABLE s AS SELECT * FROM main.state");
  sql ("CREATE TEMP TABLE r AS SELECT * FROM main.record "
       "ORDER BY seq DESC LIMIT 1");
  l = box_open (&box);
  box_grant (l, "bob", "revoked");
  ledger_close (l);
  expect (true, true, -2, "the honest one");
  sql ("UPDATE state SET bytes=(SELECT bytes FROM temp.s WHERE "
       "temp.s.name=state.name) WHERE name='manifest' OR name LIKE 'doc/%%'");
  expect (false, false, -2, "the registry put back");
  cr_assert (!ledger_open (&box.setup, &l, &why));
  cr_assert_eq (why.code, CODE_EVIDENCE);
  sql ("UPDATE record SET bytes=CAST(substr(bytes,1,48)||(SELECT "
       "substr(bytes,49,40) FROM temp.r)||substr(bytes,89) AS BLOB) "
       "WHERE seq=%d",
       RECORDS);
  expect (false, false, RECORDS, "and the record patched");
  cr_assert (!ledger_open (&box.setup, &l, &why));
  cr_assert_eq (why.code, CODE_EVIDENCE);
}

Test (verify, a_head_signed_by_another_key)
{
  unsigned char pub[32], secret[64];
  struct checkpoint c = { .size = 1 };
  struct note_key key;
  char note[NOTE_MAX];
  sqlite3_stmt *s;

  /* The right size and root, the right origin, another key.  */
  cr_assert_eq (sqlite3_prepare_v2 (db,
                                    "SELECT bytes FROM state WHERE "
                                    "name='head'",
                                    -1, &s, NULL),
                SQLITE_OK);
  cr_assert_eq (sqlite3_step (s), SQLITE_ROW);
  const char *old = (const char *) sqlite3_column_text (s, 0);
  char *end;
  c.size = strtoull (strchr (old, '\n') + 1, &end, 10);
  cr_assert_eq (c.size, RECORDS);
  cr_assert_eq (base64_decode (end + 1, 44, c.root, 32), 32);
  sqlite3_finalize (s);
  for (unsigned i = 0; i < 64; i++)
    secret[i] = (unsigned char) i;
  /* Signing with a seed's key pair needs the real one.  */
  extern int crypto_sign_seed_keypair (unsigned char *, unsigned char *,
                                       const unsigned char *);
  unsigned char seed[32] = { 7 };
  crypto_sign_seed_keypair (pub, secret, seed);
  cr_assert (note_key_init (&key, "emi.1319999999.n1/1", pub));
  size_t len = note_make (&key, secret, &c, note);
  cr_assert (len > 0);
  CLEANUP_FREE char *hex = malloc (2 * len + 1);
  hex_encode (note, len, hex);
  char *text;
  cr_assert (
      asprintf (&text, "UPDATE state SET bytes=x'%s' WHERE name='head'", hex)
      > 0);
  found (false, -2, text);
  free (text);
}

Test (verify, owners_of_open_requests)
{
  struct ledger *l = box_open (&box);
  char hex[33];

  ledger_token_hex (l, "request", "r-1", hex);
  ledger_close (l);
  CLEANUP_FREE char *name = NULL;
  cr_assert (asprintf (&name, "%s/%s.lock", box.locks, hex) > 0);
  int fd = open (name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  cr_assert_eq (flock (fd, LOCK_EX), 0);
  struct verify_result r = box_verify (&box, false);
  cr_assert (r.holds);
  cr_assert_eq (r.n_warnings, 1, "alive: %s", r.warnings[0]);
  verify_result_done (&r);
  close (fd);
  r = box_verify (&box, false);
  cr_assert_eq (r.n_warnings, 2);
  verify_result_done (&r);
  /* Looking must not have taken it.  */
  fd = open (name, O_RDWR | O_CLOEXEC);
  cr_assert_eq (flock (fd, LOCK_EX | LOCK_NB), 0);
  close (fd);
}

Test (verify, unsynchronised_times_are_said)
{
  struct ledger *l = box_open (&box);

  fake_clock_quality (box.clock, false, 5);
  box_append (l, 2);
  ledger_close (l);
  struct verify_result r = box_verify (&box, false);
  cr_assert (r.holds);
  cr_assert (strstr (r.warnings[r.n_warnings - 1], "2 record(s)"));
  verify_result_done (&r);
}
