/* SPDX-License-Identifier: Apache-2.0 */
/* The trial setting: a folder with everything that a hospital has beside its
   plugins, watched.

   keys/ and data/ hold canaries.  In earnest the sandbox denies them, and a
   denial leaves no trace that another process could see; so here they may be
   opened, and the kernel tells when they are (inotify).  What the module
   prints goes to a file in memory in place of /dev/null.  */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <sodium.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/lang.h"
#include "config/builtin.h"
#include "inspect/parts.h"

/* More than that is thrown away; that there was something is enough.  */
#define OUTPUT_MOST (1 << 16)

static const char *const canaries[][2]
    = { { "keys", "node.key" }, { "data", "ledger.db" } };

static bool
no_place (struct fault *why, const char *what)
{
  return fault_set (why, CODE_INTERNAL, "%s: %s", what, strerror (errno));
}

static bool
folder_new (struct inspection *in, struct fault *why)
{
  const char *tmp = getenv ("TMPDIR");
  CLEANUP_FREE char *made
      = file_join (tmp && *tmp == '/' ? tmp : "/tmp", "emi-inspect-XXXXXX");

  if (!made || !mkdtemp (made))
    return no_place (why, "mkdtemp");
  in->dir = realpath (made, NULL);
  return in->dir || no_place (why, made);
}

static bool
write_file (const char *dir, const char *name, const void *data, size_t len)
{
  CLEANUP_CLOSE int fd = open (dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    return false;
  errno = file_write (fd, name, data, len, 0600, false);
  return errno == 0;
}

/* Read, listed, written, removed; not opened as a folder only, which the
   sandbox does itself.  */
static bool
canary_make (struct inspection *in, const char *folder, const char *file)
{
  CLEANUP_FREE char *dir = file_join (in->dir, folder);
  unsigned char bytes[64];

  randombytes_buf (bytes, sizeof bytes);
  return dir && mkdir (dir, 0700) == 0
         && write_file (dir, file, bytes, sizeof bytes)
         && inotify_add_watch (in->watch, dir,
                               IN_OPEN | IN_ACCESS | IN_MODIFY | IN_CREATE
                                   | IN_DELETE | IN_MOVED_FROM)
                >= 0;
}

static bool
canaries_make (struct inspection *in, struct fault *why)
{
  in->watch = inotify_init1 (IN_CLOEXEC | IN_NONBLOCK);
  if (in->watch < 0)
    return no_place (why, "inotify");
  for (size_t k = 0; k < N_ELEMENTS (canaries); k++)
    {
      if (!canary_make (in, canaries[k][0], canaries[k][1]))
        return no_place (why, canaries[k][0]);
      in->allow[k] = (struct config_allow){ .path = (char *) canaries[k][0],
                                            .write = true };
    }
  return true;
}

/* It never grows, so a plugin that floods it hurts only itself; how far the
   common file position went says how much came.  */
static bool
output_make (struct inspection *in, struct fault *why)
{
  in->output = memfd_create ("output", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  return (in->output >= 0 && ftruncate (in->output, OUTPUT_MOST) == 0
          && fcntl (in->output, F_ADD_SEALS, F_SEAL_GROW | F_SEAL_SHRINK) == 0)
         || no_place (why, "memfd");
}

static bool
listen_to (int epoll, int fd)
{
  struct epoll_event e = { .events = EPOLLIN };

  return fd < 0 || epoll_ctl (epoll, EPOLL_CTL_ADD, fd, &e) == 0;
}

/* Readable when the person gives up, or when a check plays that.  */
static bool
cancel_make (struct inspection *in, struct fault *why)
{
  in->given_up = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  in->cancel_fd = epoll_create1 (EPOLL_CLOEXEC);
  return (in->given_up >= 0 && in->cancel_fd >= 0
          && listen_to (in->cancel_fd, in->given_up)
          && listen_to (in->cancel_fd, in->setup->cancel_fd))
         || no_place (why, "epoll");
}

static bool
run_make (struct inspection *in, struct fault *why)
{
  in->run = file_join (in->dir, "run");
  return (in->run && mkdir (in->run, 0700) == 0) || no_place (why, "run");
}

/* Class-methods are judged by the profile that emi carries inside.  */
static bool
profile_make (struct inspection *in, struct fault *why)
{
  CLEANUP_FREE char *file = file_join (in->dir, "profile.xml");

  if (!file
      || !write_file (in->dir, "profile.xml", builtin_placeholder_xml.text,
                      builtin_placeholder_xml.len))
    return no_place (why, "profile.xml");
  return profile_load (file, &in->profile, NULL, why);
}

bool
place_make (struct inspection *in, struct fault *why)
{
  return folder_new (in, why) && run_make (in, why) && canaries_make (in, why)
         && output_make (in, why) && cancel_make (in, why)
         && profile_make (in, why);
}

/* --- afterwards --- */

static void
judge_keys (struct inspection *in)
{
  char bytes[4096]
      __attribute__ ((aligned (__alignof__(struct inotify_event))));
  ssize_t n;

  while ((n = read (in->watch, bytes, sizeof bytes)) > 0)
    for (char *at = bytes; at < bytes + n;)
      {
        const struct inotify_event *e = (const void *) at;

        at += sizeof *e + e->len;
        if (e->mask == (IN_OPEN | IN_ISDIR) && e->len == 0)
          continue;
        note_fail (in, CHECK_KEYS, N_ ("鍵の置き場所に触れました（%s）"),
                   e->len ? e->name : "keys");
      }
  note_pass (in, CHECK_KEYS);
}

static void
judge_output (struct inspection *in)
{
  off_t at = lseek (in->output, 0, SEEK_CUR);

  /* Not what it wrote: nobody knows what that is.  */
  if (at > 0)
    note_fail (in, CHECK_SILENT,
               N_ ("標準出力か標準エラー出力に %lld バイト書きました"),
               (long long) at);
  else
    note_pass (in, CHECK_SILENT);
}

void
place_judge (struct inspection *in)
{
  judge_keys (in);
  judge_output (in);
}

static void
close_one (int fd)
{
  if (fd >= 0)
    close (fd);
}

void
place_done (struct inspection *in)
{
  close_one (in->watch);
  close_one (in->output);
  close_one (in->given_up);
  close_one (in->cancel_fd);
  profile_free (in->profile);
  if (in->dir)
    file_remove_tree (AT_FDCWD, in->dir);
  free (in->run);
  free (in->dir);
}
