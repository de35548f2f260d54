/* SPDX-License-Identifier: Apache-2.0 */
/* Two equal reads, and what is never read; and taking files in turn.  */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "lib/pick.h"
#include "lib/scratch.h"
#include "lib/snapshot.h"
#include "lib/stable.h"

struct place
{
  char *dir;
  int fd;
};

static struct place
place_new (void)
{
  struct place p = { .dir = scratch_new () };

  p.fd = snapshot_open (p.dir);
  cr_assert_geq (p.fd, 0);
  return p;
}

static void
place_done (struct place *p)
{
  close (p->fd);
  scratch_done (p->dir);
}

static struct snapshot
list_of (const struct place *p)
{
  struct snapshot s;

  cr_assert (snapshot_take (p->fd, NULL, NULL, NULL, &s));
  return s;
}

/* An old time of change, so that only what a test does moves it.  */
static void
touch (const struct place *p, const char *name, time_t when)
{
  const struct timespec t[2] = { { when, 0 }, { when, 0 } };

  cr_assert_eq (utimensat (p->fd, name, t, 0), 0);
}

Test (stable, needs_two_equal_reads)
{
  struct place p = place_new ();
  struct stable s = STABLE_INIT;

  scratch_write (p.dir, "a", "half", 0600);
  cr_assert_eq (stable_look (&s, p.fd, "a", 0), STABLE_FIRST);
  cr_assert_eq (stable_due (&s, 100), STABLE_GAP_MS - 100);
  cr_assert_eq (stable_due (&s, STABLE_GAP_MS), 0);
  scratch_write (p.dir, "a", "half and whole", 0600);
  cr_assert_eq (stable_look (&s, p.fd, "a", 300), STABLE_CHANGED);
  cr_assert_eq (stable_due (&s, 300), STABLE_GAP_MS);
  cr_assert_eq (stable_look (&s, p.fd, "a", 600), STABLE_READY);
  cr_assert_eq (s.len, strlen ("half and whole"));
  cr_assert_str_eq ((char *) s.data, "half and whole");
  stable_done (&s);
  place_done (&p);
}

Test (stable, sees_other_bytes_of_the_same_size_and_time)
{
  struct place p = place_new ();
  struct stable s = STABLE_INIT;

  scratch_write (p.dir, "a", "one", 0600);
  touch (&p, "a", 1000);
  cr_assert_eq (stable_look (&s, p.fd, "a", 0), STABLE_FIRST);
  scratch_write (p.dir, "a", "two", 0600);
  touch (&p, "a", 1000);
  cr_assert_eq (stable_look (&s, p.fd, "a", 300), STABLE_CHANGED);
  touch (&p, "a", 1001);
  cr_assert_eq (stable_look (&s, p.fd, "a", 600), STABLE_CHANGED);
  cr_assert_eq (stable_look (&s, p.fd, "a", 900), STABLE_READY);
  stable_done (&s);
  place_done (&p);
}

Test (stable, reads_an_empty_file_and_starts_anew_for_another)
{
  struct place p = place_new ();
  struct stable s = STABLE_INIT;

  scratch_write (p.dir, "a", "", 0600);
  scratch_write (p.dir, "b", "b", 0600);
  cr_assert_eq (stable_look (&s, p.fd, "a", 0), STABLE_FIRST);
  cr_assert_eq (stable_look (&s, p.fd, "b", 300), STABLE_FIRST);
  cr_assert_eq (stable_look (&s, p.fd, "a", 600), STABLE_FIRST);
  cr_assert_eq (stable_look (&s, p.fd, "a", 900), STABLE_READY);
  cr_assert_eq (s.len, 0);
  cr_assert_eq (stable_look (&s, p.fd, "c", 900), STABLE_GONE);
  cr_assert_null (s.name);
  place_done (&p);
}

Test (stable, never_reads_what_is_no_regular_file)
{
  struct place p = place_new ();
  struct stable s = STABLE_INIT;
  struct sockaddr_un un = { .sun_family = AF_UNIX };
  char *path = scratch_path (p.dir, "socket");
  int sock = socket (AF_UNIX, SOCK_STREAM, 0);

  scratch_write (p.dir, "real", "x", 0600);
  cr_assert_eq (symlinkat ("real", p.fd, "link"), 0);
  cr_assert_eq (symlinkat ("nowhere", p.fd, "dangling"), 0);
  cr_assert_eq (mkfifoat (p.fd, "fifo", 0600), 0);
  scratch_mkdir (p.dir, "folder", 0700);
  strcpy (un.sun_path, path);
  cr_assert_eq (bind (sock, (struct sockaddr *) &un, sizeof un), 0);
  cr_assert_eq (stable_look (&s, p.fd, "link", 0), STABLE_LINK);
  cr_assert_eq (stable_look (&s, p.fd, "dangling", 0), STABLE_LINK);
  cr_assert_eq (stable_look (&s, p.fd, "fifo", 0), STABLE_IRREGULAR);
  cr_assert_eq (stable_look (&s, p.fd, "folder", 0), STABLE_IRREGULAR);
  cr_assert_eq (stable_look (&s, p.fd, "socket", 0), STABLE_IRREGULAR);
  cr_assert_str_eq (stable_unfit (STABLE_LINK), "link");
  cr_assert_str_eq (stable_unfit (STABLE_IRREGULAR), "irregular");
  cr_assert_str_eq (stable_unfit (STABLE_TOO_BIG), "too-big");
  cr_assert_null (stable_unfit (STABLE_DENIED));
  close (sock);
  free (path);
  place_done (&p);
}

Test (stable, bounds_the_size_exactly)
{
  struct place p = place_new ();
  struct stable s = STABLE_INIT;
  int fd = openat (p.fd, "big", O_WRONLY | O_CREAT, 0600);

  cr_assert_eq (ftruncate (fd, STABLE_MAX_BYTES), 0);
  cr_assert_eq (stable_look (&s, p.fd, "big", 0), STABLE_FIRST);
  cr_assert_eq (s.len, STABLE_MAX_BYTES);
  cr_assert_eq (ftruncate (fd, STABLE_MAX_BYTES + 1), 0);
  cr_assert_eq (stable_look (&s, p.fd, "big", 300), STABLE_TOO_BIG);
  cr_assert_null (s.name);
  close (fd);
  place_done (&p);
}

Test (snapshot, leaves_out_what_is_known)
{
  struct place p = place_new ();
  struct snapshot before;
  struct snapshot after;

  scratch_write (p.dir, "b", "", 0600);
  before = list_of (&p);
  scratch_write (p.dir, "b", "written anew", 0600);
  scratch_write (p.dir, "c", "", 0600);
  scratch_write (p.dir, "a", "", 0600);
  cr_assert (snapshot_take (p.fd, NULL, NULL, &before, &after));
  cr_assert_eq (after.n, 2);
  cr_assert_str_eq (after.v[0].name, "a");
  cr_assert_str_eq (after.v[1].name, "c");
  cr_assert_not_null (snapshot_find (&after, "c"));
  cr_assert_null (snapshot_find (&after, "b"));
  snapshot_done (&before);
  snapshot_done (&after);
  place_done (&p);
}

Test (pick, goes_round_and_does_not_offer_twice)
{
  struct place p = place_new ();
  struct pick k = PICK_INIT;
  struct snapshot list;

  scratch_write (p.dir, "a", "first", 0600);
  scratch_write (p.dir, "b", "second", 0600);
  list = list_of (&p);
  cr_assert_eq (pick_delay (&k, 0), -1);
  cr_assert (pick_left (&k, &list));
  cr_assert_eq (pick_next (&k, p.fd, &list, 0), PICK_WAITING);
  cr_assert_eq (pick_next (&k, p.fd, &list, 100), PICK_WAITING);
  cr_assert_eq (pick_delay (&k, 100), 200);
  cr_assert_eq (pick_next (&k, p.fd, &list, 300), PICK_READY);
  cr_assert_str_eq (k.file.name, "a");
  cr_assert (pick_handled (&k));
  cr_assert_eq (pick_next (&k, p.fd, &list, 300), PICK_WAITING);
  cr_assert_eq (pick_next (&k, p.fd, &list, 600), PICK_READY);
  cr_assert_str_eq (k.file.name, "b");
  cr_assert (pick_handled (&k));
  cr_assert_eq (pick_next (&k, p.fd, &list, 900), PICK_NOTHING);
  cr_assert_not (pick_left (&k, &list));
  snapshot_done (&list);
  /* What changed is offered again.  */
  scratch_write (p.dir, "a", "first, longer", 0600);
  list = list_of (&p);
  cr_assert_eq (pick_next (&k, p.fd, &list, 900), PICK_WAITING);
  cr_assert_eq (pick_next (&k, p.fd, &list, 1200), PICK_READY);
  cr_assert_str_eq (k.file.name, "a");
  snapshot_done (&list);
  pick_done (&k);
  place_done (&p);
}

Test (pick, a_restless_file_does_not_hold_up_the_others)
{
  struct place p = place_new ();
  struct pick k = PICK_INIT;
  struct snapshot list;

  scratch_write (p.dir, "a", "1", 0600);
  scratch_write (p.dir, "b", "still", 0600);
  list = list_of (&p);
  cr_assert_eq (pick_next (&k, p.fd, &list, 0), PICK_WAITING);
  scratch_write (p.dir, "a", "22", 0600);
  cr_assert_eq (pick_next (&k, p.fd, &list, 300), PICK_WAITING);
  cr_assert_str_eq (k.file.name, "b");
  cr_assert_eq (pick_next (&k, p.fd, &list, 600), PICK_READY);
  snapshot_done (&list);
  pick_done (&k);
  place_done (&p);
}

Test (pick, says_what_must_not_be_read)
{
  struct place p = place_new ();
  struct pick k = PICK_INIT;
  struct snapshot list;

  cr_assert_eq (mkfifoat (p.fd, "fifo", 0600), 0);
  list = list_of (&p);
  cr_assert_eq (pick_next (&k, p.fd, &list, 0), PICK_UNFIT);
  cr_assert_eq (k.unfit, STABLE_IRREGULAR);
  snapshot_done (&list);
  pick_done (&k);
  place_done (&p);
}
