/* SPDX-License-Identifier: Apache-2.0 */
/* The enrolment of a fingerprint, byte by byte, and the names of fingers.
   Pure functions; what the templates themselves hold is libfprint's.

     version   1 byte, 1
     n         1 byte, 1..BLOB_FINGERS
     driver    length (1 byte, 1..32), printable ASCII
     device    length (1 byte, 1..128), printable ASCII
     n times   finger (1 byte, 1..10), length (4 bytes, little-endian, at
               least 4), template

   and nothing behind.  No finger occurs twice.  */
#ifndef EMI_FINGERPRINT_BLOB_H
#define EMI_FINGERPRINT_BLOB_H

#include <stdbool.h>

#include <emi/types.h>

#define BLOB_FINGERS 3
/* The core seals no larger one.  */
#define BLOB_MAX 65536

struct blob_print
{
  int finger; /* 1..10, as libfprint counts: left thumb to right little */
  struct emi_span template;
};

struct blob
{
  char driver[33];
  char device[129];
  size_t n;
  struct blob_print prints[BLOB_FINGERS];
};

/* Reads LEN bytes; the templates of OUT are borrowed from them.  False, with
   OUT untouched, when they are anything else than described above.  */
bool blob_decode (const void *data, size_t len, struct blob *out);

/* How long B will be; 0 when B cannot be written so.  */
size_t blob_size (const struct blob *b);
/* Writes blob_size (B) bytes.  */
void blob_encode (const struct blob *b, unsigned char *out);

/* "left-thumb" .. "right-little" for 1..10, else NULL.  */
const char *finger_name (int finger);
/* The finger of that name, else 0.  */
int finger_number (const char *name);

#endif
