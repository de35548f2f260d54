/* SPDX-License-Identifier: Apache-2.0 */
/* The kernel locks of open requests: what another command sees of a living
   one, of a dead one, and of one that was given back.  */
#include "access/open-lock.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/registry-double.h"
#include "lib/scratch.h"

#define ID "r-aaaaaaaaaaaaaaaaaaaaaaaaaa"
#define OTHER "r-bbbbbbbbbbbbbbbbbbbbbbbbbb"

static struct registry r;

static void
begin (void)
{
  registry_init (&r);
}

static void
end (void)
{
  registry_done (&r);
}

TestSuite (open_lock, .init = begin, .fini = end);

static enum open_lock_state
look (const char *suffix, const char *id)
{
  int fd = -1;
  enum open_lock_state state = open_lock_try (&r.s, suffix, id, &fd);

  cr_expect_eq (fd >= 0, state == OPEN_LOCK_DEAD);
  open_lock_leave (&fd);
  return state;
}

static int
take (const char *suffix, const char *id)
{
  int fd = -1;

  cr_assert (open_lock_take (&r.s, suffix, id, &fd, &r.why), "%s",
             r.why.detail);
  return fd;
}

Test (open_lock, tells_living_dead_and_given_back_apart)
{
  int fd;

  cr_expect_eq (look ("lock", ID), OPEN_LOCK_ABSENT);
  fd = take ("lock", ID);
  cr_expect_eq (look ("lock", ID), OPEN_LOCK_ALIVE);
  open_lock_leave (&fd);
  cr_expect_eq (fd, -1);
  cr_expect_eq (look ("lock", ID), OPEN_LOCK_DEAD);
  fd = take ("lock", ID);
  open_lock_drop (&r.s, "lock", ID, &fd);
  cr_expect_eq (fd, -1);
  cr_expect_eq (look ("lock", ID), OPEN_LOCK_ABSENT);
  open_lock_drop (&r.s, "lock", ID, &fd); /* nothing held: nothing done */
}

Test (open_lock, one_request_s_is_not_another_s_nor_its_delivery_s)
{
  int fd = take ("lock", ID);

  cr_expect_eq (look ("lock", OTHER), OPEN_LOCK_ABSENT);
  cr_expect_eq (look ("deliver", ID), OPEN_LOCK_ABSENT);
  open_lock_drop (&r.s, "lock", ID, &fd);
}

/* However it ends: here without any chance to clean up.  */
Test (open_lock, goes_with_its_process)
{
  int ready[2], status;
  char byte;

  cr_assert_eq (pipe (ready), 0);
  pid_t child = fork ();
  cr_assert_geq (child, 0);
  if (child == 0)
    {
      int fd = -1;
      bool good = open_lock_take (&r.s, "lock", ID, &fd, NULL);

      if (write (ready[1], good ? "y" : "n", 1) == 1)
        pause ();
      _exit (1);
    }
  cr_assert_eq (read (ready[0], &byte, 1), 1);
  cr_assert_eq (byte, 'y');
  cr_expect_eq (look ("lock", ID), OPEN_LOCK_ALIVE);
  kill (child, SIGKILL);
  cr_assert_eq (waitpid (child, &status, 0), child);
  cr_expect_eq (look ("lock", ID), OPEN_LOCK_DEAD);
  close (ready[0]);
  close (ready[1]);
}

/* A file name must not tell which request it is.  */
Test (open_lock, the_file_s_name_is_a_token)
{
  int fd = take ("lock", ID);
  char token[33];
  char *path, *text;

  ledger_token_hex (r.s.ledger, "request", ID, token);
  cr_assert (asprintf (&path, "%s/%s.lock", r.s.config->run, token) > 0);
  cr_expect_eq (access (path, F_OK), 0, "%s", path);
  text = strstr (path, ID);
  cr_expect_null (text);
  free (path);
  open_lock_drop (&r.s, "lock", ID, &fd);
}

Test (open_lock, a_sweep_takes_dead_requests_and_nothing_else)
{
  const char *run = r.s.config->run;
  int dead = take ("lock", ID), alive = take ("lock", OTHER);
  int deliver = take ("deliver", ID);

  scratch_write (run, "notes.lock", "", 0600);
  open_lock_leave (&dead);
  open_lock_leave (&deliver);
  open_lock_sweep (&r.s);
  cr_expect_eq (look ("lock", ID), OPEN_LOCK_ABSENT);
  cr_expect_eq (look ("lock", OTHER), OPEN_LOCK_ALIVE);
  cr_expect_eq (look ("deliver", ID), OPEN_LOCK_DEAD);
  char *left = scratch_read (run, "notes.lock");
  cr_expect_not_null (left, "somebody else's file");
  free (left);
  open_lock_drop (&r.s, "lock", OTHER, &alive);
}

Test (open_lock, a_link_is_never_followed)
{
  char token[33];
  char *path;
  int fd = -1;

  ledger_token_hex (r.s.ledger, "request", ID, token);
  cr_assert (asprintf (&path, "%s/%s.lock", r.s.config->run, token) > 0);
  scratch_write (r.trial.dir, "elsewhere", "", 0600);
  cr_assert_eq (symlink ("../elsewhere", path), 0);
  cr_expect_eq (look ("lock", ID), OPEN_LOCK_ERROR);
  cr_expect (!open_lock_take (&r.s, "lock", ID, &fd, &r.why));
  cr_expect_eq (r.why.code, CODE_FILE_IO);
  open_lock_sweep (&r.s);
  cr_expect_eq (access (path, F_OK), 0, "the sweep removed a link");
  free (path);
}

Test (open_lock, without_its_folder_nothing_is_taken)
{
  char *run = r.s.config->run;
  int fd = -1;

  r.trial.config.run = (char *) "/nonexistent";
  cr_expect (!open_lock_take (&r.s, "lock", ID, &fd, &r.why));
  cr_expect_eq (r.why.code, CODE_FILE_IO);
  cr_expect_eq (look ("lock", ID), OPEN_LOCK_ABSENT);
  open_lock_sweep (&r.s);
  r.trial.config.run = run;
}
