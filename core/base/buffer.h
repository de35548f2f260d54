/* SPDX-License-Identifier: Apache-2.0 */
/* A growing byte buffer that remembers that an append failed, so the check
   comes once at the end; and a cursor that reads such bytes and remembers
   that it ran out.  Integers are big-endian (ledger.md).  */
#ifndef EMI_BASE_BUFFER_H
#define EMI_BASE_BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* `data` is always NUL-terminated behind `len` once something was added, so
   text built here can be used as a string.  Start with BUFFER_INIT.  With
   `wipe` set every freed block is zeroed first.  */
struct buffer
{
  unsigned char *data;
  size_t len;
  size_t cap;
  bool failed;
  bool wipe;
};

#define BUFFER_INIT { .data = NULL }

void buffer_done (struct buffer *b);
void buffer_reset (struct buffer *b); /* length 0, memory and flags kept */
/* The same with what was in it overwritten, and a failure forgotten.  */
void buffer_wipe (struct buffer *b);
/* Makes room for MORE bytes behind what is there; false (and failed) when
   there is none.  */
bool buffer_room (struct buffer *b, size_t more);
void buffer_add (struct buffer *b, const void *data, size_t len);
void buffer_text (struct buffer *b, const char *text);
void buffer_u8 (struct buffer *b, unsigned v);
void buffer_u32 (struct buffer *b, uint32_t v);
void buffer_u64 (struct buffer *b, uint64_t v);
void buffer_printf (struct buffer *b, const char *fmt, ...)
  __attribute__ ((format (printf, 2, 3)));

/* The bytes as a string; "" when empty.  Valid until the next change.  */
const char *buffer_string (const struct buffer *b);

/* Gives the memory (NUL-terminated) to the caller, who frees it; NULL when an
   append failed.  B is empty afterwards.  */
char *buffer_steal (struct buffer *b, size_t *len_out);

struct cursor
{
  const unsigned char *at;
  size_t left;
  bool failed; /* something was asked for that was not there */
};

struct cursor cursor_on (const void *data, size_t len);
const unsigned char *cursor_take (struct cursor *c, size_t len); /* or NULL */
uint8_t cursor_u8 (struct cursor *c);
uint32_t cursor_u32 (struct cursor *c);
uint64_t cursor_u64 (struct cursor *c);

#endif
