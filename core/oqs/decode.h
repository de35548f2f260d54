/* SPDX-License-Identifier: Apache-2.0 */
/* The bytes of a national message as UTF-8.  What is written at the top of a
   file is not always what is in it, so the declaration is checked against the
   bytes.  Refuses what is no text at all.  */
#ifndef EMI_OQS_DECODE_H
#define EMI_OQS_DECODE_H

#include <iconv.h>
#include <stdbool.h>
#include <stddef.h>

#include "oqs/eligibility.h"

/* Borrows the bytes; gives them out piece by piece, so that a large message
   in the Windows code page never stands in memory twice.  */
struct decode
{
  const char *at;
  size_t left;
  bool cp932; /* else they are UTF-8 already */
  iconv_t cd; /* only with cp932 */
  bool bad;   /* bytes came that are none of this encoding */
};

/* OK, or why these bytes are no message to be read: TOO_BIG, ENCRYPTED,
   UNFINISHED (neither UTF-8 nor CP932, or a NUL), MEMORY.  */
enum oqs_read decode_open (struct decode *d, const void *data, size_t len);

/* Writes at most CAP (4 or more) bytes of UTF-8; 0 at the end, also at the
   first bad byte, when D->bad is set.  */
size_t decode_next (struct decode *d, char *out, size_t cap);

void decode_close (struct decode *d);

#endif
