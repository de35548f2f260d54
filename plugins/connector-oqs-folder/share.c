/* SPDX-License-Identifier: Apache-2.0 */
/* The pair of folders itself: opening it, whose it is, and probe.  */
#include "share.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/pattern.h"
#include "lib/snapshot.h"

int
share_open (struct share *s, struct emi_call *call, const char *path,
            emi_rc *rc)
{
  int fd = snapshot_open (path);

  if (fd < 0)
    *rc = s->host->fail (call, EMI_UNREACHED,
                         "連携フォルダを開けません / cannot open %s: %s", path,
                         strerror (errno));
  return fd;
}

emi_rc
share_names (struct share *s, struct emi_call *call, const char *prefix,
             const char *suffix)
{
  if (pattern_is_word (prefix, 32) && pattern_is_word (suffix, 64))
    return EMI_OK;
  return s->host->fail (call, EMI_INTERNAL,
                        "prefix and suffix must be letters and digits");
}

void
share_name (const char *prefix, const char *suffix, char out[SHARE_NAME])
{
  snprintf (out, SHARE_NAME, "%sreq_%s.xml", prefix, suffix);
}

void
share_withdraw (int req_fd, const char *prefix, const char *suffix)
{
  char name[SHARE_NAME];
  struct stat st;

  share_name (prefix, suffix, name);
  /* The suffix is ours alone, so is the file; a folder or link is not what
     we wrote.  */
  if (fstatat (req_fd, name, &st, AT_SYMLINK_NOFOLLOW) == 0
      && S_ISREG (st.st_mode))
    unlinkat (req_fd, name, 0);
}

emi_rc
share_owner (struct share *s, struct emi_call *call, int req_fd, bool claim)
{
  char owner[OWNER_MAX];
  emi_rc put = EMI_OK;
  enum owner is;

  if (claim)
    is = owner_claim (req_fd, s->node, s->host->random, owner);
  else
    is = owner_look (req_fd, s->node, owner);
  if (claim && *owner != '\0')
    put = s->host->put (call, "owner", owner, strlen (owner));
  switch (is)
    {
    case OWNER_OURS:
    case OWNER_NOBODY:
      return put;
    case OWNER_OTHER:
      return s->host->fail (
        call, EMI_CONFIG,
        "連携フォルダは %s が使っています（廃止済みなら印 %s を消す） / "
        "the share is %s's",
        owner, OWNER_FILE, owner);
    case OWNER_BROKEN:
      return s->host->fail (call, EMI_CONFIG,
                            "所有者の印を読めません / the owner's mark %s/%s "
                            "names no node",
                            s->req, OWNER_FILE);
    case OWNER_ERROR:
      break;
    }
  return s->host->fail (call, EMI_UNREACHED,
                        "要求フォルダに書けません / cannot write to %s: %s",
                        s->req, strerror (errno));
}

emi_rc
share_differ (struct share *s, struct emi_call *call, int req_fd, int res_fd)
{
  struct stat a;
  struct stat b;

  if (fstat (req_fd, &a) != 0 || fstat (res_fd, &b) != 0
      || a.st_dev != b.st_dev || a.st_ino != b.st_ino)
    return EMI_OK;
  return s->host->fail (call, EMI_CONFIG,
                        "req と res が同じフォルダです / req and res are the "
                        "same folder");
}

/* Really writes and removes a dot file: rights on a share say little.  */
static emi_rc
try_write (struct share *s, struct emi_call *call, int req_fd)
{
  char name[OUTBOX_NAME];
  int error;

  outbox_name (s->host->random, name);
  error = outbox_write (req_fd, name, "", 0, 0600);
  if (error == 0 && unlinkat (req_fd, name, 0) != 0)
    error = errno;
  if (error == 0)
    return EMI_OK;
  return s->host->fail (call, EMI_UNREACHED,
                        "要求フォルダに書けません / cannot write to %s: %s",
                        s->req, strerror (error));
}

static bool
is_unwanted (const char *name, const void *ctx)
{
  (void) name;
  (void) ctx;
  return false;
}

/* Lists the results once: reading is all we ever do there.  */
static emi_rc
try_read (struct share *s, struct emi_call *call, int res_fd)
{
  struct snapshot list;

  if (!snapshot_take (res_fd, is_unwanted, NULL, NULL, &list))
    return s->host->fail (call, EMI_UNREACHED,
                          "結果フォルダを読めません / cannot read %s: %s",
                          s->res, strerror (errno));
  snapshot_done (&list);
  return EMI_OK;
}

static emi_rc
probe_folders (struct share *s, struct emi_call *call, int req_fd, int res_fd,
               const char *node)
{
  emi_rc rc = share_differ (s, call, req_fd, res_fd);

  if (rc == EMI_OK)
    rc = try_read (s, call, res_fd);
  if (rc == EMI_OK)
    rc = try_write (s, call, req_fd);
  if (rc != EMI_OK)
    return rc;
  outbox_tidy (req_fd, s->host->now (call));
  if (node == NULL || *node == '\0')
    return EMI_OK;
  if (!owner_is_name (node))
    return s->host->fail (call, EMI_INTERNAL, "this is no name of a node");
  memcpy (s->node, node, strlen (node) + 1);
  return share_owner (s, call, req_fd, true);
}

emi_rc
share_probe (void *self, struct emi_call *call,
             const struct emi_connector_probe *in)
{
  struct share *s = self;
  emi_rc rc = EMI_OK;
  int res_fd = -1;
  int req_fd = share_open (s, call, s->req, &rc);

  if (req_fd >= 0)
    res_fd = share_open (s, call, s->res, &rc);
  if (res_fd >= 0)
    rc = probe_folders (s, call, req_fd, res_fd, in->node);
  if (req_fd >= 0)
    close (req_fd);
  if (res_fd >= 0)
    close (res_fd);
  return rc;
}
