/* SPDX-License-Identifier: Apache-2.0 */
/* The growing byte buffer and the reading cursor.  */
#include "base/buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* No object may be larger (pointer differences are signed), so a sum that
   stays below it cannot have wrapped.  */
#define BUFFER_MAX ((size_t) PTRDIFF_MAX)
#define BUFFER_FIRST 256
/* What a line usually needs.  */
#define PRINTF_FIRST 63

/* realloc would free the old block without wiping it.  */
static unsigned char *
grow_wiping (struct buffer *b, size_t cap)
{
  unsigned char *data = malloc (cap);

  if (!data)
    return NULL;
  if (b->data)
    {
      memcpy (data, b->data, b->len);
      explicit_bzero (b->data, b->cap);
      free (b->data);
    }
  return data;
}

/* Makes room for MORE bytes and the NUL; false (and failed) when it cannot. */
static bool
grow (struct buffer *b, size_t more)
{
  if (b->failed)
    return false;
  if (more >= BUFFER_MAX - b->len)
    {
      b->failed = true;
      return false;
    }

  size_t need = b->len + more + 1;
  size_t cap = b->cap ? b->cap : BUFFER_FIRST;
  while (cap < need)
    cap = cap > BUFFER_MAX / 2 ? need : cap * 2;

  unsigned char *data
      = b->wipe ? grow_wiping (b, cap) : realloc (b->data, cap);
  if (!data)
    {
      b->failed = true;
      return false;
    }
  b->data = data;
  b->cap = cap;
  return true;
}

static inline bool
reserve (struct buffer *b, size_t more)
{
  return (!b->failed && b->len < b->cap && more < b->cap - b->len)
         || grow (b, more);
}

bool
buffer_room (struct buffer *b, size_t more)
{
  return reserve (b, more);
}

void
buffer_wipe (struct buffer *b)
{
  if (b->data)
    explicit_bzero (b->data, b->len + 1);
  b->len = 0;
  b->failed = false;
}

void
buffer_done (struct buffer *b)
{
  if (b->data && b->wipe)
    explicit_bzero (b->data, b->cap);
  free (b->data);
  *b = (struct buffer){ .wipe = b->wipe };
}

void
buffer_reset (struct buffer *b)
{
  if (b->data && b->wipe)
    explicit_bzero (b->data, b->cap);
  if (b->data)
    b->data[0] = '\0';
  b->len = 0;
}

void
buffer_add (struct buffer *b, const void *data, size_t len)
{
  if (!reserve (b, len))
    return;
  if (len)
    memcpy (b->data + b->len, data, len);
  b->len += len;
  b->data[b->len] = '\0';
}

void
buffer_text (struct buffer *b, const char *text)
{
  buffer_add (b, text, strlen (text));
}

/* A value that does not fit is a length that would be cut: it fails.  */
void
buffer_u8 (struct buffer *b, unsigned v)
{
  unsigned char byte = (unsigned char) v;

  if (v > UINT8_MAX)
    b->failed = true;
  else
    buffer_add (b, &byte, 1);
}

void
buffer_u32 (struct buffer *b, uint32_t v)
{
  unsigned char bytes[4];

  for (int i = 0; i < 4; i++)
    bytes[i] = (unsigned char) (v >> (24 - 8 * i));
  buffer_add (b, bytes, sizeof bytes);
}

void
buffer_u64 (struct buffer *b, uint64_t v)
{
  unsigned char bytes[8];

  for (int i = 0; i < 8; i++)
    bytes[i] = (unsigned char) (v >> (56 - 8 * i));
  buffer_add (b, bytes, sizeof bytes);
}

void
buffer_printf (struct buffer *b, const char *fmt, ...)
{
  va_list ap, again;

  if (!reserve (b, PRINTF_FIRST))
    return;
  size_t room = b->cap - b->len;
  va_start (ap, fmt);
  va_copy (again, ap);
  int n = vsnprintf ((char *) b->data + b->len, room, fmt, ap);
  /* Most fit at once; what does not is written again with room enough.  */
  bool good = n >= 0 && ((size_t) n < room || reserve (b, (size_t) n));
  if (good && (size_t) n >= room)
    vsnprintf ((char *) b->data + b->len, (size_t) n + 1, fmt, again);
  if (good)
    b->len += (size_t) n;
  else
    b->failed = true;
  if (b->data)
    b->data[b->len] = '\0';
  va_end (again);
  va_end (ap);
}

const char *
buffer_string (const struct buffer *b)
{
  return b->data ? (const char *) b->data : "";
}

char *
buffer_steal (struct buffer *b, size_t *len_out)
{
  buffer_add (b, NULL, 0); /* "" is memory too */
  if (b->failed)
    {
      buffer_done (b);
      return NULL;
    }

  char *data = (char *) b->data;
  if (len_out)
    *len_out = b->len;
  *b = (struct buffer){ .wipe = b->wipe };
  return data;
}

/* Nothing to read still has an address, so that taking 0 bytes of it is not
   mistaken for running out.  */
struct cursor
cursor_on (const void *data, size_t len)
{
  return (struct cursor){ .at = data ? data : "", .left = data ? len : 0 };
}

/* Once failed it gives nothing more, not even what would fit: what follows a
   missing piece is not what it seems.  */
const unsigned char *
cursor_take (struct cursor *c, size_t len)
{
  if (c->failed || len > c->left)
    {
      c->failed = true;
      return NULL;
    }
  const unsigned char *at = c->at;
  c->at += len;
  c->left -= len;
  return at;
}

static uint64_t
take_number (struct cursor *c, size_t len)
{
  const unsigned char *p = cursor_take (c, len);
  uint64_t v = 0;

  for (size_t i = 0; p && i < len; i++)
    v = v << 8 | p[i];
  return v;
}

uint8_t
cursor_u8 (struct cursor *c)
{
  return (uint8_t) take_number (c, 1);
}

uint32_t
cursor_u32 (struct cursor *c)
{
  return (uint32_t) take_number (c, 4);
}

uint64_t
cursor_u64 (struct cursor *c)
{
  return take_number (c, 8);
}
