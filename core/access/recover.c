/* SPDX-License-Identifier: Apache-2.0 */
/* Recovery.  The rows say what is unfinished, the kernel locks say whose owner
   is gone; each is closed with what is known, which after a crash is: asked,
   and the outcome unknown (R7).  */
#include "access/recover.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "access/open-lock.h"
#include "access/request-load.h"
#include "access/stages.h"

/* A late answer is looked for this long; the terminal itself removes result
   files after about a day (UserDefinition ResponseFileStayTime).  */
#define LATE_SECONDS (7 * 86400)

struct work
{
  struct request_row row;
  int fd;            /* of its lock, -1 none */
  bool drop;         /* the row goes */
  bool put;          /* the row is written back */
  struct draft *record;
};

struct works
{
  struct session *s;
  struct work *v;
  size_t n;
  bool memory;
};

static bool
gather (void *ctx, const void *data, size_t len)
{
  struct works *w = ctx;
  struct work *grown;
  struct request_row row;

  if (!request_row_parse (data, len, &row))
    return true; /* a counter */
  grown = realloc (w->v, (w->n + 1) * sizeof *w->v);
  if (!grown)
    {
      w->memory = true;
      return false;
    }
  w->v = grown;
  w->v[w->n++] = (struct work) { .row = row, .fd = -1 };
  return true;
}

static struct draft *
draft_for (struct session *s, const struct request_row *row, const char *kind)
{
  struct draft *d = session_draft (s, kind);

  draft_text (d, "request", row->request);
  draft_text (d, "account", row->account);
  draft_text (d, "drill", row->drill ? "yes" : NULL);
  draft_token (d, "request", row->request);
  return d;
}

/* --- open: its process died --- */

static void
close_dead (struct session *s, struct work *w, struct recover_report *report)
{
  char seqs[32];
  struct exchange x;

  switch (open_lock_try (s, "lock", w->row.request, &w->fd))
    {
    case OPEN_LOCK_ALIVE:
    case OPEN_LOCK_ERROR:
      report->alive++;
      return;
    case OPEN_LOCK_ABSENT: /* the file was lost; nobody holds it either */
    case OPEN_LOCK_DEAD:
      break;
    }
  /* A request file that nobody fetched must not be answered later to no one;
     if it is there, the terminal has not seen it. */
  exchange_init (&x, s, w->row.file_id, (int) w->row.pattern, w->row.pdf);
  request_recover (s, &w->row, true, &x);
  exchange_done (&x);
  w->record = draft_for (s, &w->row, "end");
  snprintf (seqs, sizeof seqs, "%lld", (long long) w->row.intent);
  draft_text (w->record, "records", seqs);
  draft_text (w->record, "state",
              request_state_name (REQUEST_INDETERMINATE));
  draft_text (w->record, "code", code_info (CODE_INTERRUPTED)->word);
  draft_text (w->record, "closed-by", "recovery");
  w->drop = true;
  report->closed++;
}

/* --- late: an answer may have come --- */

static void
look_late (struct session *s, struct work *w, struct recover_report *report)
{
  struct exchange x;
  enum code code;

  if (w->row.noted)
    return;
  if (w->row.started + LATE_SECONDS < clock_seconds (s->clock))
    {
      w->drop = true;
      return;
    }
  exchange_init (&x, s, w->row.file_id, (int) w->row.pattern, w->row.pdf);
  code = request_recover (s, &w->row, false, &x);
  if (x.taken)
    {
      hex_encode (x.digest, DIGEST_LEN, w->row.digest);
      w->row.noted = true;
      w->put = true;
      w->record = draft_for (s, &w->row, "late");
      draft_text (w->record, "answer.digest", w->row.digest);
      draft_text (w->record, "answer.file", x.source_name);
      draft_text (w->record, "code", code_info (code)->word);
      report->late++;
    }
  exchange_done (&x);
}

/* --- deliver: done, cut off, or failed --- */

static bool
redeliver (struct session *s, struct work *w)
{
  struct request r = { .s = s, .lock_fd = -1, .deliver_fd = -1 };
  struct request_history h;
  struct txn *t = NULL;
  bool found = false, ok = false;
  char hex[DIGEST_HEX] = "";

  snprintf (r.id, sizeof r.id, "%s", w->row.request);
  r.order.pattern = (int) w->row.pattern;
  r.started = w->row.started;
  r.order.pdf = w->row.pdf;
  exchange_init (&r.x, s, w->row.file_id, (int) w->row.pattern, w->row.pdf);
  if (request_recover (s, &w->row, false, &r.x) == CODE_OK)
    hex_encode (r.x.digest, DIGEST_LEN, hex);
  if (hex[0] && strcmp (hex, w->row.digest) == 0
      && ledger_begin (s->ledger, TXN_READ, &t, NULL))
    ok = request_history_get (t, r.id, &h, &found, NULL) && found
         && reception_get (s, t, w->row.reception, &r.reception,
                           &r.reception_known, NULL)
         && r.reception_known;
  txn_end (t);
  if (ok)
    {
      r.order.consent = h.consent;
      r.order.account = h.account;
      r.order.with = h.with;
      r.adapter_name = w->row.adapter;
      ok = host_instance (s->host, EMI_KIND_ADAPTER, w->row.adapter,
                          &r.adapter, NULL)
           && stage_arrange (&r) && deliver_result (&r, false, NULL);
    }
  request_done (&r);
  return ok;
}

static void
finish_delivery (struct session *s, struct work *w,
                 struct recover_report *report)
{
  char name[48];

  switch (open_lock_try (s, "deliver", w->row.request, &w->fd))
    {
    case OPEN_LOCK_ALIVE:
    case OPEN_LOCK_ERROR:
      return;
    case OPEN_LOCK_ABSENT: /* handed over in good order */
      request_row_name (w->row.what, w->row.request, name);
      ledger_defer_drop (s->ledger, ROW_COUNT, "request", name);
      return;
    case OPEN_LOCK_DEAD:
      break;
    }
  if (redeliver (s, w))
    {
      w->record = draft_for (s, &w->row, "delivery");
      draft_text (w->record, "delivery", "repeated");
      draft_text (w->record, "delivered-adapter", w->row.adapter);
      w->drop = true;
      report->redelivered++;
      return;
    }
  report->undelivered++;
  if (w->row.noted)
    {
      if (w->row.started + LATE_SECONDS < clock_seconds (s->clock))
        w->drop = true;
      return;
    }
  w->record = draft_for (s, &w->row, "delivery");
  draft_text (w->record, "delivery", "failed");
  draft_text (w->record, "delivered-adapter", w->row.adapter);
  w->row.noted = true;
  w->put = true;
}

/* --- all of it --- */

static bool
look (struct session *s, struct works *w, struct fault *why)
{
  struct txn *t = NULL;
  bool ok;

  if (!ledger_begin (s->ledger, TXN_READ, &t, why))
    return false;
  ok = txn_row_each (t, ROW_OPEN, gather, w, why)
       && txn_row_each (t, ROW_COUNT, gather, w, why);
  txn_end (t);
  if (ok && w->memory)
    ok = fault_set (why, CODE_MEMORY, "%s", "");
  return ok;
}

/* Under the write lock: is the row still as it was when we looked?  Another
   command may have closed it meanwhile.  */
static bool
still_there (struct txn *t, const struct work *w)
{
  bool open = strcmp (w->row.what, "open") == 0, found = false;
  struct buffer now = BUFFER_INIT;
  struct request_row row;
  char name[48];
  bool same;

  request_row_name (w->row.what, w->row.request, name);
  same = txn_row_get (t, open ? ROW_OPEN : ROW_COUNT, "request",
                      open ? w->row.request : name, &now, &found, NULL)
         && found && request_row_parse (now.data, now.len, &row)
         && (w->drop || row.noted != w->row.noted);
  buffer_done (&now);
  return same;
}

/* A request closed without an answer goes on as one that may get it late. */
static bool
move_row (struct txn *t, const struct work *w, struct fault *why)
{
  struct request_row late = w->row;

  if (!w->drop)
    return request_row_put (t, &w->row, why);
  request_row_drop (t, &w->row);
  if (strcmp (w->row.what, "open") != 0 || w->row.drill)
    return true;
  strcpy (late.what, "late");
  return request_row_put (t, &late, why);
}

static bool
write_all (struct session *s, struct works *w, struct fault *why)
{
  struct txn *t = NULL;

  if (!ledger_begin (s->ledger, TXN_WRITE, &t, why))
    return false;
  for (size_t i = 0; i < w->n; i++)
    {
      struct work *k = &w->v[i];

      if ((!k->drop && !k->put) || !still_there (t, k))
        continue;
      if (!move_row (t, k, why))
        {
          txn_end (t);
          return false;
        }
      if (k->record)
        txn_add (t, k->record);
      k->record = NULL;
    }
  return txn_commit (t, why);
}

static bool
has_record (const struct works *w)
{
  for (size_t i = 0; i < w->n; i++)
    if (w->v[i].record || w->v[i].drop || w->v[i].put)
      return true;
  return false;
}

static void
done (struct works *w, bool written)
{
  for (size_t i = 0; i < w->n; i++)
    {
      struct work *k = &w->v[i];
      bool open = strcmp (k->row.what, "open") == 0;
      int deliver = -1;

      /* Died between taking this one and its outcome. */
      if (written && k->drop && open
          && open_lock_try (w->s, "deliver", k->row.request, &deliver)
               == OPEN_LOCK_DEAD)
        open_lock_drop (w->s, "deliver", k->row.request, &deliver);
      if (written && k->drop && k->fd >= 0)
        open_lock_drop (w->s, open ? "lock" : "deliver", k->row.request,
                        &k->fd);
      else
        open_lock_leave (&k->fd);
      draft_free (k->record);
    }
  free (w->v);
}

bool
recover (struct session *s, struct recover_report *out, struct fault *why)
{
  struct works w = { .s = s };
  struct recover_report report = { .closed = 0 };
  bool ok = look (s, &w, why);

  for (size_t i = 0; ok && i < w.n; i++)
    {
      const char *what = w.v[i].row.what;

      if (strcmp (what, "open") == 0)
        close_dead (s, &w.v[i], &report);
      else if (strcmp (what, "late") == 0)
        look_late (s, &w.v[i], &report);
      else if (strcmp (what, "deliver") == 0)
        finish_delivery (s, &w.v[i], &report);
    }
  if (ok && has_record (&w))
    ok = write_all (s, &w, why);
  done (&w, ok);
  if (!ok)
    return false;
  open_lock_sweep (s);
  *out = report;
  return true;
}
