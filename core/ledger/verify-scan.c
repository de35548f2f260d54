/* SPDX-License-Identifier: Apache-2.0 */
/* One pass over all records: each looked at alone and against the one before,
   and all of them made into the tree, whose roots must be those signed.  */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "ledger/verify-parts.h"

#define TILE_BITS 8

/* --- the tree --- */

static void
add_tile (struct verify *v, struct tile_sums *t)
{
  void *more
      = v->no_memory ? NULL : reallocarray (t->digest, t->n + 1, DIGEST_LEN);

  if (!more)
    {
      v->no_memory = true;
      return;
    }
  t->digest = more;
  crypto_hash_sha256_final (&t->state, t->digest[t->n++]);
  t->filled = 0;
}

/* MADE[8 * L] is one more hash of tile level L.  */
static void
feed_tiles (struct verify *v, unsigned char (*made)[DIGEST_LEN],
            unsigned levels)
{
  for (unsigned l = 0; l < TILE_LEVELS && TILE_BITS * l < levels; l++)
    {
      struct tile_sums *t = &v->tiles[l];

      if (!t->filled)
        crypto_hash_sha256_init (&t->state);
      crypto_hash_sha256_update (&t->state, made[TILE_BITS * l], DIGEST_LEN);
      if (++t->filled == TILE_WIDTH)
        add_tile (v, t);
    }
}

static void
reach (struct verify *v, struct signed_root *s)
{
  unsigned char root[DIGEST_LEN];

  if (!s->valid || v->gap || v->tree.size != s->checkpoint.size)
    return;
  frontier_root (&v->tree, root);
  s->reached = true;
  s->matches = memcmp (root, s->checkpoint.root, DIGEST_LEN) == 0;
}

static void
grow (struct verify *v, const void *record, size_t len)
{
  unsigned char made[TREE_PEAKS + 1][DIGEST_LEN];

  tree_leaf (record, len, v->last_leaf);
  if (v->gap)
    return;
  if (v->head.valid && v->tree.size + 1 == v->head.checkpoint.size)
    v->before_last = v->tree;
  unsigned levels = frontier_push (&v->tree, v->last_leaf, made);
  feed_tiles (v, made, levels);
  reach (v, &v->head);
  for (size_t i = 0; i < COPY_SLOTS; i++)
    reach (v, &v->slot[i]);
}

/* --- one record --- */

static void
look_at_steps (struct verify *v, uint64_t seq, const struct record_clear *r)
{
  const struct record_clear *p = &v->last;

  if (r->epoch != p->epoch && r->epoch != p->epoch + 1)
    verify_finding (v, (int64_t) seq, N_ ("記録 %llu: 鍵の期が飛んでいます"),
                    (unsigned long long) seq);
  uint64_t step = r->registry_version - p->registry_version;
  bool same = memcmp (r->registry, p->registry, DIGEST_LEN) == 0;
  if (step > 1 || same != (step == 0))
    verify_finding (v, (int64_t) seq,
                    N_ ("記録 %llu: 登録簿の版が続いていません"),
                    (unsigned long long) seq);
}

static void
look_at_body (struct verify *v, uint64_t seq, const struct record_clear *r,
              struct emi_span body)
{
  unsigned char is[DIGEST_LEN];
  struct body_view view;

  body_digest (body.data, body.len, is);
  if (memcmp (is, r->body, DIGEST_LEN) != 0
      || !body_view (body.data, body.len, &view))
    {
      verify_finding (v, (int64_t) seq,
                      N_ ("記録 %llu: 本文が封印されたものと違います"),
                      (unsigned long long) seq);
      return;
    }
  for (size_t i = 0; i < view.n_tokens; i++)
    verify_index_add (v, seq, r->time_us, view.tokens + i * TOKEN_LEN);
  if (v->deep)
    verify_deep_record (v, seq, r, body.data, body.len);
}

static void
look_at (struct verify *v, uint64_t seq, struct emi_span record,
         struct emi_span body)
{
  struct record_clear r;

  if (!record_decode (record.data, record.len, &r))
    {
      verify_finding (v, (int64_t) seq,
                      N_ ("記録 %llu: 記録の形をしていません"),
                      (unsigned long long) seq);
      v->has_last = false;
      return;
    }
  if (r.seq != seq || memcmp (r.log, v->log, LOG_LEN) != 0 || r.epoch == 0)
    verify_finding (v, (int64_t) seq,
                    N_ ("記録 %llu: 別の場所か別の台帳のものです"),
                    (unsigned long long) seq);
  if (v->has_last)
    look_at_steps (v, seq, &r);
  v->unsynchronised += !(r.flags & RECORD_SYNCHRONISED);
  v->last = r;
  v->has_last = true;
  look_at_body (v, seq, &r, body);
}

static bool
take_record (void *ctx, int64_t seq, struct emi_span record,
             struct emi_span body)
{
  struct verify *v = ctx;
  uint64_t n = (uint64_t) seq;

  if (n != v->next)
    {
      verify_finding (v, (int64_t) v->next, N_ ("記録 %llu がありません"),
                      (unsigned long long) v->next);
      v->gap = true;
      v->has_last = false;
    }
  v->next = n + 1;
  v->rows++;
  grow (v, record.data, record.len);
  look_at (v, n, record, body);
  return !v->no_memory;
}

bool
verify_scan (struct verify *v, struct fault *why)
{
  if (store_read (&v->store, 0, INT64_MAX, take_record, v, why))
    return true;
  return verify_store_failed (v, (int64_t) v->next, why);
}

/* --- what they add up to --- */

/* The largest signed size below LIMIT that the records make: up to there
   nothing was changed.  */
static uint64_t
proved_below (const struct verify *v, uint64_t limit)
{
  const struct signed_root *all[] = { &v->head, &v->slot[0], &v->slot[1] };
  uint64_t best = 0;

  for (size_t i = 0; i < 3; i++)
    if (all[i]->matches && all[i]->checkpoint.size < limit
        && all[i]->checkpoint.size > best)
      best = all[i]->checkpoint.size;
  return best;
}

static void
judge_head (struct verify *v)
{
  uint64_t size = v->head.checkpoint.size;

  if (!v->head.valid || v->gap)
    return;
  if (v->next < size)
    verify_finding (v, (int64_t) v->next, N_ ("末尾の記録がありません"));
  else if (!v->head.matches)
    {
      uint64_t found = verify_locate (v);
      uint64_t proved = proved_below (v, size);
      verify_finding (v, (int64_t) (found > proved ? found : proved),
                      N_ ("記録から計算した根が、署名された根と違います"));
    }
  if (v->next > size)
    verify_finding (v, (int64_t) size, N_ ("封印されていない記録があります"));
}

static void
judge_frontier (struct verify *v)
{
  if (!v->head.matches || v->before_last.size + 1 != v->head.checkpoint.size)
    return;
  if (v->frontier.len != frontier_bytes (&v->before_last)
      || memcmp (v->frontier.data, v->before_last.peak, v->frontier.len) != 0)
    verify_finding (v, -1, N_ ("木の先端が記録と合いません"));
}

/* A copy that is ahead means that the store lost its end, and one of another
   history that somewhere before it records were exchanged.  */
static void
judge_copy (struct verify *v)
{
  bool any = false;

  for (size_t i = 0; i < COPY_SLOTS; i++)
    {
      const struct signed_root *s = &v->slot[i];

      any = any || s->valid;
      if (!s->valid || v->gap || s->matches)
        continue;
      /* The head and its copy agree: the fault is the records' and is said
         already, as far as it could be located.  */
      if (s->reached && !v->head.matches
          && verify_same_history (v, &s->checkpoint))
        continue;
      if (s->reached)
        verify_finding (v, (int64_t) proved_below (v, s->checkpoint.size),
                        N_ ("控えが別の履歴のものです"));
      else if (s->checkpoint.size > v->next)
        verify_finding (v, (int64_t) v->next,
                        N_ ("控えが保管先より先に進んでいます"));
    }
  if (!any)
    verify_finding (v, -1, N_ ("控えがないか、読めません"));
  for (size_t i = 0; i < COPY_SLOTS; i++)
    if (v->slot[i].valid && v->head.valid
        && v->slot[i].checkpoint.size > v->head.checkpoint.size)
      verify_finding (v, -1, N_ ("控えが封印より先に進んでいます"));
}

void
verify_roots (struct verify *v)
{
  judge_head (v);
  judge_frontier (v);
  judge_copy (v);
}
