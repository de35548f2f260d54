/* SPDX-License-Identifier: Apache-2.0 */
/* One node owns a share.  */
#include <criterion/criterion.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "lib/owner.h"
#include "lib/plugin-double.h"
#include "lib/scratch.h"
#include "lib/snapshot.h"

#define OURS "emi.1319999999.n1"
#define THEIRS "emi.1319999999.n2"

static enum owner
claim (int fd, const char *node, char out[OWNER_MAX])
{
  return owner_claim (fd, node, double_host ()->random, out);
}

Test (owner, the_first_one_keeps_it)
{
  char *dir = scratch_new ();
  int fd = snapshot_open (dir);
  char name[OWNER_MAX];
  char *mark;

  cr_assert_eq (owner_look (fd, OURS, name), OWNER_NOBODY);
  cr_assert_eq (scratch_count (dir), 0, "looking claims nothing");
  cr_assert_eq (claim (fd, OURS, name), OWNER_OURS);
  cr_assert_str_eq (name, OURS);
  cr_assert_eq (claim (fd, OURS, name), OWNER_OURS);
  cr_assert_eq (claim (fd, THEIRS, name), OWNER_OTHER);
  cr_assert_str_eq (name, OURS);
  mark = scratch_read (dir, OWNER_FILE);
  cr_assert_str_eq (mark, OURS "\n");
  free (mark);
  close (fd);
  scratch_done (dir);
}

Test (owner, a_mark_that_names_nobody_belongs_to_nobody_else_either)
{
  static const char *const bad[]
    = { "", "\n", "two\nlines\n", "esc\033[31m", "a b" };
  char name[OWNER_MAX];

  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    {
      char *dir = scratch_new ();
      int fd = snapshot_open (dir);

      scratch_write (dir, OWNER_FILE, bad[i], 0644);
      cr_assert_eq (claim (fd, OURS, name), OWNER_BROKEN, "%zu", i);
      cr_assert_str_empty (name);
      close (fd);
      scratch_done (dir);
    }
}

Test (owner, a_link_is_no_mark)
{
  char *dir = scratch_new ();
  int fd = snapshot_open (dir);
  char name[OWNER_MAX];

  scratch_write (dir, "elsewhere", OURS "\n", 0644);
  cr_assert_eq (symlinkat ("elsewhere", fd, OWNER_FILE), 0);
  cr_assert_eq (claim (fd, OURS, name), OWNER_BROKEN);
  close (fd);
  scratch_done (dir);
}

Test (owner, says_when_it_cannot_write)
{
  char *dir = scratch_new ();
  int fd = snapshot_open (dir);
  char name[OWNER_MAX];

  /* Also root cannot write into a folder that is gone.  */
  cr_assert_eq (rmdir (dir), 0);
  cr_assert_eq (claim (fd, OURS, name), OWNER_ERROR);
  cr_assert_eq (errno, ENOENT);
  close (fd);
  free (dir);
}

Test (owner, names_are_bounded)
{
  char name[OWNER_MAX];

  cr_assert (owner_is_name (OURS));
  cr_assert_not (owner_is_name (""));
  cr_assert_not (owner_is_name ("a/b"));
  cr_assert_not (owner_is_name ("12345678901234567890123456789012"
                                "12345678901234567890123456789012"));
  (void) name;
}
