/* SPDX-License-Identifier: Apache-2.0 */
/* The provider of other products' statements: whose it takes from folder and
   prompt, what it waits for, and that it leaves every file as it was.  */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <emi/auth.h>
#include <sodium.h>

#include "lib/plugin-double.h"
#include "lib/scratch.h"

#define START_S 1795281300 /* the double's */
#define BOTH "{\"method\":\"3-01\",\"at\":1},{\"method\":\"2-01\",\"at\":1}"

extern const struct emi_plugin assertion_LTX_emi_plugin;
static const struct emi_auth_ops *ops;
static char *dir;
static char challenge[32];

static void
set_up (void)
{
  ops = assertion_LTX_emi_plugin.ops;
  cr_assert (sodium_init () >= 0);
  dir = scratch_new ();
}

static void
tear_down (void)
{
  scratch_done (dir);
}

TestSuite (assertion, .init = set_up, .fini = tear_down);

/* A statement of CLAIMS whose signature is "AAAA".  */
static char *
jws (const char *claims)
{
  char body[4096], *out = NULL;

  sodium_bin2base64 (body, sizeof body, (const unsigned char *) claims,
                     strlen (claims),
                     sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  cr_assert (asprintf (&out, "e30.%s.AAAA", body) > 0);
  return out;
}

static char *
statement (const char *sub, const char *terminal, int64_t iat,
           const char *methods)
{
  char *claims = NULL, *out;

  cr_assert (asprintf (&claims,
                       "{\"sub\":\"%s\",\"terminal\":\"%s\",\"iat\":%lld,"
                       "\"methods\":[%s]}",
                       sub, terminal, (long long) iat, methods)
             > 0);
  out = jws (claims);
  free (claims);
  return out;
}

/* Drops one of SUB at TERMINAL, made AGO seconds before the start, as NAME. */
static void
drop (const char *name, const char *sub, const char *terminal, int64_t ago)
{
  char *text = statement (sub, terminal, START_S - ago, BOTH);

  scratch_write (dir, name, text, 0644);
  free (text);
}

static emi_rc
verify (struct emi_call *call, const char *subject, int64_t after)
{
  struct emi_auth_verify in = { .size = sizeof in,
                                .account = "dr-a",
                                .enrolment = { subject, strlen (subject) },
                                .challenge = { challenge, sizeof challenge },
                                .counter = after,
                                .terminal = "er-1" };
  void *self = double_open (&assertion_LTX_emi_plugin, call);
  emi_rc rc = ops->verify (self, call, &in);

  assertion_LTX_emi_plugin.close (self);
  return rc;
}

/* With the folder as it lies, and EVENTS.  */
static emi_rc
from_folder (struct emi_call *call, const struct double_event *events,
             int64_t after)
{
  const struct double_pair options[]
      = { { "folder", dir }, { "wait", "15000" }, { NULL, NULL } };

  *call = (struct emi_call){ .options = options, .events = events };
  return verify (call, "sato", after);
}

static emi_rc
from_prompt (struct emi_call *call, const char *answer, const char *subject)
{
  const struct double_pair options[] = { { "wait", "15000" }, { NULL, NULL } };
  const struct double_pair answers[]
      = { { answer ? "statement" : NULL, answer }, { NULL, NULL } };

  *call = (struct emi_call){ .options = options, .answers = answers };
  return verify (call, subject, 0);
}

#define granted(call) double_put ((call), "verdict=granted")

static bool
none (const struct emi_call *call)
{
  return double_put (call, "reason=statement-none")
         && call->failed == EMI_DEADLINE && !strstr (call->log, "verdict=");
}

/* --- prompt --- */

Test (assertion, handed_over_as_it_is)
{
  struct emi_call call;
  char *text = statement ("sato", "er-1", START_S, BOTH);
  char *blanks = NULL, line[1024];

  cr_assert (asprintf (&blanks, " %s\r\n", text) > 0);
  cr_assert_eq (from_prompt (&call, blanks, "sato"), EMI_OK);
  cr_assert (granted (&call));
  cr_assert (double_put (&call, "attestation.methods=3-01 2-01"));
  snprintf (line, sizeof line, "attestation.statement=%.200s", text);
  cr_assert (strstr (call.log, line), "%s", call.log);
  free (blanks);
  free (text);
}

Test (assertion, somebody_elses_or_for_elsewhere)
{
  static const char *const of[][2] = {
    { "sato ", "er-1" }, { "Sato", "er-1" }, { "sat", "er-1" },
    { "satoo", "er-1" }, { "", "er-1" },     { "sato", "er-2" },
    { "sato", "" },
  };
  struct emi_call call;

  for (size_t i = 0; i < sizeof of / sizeof *of; i++)
    {
      char *text = statement (of[i][0], of[i][1], START_S, BOTH);

      cr_assert_eq (from_prompt (&call, text, "sato"), EMI_OK);
      cr_expect (double_put (&call, "verdict=refused"), "%zu", i);
      cr_expect (double_put (&call, "reason=statement-other"), "%zu", i);
      cr_expect_eq (double_count (&call, "attestation.challenge"), 0);
      free (text);
    }
  /* Nobody's: asked all the same.  */
  char *text = statement ("", "er-1", START_S, BOTH);
  cr_assert_eq (from_prompt (&call, text, ""), EMI_OK);
  cr_assert (double_put (&call, "verdict=refused"));
  cr_assert_eq (call.asked, 1);
  free (text);
}

Test (assertion, what_is_no_statement)
{
  static const char *const texts[]
      = { "", " ", "a", "..", "a.b.c", "e30.e30.AAAA", "{\"payload\":\"\"}" };
  static const char *const claims[] = {
    "[]",
    "{\"sub\":\"sato\"}",
    "{\"sub\":\"sato\",\"terminal\":\"er-1\",\"iat\":\"1\"}",
    "{\"sub\":1,\"terminal\":\"er-1\",\"iat\":1}",
    "{\"sub\":\"sato\",\"sub\":\"sato\",\"terminal\":\"er-1\",\"iat\":1}",
    "{\"sub\":\"sato\",\"terminal\":\"er-1\",\"iat\":1}",
    "{\"sub\":\"sato\",\"terminal\":\"er-1\",\"iat\":1,\"methods\":"
    "[{\"method\":\"9-01\",\"at\":1},{\"method\":301},\"3-01\"]}"
  };
  struct emi_call call;

  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
    {
      cr_assert_eq (from_prompt (&call, texts[i], "sato"), EMI_OK);
      cr_expect (double_put (&call, "verdict=refused"), "%s", texts[i]);
      cr_expect (double_put (&call, "reason=statement-unreadable"));
    }
  for (size_t i = 0; i < sizeof claims / sizeof *claims; i++)
    {
      char *text = jws (claims[i]);

      cr_assert_eq (from_prompt (&call, text, "sato"), EMI_OK);
      cr_expect (double_put (&call, "verdict=refused"), "%s", claims[i]);
      cr_expect (double_put (&call, "reason=statement-unreadable"));
      free (text);
    }
  cr_assert_eq (from_prompt (&call, NULL, "sato"), EMI_CANCELLED);
}

/* More than there is room for is left for the core to refuse.  */
Test (assertion, methods_as_far_as_they_can_be_attested)
{
  static const char *const rows[][2] = {
    { "{\"method\":\"1-01\",\"at\":1}", "attestation.methods=1-01" },
    { "{\"method\":\"3-01\",\"at\":1},{\"method\":\"3-02\",\"at\":1}",
      "attestation.methods=3-01" },
    { BOTH ",{\"method\":\"1-01\",\"at\":1}",
      "attestation.methods=3-01 2-01" },
    { "{\"method\":\"4-01\",\"at\":1},{\"method\":\"2-05\",\"at\":1}",
      "attestation.methods=2-05" },
  };
  struct emi_call call;

  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    {
      char *text = statement ("sato", "er-1", START_S, rows[i][0]);

      cr_assert_eq (from_prompt (&call, text, "sato"), EMI_OK);
      cr_expect (double_put (&call, rows[i][1]), "%s", call.log);
      free (text);
    }
}

/* --- folder --- */

Test (assertion, the_newest_of_this_account_and_terminal)
{
  struct emi_call call;
  char *newest = statement ("sato", "er-1", START_S - 5, BOTH);
  char line[1024];

  drop ("a.jws", "sato", "er-1", 100);
  drop ("er-1-b.jws", "sato", "er-1", 5);
  drop ("c.jws", "sato", "er-1", 50);
  drop ("d.jws", "kato", "er-1", 1);
  drop ("er-2-e.jws", "sato", "er-2", 1);
  drop ("f.jws", "sato", "er-1", 901);
  drop ("g.jws", "sato", "er-1", -61);
  cr_assert_eq (from_folder (&call, NULL, 0), EMI_OK);
  cr_assert (granted (&call));
  snprintf (line, sizeof line, "attestation.statement=%.200s", newest);
  cr_assert (strstr (call.log, line));
  cr_assert_eq (call.asked, 0);
  cr_assert_eq (call.now_ms, 0, "waited for what is there");
  cr_assert_eq (scratch_count (dir), 7, "no file of others is touched");
  free (newest);
}

static void
arrives (void *ctx)
{
  drop ("new.jws", "sato", "er-1", *(int64_t *) ctx);
}

static void
half_arrives (void *ctx)
{
  (void) ctx;
  scratch_write (dir, "new.jws", "e30.eyJzdWIiOiJzYXRvIiwidGVybWlu", 0644);
}

Test (assertion, waits_for_a_new_one)
{
  int64_t ago = -4;
  const struct double_event events[]
      = { { 2000, half_arrives, NULL }, { 4000, arrives, &ago }, { 0 } };
  struct emi_call call;

  /* What was used is not shown again: it waits for the next.  */
  drop ("used.jws", "sato", "er-1", 60);
  cr_assert_eq (from_folder (&call, events, START_S - 60), EMI_OK);
  cr_assert (granted (&call));
  cr_assert_geq (call.now_ms, 4000);
  cr_assert_leq (call.now_ms, 6000);
}

Test (assertion, none_came)
{
  struct emi_call call;

  drop ("a.jws", "kato", "er-1", 5);
  cr_assert_eq (from_folder (&call, NULL, 0), EMI_DEADLINE);
  cr_assert (none (&call));
  cr_assert_eq (call.now_ms, 15000);
}

Test (assertion, the_person_gives_up)
{
  const struct double_pair options[]
      = { { "folder", dir }, { "wait", "15000" }, { NULL, NULL } };
  struct emi_call call = { .options = options, .cancel_ms = 3000 };

  cr_assert_eq (verify (&call, "sato", 0), EMI_CANCELLED);
  cr_assert_null (strstr (call.log, "verdict="));
}

/* Links, pipes, folders, other names, and files of any size.  */
Test (assertion, only_regular_files_of_the_name)
{
  struct emi_call call;
  char *good = statement ("sato", "er-1", START_S, BOTH);
  char *big = calloc (1, 8200);
  char *from, *to;

  scratch_write (dir, "other.txt", good, 0644);
  scratch_write (dir, "jws", good, 0644);
  scratch_write (dir, ".jws", good, 0644);
  scratch_write (dir, ".a.jws", good, 0644);
  scratch_write (dir, "-a.jws", good, 0644);
  scratch_write (dir, "a b.jws", good, 0644);
  scratch_write (dir, "証.jws", good, 0644);
  scratch_write (dir, "a.jws.tmp", good, 0644);
  scratch_write (dir, "empty.jws", "", 0644);
  memset (big, ' ', 8193);
  memcpy (big, good, strlen (good));
  scratch_write (dir, "big.jws", big, 0644);
  scratch_mkdir (dir, "folder.jws", 0700);
  from = scratch_path (dir, "other.txt");
  to = scratch_path (dir, "link.jws");
  cr_assert_eq (symlink (from, to), 0);
  free (from);
  free (to);
  to = scratch_path (dir, "pipe.jws");
  cr_assert_eq (mkfifo (to, 0644), 0);
  free (to);
  cr_assert_eq (from_folder (&call, NULL, 0), EMI_DEADLINE);
  cr_assert (none (&call));
  free (big);
  free (good);
}

Test (assertion, the_folder_is_gone)
{
  const struct double_pair options[]
      = { { "folder", "/nowhere/at/all" }, { "wait", "0" }, { NULL, NULL } };
  const struct emi_auth_probe in = { .size = sizeof in };
  struct emi_call call = { .options = options };
  void *self;

  cr_assert_eq (verify (&call, "sato", 0), EMI_UNREACHED);
  cr_assert_null (strstr (call.log, "verdict="));
  call = (struct emi_call){ .options = options };
  self = double_open (&assertion_LTX_emi_plugin, &call);
  cr_assert_eq (ops->probe (self, &call, &in), EMI_UNREACHED);
  assertion_LTX_emi_plugin.close (self);
}

/* --- enrolling --- */

static emi_rc
enrol (struct emi_call *call, const char *mode, const char *subject)
{
  const struct double_pair answers[]
      = { { subject ? "subject" : NULL, subject }, { NULL, NULL } };
  const struct emi_auth_enrol in
      = { .size = sizeof in, .account = "dr-a", .mode = mode };
  void *self;
  emi_rc rc;

  *call = (struct emi_call){ .answers = answers };
  self = double_open (&assertion_LTX_emi_plugin, call);
  rc = ops->enrol (self, call, &in);
  assertion_LTX_emi_plugin.close (self);
  return rc;
}

Test (assertion, the_name_over_there_is_kept_as_it_is)
{
  char longest[201], too_long[202];
  struct emi_call call;

  cr_assert_eq (enrol (&call, "set", "佐藤　花子@example"), EMI_OK);
  cr_assert (double_put (&call, "enrolment=佐藤　花子@example"));
  cr_assert (double_put (&call, "state=active"));
  memset (longest, 'a', 200);
  longest[200] = '\0';
  memset (too_long, 'a', 201);
  too_long[201] = '\0';
  cr_expect_eq (enrol (&call, "set", longest), EMI_OK);
  cr_expect_eq (enrol (&call, "set", too_long), EMI_PROTOCOL);
  cr_expect_eq (enrol (&call, "set", ""), EMI_PROTOCOL);
  cr_expect_eq (enrol (&call, "set", " sato"), EMI_PROTOCOL);
  cr_expect_eq (enrol (&call, "set", "sato "), EMI_PROTOCOL);
  cr_expect_eq (enrol (&call, "set", "sa\tto"), EMI_PROTOCOL);
  cr_expect_eq (enrol (&call, "set", NULL), EMI_CANCELLED);
  cr_expect_eq (enrol (&call, "own", "sato"), EMI_UNSUPPORTED);
  cr_expect_eq (enrol (&call, "confirm", "sato"), EMI_UNSUPPORTED);
}
