/* SPDX-License-Identifier: Apache-2.0 */
/* The open ledger: made, opened, written, read; the registry bound to it; the
   second copy; and what each attack on a ledger in use is answered with.  */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/cleanup.h"
#include "lib/fake-clock.h"
#include "lib/ledger-box.h"
#include "lib/scratch.h"

static struct txn *
begin (struct ledger *l, enum txn_mode mode)
{
  struct fault why;
  struct txn *t;

  cr_assert (ledger_begin (l, mode, &t, &why), "%s", why.detail);
  return t;
}

static enum code
open_code (struct ledger_box *b)
{
  struct ledger *l;
  struct fault why = { .code = CODE_OK };

  if (ledger_open (&b->setup, &l, &why))
    ledger_close (l);
  return why.code;
}

static void
expect_row (struct txn *t, enum row_family family, const char *name,
            const char *want)
{
  CLEANUP (buffer_done) struct buffer is = BUFFER_INIT;
  struct fault why;
  bool found;

  cr_assert (txn_row_get (t, family, "account", name, &is, &found, &why), "%s",
             why.detail);
  cr_assert_eq (found, want != NULL);
  if (want)
    cr_assert_str_eq (buffer_string (&is), want);
}

static void
copy_file (const char *from, const char *to)
{
  char *command;

  cr_assert (asprintf (&command, "cp -p '%s' '%s'", from, to) > 0);
  cr_assert_eq (system (command), 0);
  free (command);
}

Test (ledger, made_opened_and_read_back)
{
  struct ledger_box b;
  struct record r;
  struct fault why;

  box_init (&b, NULL);
  box_create (&b);
  struct ledger *l = box_open (&b);
  cr_assert_str_eq (ledger_origin (l), "emi.1319999999.n1/1");

  struct txn *t = begin (l, TXN_READ);
  cr_assert_eq (txn_size (t), 1);
  cr_assert_eq (txn_newest_time (t), (uint64_t) BOX_TIME * 1000000);
  cr_assert (txn_read (t, 0, &r, &why));
  cr_assert_str_eq (record_text (&r, "kind"), "genesis");
  cr_assert_str_eq (record_text (&r, "facility"), "1319999999");
  cr_assert_str_eq (record_text (&r, "node"), "n1");
  cr_assert (
      strncmp (record_text (&r, "public-key"), "emi.1319999999.n1/1+", 20)
      == 0);
  cr_assert_null (record_text (&r, "absent"));
  cr_assert_eq (record_number (&r, "version", 7), 0);
  cr_assert_eq (record_number (&r, "kind", 7), 7);
  cr_assert_eq (r.registry_version, 1);
  cr_assert_eq (r.flags, 1);
  record_done (&r);
  expect_row (t, ROW_DOC, "alice", "physician");
  expect_row (t, ROW_DOC, "bob", NULL);
  txn_end (t);
  ledger_close (l);
  box_done (&b);
}

Test (ledger, files_are_for_nobody_else)
{
  static const struct
  {
    const char *name;
    mode_t mode;
  } want[] = {
    { "keys", S_IFDIR | 0700 },
    { "keys/root.key", S_IFREG | 0400 },
    { "keys/epoch-1.key", S_IFREG | 0400 },
    { "keys/seal.key", S_IFREG | 0400 },
    { "keys/seal.pub", S_IFREG | 0400 },
    { "seal/checkpoint", S_IFREG | 0600 },
    { "data/ledger.db", S_IFREG | 0600 },
    { "data/ledger.db-wal", S_IFREG | 0600 },
    { "data/ledger.db-shm", S_IFREG | 0600 },
  };
  struct ledger_box b;
  struct stat st;

  box_init (&b, NULL);
  umask (0);
  box_create (&b);
  for (size_t i = 0; i < N_ELEMENTS (want); i++)
    {
      CLEANUP_FREE char *path = scratch_path (b.dir, want[i].name);
      cr_assert_eq (stat (path, &st), 0, "%s", want[i].name);
      cr_assert_eq (st.st_mode, want[i].mode, "%s: %o", want[i].name,
                    st.st_mode);
    }
  box_done (&b);
}

Test (ledger, found_by_token_whatever_the_width)
{
  struct ledger_box b;
  struct fault why;
  uint64_t *seqs;
  size_t n;

  box_init (&b, NULL);
  box_create (&b);
  struct ledger *l = box_open (&b);
  for (int i = 0; i < 2; i++)
    {
      struct txn *t = begin (l, TXN_WRITE);
      struct draft *d = draft_new ("reception");
      draft_token (d, "insured", i ? "131999:記号:１２" : "00131999:記号:12");
      draft_token (d, "person",
                   i ? "ﾔﾏﾀﾞ ﾀﾛｳ:19400102" : "ヤマダ　タロウ:1940-01-02");
      draft_token (d, "chart", i ? "00123" : " ００１２３ ");
      cr_assert_eq (txn_add (t, d), (uint64_t) i + 1);
      cr_assert (txn_commit (t, &why), "%s", why.detail);
    }
  struct txn *t = begin (l, TXN_READ);
  static const char *const ask[][2] = {
    { "insured", "　131999:記号:12" },
    { "insured", "００１３１９９９：記号：１２" },
    { "person", "ヤマダタロウ:19400102" },
    { "chart", "00123" },
  };
  for (size_t i = 0; i < N_ELEMENTS (ask); i++)
    {
      cr_assert (txn_find (t, ask[i][0], ask[i][1], &seqs, &n, &why));
      cr_assert_eq (n, 2, "%s %s: %zu", ask[i][0], ask[i][1], n);
      cr_assert_eq (seqs[0], 1);
      cr_assert_eq (seqs[1], 2);
      free (seqs);
    }
  cr_assert (txn_find (t, "chart", "123", &seqs, &n, &why));
  cr_assert_eq (n, 0);
  free (seqs);
  cr_assert (txn_find (t, "account", "00123", &seqs, &n, &why));
  cr_assert_eq (n, 0, "a token is of its kind");
  free (seqs);
  txn_end (t);
  ledger_close (l);
  box_done (&b);
}

Test (ledger, what_is_not_committed_never_was)
{
  struct ledger_box b;
  struct fault why;

  box_init (&b, NULL);
  box_create (&b);
  struct ledger *l = box_open (&b);
  struct txn *t = begin (l, TXN_WRITE);
  txn_add (t, draft_new ("trace"));
  cr_assert (txn_row_put (t, ROW_DOC, "account", "bob", "x", 1, &why));
  cr_assert (txn_row_put (t, ROW_COUNT, "account", "bob", "7", 1, &why));
  expect_row (t, ROW_COUNT, "bob", "7");
  expect_row (t, ROW_DOC, "bob", "x");
  cr_assert_eq (txn_size (t), 2);
  txn_end (t);

  t = begin (l, TXN_READ);
  cr_assert_eq (txn_size (t), 1);
  expect_row (t, ROW_DOC, "bob", NULL);
  expect_row (t, ROW_COUNT, "bob", NULL);
  txn_end (t);
  ledger_close (l);
  box_done (&b);
}

struct names
{
  unsigned n;
  char all[64];
};

static bool
collect (void *ctx, const void *data, size_t len)
{
  struct names *k = ctx;

  k->n++;
  strncat (k->all, data, len);
  return true;
}

Test (ledger, rows_are_put_dropped_listed)
{
  struct names k = { .n = 0 };
  struct ledger_box b;
  struct fault why;

  box_init (&b, NULL);
  box_create (&b);
  struct ledger *l = box_open (&b);
  box_grant (l, "bob", "nurse");
  box_grant (l, "alice", "admin");

  struct txn *t = begin (l, TXN_WRITE);
  expect_row (t, ROW_DOC, "alice", "admin");
  cr_assert (txn_row_put (t, ROW_COUNT, "account", "bob", "1", 1, &why));
  cr_assert (txn_row_put (t, ROW_OPEN, "request", "r-1", "{}", 2, &why));
  cr_assert (txn_commit (t, &why), "rows without a record: %s", why.detail);

  t = begin (l, TXN_WRITE);
  cr_assert_eq (txn_size (t), 3, "no record came with the rows");
  expect_row (t, ROW_COUNT, "bob", "1");
  txn_row_drop (t, ROW_DOC, "account", "bob");
  cr_assert (txn_row_put (t, ROW_DOC, "account", "carol", "C", 1, &why));
  txn_add (t, draft_new ("revoke"));
  expect_row (t, ROW_DOC, "bob", NULL);
  cr_assert (txn_row_each (t, ROW_DOC, collect, &k, &why));
  cr_assert_eq (k.n, 2);
  cr_assert (strstr (k.all, "admin") && strchr (k.all, 'C'));
  cr_assert (txn_commit (t, &why), "%s", why.detail);

  ledger_defer_drop (l, ROW_OPEN, "request", "r-1");
  box_append (l, 1);
  t = begin (l, TXN_READ);
  k = (struct names){ .n = 0 };
  cr_assert (txn_row_each (t, ROW_OPEN, collect, &k, &why));
  cr_assert_eq (k.n, 0, "a deferred drop rides in the next commit");
  expect_row (t, ROW_DOC, "bob", NULL);
  txn_end (t);
  ledger_close (l);

  struct verify_result r = box_verify (&b, true);
  cr_assert (r.holds, "%s", r.n_findings ? r.findings[0] : "");
  verify_result_done (&r);
  box_done (&b);
}

Test (ledger, flags_say_what_the_clock_did)
{
  struct ledger_box b;
  struct record r;
  struct fault why;

  box_init (&b, NULL);
  box_create (&b);
  struct ledger *l = box_open (&b);
  fake_clock_set (b.clock, BOX_TIME - 10);
  box_append (l, 1);
  fake_clock_set (b.clock, BOX_TIME);
  fake_clock_quality (b.clock, false, CLOCK_ERROR_UNKNOWN);
  box_append (l, 2);
  struct txn *t = begin (l, TXN_READ);
  static const uint32_t want[] = { 1, 1 | 2, 0, 0 };
  for (uint64_t i = 0; i < 4; i++)
    {
      cr_assert (txn_read (t, i, &r, &why));
      cr_assert_eq (r.flags, want[i], "record %d: %u", (int) i, r.flags);
      cr_assert_eq (r.clock_error_ms, i < 2 ? 1 : CLOCK_ERROR_UNKNOWN);
      record_done (&r);
    }
  txn_end (t);
  ledger_close (l);
  box_done (&b);
}

Test (ledger, sealing_binds_context_and_text)
{
  CLEANUP (buffer_done) struct buffer sealed = BUFFER_INIT;
  CLEANUP (secret_done) struct secret out = SECRET_INIT;
  struct ledger_box b;
  struct fault why;

  box_init (&b, NULL);
  box_create (&b);
  struct ledger *l = box_open (&b);
  cr_assert (
      ledger_seal (l, "emi-cred", "alice/totp/1", "seed", 4, &sealed, &why));
  cr_assert_eq (sealed.len, 24 + 4 + 16);
  cr_assert (ledger_unseal (l, "emi-cred", "alice/totp/1", sealed.data,
                            sealed.len, &out, &why));
  cr_assert_eq (out.len, 4);
  cr_assert_arr_eq (out.data, "seed", 4);
  cr_assert (!ledger_unseal (l, "emi-cred", "alice/totp/2", sealed.data,
                             sealed.len, &out, &why));
  cr_assert_eq (why.code, CODE_EVIDENCE);
  cr_assert (!ledger_unseal (l, "emi-tmpl", "alice/totp/1", sealed.data,
                             sealed.len, &out, &why));
  cr_assert (!ledger_unseal (l, "emi-cred", "alice/totp/1", sealed.data, 39,
                             &out, &why));
  cr_assert (!ledger_seal (l, "emi-regi", "", "x", 1, &sealed, &why));
  ledger_close (l);
  box_done (&b);
}

Test (ledger, a_missing_key_is_named_without_its_path)
{
  static const char *const name[]
      = { "root.key", "epoch-1.key", "seal.key", "seal.pub" };
  struct ledger_box b;
  struct ledger *l;
  struct fault why;

  box_init (&b, NULL);
  box_create (&b);
  for (size_t i = 0; i < N_ELEMENTS (name); i++)
    {
      CLEANUP_FREE char *path = scratch_path (b.keys, name[i]);
      CLEANUP_FREE char *aside = scratch_path (b.dir, "aside");

      cr_assert_eq (rename (path, aside), 0);
      cr_assert (!ledger_open (&b.setup, &l, &why));
      cr_assert_eq (why.code, CODE_KEY_MISSING, "%s", name[i]);
      cr_assert (strstr (why.detail, name[i]));
      cr_assert_null (strchr (why.detail, '/'), "%s", why.detail);
      cr_assert_eq (rename (aside, path), 0);
    }
  cr_assert_eq (open_code (&b), CODE_OK);

  /* Keys of another ledger.  */
  struct ledger_box other;
  box_init (&other, NULL);
  box_create (&other);
  CLEANUP_FREE char *theirs = scratch_path (other.keys, "seal.key");
  CLEANUP_FREE char *ours = scratch_path (b.keys, "seal.key");
  cr_assert_eq (unlink (ours), 0);
  copy_file (theirs, ours);
  cr_assert_eq (open_code (&b), CODE_KEY_MISSING);
  b.setup.node = "n2";
  cr_assert_eq (open_code (&b), CODE_KEY_MISSING);
  box_done (&other);
  box_done (&b);
}

Test (ledger, nothing_is_made_twice)
{
  struct ledger_box b;
  struct fault why;

  box_init (&b, NULL);
  cr_assert_eq (open_code (&b), CODE_KEY_MISSING);
  box_create (&b);
  cr_assert (
      !ledger_create (&b.setup, draft_new ("genesis"), NULL, NULL, &why));
  cr_assert_eq (open_code (&b), CODE_OK);
  box_done (&b);
}

Test (ledger, no_store_is_unreached)
{
  struct ledger_box b;

  box_init (&b, NULL);
  box_create (&b);
  box_reload (&b);
  cr_assert_eq (unlink (b.db), 0);
  cr_assert_eq (open_code (&b), CODE_STORE_UNREACHED);
  box_done (&b);
}

Test (ledger, reserve)
{
  struct ledger_box b;

  box_init (&b, NULL);
  box_create (&b);
  struct ledger *l = box_open (&b);
  cr_assert (ledger_has_reserve (l));
  ledger_close (l);
  b.setup.reserve = UINT64_MAX;
  l = box_open (&b);
  cr_assert (!ledger_has_reserve (l));
  ledger_close (l);
  box_done (&b);
}

/* --- the second copy --- */

Test (ledger, a_copy_left_behind_is_written_again)
{
  struct ledger_box b;

  box_init (&b, NULL);
  box_create (&b);
  CLEANUP_FREE char *old = scratch_path (b.dir, "old");
  copy_file (b.seal, old);
  struct ledger *l = box_open (&b);
  box_append (l, 1);
  box_append (l, 3);
  box_append (l, 2);
  ledger_close (l);
  copy_file (old, b.seal);
  struct verify_result r = box_verify (&b, false);
  cr_assert (r.holds);
  bool said = false;
  for (size_t i = 0; i < r.n_warnings; i++)
    said = said || strstr (r.warnings[i], "behind");
  cr_assert (said);
  verify_result_done (&r);

  cr_assert_eq (open_code (&b), CODE_OK);
  CLEANUP_FREE char *now = scratch_read (b.dir, "seal/checkpoint");
  r = box_verify (&b, false);
  for (size_t i = 0; i < r.n_warnings; i++)
    cr_assert_null (strstr (r.warnings[i], "behind"));
  verify_result_done (&r);
  box_done (&b);
}

/* The log holds the newest records, so it goes back too.  */
static void
put_back (struct ledger_box *b, const char *old)
{
  CLEANUP_FREE char *log = scratch_path (b->dir, "data/ledger.db-wal");
  CLEANUP_FREE char *shm = scratch_path (b->dir, "data/ledger.db-shm");

  cr_assert_eq (unlink (b->db), 0);
  cr_assert_eq (unlink (log), 0);
  cr_assert_eq (unlink (shm), 0);
  copy_file (old, b->db);
}

Test (ledger, a_store_put_back_is_found_when_opened_and_when_outgrown)
{
  struct ledger_box b;
  struct fault why;
  struct txn *t;

  box_init (&b, NULL);
  box_create (&b);
  struct ledger *l = box_open (&b);
  box_append (l, 4);
  ledger_close (l);
  box_reload (&b);
  CLEANUP_FREE char *old = scratch_path (b.dir, "old.db");
  CLEANUP_FREE char *old_seal = scratch_path (b.dir, "old.seal");
  CLEANUP_FREE char *seal = scratch_path (b.dir, "new.seal");
  copy_file (b.db, old);
  copy_file (b.seal, old_seal);

  l = box_open (&b);
  box_append (l, 3);
  ledger_close (l);
  copy_file (b.seal, seal);

  /* The store goes back between two appends of one process.  */
  l = box_open (&b);
  put_back (&b, old);
  cr_assert (!ledger_begin (l, TXN_WRITE, &t, &why));
  cr_assert_eq (why.code, CODE_EVIDENCE, "%s", why.detail);
  ledger_close (l);
  box_reload (&b);
  cr_assert_eq (open_code (&b), CODE_EVIDENCE);

  /* Outgrown by somebody who did not look at the copy.  */
  copy_file (old_seal, b.seal);
  l = box_open (&b);
  box_append (l, 9);
  ledger_close (l);
  copy_file (seal, b.seal);
  cr_assert_eq (open_code (&b), CODE_EVIDENCE);
  struct verify_result r = box_verify (&b, false);
  cr_assert (!r.holds);
  cr_assert (r.first_break >= 0 && r.first_break <= 5, "%d",
             (int) r.first_break);
  verify_result_done (&r);
  box_done (&b);
}

Test (ledger, a_missing_copy_stops_everything)
{
  struct ledger_box b;
  struct fault why;
  struct txn *t;

  box_init (&b, NULL);
  box_create (&b);
  struct ledger *l = box_open (&b);
  cr_assert_eq (truncate (b.seal, 0), 0);
  cr_assert (!ledger_begin (l, TXN_WRITE, &t, &why));
  cr_assert_eq (why.code, CODE_EVIDENCE);
  cr_assert_eq (unlink (b.seal), 0);
  cr_assert (!ledger_begin (l, TXN_WRITE, &t, &why));
  cr_assert_eq (why.code, CODE_EVIDENCE);
  ledger_close (l);
  cr_assert_eq (open_code (&b), CODE_EVIDENCE);
  box_done (&b);
}

/* A process that is killed between commit and copy, and its log. */
Test (ledger, killed_without_closing)
{
  struct ledger_box b;
  struct fault why;
  struct record r;

  box_init (&b, NULL);
  box_create (&b);
  box_reload (&b);
  CLEANUP_FREE char *old = scratch_path (b.dir, "old.seal");
  copy_file (b.seal, old);
  pid_t pid = fork ();
  if (pid == 0)
    {
      struct ledger *l = box_open (&b);
      box_append (l, 2);
      _exit (0);
    }
  int status;
  cr_assert_eq (waitpid (pid, &status, 0), pid);
  cr_assert_eq (status, 0);
  copy_file (old, b.seal);

  struct verify_result v = box_verify (&b, true);
  cr_assert (v.holds, "%s", v.n_findings ? v.findings[0] : "");
  cr_assert_eq (v.records, 3);
  verify_result_done (&v);
  struct ledger *l = box_open (&b);
  struct txn *t = begin (l, TXN_READ);
  cr_assert_eq (txn_size (t), 3);
  cr_assert (txn_read (t, 2, &r, &why));
  record_done (&r);
  txn_end (t);
  box_append (l, 1);
  ledger_close (l);
  box_done (&b);
}

/* --- many at once --- */

Test (ledger, processes_at_once_lose_nothing)
{
  enum
  {
    PROCESSES = 6,
    EACH = 8
  };
  struct ledger_box b;
  pid_t pid[PROCESSES];

  box_init (&b, NULL);
  box_create (&b);
  host_free (b.host);
  for (int i = 0; i < PROCESSES; i++)
    if ((pid[i] = fork ()) == 0)
      {
        struct ledger_box mine;

        box_init (&mine, b.dir);
        for (int k = 0; k < EACH; k++)
          {
            struct ledger *l = box_open (&mine);
            box_append (l, 1);
            box_append (l, 2);
            ledger_close (l);
          }
        free (box_leave (&mine));
        _exit (0);
      }
  for (int i = 0; i < PROCESSES; i++)
    {
      int status;
      cr_assert_eq (waitpid (pid[i], &status, 0), pid[i]);
      cr_assert_eq (status, 0);
    }
  b.host = NULL;
  box_reload (&b);
  struct verify_result r = box_verify (&b, true);
  cr_assert (r.holds, "%s", r.n_findings ? r.findings[0] : "");
  cr_assert_eq (r.records, 1 + PROCESSES * EACH * 3);
  verify_result_done (&r);
  box_done (&b);
}
