/* SPDX-License-Identifier: Apache-2.0 */
/* Files that appear whole or not at all, and never over another.  */
#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/outbox.h"
#include "lib/pattern.h"
#include "lib/plugin-double.h"
#include "lib/scratch.h"
#include "lib/snapshot.h"

static int
place (int fd, const char *name, const char *text)
{
  return outbox_place (fd, name, text, strlen (text), 0640,
                       double_host ()->random);
}

Test (outbox, places_whole_with_its_mode)
{
  char *dir = scratch_new ();
  int fd = snapshot_open (dir);
  struct stat st;
  char *text;

  umask (077);
  cr_assert_eq (place (fd, "a.xml", "content"), 0);
  text = scratch_read (dir, "a.xml");
  cr_assert_str_eq (text, "content");
  cr_assert_eq (fstatat (fd, "a.xml", &st, 0), 0);
  cr_assert_eq (st.st_mode & 07777, 0640);
  cr_assert_eq (scratch_count (dir), 1, "no temporary is left");
  free (text);
  close (fd);
  scratch_done (dir);
}

Test (outbox, never_replaces_and_leaves_nothing)
{
  char *dir = scratch_new ();
  int fd = snapshot_open (dir);
  char *text;

  scratch_write (dir, "a.xml", "theirs", 0600);
  cr_assert_eq (place (fd, "a.xml", "ours"), EEXIST);
  text = scratch_read (dir, "a.xml");
  cr_assert_str_eq (text, "theirs");
  cr_assert_eq (symlinkat ("nowhere", fd, "b.xml"), 0);
  cr_assert_eq (place (fd, "b.xml", "ours"), EEXIST);
  cr_assert_eq (scratch_count (dir), 2);
  free (text);
  close (fd);
  scratch_done (dir);
}

Test (outbox, names_are_dotted_and_known_as_ours)
{
  char a[OUTBOX_NAME];
  char b[OUTBOX_NAME];

  outbox_name (double_host ()->random, a);
  outbox_name (double_host ()->random, b);
  cr_assert_eq (strlen (a) + 1, OUTBOX_NAME);
  cr_assert_eq (a[0], '.');
  cr_assert_str_neq (a, b);
  cr_assert (pattern_is_ours (a));
  cr_assert_not (pattern_is_ours (".emi-owner"));
  cr_assert_not (pattern_is_ours (a + 1));
}

Test (outbox, renames_a_folder_but_not_over_one)
{
  char *dir = scratch_new ();
  int fd = snapshot_open (dir);

  scratch_mkdir (dir, "from", 0700);
  scratch_write (dir, "from/x", "x", 0600);
  cr_assert_eq (outbox_rename (fd, "from", "to"), 0);
  cr_assert_eq (faccessat (fd, "to/x", F_OK, 0), 0);
  scratch_mkdir (dir, "from", 0700);
  cr_assert_eq (outbox_rename (fd, "from", "to"), EEXIST);
  outbox_remove (fd, "to");
  cr_assert_eq (faccessat (fd, "to", F_OK, 0), -1);
  close (fd);
  scratch_done (dir);
}

Test (outbox, tidies_only_what_is_ours_and_old)
{
  const time_t now = 1795281300;
  const struct timespec old[2] = { { now - 7200, 0 }, { now - 7200, 0 } };
  const struct timespec young[2] = { { now - 60, 0 }, { now - 60, 0 } };
  char *dir = scratch_new ();
  int fd = snapshot_open (dir);
  char a[OUTBOX_NAME];
  char b[OUTBOX_NAME];
  char c[OUTBOX_NAME];
  char inside[OUTBOX_NAME + 8];

  outbox_name (double_host ()->random, a);
  outbox_name (double_host ()->random, b);
  outbox_name (double_host ()->random, c);
  scratch_write (dir, a, "old", 0600);
  scratch_write (dir, b, "young", 0600);
  scratch_mkdir (dir, c, 0700);
  snprintf (inside, sizeof inside, "%s/x", c);
  scratch_write (dir, inside, "old", 0600);
  scratch_write (dir, ".emi-other.tmp", "not ours", 0600);
  cr_assert_eq (utimensat (fd, a, old, 0), 0);
  cr_assert_eq (utimensat (fd, b, young, 0), 0);
  cr_assert_eq (utimensat (fd, c, old, 0), 0);
  cr_assert_eq (utimensat (fd, ".emi-other.tmp", old, 0), 0);
  outbox_tidy (fd, now);
  cr_assert_eq (faccessat (fd, a, F_OK, 0), -1);
  cr_assert_eq (faccessat (fd, b, F_OK, 0), 0);
  cr_assert_eq (faccessat (fd, c, F_OK, 0), -1);
  cr_assert_eq (faccessat (fd, ".emi-other.tmp", F_OK, 0), 0);
  close (fd);
  scratch_done (dir);
}

Test (pattern, face_names_are_strict)
{
  cr_assert (pattern_is_face ("OQSsiquc01res_face_x_20261121030005.xml"));
  cr_assert (pattern_is_face (
    "OQSsiquc01res_face_1319999999f0e1d2c3b4a596877869_20261121021540.xml"));
  cr_assert (pattern_is_face ("OQSsiquc01res_face_a_b_20261121030005.xml"));
  cr_assert_not (pattern_is_face ("OQSsiquc01res_face__20261121030005.xml"));
  cr_assert_not (pattern_is_face ("OQSsiquc01res_face_x_2026112103000.xml"));
  cr_assert_not (pattern_is_face ("OQSsiquc01res_face_x_20261121030005.tmp"));
  cr_assert_not (
    pattern_is_face ("OQSsiquc01res_face_x_20261121030005.xml.tmp"));
  cr_assert_not (pattern_is_face (".OQSsiquc01res_face_x_20261121030005.xml"));
  cr_assert_not (
    pattern_is_face ("OQSsiquc01res_face_x\n_20261121030005.xml"));
  cr_assert_not (pattern_is_face ("OQSsiquc01res_202611210001.xml"));
  cr_assert_not (pattern_is_face ("OQSsiquc01res_face_"));
}

Test (pattern, results_belong_by_their_base_name)
{
  static const char p[] = "EMTESTa01";
  static const char s[] = "abc123";

  cr_assert_eq (pattern_result ("EMTESTa01res_abc123.xml", p, s),
                PATTERN_ANSWER);
  cr_assert_eq (pattern_result ("EMTESTa01res_abc123.pdf", p, s),
                PATTERN_ANSWER);
  cr_assert_eq (pattern_result ("EMTESTa01req_abc123.err", p, s),
                PATTERN_ERROR);
  cr_assert_eq (pattern_result ("EMTESTa01res_abc123.ERR", p, s),
                PATTERN_ERROR);
  cr_assert_eq (pattern_result ("EMTESTa01req_abc123.xml", p, s),
                PATTERN_RETURNED);
  cr_assert_eq (pattern_result ("EMTESTa01res_abc1234.xml", p, s),
                PATTERN_OTHER);
  cr_assert_eq (pattern_result ("EMTESTa01res_abc123", p, s), PATTERN_OTHER);
  cr_assert_eq (pattern_result ("EMTESTa01res_abc123.xml.part", p, s),
                PATTERN_OTHER);
  cr_assert_eq (pattern_result ("EMTESTa01res_abc123..", p, s),
                PATTERN_OTHER);
  cr_assert_eq (pattern_result ("OQSsiquc01res_abc123.xml", p, s),
                PATTERN_OTHER);
  cr_assert_eq (pattern_result ("EMTESTa01", p, s), PATTERN_OTHER);
}
