/* SPDX-License-Identifier: Apache-2.0 */
/* The shared folders against a scripted terminal: rows of SPEC section 5.  */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <emi/connector.h>

#include "lib/plugin-double.h"
#include "lib/scratch.h"

#define PREFIX "EMTESTa01"
#define SUFFIX "abc123"
#define REQ PREFIX "req_" SUFFIX
#define RES PREFIX "res_" SUFFIX

extern const struct emi_plugin oqs_folder_LTX_emi_plugin;

struct share_test
{
  char *dir;
  char *req;
  char *res;
  struct double_pair options[5];
  struct emi_call call;
  void *self;
};

static void
begin (struct share_test *t)
{
  *t = (struct share_test) { .dir = scratch_new () };
  scratch_mkdir (t->dir, "req", 0700);
  scratch_mkdir (t->dir, "res", 0700);
  t->req = scratch_path (t->dir, "req");
  t->res = scratch_path (t->dir, "res");
  t->options[0] = (struct double_pair) { "req", t->req };
  t->options[1] = (struct double_pair) { "res", t->res };
  t->options[2] = (struct double_pair) { "poll", "500" };
  t->options[3] = (struct double_pair) { "err-grace", "2000" };
  t->call.options = t->options;
  t->self = double_open (&oqs_folder_LTX_emi_plugin, &t->call);
}

static void
finish (struct share_test *t)
{
  oqs_folder_LTX_emi_plugin.close (t->self);
  scratch_done (t->dir);
  free (t->req);
  free (t->res);
}

static const struct emi_connector_ops *
ops (void)
{
  return oqs_folder_LTX_emi_plugin.ops;
}

static emi_rc
query (struct share_test *t)
{
  struct emi_connector_query in = { .size = sizeof in,
                                    .prefix = PREFIX,
                                    .suffix = SUFFIX,
                                    .message = { "<ask/>", 6 },
                                    .wait_ms = 180000 };

  return ops ()->query (t->self, &t->call, &in);
}

static emi_rc
recover (struct share_test *t, int withdraw)
{
  struct emi_connector_recover in = { .size = sizeof in,
                                      .prefix = PREFIX,
                                      .suffix = SUFFIX,
                                      .withdraw = withdraw };

  return ops ()->recover (t->self, &t->call, &in);
}

static emi_rc
probe (struct share_test *t, const char *node)
{
  struct emi_connector_probe in = { .size = sizeof in, .node = node };

  t->call.failed = EMI_OK;
  return ops ()->probe (t->self, &t->call, &in);
}

/* --- what the terminal does --- */

static void
fetch (void *ctx)
{
  struct share_test *t = ctx;
  char *text = scratch_read (t->req, REQ ".xml");
  char *path = scratch_path (t->req, REQ ".xml");

  cr_assert_str_eq (text, "<ask/>");
  cr_assert_eq (unlink (path), 0);
  free (text);
  free (path);
}

static void
answer (void *ctx)
{
  scratch_write (((struct share_test *) ctx)->res, RES ".xml", "<yes/>", 0600);
}

static void
half (void *ctx)
{
  scratch_write (((struct share_test *) ctx)->res, RES ".xml", "<ye", 0600);
}

static void
pdf (void *ctx)
{
  scratch_write (((struct share_test *) ctx)->res, RES ".pdf", "%PDF", 0600);
}

static void
stranger (void *ctx)
{
  scratch_write (((struct share_test *) ctx)->res, PREFIX "res_other.xml",
                 "<yes/>", 0600);
}

static void
err (void *ctx)
{
  scratch_write (((struct share_test *) ctx)->res, REQ ".err", "no", 0600);
}

static void
back (void *ctx)
{
  scratch_write (((struct share_test *) ctx)->res, REQ ".xml", "<ask/>", 0600);
}

static void
link_there (void *ctx)
{
  char *path = scratch_path (((struct share_test *) ctx)->res, RES ".xml");

  cr_assert_eq (symlink ("nowhere", path), 0);
  free (path);
}

static void
fifo_there (void *ctx)
{
  char *path = scratch_path (((struct share_test *) ctx)->res, RES ".xml");

  cr_assert_eq (mkfifo (path, 0600), 0);
  free (path);
}

static void
big_there (void *ctx)
{
  char *path = scratch_path (((struct share_test *) ctx)->res, RES ".xml");
  int fd = open (path, O_WRONLY | O_CREAT, 0600);

  cr_assert_eq (ftruncate (fd, 12 << 20), 0);
  close (fd);
  free (path);
}

static emi_rc
only_whole (const void *data, size_t len, int n)
{
  (void) n;
  return len > 0 && ((const char *) data)[len - 1] == '>' ? EMI_OK
                                                          : EMI_RETRY;
}

static emi_rc
always_retry (const void *data, size_t len, int n)
{
  (void) data;
  (void) len;
  (void) n;
  return EMI_RETRY;
}

static emi_rc
unusable (const void *data, size_t len, int n)
{
  (void) data;
  (void) len;
  (void) n;
  return EMI_PROTOCOL;
}

/* --- the rows --- */

Test (oqs_folder, an_answer_is_taken_after_two_reads)
{
  struct share_test t;

  begin (&t);
  const struct double_event events[]
    = { { 1000, fetch, &t }, { 1500, stranger, &t }, { 2000, answer, &t },
        { 0, NULL, NULL } };
  t.call.events = events;
  cr_assert_eq (query (&t), EMI_OK);
  cr_assert (strstr (t.call.log, "sent=" REQ ".xml\nsource.file.name=" RES
                                 ".xml\n")
             != NULL);
  cr_assert (double_put (&t.call, "message=<yes/>"));
  cr_assert_eq (double_count (&t.call, "message"), 1);
  cr_assert_eq (t.call.now_ms, 2300);
  cr_assert_eq (scratch_count (t.req), 0);
  cr_assert_eq (scratch_count (t.res), 2, "nothing is removed there");
  finish (&t);
}

Test (oqs_folder, any_extension_is_an_answer)
{
  struct share_test t;

  begin (&t);
  const struct double_event events[]
    = { { 1000, pdf, &t }, { 0, NULL, NULL } };
  t.call.events = events;
  cr_assert_eq (query (&t), EMI_OK);
  cr_assert (double_put (&t.call, "message=%PDF"));
  finish (&t);
}

Test (oqs_folder, a_half_written_answer_is_read_again)
{
  struct share_test t;

  begin (&t);
  const struct double_event events[]
    = { { 1000, half, &t }, { 9000, answer, &t }, { 0, NULL, NULL } };
  t.call.events = events;
  t.call.judge = only_whole;
  cr_assert_eq (query (&t), EMI_OK);
  cr_assert_eq (double_count (&t.call, "message"), 2);
  finish (&t);
}

Test (oqs_folder, an_err_ends_it_and_gives_its_bytes)
{
  struct share_test t;

  begin (&t);
  const struct double_event events[]
    = { { 1000, back, &t }, { 2500, err, &t }, { 0, NULL, NULL } };
  t.call.events = events;
  cr_assert_eq (query (&t), EMI_OK);
  cr_assert (double_put (&t.call, "error=no"));
  cr_assert_eq (double_count (&t.call, "returned"), 0);
  finish (&t);
}

Test (oqs_folder, a_returned_request_is_given_two_seconds)
{
  struct share_test t;

  begin (&t);
  const struct double_event events[]
    = { { 1000, back, &t }, { 0, NULL, NULL } };
  t.call.events = events;
  cr_assert_eq (query (&t), EMI_OK);
  cr_assert (double_put (&t.call, "returned=" REQ ".xml"));
  cr_assert_eq (t.call.now_ms, 3000);
  finish (&t);
}

Test (oqs_folder, what_must_not_be_read_ends_at_once)
{
  void (*const does[]) (void *) = { link_there, fifo_there, big_there };
  static const char *const says[]
    = { "unfit=link", "unfit=irregular", "unfit=too-big" };

  for (size_t i = 0; i < 3; i++)
    {
      struct share_test t;

      begin (&t);
      const struct double_event events[]
        = { { 1000, does[i], &t }, { 0, NULL, NULL } };
      t.call.events = events;
      cr_assert_eq (query (&t), EMI_OK);
      cr_assert (double_put (&t.call, says[i]), "%s", t.call.log);
      cr_assert_eq (t.call.now_ms, 1000);
      cr_assert_eq (scratch_count (t.req), 0, "nobody asks any more");
      finish (&t);
    }
}

Test (oqs_folder, what_the_core_cannot_use_ends_it)
{
  struct share_test t;

  begin (&t);
  const struct double_event events[]
    = { { 1000, answer, &t }, { 0, NULL, NULL } };
  t.call.events = events;
  t.call.judge = unusable;
  cr_assert_eq (query (&t), EMI_OK);
  cr_assert_eq (t.call.failed, EMI_OK);
  finish (&t);
}

Test (oqs_folder, silence_ends_at_the_deadline_and_withdraws)
{
  struct share_test t;

  begin (&t);
  cr_assert_eq (query (&t), EMI_DEADLINE);
  cr_assert_eq (t.call.now_ms, 180000);
  cr_assert_eq (scratch_count (t.req), 0);
  cr_assert_eq (double_count (&t.call, "seen"), 0);
  finish (&t);
}

Test (oqs_folder, not_taken_is_offered_once_and_waited_for)
{
  struct share_test t;

  begin (&t);
  const struct double_event events[]
    = { { 1000, answer, &t }, { 0, NULL, NULL } };
  t.call.events = events;
  t.call.judge = always_retry;
  cr_assert_eq (query (&t), EMI_DEADLINE);
  cr_assert_eq (double_count (&t.call, "message"), 1);
  finish (&t);
}

Test (oqs_folder, giving_up_withdraws_what_was_not_fetched)
{
  struct share_test t;

  begin (&t);
  t.call.cancel_ms = 4000;
  cr_assert_eq (query (&t), EMI_CANCELLED);
  cr_assert (double_put (&t.call, "sent=" REQ ".xml"));
  cr_assert_eq (scratch_count (t.req), 0);
  finish (&t);
}

Test (oqs_folder, a_used_name_is_never_used_again)
{
  void (*const does[]) (void *) = { answer, err, back, link_there };

  for (size_t i = 0; i < 4; i++)
    {
      struct share_test t;

      begin (&t);
      does[i](&t);
      cr_assert_eq (query (&t), EMI_UNREACHED);
      cr_assert_eq (double_count (&t.call, "sent"), 0);
      cr_assert_eq (scratch_count (t.req), 0);
      finish (&t);
    }
}

Test (oqs_folder, a_request_of_the_same_name_is_left_alone)
{
  struct share_test t;
  char *text;

  begin (&t);
  scratch_write (t.req, REQ ".xml", "theirs", 0600);
  cr_assert_eq (query (&t), EMI_UNREACHED);
  text = scratch_read (t.req, REQ ".xml");
  cr_assert_str_eq (text, "theirs");
  free (text);
  finish (&t);
}

Test (oqs_folder, says_when_a_folder_is_not_there)
{
  struct share_test t;

  begin (&t);
  cr_assert_eq (rmdir (t.res), 0);
  cr_assert_eq (query (&t), EMI_UNREACHED);
  cr_assert_eq (double_count (&t.call, "sent"), 0);
  cr_assert_eq (scratch_count (t.req), 0);
  finish (&t);
}

Test (oqs_folder, recover_looks_once)
{
  struct share_test t;

  begin (&t);
  cr_assert_eq (recover (&t, 0), EMI_ABSENT);
  cr_assert_eq (t.call.waits, 0);
  t.call.failed = EMI_OK;
  stranger (&t);
  answer (&t);
  cr_assert_eq (recover (&t, 0), EMI_OK);
  cr_assert (double_put (&t.call, "message=<yes/>"));
  finish (&t);
}

Test (oqs_folder, recover_withdraws_only_when_told)
{
  struct share_test t;

  begin (&t);
  scratch_write (t.req, REQ ".xml", "<ask/>", 0600);
  cr_assert_eq (recover (&t, 0), EMI_ABSENT);
  cr_assert_eq (scratch_count (t.req), 1);
  t.call.failed = EMI_OK;
  cr_assert_eq (recover (&t, 1), EMI_ABSENT);
  cr_assert_eq (scratch_count (t.req), 0);
  finish (&t);
}

Test (oqs_folder, recover_knows_err_and_returned)
{
  struct share_test t;

  begin (&t);
  back (&t);
  cr_assert_eq (recover (&t, 0), EMI_OK);
  cr_assert (double_put (&t.call, "returned=" REQ ".xml"));
  err (&t);
  cr_assert_eq (recover (&t, 0), EMI_OK);
  cr_assert (double_put (&t.call, "error=no"));
  finish (&t);
}

Test (oqs_folder, a_share_has_one_owner)
{
  struct share_test t;

  begin (&t);
  cr_assert_eq (probe (&t, "emi.1319999999.n1"), EMI_OK);
  cr_assert (double_put (&t.call, "owner=emi.1319999999.n1"));
  cr_assert_eq (scratch_count (t.req), 1, "the mark and nothing else");
  cr_assert_eq (probe (&t, "emi.1319999999.n2"), EMI_CONFIG);
  cr_assert_eq (double_count (&t.call, "owner"), 2, "also told then");
  cr_assert (strstr (t.call.sentence, "emi.1319999999.n1") != NULL);
  /* Having learnt who it is, it sends nothing into another's share.  */
  t.call.failed = EMI_OK;
  cr_assert_eq (query (&t), EMI_CONFIG);
  cr_assert_eq (double_count (&t.call, "sent"), 0);
  finish (&t);
}

Test (oqs_folder, probe_says_what_is_wrong)
{
  struct share_test t;
  struct double_pair same[5];

  begin (&t);
  cr_assert_eq (rmdir (t.req), 0);
  cr_assert_eq (probe (&t, "n"), EMI_UNREACHED);
  oqs_folder_LTX_emi_plugin.close (t.self);
  memcpy (same, t.options, sizeof same);
  same[0].value = t.res;
  t.call.options = same;
  t.self = double_open (&oqs_folder_LTX_emi_plugin, &t.call);
  cr_assert_eq (probe (&t, "n"), EMI_CONFIG);
  finish (&t);
}
