/* SPDX-License-Identifier: Apache-2.0 */
/* The five shapes of a call as bytes, driven by the tables of their arguments
   (host/calls.h): pure functions, for both ends of a helper's socket.

     number  8 bytes, big-endian
     text    u32 length with its NUL, 0 for NULL; the bytes and the NUL
     span    u32 length + 1, 0 for no data; the bytes
     fields  u32 how many; a text and a span for each

   Decoded texts and spans point into the bytes they were read from.  */
#ifndef EMI_HOST_WIRE_H
#define EMI_HOST_WIRE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "host/calls.h"

/* More than a whole answer as a PDF with all that goes with it.  */
#define WIRE_MAX ((size_t) 64 << 20)

/* What decoding had to allocate: the arrays of field lists.  */
#define WIRE_LISTS 2
struct wire_memory
{
  void *list[WIRE_LISTS];
  size_t n;
};
#define WIRE_MEMORY_INIT { .n = 0 }
void wire_memory_done (struct wire_memory *m);

/* Appends what ARGS, which ends with a row without name, tells of FROM.  What
   cannot be told makes B fail.  */
void wire_encode (struct buffer *b, const struct call_arg *args,
                  const void *from);

/* Reads the same into TO, whose other members stay as they are.  False when
   the bytes are not exactly that, or without memory; what was allocated is in
   M either way.  */
bool wire_decode (const void *data, size_t len, const struct call_arg *args,
                  void *to, struct wire_memory *m);

#endif
