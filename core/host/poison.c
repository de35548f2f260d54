/* SPDX-License-Identifier: Apache-2.0 */
/* Contract tests: the arguments of a call as copies that nobody can use once
   the call has returned.  Each call's copies lie in pages of their own, which
   are overwritten and then closed to any access, so a plugin that kept a
   borrowed pointer dies at its first look, whatever the allocator does.  */
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "host/internal.h"

#define POISON 0xA5
/* Between two copies, so that reading on finds poison and no neighbour.  */
#define GAP 16
/* Address space that is kept closed behind the newest calls.  */
#define KEPT 64

struct poison_block
{
  struct poison_block *next;
  unsigned char *base;
  size_t size;
  size_t used;
};

static size_t
round_up (size_t n)
{
  return (n + GAP - 1) / GAP * GAP + GAP;
}

static const void *
at (const void *args, const struct call_arg *a)
{
  return (const unsigned char *) args + a->offset;
}

static size_t
fields_size (const struct emi_fields *f)
{
  size_t sum = round_up (f->n * sizeof *f->v);

  for (size_t i = 0; i < f->n; i++)
    sum += round_up (strlen (f->v[i].name) + 1) + round_up (f->v[i].value.len);
  return sum;
}

static size_t
whole_size (const struct call_row *row, const void *args)
{
  size_t sum = round_up (row->args_size);

  for (size_t i = 0; i < row->n_args; i++)
    {
      const void *p = at (args, &row->args[i]);
      switch (row->args[i].shape)
        {
        case SHAPE_NUMBER:
          break;
        case SHAPE_TEXT:
          if (*(const char *const *) p)
            sum += round_up (strlen (*(const char *const *) p) + 1);
          break;
        case SHAPE_SPAN:
          sum += round_up (((const struct emi_span *) p)->len);
          break;
        case SHAPE_FIELDS:
          sum += fields_size (p);
          break;
        }
    }
  return sum;
}

static void *
copy (struct poison_block *b, const void *data, size_t len)
{
  void *to = b->base + b->used;

  b->used += round_up (len);
  if (len)
    memcpy (to, data, len);
  return to;
}

static void
copy_span (struct poison_block *b, struct emi_span *s)
{
  if (s->data)
    s->data = copy (b, s->data, s->len);
}

static void
copy_fields (struct poison_block *b, struct emi_fields *f)
{
  struct emi_field *v = copy (b, f->v, f->n * sizeof *v);

  for (size_t i = 0; i < f->n; i++)
    {
      v[i].name = copy (b, v[i].name, strlen (v[i].name) + 1);
      copy_span (b, &v[i].value);
    }
  f->v = v;
}

static void
copy_all (struct poison_block *b, const struct call_row *row, const void *args)
{
  unsigned char *to = copy (b, args, row->args_size);

  for (size_t i = 0; i < row->n_args; i++)
    {
      void *p = to + row->args[i].offset;
      switch (row->args[i].shape)
        {
        case SHAPE_NUMBER:
          break;
        case SHAPE_TEXT:
          if (*(const char **) p)
            *(const char **) p = copy (b, *(const char **) p,
                                       strlen (*(const char **) p) + 1);
          break;
        case SHAPE_SPAN:
          copy_span (b, p);
          break;
        case SHAPE_FIELDS:
          copy_fields (b, p);
          break;
        }
    }
}

struct poison_block *
poison_begin (const struct call_row *row, const void *args)
{
  struct poison_block *b = calloc (1, sizeof *b);

  if (!b)
    return NULL;
  b->size = whole_size (row, args);
  b->base = mmap (NULL, b->size, PROT_READ | PROT_WRITE,
                  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (b->base == MAP_FAILED)
    {
      free (b);
      return NULL;
    }
  memset (b->base, POISON, b->size);
  copy_all (b, row, args);
  return b;
}

const void *
poison_args (const struct poison_block *b)
{
  return b->base;
}

static void
drop (struct poison_block *b)
{
  munmap (b->base, b->size);
  free (b);
}

void
poison_end (struct host *h, struct poison_block *b)
{
  struct poison_block **last;
  size_t n = 0;

  memset (b->base, POISON, b->size);
  /* The pages go back to the system, their addresses stay ours, so that no
     later copy comes to lie where a stale pointer looks.  */
  madvise (b->base, b->size, MADV_DONTNEED);
  mprotect (b->base, b->size, PROT_NONE);
  b->next = h->poisoned;
  h->poisoned = b;
  for (last = &h->poisoned; *last && n < KEPT; last = &(*last)->next)
    n++;
  if (*last)
    {
      drop (*last);
      *last = NULL;
    }
}

void
poison_free (struct host *h)
{
  while (h->poisoned)
    {
      struct poison_block *b = h->poisoned;
      h->poisoned = b->next;
      drop (b);
    }
}
