/* SPDX-License-Identifier: Apache-2.0 */
/* Taking this reception's results out of the face folder.  What lay there
   when the watch began is another reception's for ever, also when it is
   written anew; of what appears, everything is handed to the core, because a
   second file may be a second person's.  */
#include "face.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/pattern.h"
#include "lib/pick.h"
#include "lib/watch.h"

#define POLL_MS 500

struct collect
{
  struct face *face;
  struct emi_call *call;
  int fd;                 /* the folder, -1 while it cannot be reached */
  struct snapshot before; /* never this reception's */
  struct pick pick;
  struct watch watch;
  int taken;
  int64_t settle_until;
  int64_t deadline;
  bool refused; /* the core was offered something and did not take it */
  bool left;    /* something lies there that could not be offered */
};

static bool
is_face (const char *name, const void *ctx)
{
  (void) ctx;
  return pattern_is_face (name);
}

static emi_rc
unreached (struct face *f, struct emi_call *call)
{
  return f->host->fail (call, EMI_UNREACHED,
                        "face フォルダを開けません / cannot open %s: %s",
                        f->folder, strerror (errno));
}

emi_rc
collect_prepare (struct face *f, struct emi_call *call)
{
  struct snapshot now;
  int fd = snapshot_open (f->folder);
  bool ok;
  int error;

  if (fd < 0)
    return unreached (f, call);
  ok = snapshot_take (fd, is_face, NULL, NULL, &now);
  error = errno;
  close (fd);
  errno = error;
  if (!ok)
    return unreached (f, call);
  snapshot_done (&f->before);
  f->before = now;
  f->prepared = true;
  return EMI_OK;
}

struct collect *
collect_new (struct face *f, struct emi_call *call, emi_rc *rc)
{
  struct collect *c;

  *rc = f->prepared ? EMI_OK : collect_prepare (f, call);
  if (*rc != EMI_OK)
    return NULL;
  c = malloc (sizeof *c);
  if (c == NULL)
    {
      *rc = f->host->fail (call, EMI_INTERNAL, "no memory");
      return NULL;
    }
  *c = (struct collect) { .face = f,
                          .call = call,
                          .fd = snapshot_open (f->folder),
                          .before = f->before,
                          .pick = PICK_INIT,
                          .watch = WATCH_INIT };
  f->before = (struct snapshot) SNAPSHOT_INIT;
  f->prepared = false;
  if (c->fd < 0)
    {
      *rc = unreached (f, call);
      collect_free (c);
      return NULL;
    }
  watch_start (&c->watch, c->fd, PATTERN_FACE, POLL_MS);
  return c;
}

void
collect_free (struct collect *c)
{
  if (c == NULL)
    return;
  watch_end (&c->watch);
  pick_done (&c->pick);
  snapshot_done (&c->before);
  if (c->fd >= 0)
    close (c->fd);
  free (c);
}

/* Puts the file that is ready; what the core makes of it.  */
static emi_rc
hand_over (struct collect *c)
{
  const struct emi_host *host = c->face->host;
  const struct stable *file = &c->pick.file;
  char owner[24];
  char when[24];
  const struct emi_field v[] = {
    { "file.owner",
      { owner, (size_t) snprintf (owner, sizeof owner, "%lu",
                                  (unsigned long) file->st.st_uid) } },
    { "file.time",
      { when, (size_t) snprintf (when, sizeof when, "%lld",
                                 (long long) file->st.st_mtim.tv_sec) } },
  };
  const struct emi_fields source = { v, sizeof v / sizeof *v };
  emi_rc rc = host->put (c->call, "name", file->name, strlen (file->name));

  if (rc == EMI_OK)
    rc = host->put_fields (c->call, "source", &source);
  if (rc == EMI_OK)
    rc = host->put (c->call, "message", file->data, file->len);
  return rc;
}

/* What follows from handing over.  EMI_OK: go on watching.  */
static emi_rc
take (struct collect *c, int64_t now)
{
  const struct emi_host *host = c->face->host;
  emi_rc rc = hand_over (c);

  if (!pick_handled (&c->pick))
    return host->fail (c->call, EMI_INTERNAL, "no memory");
  if (rc == EMI_RETRY)
    {
      c->refused = true;
      return EMI_OK;
    }
  if (rc == EMI_PROTOCOL)
    return host->fail (c->call, EMI_PROTOCOL,
                       "読取り結果のファイルは使えません / "
                       "the reader's result cannot be used");
  if (rc != EMI_OK)
    return rc;
  c->settle_until = now + c->face->settle_ms;
  if (c->taken++ > 0)
    return EMI_OK;
  return face_step (c->face, c->call, STEP_CARD, "seen");
}

/* Lists what is new; false while the folder cannot be reached.  */
static bool
list_new (struct collect *c, struct snapshot *out)
{
  if (c->fd < 0)
    c->fd = snapshot_open (c->face->folder);
  if (c->fd < 0)
    return false;
  if (snapshot_take (c->fd, is_face, NULL, &c->before, out))
    return true;
  /* A share that was away comes back under the same path only.  */
  close (c->fd);
  c->fd = -1;
  return false;
}

/* Looks once.  EMI_OK: go on.  */
static emi_rc
look (struct collect *c, int64_t now)
{
  struct snapshot list;
  emi_rc rc = EMI_OK;
  enum pick_result r = PICK_READY;

  if (!list_new (c, &list))
    return EMI_OK;
  while (rc == EMI_OK && r == PICK_READY)
    {
      r = pick_next (&c->pick, c->fd, &list, now);
      if (r == PICK_READY)
        rc = take (c, now);
      else if (r == PICK_UNFIT)
        rc = c->face->host->fail (c->call, EMI_PROTOCOL,
                                  "読取り結果のファイル: %s",
                                  stable_sentence (c->pick.unfit));
    }
  c->left = pick_left (&c->pick, &list);
  snapshot_done (&list);
  return rc;
}

static emi_rc
came_nothing (struct collect *c)
{
  static const char seen[] = "unreadable";
  const struct emi_host *host = c->face->host;
  emi_rc rc;

  if (!c->refused && !c->left)
    return host->fail (c->call, EMI_DEADLINE,
                       "読取り結果のファイルが届きませんでした / "
                       "no file came from the reader");
  rc = host->put (c->call, "seen", seen, sizeof seen - 1);
  if (rc != EMI_OK)
    return rc;
  return host->fail (c->call, EMI_DEADLINE,
                     "読取り結果のファイルは届きましたが、読める形になりませんでした"
                     " / a file came but stayed unreadable");
}

/* True when nothing more is waited for.  A read under way when the time is
   over gets to its end, once.  */
static bool
is_over (const struct collect *c, int64_t now)
{
  int64_t end = c->taken > 0 ? c->settle_until : c->deadline;

  if (now < end)
    return false;
  return c->pick.file.name == NULL || now >= end + 2 * STABLE_GAP_MS;
}

static int64_t
next_look (const struct collect *c, int64_t now)
{
  int64_t end = c->taken > 0 ? c->settle_until : c->deadline;
  int64_t ms = pick_delay (&c->pick, now);

  if (end > now && (ms < 0 || ms > end - now))
    ms = end - now;
  /* Nothing is so urgent that it may spin.  */
  return ms < 1 ? 1 : ms;
}

emi_rc
collect_run (struct collect *c, int64_t wait_ms)
{
  const struct emi_host *host = c->face->host;
  int64_t now = watch_clock (host, c->call);
  emi_rc rc;

  c->deadline = now + (wait_ms > 0 ? wait_ms : 0);
  for (;;)
    {
      rc = look (c, now);
      if (rc != EMI_OK)
        return rc;
      if (!is_over (c, now))
        rc = watch_wait (&c->watch, host, c->call, next_look (c, now));
      else
        rc = EMI_DEADLINE;
      if (rc == EMI_DEADLINE)
        return c->taken > 0 ? EMI_OK : came_nothing (c);
      if (rc != EMI_OK)
        return rc;
      now = watch_clock (host, c->call);
    }
}
