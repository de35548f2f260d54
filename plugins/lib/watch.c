/* SPDX-License-Identifier: Apache-2.0 */
/* inotify and looking in turn: see watch.h.  */
#include "lib/watch.h"

#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/vfs.h>
#include <unistd.h>

/* With the kernel's word the turn is a safety net only.  */
#define SAFETY_NET 4

bool
watch_remote_magic (uint64_t magic)
{
  /* <linux/magic.h> lacks half of them.  */
  static const uint32_t remote[] = {
    0x6969,     /* NFS */
    0x517b,     /* smbfs */
    0xff534d42, /* CIFS */
    0xfe534d42, /* SMB 2 and 3 */
    0x65735546, /* FUSE: sshfs and friends */
    0x01021997, /* 9p */
    0x5346414f, /* AFS */
    0x73757245, /* Coda */
    0x00c36400, /* Ceph */
    0x0bd00bd0, /* Lustre */
    0x7461636f, /* OCFS2 */
    0x01161970, /* GFS2 */
    0x786f4256, /* VirtualBox shared folders */
    0xbacbacbc, /* VMware shared folders */
    0x7c7c6673, /* Parallels shared folders */
  };

  for (size_t i = 0; i < sizeof remote / sizeof *remote; i++)
    if ((uint32_t) magic == remote[i])
      return true;
  return false;
}

static bool
is_remote (int dirfd)
{
  struct statfs fs;

  return fstatfs (dirfd, &fs) != 0
         || watch_remote_magic ((uint64_t) fs.f_type);
}

void
watch_start (struct watch *w, int dirfd, const char *prefix, int64_t poll_ms)
{
  const uint32_t events = IN_CREATE | IN_CLOSE_WRITE | IN_MOVED_TO | IN_MODIFY
                          | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR;
  char path[40];

  *w = (struct watch) { .fd = -1, .poll_ms = poll_ms, .prefix = prefix };
  if (is_remote (dirfd))
    return;
  w->fd = inotify_init1 (IN_NONBLOCK | IN_CLOEXEC);
  if (w->fd < 0)
    return;
  /* Through /proc it is the folder that is open, whatever its path says.  */
  snprintf (path, sizeof path, "/proc/self/fd/%d", dirfd);
  if (inotify_add_watch (w->fd, path, events) < 0)
    watch_end (w);
  else
    w->poll_ms = poll_ms * SAFETY_NET;
}

void
watch_end (struct watch *w)
{
  if (w->fd >= 0)
    close (w->fd);
  w->fd = -1;
}

int64_t
watch_clock (const struct emi_host *host, struct emi_call *call)
{
  return -host->time_left (call);
}

static bool
is_reason (const struct watch *w, const struct inotify_event *e)
{
  if ((e->mask & IN_Q_OVERFLOW) != 0)
    return true;
  return e->len > 0 && strncmp (e->name, w->prefix, strlen (w->prefix)) == 0;
}

/* Takes all events off; true when one of them is a reason to look.  When the
   folder itself went away the kernel will not tell any more.  */
static bool
drain (struct watch *w)
{
  _Alignas (struct inotify_event) char buf[4096 + NAME_MAX];
  bool reason = false;
  bool lost = false;
  ssize_t n;

  while ((n = read (w->fd, buf, sizeof buf)) > 0)
    for (ssize_t at = 0; at < n;)
      {
        const struct inotify_event *e
          = (const struct inotify_event *) (buf + at);

        if ((e->mask & (IN_IGNORED | IN_UNMOUNT | IN_DELETE_SELF
                        | IN_MOVE_SELF))
            != 0)
          lost = true;
        else if (is_reason (w, e))
          reason = true;
        at += (ssize_t) (sizeof *e + e->len);
      }
  if (lost)
    {
      watch_end (w);
      w->poll_ms /= SAFETY_NET;
    }
  return reason || lost;
}

emi_rc
watch_wait (struct watch *w, const struct emi_host *host,
            struct emi_call *call, int64_t ms)
{
  int64_t until;
  int64_t left = ms < 0 || ms > w->poll_ms ? w->poll_ms : ms;
  emi_rc rc;

  until = watch_clock (host, call) + left;
  for (;;)
    {
      rc = host->wait (call, w->fd, w->fd < 0 ? 0 : POLLIN, left);
      if (rc == EMI_RETRY)
        return EMI_OK;
      if (rc != EMI_OK)
        return rc;
      if (drain (w))
        return EMI_OK;
      left = until - watch_clock (host, call);
      if (left <= 0)
        return EMI_OK;
    }
}
