/* SPDX-License-Identifier: Apache-2.0 */
/* Finding a statement among what lies in the folder.  The folder is shared, so
   only regular files of a strict name and size are opened, and of what they
   say nothing is believed but whose they seem to be.  A half-written file is
   no statement yet and is looked at again; two equal reads are not needed,
   because only a whole one has a signature that holds.  */
#include "drop.h"

#include <emi/auth.h>

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "lib/snapshot.h"
#include "lib/stable.h"
#include "lib/watch.h"

#define POLL_MS 500
#define SUFFIX ".jws"
#define NAME_MAX_LEN 128
/* Newest files looked at in one round.  A product that never tidies up must
   not slow a request down; what counts was written minutes ago.  */
#define LOOKED_AT 256

/* [A-Za-z0-9_][A-Za-z0-9._-]*.jws  */
static bool
is_name (const char *name, const void *ctx)
{
  size_t len = strspn (name, "abcdefghijklmnopqrstuvwxyz"
                             "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");

  (void) ctx;
  return name[0] != '.' && name[0] != '-' && name[len] == '\0'
         && len > strlen (SUFFIX) && len <= NAME_MAX_LEN
         && strcmp (name + len - strlen (SUFFIX), SUFFIX) == 0;
}

/* The newest entry of LIST that is older than BEFORE, by its time of change;
   NULL when there is none.  Entries of one time go by name, downwards.  */
static const struct snapshot_entry *
next_newest (const struct snapshot *list, const struct snapshot_entry *before)
{
  const struct snapshot_entry *best = NULL;

  for (size_t i = 0; i < list->n; i++)
    {
      const struct snapshot_entry *e = &list->v[i];

      if (before
          && (e->mtime_ns > before->mtime_ns
              || (e->mtime_ns == before->mtime_ns && e >= before)))
        continue;
      if (!best || e->mtime_ns >= best->mtime_ns)
        best = e;
    }
  return best;
}

/* Reads NAME and keeps it in OUT when it is wanted and newer than what is
   there already.  */
static void
look_at (const struct drop *d, const struct drop_wanted *want, int64_t now,
         int fd, const char *name, struct drop_found *out)
{
  struct stable file = STABLE_INIT;
  struct seen seen;
  size_t len;
  const char *text;

  if (stable_look (&file, fd, name, 0) == STABLE_FIRST
      && seen_read ((const char *) file.data, file.len, d->known, &seen)
      && seen_fits (&seen, &want->enrolment, want->terminal)
      && seen_fresh (&seen, now) && seen.at > want->after
      && (out->len == 0 || seen.at > out->seen.at))
    {
      len = file.len;
      text = seen_trim ((const char *) file.data, &len);
      memcpy (out->text, text, len);
      out->text[len] = '\0';
      out->len = len;
      out->seen = seen;
    }
  stable_done (&file);
}

static emi_rc
unreached (const struct drop *d, struct emi_call *call)
{
  return d->host->fail (call, EMI_UNREACHED,
                        "証明のフォルダを読めません / cannot read %s: %s",
                        d->folder, strerror (errno));
}

/* One look at all; OUT->len stays 0 when nothing is wanted.  */
static emi_rc
round_once (const struct drop *d, struct emi_call *call,
            const struct drop_wanted *want, int fd, struct drop_found *out)
{
  struct snapshot list = SNAPSHOT_INIT;
  const struct snapshot_entry *e = NULL;

  if (!snapshot_take (fd, is_name, NULL, NULL, &list))
    return unreached (d, call);
  for (int i = 0; i < LOOKED_AT && (e = next_newest (&list, e)); i++)
    if (e->size > 0 && e->size <= SEEN_BYTES)
      look_at (d, want, d->host->now (call), fd, e->name, out);
  snapshot_done (&list);
  return EMI_OK;
}

static emi_rc
none_came (const struct drop *d, struct emi_call *call)
{
  static const char reason[] = EMI_REASON_STATEMENT_NONE;

  d->host->put (call, "reason", reason, sizeof reason - 1);
  return d->host->fail (call, EMI_DEADLINE,
                        "no new statement for this account and terminal came "
                        "within %lld s",
                        (long long) (d->wait_ms / 1000));
}

static emi_rc
wait_for (const struct drop *d, struct emi_call *call,
          const struct drop_wanted *want, int fd, struct drop_found *out)
{
  struct watch watch = WATCH_INIT;
  int64_t end = watch_clock (d->host, call) + d->wait_ms;
  emi_rc rc;

  watch_start (&watch, fd, "", POLL_MS);
  while ((rc = round_once (d, call, want, fd, out)) == EMI_OK && out->len == 0)
    {
      int64_t left = end - watch_clock (d->host, call);

      rc = left > 0 ? watch_wait (&watch, d->host, call, left) : EMI_DEADLINE;
      if (rc != EMI_OK)
        {
          rc = rc == EMI_DEADLINE ? none_came (d, call) : rc;
          break;
        }
    }
  watch_end (&watch);
  return rc;
}

emi_rc
drop_take (const struct drop *d, struct emi_call *call,
           const struct drop_wanted *want, struct drop_found *out)
{
  int fd = snapshot_open (d->folder);
  emi_rc rc;

  out->len = 0;
  if (fd < 0)
    return unreached (d, call);
  rc = wait_for (d, call, want, fd, out);
  close (fd);
  return rc;
}

emi_rc
drop_probe (const struct drop *d, struct emi_call *call)
{
  int fd = snapshot_open (d->folder);

  if (fd < 0)
    return unreached (d, call);
  close (fd);
  return EMI_OK;
}
