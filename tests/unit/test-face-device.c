/* SPDX-License-Identifier: Apache-2.0 */
/* The face reader's flow against a scripted terminal.  */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <emi/reader.h>

#include "lib/plugin-double.h"
#include "lib/scratch.h"

#define A "OQSsiquc01res_face_a_20261121021540.xml"
#define B "OQSsiquc01res_face_b_20261121021600.xml"

extern const struct emi_plugin face_device_LTX_emi_plugin;

static const struct double_pair yes[]
  = { { "photo", "match" }, { "person", "yes" }, { NULL, NULL } };

struct desk
{
  char *dir;
  struct double_pair options[3];
  struct emi_call call;
  void *self;
};

/* After it only `events` and `judge` are to be set.  */
static void
desk_init (struct desk *d)
{
  *d = (struct desk) { .dir = scratch_new () };
  d->options[0] = (struct double_pair) { "face", d->dir };
  d->options[1] = (struct double_pair) { "settle", "1500" };
  d->call.options = d->options;
  d->call.answers = yes;
  d->self = double_open (&face_device_LTX_emi_plugin, &d->call);
}

static const struct emi_reader_ops *
ops (void)
{
  return face_device_LTX_emi_plugin.ops;
}

static emi_rc
identify (struct desk *d, const char *mode)
{
  struct emi_reader_identify in = { .size = sizeof in,
                                    .wait_ms = 180000,
                                    .day = "2026-11-21",
                                    .mode = mode };

  return ops ()->identify (d->self, &d->call, &in);
}

static emi_rc
prepare (struct desk *d)
{
  struct emi_reader_prepare in = { .size = sizeof in, .day = "2026-11-21" };

  return ops ()->prepare (d->self, &d->call, &in);
}

static void
desk_done (struct desk *d)
{
  face_device_LTX_emi_plugin.close (d->self);
  scratch_done (d->dir);
}

static void
put_a (void *dir)
{
  scratch_write (dir, A, "<a/>", 0600);
}

static void
put_b (void *dir)
{
  scratch_write (dir, B, "<b/>", 0600);
}

static void
put_half (void *dir)
{
  scratch_write (dir, A, "<a", 0600);
}

static void
put_link (void *dir)
{
  char *path = scratch_path (dir, A);

  cr_assert_eq (symlink ("nowhere", path), 0);
  free (path);
}

static void
put_fifo (void *dir)
{
  char *path = scratch_path (dir, A);

  cr_assert_eq (mkfifo (path, 0600), 0);
  free (path);
}

static void
put_folder (void *dir)
{
  scratch_mkdir (dir, A, 0700);
}

static void
put_big (void *dir)
{
  char *path = scratch_path (dir, A);
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
never (const void *data, size_t len, int n)
{
  (void) data;
  (void) len;
  (void) n;
  return EMI_PROTOCOL;
}

Test (face_device, walks_the_whole_flow)
{
  struct desk d;

  desk_init (&d);
  const struct double_event events[]
    = { { 1000, put_a, d.dir }, { 0, NULL, NULL } };
  d.call.events = events;
  cr_assert_eq (identify (&d, "emergency"), EMI_OK);
  cr_assert_eq (double_count (&d.call, "step.name"), 8, "6 and 2 ticks");
  cr_assert (strstr (d.call.log, "職員用ボタン") != NULL);
  cr_assert (strstr (d.call.log, "目視確認用パスコード") != NULL);
  cr_assert (strstr (d.call.log, "同意しない") != NULL);
  cr_assert (strstr (d.call.log, "ask=photo\nanswer.photo=match\n") != NULL);
  cr_assert (strstr (d.call.log, "name=" A "\nsource.file.owner=") != NULL);
  cr_assert (double_put (&d.call, "message=<a/>"));
  cr_assert (strstr (d.call.log, "ask=person\nanswer.person=yes\n") != NULL);
  cr_assert_eq (d.call.now_ms, 1000 + 300 + 1500);
  desk_done (&d);
}

Test (face_device, hands_over_everything_within_settle)
{
  struct desk d;

  desk_init (&d);
  const struct double_event events[]
    = { { 1000, put_a, d.dir }, { 2600, put_b, d.dir }, { 0, NULL, NULL } };
  d.call.events = events;
  cr_assert_eq (identify (&d, "emergency"), EMI_OK);
  cr_assert_eq (double_count (&d.call, "message"), 2);
  desk_done (&d);
}

Test (face_device, another_photo_ends_before_any_file)
{
  static const struct double_pair no[]
    = { { "photo", "mismatch" }, { NULL, NULL } };
  struct desk d;

  desk_init (&d);
  d.call.answers = no;
  cr_assert_eq (identify (&d, "emergency"), EMI_OK);
  cr_assert (double_put (&d.call, "answer.photo=mismatch"));
  cr_assert_eq (d.call.waits, 0);
  cr_assert_eq (double_count (&d.call, "ask"), 1);
  desk_done (&d);
}

Test (face_device, an_unanswered_prompt_ends_it)
{
  static const struct double_pair none[] = { { NULL, NULL } };
  struct desk d;

  desk_init (&d);
  d.call.answers = none;
  cr_assert_eq (identify (&d, "emergency"), EMI_CANCELLED);
  desk_done (&d);
}

Test (face_device, what_lay_there_before_is_never_taken)
{
  struct desk d;

  desk_init (&d);
  put_a (d.dir);
  cr_assert_eq (prepare (&d), EMI_OK);
  /* Between prepare and identify: this reception's.  */
  put_b (d.dir);
  const struct double_event events[]
    = { { 100, put_half, d.dir }, { 0, NULL, NULL } };
  d.call.events = events;
  cr_assert_eq (identify (&d, "emergency"), EMI_OK);
  cr_assert_eq (double_count (&d.call, "message"), 1);
  cr_assert (double_put (&d.call, "message=<b/>"));
  /* Without prepare everything there is old.  */
  cr_assert_eq (identify (&d, "emergency"), EMI_DEADLINE);
  cr_assert_eq (double_count (&d.call, "message"), 1);
  cr_assert_eq (double_count (&d.call, "seen"), 0);
  desk_done (&d);
}

Test (face_device, an_unfinished_file_is_read_again)
{
  struct desk d;

  desk_init (&d);
  const struct double_event events[]
    = { { 1000, put_half, d.dir }, { 5000, put_a, d.dir }, { 0, NULL, NULL } };
  d.call.events = events;
  d.call.judge = only_whole;
  cr_assert_eq (identify (&d, "emergency"), EMI_OK);
  cr_assert_eq (double_count (&d.call, "message"), 2);
  cr_assert (double_put (&d.call, "answer.person=yes"));
  desk_done (&d);
}

Test (face_device, unfinished_to_the_end_is_said)
{
  struct desk d;

  desk_init (&d);
  const struct double_event events[]
    = { { 1000, put_half, d.dir }, { 0, NULL, NULL } };
  d.call.events = events;
  d.call.judge = only_whole;
  cr_assert_eq (identify (&d, "emergency"), EMI_DEADLINE);
  cr_assert (double_put (&d.call, "seen=unreadable"));
  cr_assert_eq (double_count (&d.call, "message"), 1, "unchanged: once");
  cr_assert_eq (d.call.now_ms, 180000);
  desk_done (&d);
}

Test (face_device, nothing_came)
{
  struct desk d;

  desk_init (&d);
  cr_assert_eq (identify (&d, "emergency"), EMI_DEADLINE);
  cr_assert_eq (double_count (&d.call, "seen"), 0);
  cr_assert_eq (double_count (&d.call, "ask"), 1, "person is not asked");
  cr_assert (strstr (d.call.sentence, "no file came") != NULL);
  desk_done (&d);
}

Test (face_device, what_is_no_file_ends_at_once)
{
  void (*const puts[]) (void *)
    = { put_link, put_fifo, put_folder, put_big };
  static const char *const says[] = { "symbolic link", "no regular file",
                                      "no regular file", "8 MiB" };

  for (size_t i = 0; i < 4; i++)
    {
      struct desk d;

      desk_init (&d);
      const struct double_event events[]
        = { { 1000, puts[i], d.dir }, { 0, NULL, NULL } };
      d.call.events = events;
      cr_assert_eq (identify (&d, "emergency"), EMI_PROTOCOL);
      cr_assert_eq (d.call.now_ms, 1000);
      cr_assert (strstr (d.call.sentence, says[i]) != NULL, "%s",
                 d.call.sentence);
      desk_done (&d);
    }
}

Test (face_device, what_the_core_cannot_use_ends_it)
{
  struct desk d;

  desk_init (&d);
  const struct double_event events[]
    = { { 1000, put_a, d.dir }, { 0, NULL, NULL } };
  d.call.events = events;
  d.call.judge = never;
  cr_assert_eq (identify (&d, "emergency"), EMI_PROTOCOL);
  desk_done (&d);
}

Test (face_device, a_refusal_asks_nothing)
{
  struct desk d;

  desk_init (&d);
  const struct double_event events[]
    = { { 1000, put_a, d.dir }, { 0, NULL, NULL } };
  d.call.events = events;
  cr_assert_eq (identify (&d, "refusal"), EMI_OK);
  cr_assert_eq (d.call.asked, 0);
  cr_assert (double_put (&d.call, "message=<a/>"));
  desk_done (&d);
}

Test (face_device, giving_up_ends_the_watch)
{
  struct desk d;

  desk_init (&d);
  d.call.cancel_ms = 5000;
  cr_assert_eq (identify (&d, "emergency"), EMI_CANCELLED);
  desk_done (&d);
}

Test (face_device, says_when_the_folder_is_not_there)
{
  struct desk d;
  struct emi_reader_status in = { .size = sizeof in, .day = "2026-11-21" };

  desk_init (&d);
  cr_assert_eq (ops ()->status (d.self, &d.call, &in), EMI_OK);
  cr_assert_eq (rmdir (d.dir), 0);
  cr_assert_eq (ops ()->status (d.self, &d.call, &in), EMI_UNREACHED);
  d.call.failed = EMI_OK;
  cr_assert_eq (identify (&d, "emergency"), EMI_UNREACHED);
  desk_done (&d);
}
