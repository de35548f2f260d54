/* SPDX-License-Identifier: Apache-2.0 */
/* Many calls.  After each part of them the helper tells what it holds; what
   grows in every part is never given back.  A cache grows in the first, a
   table that doubles in few.  */
#include <string.h>

#include "base/lang.h"
#include "inspect/parts.h"

#define PARTS 5 /* the first is for warming up */
#define CALLS 20
/* A forgotten block of 100 bytes is 112 with what the allocator adds, and a
   kind's calls may each go one way in four.  */
#define LEAK_BYTES 20

/* At least that much more after each part than after the one before; -1 where
   it did not grow so, else by how much over all.  */
static int64_t
growth (const int64_t v[PARTS + 1], int64_t least)
{
  for (int k = 2; k <= PARTS; k++)
    if (v[k] < 0 || v[k - 1] < 0 || v[k] - v[k - 1] < least)
      return -1;
  return v[PARTS] - v[1];
}

struct held_over
{
  int64_t bytes[PARTS + 1];
  int64_t files[PARTS + 1];
  int64_t threads[PARTS + 1];
};

static bool
measure (struct inspection *in, struct held_over *o, int part)
{
  struct instance_held h;

  if (!instance_held (in->one, &h))
    return false;
  o->bytes[part] = h.bytes;
  o->files[part] = h.files;
  o->threads[part] = h.threads;
  return true;
}

static void
judge (struct inspection *in, const struct held_over *o)
{
  const int calls = (PARTS - 1) * CALLS;
  int64_t bytes = growth (o->bytes, (int64_t) LEAK_BYTES * CALLS);
  int64_t files = growth (o->files, 1);
  int64_t threads = growth (o->threads, 1);

  if (bytes >= 0)
    note_fail (in, CHECK_LEAKS,
               N_ ("記憶が増え続けます（%d 回の呼び出しで %lld バイト）"),
               calls, (long long) bytes);
  else if (files >= 0)
    note_fail (in, CHECK_LEAKS,
               N_ ("開いたものが増え続けます（%d 回の呼び出しで %lld 個）"),
               calls, (long long) files);
  else if (threads >= 0)
    note_fail (in, CHECK_LEAKS,
               N_ ("スレッドが増え続けます（%d 回の呼び出しで %lld 本）"),
               calls, (long long) threads);
  else if (o->bytes[PARTS] < 0)
    note_skip (in, CHECK_LEAKS, N_ ("この emi では記憶の増え方を測れません"));
  else
    note_pass_used (in, CHECK_LEAKS);
}

void
rounds (struct inspection *in)
{
  const struct kind_part *kind = kind_part (in->plugin->kind);
  struct held_over o;
  bool good = measure (in, &o, 0);

  for (int part = 1; good && part <= PARTS; part++)
    {
      for (int k = 0; k < CALLS && alive (in); k++)
        in->worked |= kind->use (in, in->one, (part - 1) * CALLS + k + 1);
      good = alive (in) && measure (in, &o, part);
    }
  if (good)
    {
      note_pass_used (in, CHECK_SURVIVES);
      judge (in, &o);
    }
}

/* --- the end --- */

void
closing (struct inspection *in)
{
  const struct kind_part *kind = kind_part (in->plugin->kind);
  struct buffer how = BUFFER_INIT;

  if (instance_stop (in->one, &how))
    {
      if (strcmp (buffer_string (&how), "ended with status 0") != 0)
        note_fail (in, CHECK_CLOSES,
                   N_ ("閉じるときに正しく終わりませんでした（%s）"),
                   buffer_string (&how));
      else
        {
          in->blame = CHECK_CLOSES;
          kind->use (in, in->one, 0);
          if (alive (in))
            note_pass (in, CHECK_CLOSES);
        }
    }
  buffer_done (&how);
}
