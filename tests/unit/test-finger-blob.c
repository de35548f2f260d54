/* SPDX-License-Identifier: Apache-2.0 */
/* The bytes of a fingerprint enrolment: what goes in comes out, and nothing
   else is taken.  */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "fingerprint/blob.h"

static const struct blob two
    = { .driver = "virtual_device",
        .device = "0",
        .n = 2,
        .prints = { { 7, { "FP3right", 8 } }, { 2, { "FP3l", 4 } } } };

/* 2 + 15 + 2 + 5 + 8 + 5 + 4 */
#define TWO_LEN 41

static size_t
write_two (unsigned char out[TWO_LEN])
{
  cr_assert_eq (blob_size (&two), TWO_LEN);
  blob_encode (&two, out);
  return TWO_LEN;
}

Test (finger_blob, what_goes_in_comes_out)
{
  unsigned char bytes[TWO_LEN];
  struct blob b;

  cr_assert (blob_decode (bytes, write_two (bytes), &b));
  cr_assert_str_eq (b.driver, "virtual_device");
  cr_assert_str_eq (b.device, "0");
  cr_assert_eq (b.n, 2);
  cr_assert_eq (b.prints[0].finger, 7);
  cr_assert_eq (b.prints[0].template.len, 8);
  cr_assert_arr_eq (b.prints[0].template.data, "FP3right", 8);
  cr_assert_eq (b.prints[1].finger, 2);
  cr_assert_arr_eq (b.prints[1].template.data, "FP3l", 4);
}

Test (finger_blob, no_other_length)
{
  unsigned char bytes[TWO_LEN + 1] = { 0 };
  struct blob b = { .n = 99 };

  write_two (bytes);
  for (size_t len = 0; len <= TWO_LEN + 1; len++)
    {
      unsigned char *exact = malloc (len ? len : 1);

      memcpy (exact, bytes, len);
      cr_assert_eq (blob_decode (exact, len, &b), len == TWO_LEN, "%zu", len);
      cr_assert_eq (b.n, len < TWO_LEN ? 99 : 2, "touched by %zu", len);
      free (exact);
    }
}

/* One byte changed at AT to TO.  */
static bool
taken (size_t at, int to)
{
  unsigned char bytes[TWO_LEN];
  struct blob b;

  write_two (bytes);
  bytes[at] = (unsigned char) to;
  return blob_decode (bytes, TWO_LEN, &b);
}

Test (finger_blob, what_cannot_be)
{
  cr_assert (taken (0, 1));
  cr_assert_not (taken (0, 0), "another version");
  cr_assert_not (taken (0, 2), "another version");
  cr_assert_not (taken (1, 0), "no finger");
  cr_assert_not (taken (1, 1), "something behind");
  cr_assert_not (taken (1, 3), "fewer than said");
  cr_assert_not (taken (1, 4), "more than there may be");
  cr_assert_not (taken (2, 0), "no driver");
  cr_assert_not (taken (2, 33), "a long driver");
  cr_assert_not (taken (3, 0), "a NUL in a name");
  cr_assert_not (taken (3, 0x1b), "an escape in a name");
  cr_assert_not (taken (3, 0x80), "not ASCII");
  cr_assert (taken (19, 6));
  cr_assert_not (taken (19, 0), "no such finger");
  cr_assert_not (taken (19, 11), "no such finger");
  cr_assert_not (taken (19, 2), "the same finger twice");
  cr_assert_not (taken (20, 3), "too short to be a template");
  cr_assert_not (taken (23, 0xff), "longer than there is");
}

Test (finger_blob, what_cannot_be_written)
{
  struct blob b = two;

  b.prints[1].finger = 7;
  cr_assert_eq (blob_size (&b), 0, "the same finger twice");
  b = two;
  b.prints[0].finger = 0;
  cr_assert_eq (blob_size (&b), 0, "no finger");
  b = two;
  b.prints[0].template.len = BLOB_MAX;
  cr_assert_eq (blob_size (&b), 0, "too large to be sealed");
  b.prints[0].template.len = BLOB_MAX - (TWO_LEN - 8);
  cr_assert_eq (blob_size (&b), BLOB_MAX);
  b = two;
  b.prints[0].template.len = 3;
  cr_assert_eq (blob_size (&b), 0, "no template");
  b = two;
  b.n = 0;
  cr_assert_eq (blob_size (&b), 0, "nothing");
  b.n = 4;
  cr_assert_eq (blob_size (&b), 0, "too many");
  b = two;
  b.device[0] = '\0';
  cr_assert_eq (blob_size (&b), 0, "no device");
  b = two;
  memset (b.driver, 'a', sizeof b.driver);
  cr_assert_eq (blob_size (&b), 0, "a driver without end");
  b = two;
  b.device[0] = '\n';
  cr_assert_eq (blob_size (&b), 0, "a line in a name");
}

Test (finger_blob, names_of_fingers)
{
  for (int i = 1; i <= 10; i++)
    cr_assert_eq (finger_number (finger_name (i)), i);
  cr_assert_str_eq (finger_name (1), "left-thumb");
  cr_assert_str_eq (finger_name (7), "right-index");
  cr_assert_null (finger_name (0));
  cr_assert_null (finger_name (11));
  cr_assert_eq (finger_number ("index"), 0);
  cr_assert_eq (finger_number (NULL), 0);
}
