/* SPDX-License-Identifier: Apache-2.0 */
/* Verifying everything.  Needs the public key and the second copy, which is
   read before the store, so that it can never be ahead of an honest one.  */
#include "ledger/verify.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/lang.h"
#include "ledger/verify-parts.h"

/* More would not help anybody.  */
#define MOST_LINES 100
/* A resting store that a writer opens is read again.  */
#define TRIES 5
/* At a second copy that is behind.  */
#define LOOKS 12

static void
add_line (struct verify *v, char ***list, size_t *n, const char *fmt,
          va_list ap)
{
  char **more, *line;

  if (*n >= MOST_LINES)
    return;
  more = reallocarray (*list, *n + 1, sizeof *more);
  if (!more || vasprintf (&line, said (v->setup->lang, fmt), ap) < 0)
    {
      *list = more ? more : *list;
      v->no_memory = true;
      return;
    }
  *list = more;
  more[(*n)++] = line;
}

void
verify_finding (struct verify *v, int64_t seq, const char *fmt, ...)
{
  struct verify_result *r = v->result;
  va_list ap;

  r->holds = false;
  if (seq >= 0 && (r->first_break < 0 || seq < r->first_break))
    r->first_break = seq;
  va_start (ap, fmt);
  add_line (v, &r->findings, &r->n_findings, fmt, ap);
  va_end (ap);
}

void
verify_warning (struct verify *v, const char *fmt, ...)
{
  struct verify_result *r = v->result;
  va_list ap;

  va_start (ap, fmt);
  add_line (v, &r->warnings, &r->n_warnings, fmt, ap);
  va_end (ap);
}

bool
verify_store_failed (struct verify *v, int64_t seq, const struct fault *why)
{
  if (why->code != CODE_EVIDENCE && why->code != CODE_STORE_UNREACHED)
    return false;
  verify_finding (v, seq, N_ ("保管先が読めません: %s"), why->detail);
  return true;
}

/* --- before the scan --- */

/* A copy that cannot be read has no valid slots, which is a finding.  */
static void
read_copy (struct verify *v)
{
  struct copy_slots slots = { .len = { 0 } };
  const struct note_seen *seen;

  if (second_copy_load (v->setup->seal, &slots) != 0)
    return;
  for (size_t i = 0; i < COPY_SLOTS; i++)
    if (slots.len[i]
        && (seen = notes_check (&v->notes, slots.note[i], slots.len[i])))
      v->slot[i] = (struct signed_root){ .valid = true,
                                         .checkpoint = seen->checkpoint };
}

static bool
get (struct verify *v, const char *name, struct buffer *out, struct fault *why)
{
  bool found;

  if (!store_get (&v->store, name, out, &found, why))
    return verify_store_failed (v, -1, why);
  if (!found)
    verify_finding (v, -1, N_ ("保管先に %s がありません"), name);
  return true;
}

static bool
read_head (struct verify *v, struct fault *why)
{
  struct buffer note = BUFFER_INIT;
  const struct note_seen *seen;
  bool good = get (v, "head", &note, why)
              && get (v, "frontier", &v->frontier, why)
              && get (v, "manifest", &v->manifest_bytes, why);

  seen = good && note.len
             ? notes_check (&v->notes, buffer_string (&note), note.len)
             : NULL;
  if (seen && seen->checkpoint.size > 0)
    v->head = (struct signed_root){ .valid = true,
                                    .checkpoint = seen->checkpoint };
  else if (good)
    verify_finding (v, -1, N_ ("封印に、この台帳の鍵の署名がありません"));
  buffer_done (&note);
  return good;
}

static void
take_finding (void *ctx, const char *text, size_t len)
{
  verify_finding (ctx, -1, "%.*s", (int) (len > 300 ? 300 : len), text);
}

static bool
check_file (struct verify *v, struct fault *why)
{
  return store_check (&v->store, take_finding, v, why)
         || verify_store_failed (v, -1, why);
}

/* --- after it --- */

static void
look_at_devices (struct verify *v)
{
  struct stat store, seal;

  if (stat (v->setup->space_at, &store) == 0
      && stat (v->setup->seal, &seal) == 0 && store.st_dev == seal.st_dev)
    verify_warning (v, N_ ("控えが記録と同じ装置にあります"));
}

/* Behind may be another process between its commit and its copy: that takes
   microseconds, or some more on a busy machine.  What stays behind is a crash,
   or a copy that nobody can write.  */
static void
look_at_age (struct verify *v)
{
  const struct timespec pause = { .tv_nsec = 20000000 };
  bool behind = v->head.valid && (v->slot[0].valid || v->slot[1].valid);

  for (int look = 0; look < LOOKS && behind; look++)
    {
      if (look > 1)
        nanosleep (&pause, NULL);
      if (look)
        read_copy (v);
      for (size_t i = 0; i < COPY_SLOTS; i++)
        if (v->slot[i].valid
            && v->slot[i].checkpoint.size >= v->head.checkpoint.size)
          behind = false;
    }
  if (behind)
    verify_warning (v, N_ ("控えが保管先より遅れています"));
}

static void
warn (struct verify *v)
{
  look_at_age (v);
  look_at_devices (v);
  if (v->unsynchronised)
    verify_warning (v, N_ ("時刻の同期を確かめられない記録が %llu 件あります"),
                    (unsigned long long) v->unsynchronised);
}

/* --- the whole --- */

static bool
inside (struct verify *v, struct fault *why)
{
  if (!check_file (v, why) || !read_head (v, why) || !verify_scan (v, why))
    return false;
  verify_roots (v);
  verify_deep_end (v);
  return verify_index (v, why) && verify_state (v, why);
}

static bool
start (struct verify *v, struct fault *why)
{
  unsigned char hash[DIGEST_LEN];
  struct fault none;

  if (sodium_init () < 0)
    return fault_set (why, CODE_INTERNAL, "libsodium");
  if (!keys_public (v->setup->keys, &v->seal, why))
    return false;
  if (!origin_is (v->seal.origin, v->setup->facility, v->setup->node))
    return fault_set (why, CODE_KEY_MISSING,
                      "seal.pub: is of another facility or node");
  digest (v->seal.origin, strlen (v->seal.origin), hash);
  memcpy (v->log, hash, LOG_LEN);
  v->notes.key = &v->seal;
  randombytes_buf (v->index_key, sizeof v->index_key);
  v->has_keys = v->deep && keys_open (&v->keys, v->setup->keys, NULL, &none);
  if (v->deep && !v->has_keys)
    verify_warning (v, N_ ("鍵がここにないため、何も復号していません"));
  return true;
}

static void
done (struct verify *v)
{
  keys_done (&v->keys);
  buffer_done (&v->frontier);
  buffer_done (&v->manifest_bytes);
  manifest_done (&v->manifest);
  for (size_t i = 0; i < TILE_LEVELS; i++)
    free (v->tiles[i].digest);
  free (v->index);
  free (v->ends.v);
  free (v->steps.v);
  free (v->statements.v);
  free (v->open_rows);
}

static bool
verify (struct verify *v, const char *locks, struct fault *why)
{
  struct fault failed = { .code = CODE_INTERNAL };
  bool good;

  if (!start (v, why))
    return false;
  read_copy (v);
  if (!store_begin_read (&v->store, &failed))
    {
      /* The file was there and could be opened: what it holds is no store. */
      if (failed.code == CODE_EVIDENCE)
        return verify_store_failed (v, -1, &failed);
      if (why)
        *why = failed;
      return false;
    }
  good = inside (v, &failed);
  store_end (&v->store);
  v->result->records = v->rows;
  good = good && verify_open (v, locks, &failed);
  if (good)
    warn (v);
  if (good && v->no_memory)
    good = fault_set (&failed, CODE_MEMORY, "%s", "");
  if (!good && why)
    *why = failed;
  return good;
}

void
verify_result_done (struct verify_result *r)
{
  for (size_t i = 0; i < r->n_findings; i++)
    free (r->findings[i]);
  for (size_t i = 0; i < r->n_warnings; i++)
    free (r->warnings[i]);
  free (r->findings);
  free (r->warnings);
  *r = (struct verify_result){ .first_break = -1 };
}

bool
ledger_verify (const struct ledger_setup *setup, bool deep, const char *locks,
               void (*each) (void *ctx, const struct record *r), void *ctx,
               struct verify_result *out, struct fault *why)
{
  struct verify_result r = { .first_break = -1 };
  bool good = false, again = true;

  for (int i = 0; i < TRIES && again; i++)
    {
      struct verify v = { .setup = setup,
                          .deep = deep,
                          .each = each,
                          .each_ctx = ctx,
                          .result = &r,
                          .store = { .instance = setup->store } };

      verify_result_done (&r);
      r.holds = true;
      good = verify (&v, locks, why);
      again = !good && v.store.disturbed;
      done (&v);
    }
  if (!good)
    {
      verify_result_done (&r);
      return false;
    }
  *out = r;
  return true;
}
