/* SPDX-License-Identifier: Apache-2.0 */
/* How emi-sim leaves files, and what it remembers: on a clock of the test.  */
#include "simulated.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "simulator/leave.h"
#include "simulator/state.h"

static const struct script_step step
  = { .half_ms = 500, .slow_ms = 900, .twice_ms = 100 };

static struct buffer
some_bytes (void)
{
  struct buffer b = BUFFER_INIT;

  for (int i = 0; i < 25; i++)
    buffer_text (&b, "0123456789");
  return b;
}

/* The size of F in DIR, without following a link; -1 when it is not there. */
static long
size_of (const char *dir, const char *name)
{
  char *path = scratch_path (dir, name);
  struct stat st;
  long size = lstat (path, &st) == 0 ? (long) st.st_size : -1;

  free (path);
  return size;
}

static mode_t
type_of (const char *dir, const char *name)
{
  char *path = scratch_path (dir, name);
  struct stat st;

  cr_assert_eq (lstat (path, &st), 0);
  free (path);
  return st.st_mode & S_IFMT;
}

Test (leave, each_way_at_its_time)
{
  char *dir = scratch_new ();
  struct buffer data = some_bytes ();
  struct post p = { .first = NULL };

  cr_assert (leave (&p, &step, 0, 1000, dir, "whole", &data));
  cr_assert (leave (&p, &step, HOW_HALF, 1000, dir, "half", &data));
  cr_assert (leave (&p, &step, HOW_CUT, 1000, dir, "cut", &data));
  cr_assert (leave (&p, &step, HOW_SLOW, 1000, dir, "slow", &data));
  cr_assert (leave (&p, &step, HOW_EMPTY, 1000, dir, "empty", &data));
  cr_assert (leave (&p, &step, HOW_TOO_BIG, 1000, dir, "big", &data));
  cr_assert (leave (&p, &step, HOW_LINK, 1000, dir, "link", &data));
  cr_assert (leave (&p, &step, HOW_PIPE, 1000, dir, "pipe", &data));
  cr_assert (leave (&p, &step, HOW_ENCRYPTED, 1000, dir, "zip", &data));
  cr_assert_eq (post_next (&p, 400), 600);
  cr_assert_eq (post_run (&p, 999), 0);
  cr_assert_eq (size_of (dir, "whole"), -1);
  cr_assert_eq (post_run (&p, 1000), 0);
  cr_assert_eq (size_of (dir, "whole"), 250);
  cr_assert_eq (size_of (dir, "half"), 125);
  cr_assert_eq (size_of (dir, "cut"), 125);
  cr_assert_eq (size_of (dir, "slow"), 25);
  cr_assert_eq (size_of (dir, "empty"), 0);
  cr_assert_gt (size_of (dir, "big"), 8 * 1024 * 1024);
  cr_assert_eq (type_of (dir, "link"), S_IFLNK);
  cr_assert_eq (type_of (dir, "pipe"), S_IFIFO);
  cr_assert_eq (post_run (&p, 1500), 0);
  cr_assert_eq (size_of (dir, "half"), 250);
  cr_assert_eq (size_of (dir, "slow"), 150);
  cr_assert_eq (post_run (&p, 1900), 0);
  cr_assert_eq (size_of (dir, "slow"), 250);
  cr_assert_eq (size_of (dir, "cut"), 125);
  cr_assert_eq (post_next (&p, 1900), -1);
  post_done (&p);
  buffer_done (&data);
  scratch_done (dir);
}

Test (leave, an_encrypted_file_is_taken_for_one)
{
  struct buffer data = some_bytes ();
  char *dir = scratch_new ();
  char *path = scratch_path (dir, "zip");
  struct buffer bytes = BUFFER_INIT;
  struct post p = { .first = NULL };
  struct eligibility e;

  cr_assert (leave (&p, &step, HOW_ENCRYPTED, 0, dir, "zip", &data));
  cr_assert_eq (post_run (&p, 0), 0);
  cr_assert_eq (file_read (-100, path, OQS_MAX_BYTES, &bytes, NULL),
                FILE_OK);
  cr_assert_eq (eligibility_read (bytes.data, bytes.len, &e),
                OQS_READ_ENCRYPTED);
  free (path);
  buffer_done (&bytes);
  buffer_done (&data);
  scratch_done (dir);
}

Test (leave, twice_and_taken_away)
{
  char *dir = scratch_new ();
  struct buffer data = some_bytes ();
  struct post p = { .first = NULL };

  cr_assert (leave (&p, &step, HOW_TWICE, 0, dir, "a", &data));
  cr_assert (post_add (&p, 50, POST_REMOVE, dir, "a", NULL, 0));
  cr_assert (post_stale (&p, 5000, dir, "a"));
  cr_assert (post_stale (&p, 4000, dir, "never"));
  cr_assert_eq (post_run (&p, 0), 0);
  cr_assert_eq (size_of (dir, "a"), 250);
  cr_assert_eq (post_run (&p, 50), 0);
  cr_assert_eq (size_of (dir, "a"), -1);
  cr_assert_eq (post_run (&p, 100), 0);
  cr_assert_eq (size_of (dir, "a"), 250);
  cr_assert_eq (post_next (&p, 100), -1, "nobody waits for what gets old");
  cr_assert_eq (post_run (&p, 4999), 0);
  cr_assert_eq (size_of (dir, "a"), 250);
  cr_assert_eq (post_run (&p, 5000), 0, "what is gone is no failure");
  cr_assert_eq (size_of (dir, "a"), -1);
  post_done (&p);
  buffer_done (&data);
  scratch_done (dir);
}

Test (leave, a_folder_that_is_gone_is_told)
{
  struct buffer data = some_bytes ();
  struct post p = { .first = NULL };

  cr_assert (leave (&p, &step, 0, 0, "/nonexistent/res", "a", &data));
  cr_assert_neq (post_run (&p, 0), 0);
  cr_assert_eq (post_next (&p, 0), -1);
  post_done (&p);
  buffer_done (&data);
}

Test (state, the_newest_reading_counts_and_a_long_history_is_cut)
{
  struct national n;
  const struct person *one, *other;
  struct state_reading r;
  char *text;

  begin (&n);
  one = &patients_by_id (&n.patients, 1)->card;
  other = &patients_by_id (&n.patients, 6)->card;
  cr_assert_eq (state_pressed (n.dir, one, NOW - 9 * 86400, CONSENT_GIVEN),
                0);
  for (int i = 0; i < 3000; i++)
    cr_assert_eq (state_pressed (n.dir, other, NOW - 8 * 86400 + i, 0), 0);
  cr_assert_eq (state_pressed (n.dir, one, NOW, CONSENT_DRUG), 0);
  cr_assert (state_find (n.dir, one, NOW + 5, 100, &r));
  cr_assert_eq (r.time, NOW);
  cr_assert_eq (r.consent, CONSENT_DRUG);
  cr_assert_not (state_find (n.dir, other, NOW, 3600, &r));
  text = scratch_read (n.dir, "presses.jsonl");
  cr_assert_lt (strlen (text), 300 * 1024, "%zu", strlen (text));
  free (text);
  finish (&n);
}
