/* SPDX-License-Identifier: Apache-2.0 */
/* Waiting for what belongs to one request of ours (rows of SPEC section 5):
   the answer under any extension, an .err, or the request itself come back.
   An .err is the terminal's last word and goes before all else; a returned
   request alone is given a moment, because its .err may still be written.  */
#include "share.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/pattern.h"
#include "lib/pick.h"
#include "lib/source.h"
#include "lib/watch.h"

struct await
{
  struct share *share;
  struct emi_call *call;
  const char *prefix;
  const char *suffix;
  char watched[40]; /* how the names of interest begin */
  int fd;           /* the result folder, -1 while it cannot be reached */
  struct pick answers;
  struct pick errors;
  struct watch watch;
  bool once;
  bool returned;
  int64_t returned_ms; /* when it was seen first */
  char returned_name[SHARE_NAME];
  bool left; /* an answer lies there that could never be offered */
  bool over; /* something ended it */
};

struct await *
await_new (struct share *s, struct emi_call *call, int res_fd,
           const char *prefix, const char *suffix)
{
  struct await *a = malloc (sizeof *a);

  if (a == NULL)
    {
      close (res_fd);
      return NULL;
    }
  *a = (struct await) { .share = s,
                        .call = call,
                        .prefix = prefix,
                        .suffix = suffix,
                        .fd = res_fd,
                        .answers = PICK_INIT,
                        .errors = PICK_INIT,
                        .watch = WATCH_INIT };
  snprintf (a->watched, sizeof a->watched, "%sre", prefix);
  return a;
}

void
await_free (struct await *a)
{
  if (a == NULL)
    return;
  watch_end (&a->watch);
  pick_done (&a->answers);
  pick_done (&a->errors);
  if (a->fd >= 0)
    close (a->fd);
  free (a);
}

static enum pattern_kind
kind_of (const struct await *a, const char *name)
{
  return pattern_result (name, a->prefix, a->suffix);
}

static bool
is_answer (const char *name, const void *ctx)
{
  return kind_of (ctx, name) == PATTERN_ANSWER;
}

static bool
is_error (const char *name, const void *ctx)
{
  return kind_of (ctx, name) == PATTERN_ERROR;
}

static bool
is_returned (const char *name, const void *ctx)
{
  return kind_of (ctx, name) == PATTERN_RETURNED;
}

/* Puts the file in P under NAME after its source.  */
static emi_rc
hand_over (struct await *a, const struct pick *p, const char *name)
{
  const struct emi_host *host = a->share->host;
  const struct stable *file = &p->file;
  emi_rc rc = source_put (host, a->call, file, true);

  if (rc != EMI_OK)
    {
      a->over = true;
      return rc;
    }
  return host->put (a->call, name, file->data, file->len);
}

static emi_rc
end_unfit (struct await *a, enum stable_result r)
{
  const char *word = stable_unfit (r);

  a->over = true;
  return a->share->host->put (a->call, "unfit", word, strlen (word));
}

/* An answer was read twice.  What the core says decides.  */
static emi_rc
offer_answer (struct await *a)
{
  emi_rc rc = hand_over (a, &a->answers, "message");

  if (!pick_handled (&a->answers))
    return a->share->host->fail (a->call, EMI_INTERNAL, "no memory");
  if (a->over)
    return rc;
  if (rc == EMI_RETRY)
    return EMI_OK;
  a->over = true;
  /* The core itself found it unusable, so it knows: not our failure.  */
  return rc == EMI_PROTOCOL ? EMI_OK : rc;
}

static emi_rc
offer_error (struct await *a)
{
  a->over = true;
  return hand_over (a, &a->errors, "error");
}

/* Goes through the files of one kind.  With nothing to wait for (`once`) the
   gap between the two reads is all that is waited.  */
static emi_rc
look_kind (struct await *a, struct pick *p, snapshot_wanted *wanted,
           emi_rc (*offer) (struct await *))
{
  struct snapshot list;
  enum pick_result r = PICK_READY;
  emi_rc rc = EMI_OK;

  if (!snapshot_take (a->fd, wanted, a, NULL, &list))
    {
      close (a->fd);
      a->fd = -1;
      return EMI_OK;
    }
  while (rc == EMI_OK && !a->over && r == PICK_READY)
    {
      const struct emi_host *host = a->share->host;

      r = pick_next (p, a->fd, &list, watch_clock (host, a->call));
      if (r == PICK_READY)
        rc = offer (a);
      else if (r == PICK_UNFIT)
        rc = end_unfit (a, p->unfit);
      else if (r == PICK_WAITING && a->once)
        {
          rc = host->wait (a->call, -1, 0, STABLE_GAP_MS);
          rc = rc == EMI_RETRY ? EMI_OK : rc;
          r = PICK_READY;
        }
    }
  if (p == &a->answers)
    a->left = pick_left (p, &list);
  snapshot_done (&list);
  return rc;
}

/* Notes the returned request, and ends when its .err did not follow.  */
static emi_rc
look_returned (struct await *a)
{
  const struct emi_host *host = a->share->host;
  int64_t now = watch_clock (host, a->call);
  struct snapshot list;

  if (!a->returned)
    {
      if (!snapshot_take (a->fd, is_returned, a, NULL, &list))
        return EMI_OK;
      if (list.n > 0)
        {
          a->returned = true;
          a->returned_ms = now;
          snprintf (a->returned_name, sizeof a->returned_name, "%s",
                    list.v[0].name);
        }
      snapshot_done (&list);
    }
  if (!a->returned
      || (!a->once && now < a->returned_ms + a->share->err_grace_ms)
      || a->errors.file.name != NULL)
    return EMI_OK;
  a->over = true;
  return host->put (a->call, "returned", a->returned_name,
                    strlen (a->returned_name));
}

/* Looks once at everything.  EMI_OK and not over: go on.  */
static emi_rc
look (struct await *a)
{
  emi_rc rc;

  if (a->fd < 0)
    a->fd = snapshot_open (a->share->res);
  if (a->fd < 0)
    return EMI_OK;
  rc = look_kind (a, &a->errors, is_error, offer_error);
  if (rc == EMI_OK && !a->over && a->fd >= 0)
    rc = look_kind (a, &a->answers, is_answer, offer_answer);
  if (rc == EMI_OK && !a->over && a->fd >= 0)
    rc = look_returned (a);
  return rc;
}

static int64_t
earlier (int64_t a, int64_t b)
{
  if (a < 0)
    return b;
  return b < 0 || a < b ? a : b;
}

static int64_t
next_look (const struct await *a, int64_t now, int64_t deadline)
{
  int64_t ms = deadline - now;

  ms = earlier (ms, pick_delay (&a->answers, now));
  ms = earlier (ms, pick_delay (&a->errors, now));
  if (a->returned)
    ms = earlier (ms, a->returned_ms + a->share->err_grace_ms - now);
  return ms < 1 ? 1 : ms;
}

/* Nothing ended it: says what lies there all the same, then RC.  */
static emi_rc
not_taken (struct await *a, emi_rc rc)
{
  static const char seen[] = "unreadable";
  const struct emi_host *host = a->share->host;
  emi_rc put = EMI_OK;

  if (a->left)
    put = host->put (a->call, "seen", seen, sizeof seen - 1);
  if (put != EMI_OK)
    return put;
  if (rc == EMI_ABSENT)
    return host->fail (a->call, rc, "結果はまだありません / nothing came yet");
  if (a->fd < 0)
    return host->fail (a->call, rc,
                       "結果フォルダが読めないまま時間切れです / time is over and "
                       "%s cannot be read",
                       a->share->res);
  return host->fail (a->call, rc, "結果が届きませんでした / no answer came");
}

emi_rc
await_run (struct await *a, int64_t wait_ms)
{
  const struct emi_host *host = a->share->host;
  int64_t now = watch_clock (host, a->call);
  int64_t deadline = now + wait_ms;
  emi_rc rc;

  a->once = wait_ms < 0;
  if (!a->once)
    watch_start (&a->watch, a->fd, a->watched, a->share->poll_ms);
  for (;;)
    {
      rc = look (a);
      if (rc != EMI_OK || a->over)
        return rc;
      if (a->once)
        return not_taken (a, EMI_ABSENT);
      now = watch_clock (host, a->call);
      if (now >= deadline)
        return not_taken (a, EMI_DEADLINE);
      rc = watch_wait (&a->watch, host, a->call,
                       next_look (a, now, deadline));
      if (rc == EMI_DEADLINE)
        return not_taken (a, rc);
      if (rc != EMI_OK)
        return rc;
    }
}
