/* SPDX-License-Identifier: Apache-2.0 */
/* Taking this reception's results out of a folder.  What lay there when the
   watch began is another reception's for ever, also when it is written anew;
   of what appears, everything is handed to the core, because a second file may
   be a second person's.  */
#include "lib/collect.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/pick.h"
#include "lib/source.h"
#include "lib/watch.h"

#define POLL_MS 500

struct collect
{
  struct collect_place *place;
  struct emi_call *call;
  int fd;                 /* the folder, -1 while it cannot be reached */
  struct snapshot before; /* never this reception's */
  struct pick pick;
  struct watch watch;
  int taken;
  int64_t end;  /* of the watch; once something was taken, of settling */
  bool refused; /* the core was offered something and did not take it */
  bool left;    /* something lies there that could not be offered */
};

static bool
is_wanted (const char *name, const void *ctx)
{
  const struct collect_place *p = ctx;

  return p->wanted (name);
}

static emi_rc
unreached (struct collect_place *p, struct emi_call *call)
{
  return p->host->fail (call, EMI_UNREACHED,
                        "%s フォルダを開けません / cannot open %s: %s",
                        p->label, p->folder, strerror (errno));
}

void
collect_place_done (struct collect_place *p)
{
  snapshot_done (&p->before);
  p->prepared = false;
}

/* Lists what is there now.  */
static emi_rc
list_all (struct collect_place *p, struct emi_call *call, struct snapshot *out,
          int *fd_out)
{
  int fd = snapshot_open (p->folder);
  bool ok;
  int error;

  if (fd < 0)
    return unreached (p, call);
  ok = snapshot_take (fd, is_wanted, p, NULL, out);
  error = errno;
  if (ok && fd_out != NULL)
    *fd_out = fd;
  else
    close (fd);
  errno = error;
  return ok ? EMI_OK : unreached (p, call);
}

emi_rc
collect_prepare (struct collect_place *p, struct emi_call *call)
{
  struct snapshot now;
  emi_rc rc = list_all (p, call, &now, NULL);

  if (rc != EMI_OK)
    return rc;
  snapshot_done (&p->before);
  p->before = now;
  p->prepared = true;
  return EMI_OK;
}

struct collect *
collect_new (struct collect_place *p, struct emi_call *call, emi_rc *rc)
{
  struct collect *c;

  *rc = p->prepared ? EMI_OK : collect_prepare (p, call);
  if (*rc != EMI_OK)
    return NULL;
  c = malloc (sizeof *c);
  if (c == NULL)
    {
      *rc = p->host->fail (call, EMI_INTERNAL, "no memory");
      return NULL;
    }
  *c = (struct collect){ .place = p,
                         .call = call,
                         .fd = snapshot_open (p->folder),
                         .before = p->before,
                         .pick = PICK_INIT,
                         .watch = WATCH_INIT };
  p->before = (struct snapshot) SNAPSHOT_INIT;
  p->prepared = false;
  if (c->fd < 0)
    {
      *rc = unreached (p, call);
      collect_free (c);
      return NULL;
    }
  watch_start (&c->watch, c->fd, p->prefix, POLL_MS);
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

/* Puts FILE; what the core makes of it.  */
static emi_rc
hand_over (const struct emi_host *host, struct emi_call *call,
           const struct stable *file)
{
  emi_rc rc = host->put (call, "name", file->name, strlen (file->name));

  if (rc == EMI_OK)
    rc = source_put (host, call, file, false);
  if (rc == EMI_OK)
    rc = host->put (call, "message", file->data, file->len);
  return rc;
}

/* What follows from handing over.  EMI_OK: go on watching.  */
static emi_rc
take (struct collect *c, int64_t now)
{
  struct collect_place *p = c->place;
  emi_rc rc = hand_over (p->host, c->call, &c->pick.file);

  if (!pick_handled (&c->pick))
    return p->host->fail (c->call, EMI_INTERNAL, "no memory");
  if (rc == EMI_RETRY)
    {
      c->refused = true;
      return EMI_OK;
    }
  if (rc == EMI_PROTOCOL)
    return p->host->fail (c->call, EMI_PROTOCOL,
                          "読取り結果のファイルは使えません / "
                          "the reader's result cannot be used");
  if (rc != EMI_OK)
    return rc;
  c->end = now + p->settle_ms;
  if (c->taken++ > 0 || p->first == NULL)
    return EMI_OK;
  return p->first (p->ctx, c->call);
}

/* Lists what is new; false while the folder cannot be reached.  */
static bool
list_new (struct collect *c, struct snapshot *out)
{
  if (c->fd < 0)
    c->fd = snapshot_open (c->place->folder);
  if (c->fd < 0)
    return false;
  if (snapshot_take (c->fd, is_wanted, c->place, &c->before, out))
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

  if (c->place->round != NULL)
    rc = c->place->round (c->place->ctx, c->call);
  if (rc != EMI_OK || !list_new (c, &list))
    return rc;
  while (rc == EMI_OK && r == PICK_READY)
    {
      r = pick_next (&c->pick, c->fd, &list, now);
      if (r == PICK_READY)
        rc = take (c, now);
      else if (r == PICK_UNFIT)
        rc = c->place->host->fail (c->call, EMI_PROTOCOL,
                                   "読取り結果のファイル: %s",
                                   stable_sentence (c->pick.unfit));
    }
  c->left = pick_left (&c->pick, &list);
  snapshot_done (&list);
  return rc;
}

bool
collect_unreadable (const struct collect *c)
{
  return c->left;
}

emi_rc
collect_nothing (struct collect *c)
{
  static const char seen[] = "unreadable";
  const struct emi_host *host = c->place->host;
  emi_rc rc;

  if (!c->refused && !c->left)
    return host->fail (c->call, EMI_DEADLINE,
                       "読取り結果のファイルが届きませんでした / "
                       "no file came from the reader");
  rc = host->put (c->call, "seen", seen, sizeof seen - 1);
  if (rc != EMI_OK)
    return rc;
  return host->fail (
      c->call, EMI_DEADLINE,
      "読取り結果のファイルは届きましたが、読める形になりませんでした"
      " / a file came but stayed unreadable");
}

/* True when nothing more is waited for.  A read under way when the time is
   over gets to its end, once.  */
static bool
is_over (const struct collect *c, int64_t now)
{
  if (now < c->end)
    return false;
  return c->pick.file.name == NULL || now >= c->end + 2 * STABLE_GAP_MS;
}

static int64_t
next_look (const struct collect *c, int64_t now)
{
  int64_t ms = pick_delay (&c->pick, now);

  if (c->end > now && (ms < 0 || ms > c->end - now))
    ms = c->end - now;
  if (c->place->round != NULL && (ms < 0 || ms > c->place->round_ms))
    ms = c->place->round_ms;
  /* Nothing is so urgent that it may spin.  */
  return ms < 1 ? 1 : ms;
}

/* Watches until the end, or until the first file when FIRST.  */
static emi_rc
watch (struct collect *c, bool first)
{
  const struct emi_host *host = c->place->host;
  int64_t now = watch_clock (host, c->call);
  emi_rc rc;

  for (;;)
    {
      rc = look (c, now);
      if (rc != EMI_OK || (first && c->taken > 0))
        return rc;
      if (is_over (c, now))
        return EMI_DEADLINE;
      rc = watch_wait (&c->watch, host, c->call, next_look (c, now));
      if (rc != EMI_OK)
        return rc;
      now = watch_clock (host, c->call);
    }
}

emi_rc
collect_run (struct collect *c, int64_t wait_ms)
{
  int64_t now = watch_clock (c->place->host, c->call);

  c->end = now + (wait_ms > 0 ? wait_ms : 0);
  return watch (c, true);
}

emi_rc
collect_settle (struct collect *c)
{
  emi_rc rc = watch (c, false);

  return rc == EMI_DEADLINE ? EMI_OK : rc;
}

/* Reads NAME twice in a row: what lies there for longer than the gap is not
   being written any more, and what is younger is the next look's.  */
static emi_rc
offer (struct collect_place *p, struct emi_call *call, int fd,
       const char *name)
{
  struct stable file = STABLE_INIT;
  emi_rc rc = EMI_OK;

  if (stable_look (&file, fd, name, 0) == STABLE_FIRST
      && stable_look (&file, fd, name, STABLE_GAP_MS) == STABLE_READY)
    rc = hand_over (p->host, call, &file);
  stable_done (&file);
  /* Only the folder is looked at: nobody's card depends on one file here.  */
  return rc == EMI_RETRY || rc == EMI_PROTOCOL ? EMI_OK : rc;
}

emi_rc
collect_recent (struct collect_place *p, struct emi_call *call, int64_t since)
{
  struct snapshot all;
  int fd = -1;
  emi_rc rc = list_all (p, call, &all, &fd);

  if (rc != EMI_OK)
    return rc;
  for (size_t i = 0; i < all.n && rc == EMI_OK; i++)
    if (all.v[i].mtime_ns / 1000000000 >= since)
      rc = offer (p, call, fd, all.v[i].name);
  snapshot_done (&all);
  close (fd);
  return rc;
}
