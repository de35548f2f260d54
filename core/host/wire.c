/* SPDX-License-Identifier: Apache-2.0 */
/* The five shapes as bytes (wire.h).  */
#include "host/wire.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* A field without a name's text and without data.  */
#define FIELD_MIN (4 + 1 + 4)
/* More than any batch of a store has.  */
#define FIELDS_MAX (1u << 20)

static void
add_text (struct buffer *b, const char *text)
{
  size_t len = text ? strlen (text) + 1 : 0;

  b->failed |= len > WIRE_MAX;
  buffer_u32 (b, (uint32_t) len);
  if (len)
    buffer_add (b, text, len);
}

static void
add_span (struct buffer *b, struct emi_span s)
{
  b->failed |= s.len >= WIRE_MAX;
  buffer_u32 (b, s.data ? (uint32_t) s.len + 1 : 0);
  if (s.data)
    buffer_add (b, s.data, s.len);
}

static void
add_fields (struct buffer *b, const struct emi_fields *f)
{
  b->failed |= f->n > FIELDS_MAX;
  buffer_u32 (b, (uint32_t) f->n);
  for (size_t i = 0; i < f->n && !b->failed; i++)
    {
      add_text (b, f->v[i].name);
      add_span (b, f->v[i].value);
    }
}

void
wire_encode (struct buffer *b, const struct call_arg *args, const void *from)
{
  for (const struct call_arg *a = args; a->name; a++)
    {
      const void *p = (const unsigned char *) from + a->offset;

      switch (a->shape)
        {
        case SHAPE_NUMBER:
          buffer_u64 (b, (uint64_t) *(const int64_t *) p);
          break;
        case SHAPE_TEXT:
          add_text (b, *(const char *const *) p);
          break;
        case SHAPE_SPAN:
          add_span (b, *(const struct emi_span *) p);
          break;
        case SHAPE_FIELDS:
          add_fields (b, p);
          break;
        }
    }
}

/* NULL also for a text that is NULL; C tells whether it was none.  */
static const char *
take_text (struct cursor *c)
{
  uint32_t len = cursor_u32 (c);
  const unsigned char *at = len ? cursor_take (c, len) : NULL;

  if (!at)
    return NULL;
  /* It ends where it says and nowhere before.  */
  if (memchr (at, '\0', len) != at + len - 1)
    {
      c->failed = true;
      return NULL;
    }
  return (const char *) at;
}

static struct emi_span
take_span (struct cursor *c)
{
  uint32_t len = cursor_u32 (c);
  const unsigned char *at;

  if (!len)
    return (struct emi_span) { NULL, 0 };
  if (len == 1)
    return (struct emi_span) { "", 0 };
  at = cursor_take (c, len - 1);
  return (struct emi_span) { at, at ? len - 1 : 0 };
}

static struct emi_fields
take_fields (struct cursor *c, struct wire_memory *m)
{
  static const struct emi_fields none = { NULL, 0 };
  uint32_t n = cursor_u32 (c);
  struct emi_field *v;

  if (!n || c->failed)
    return none;
  if (n > c->left / FIELD_MIN || n > FIELDS_MAX || m->n == WIRE_LISTS
      || !(v = calloc (n, sizeof *v)))
    {
      c->failed = true;
      return none;
    }
  m->list[m->n++] = v;
  for (uint32_t i = 0; i < n && !c->failed; i++)
    {
      v[i].name = take_text (c);
      v[i].value = take_span (c);
      c->failed |= !v[i].name;
    }
  return c->failed ? none : (struct emi_fields) { v, n };
}

bool
wire_decode (const void *data, size_t len, const struct call_arg *args,
             void *to, struct wire_memory *m)
{
  struct cursor c = cursor_on (data, len);

  for (const struct call_arg *a = args; a->name; a++)
    {
      void *p = (unsigned char *) to + a->offset;

      switch (a->shape)
        {
        case SHAPE_NUMBER:
          *(int64_t *) p = (int64_t) cursor_u64 (&c);
          break;
        case SHAPE_TEXT:
          *(const char **) p = take_text (&c);
          break;
        case SHAPE_SPAN:
          *(struct emi_span *) p = take_span (&c);
          break;
        case SHAPE_FIELDS:
          *(struct emi_fields *) p = take_fields (&c, m);
          break;
        }
    }
  return !c.failed && c.left == 0;
}

void
wire_memory_done (struct wire_memory *m)
{
  while (m->n > 0)
    free (m->list[--m->n]);
}
