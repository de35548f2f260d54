/* SPDX-License-Identifier: Apache-2.0 */
/* The byte buffer and the cursor.  */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"

Test (buffer, empty_reads_as_empty_text)
{
  struct buffer b = BUFFER_INIT;

  cr_assert_str_eq (buffer_string (&b), "");
  char *s = buffer_steal (&b, NULL);
  cr_assert_str_eq (s, "");
  free (s);
  buffer_done (&b);
}

Test (buffer, is_terminated_after_every_add)
{
  struct buffer b = BUFFER_INIT;

  for (int i = 0; i < 1000; i++)
    {
      buffer_add (&b, "x", 1);
      cr_assert_eq (b.data[b.len], '\0');
      cr_assert_lt (b.len, b.cap);
    }
  cr_assert_eq (b.len, 1000);
  buffer_reset (&b);
  cr_assert_str_eq (buffer_string (&b), "");
  buffer_text (&b, "後");
  cr_assert_str_eq (buffer_string (&b), "後");
  buffer_done (&b);
  cr_assert_null (b.data);
}

Test (buffer, numbers_are_big_endian)
{
  static const unsigned char want[]
      = { 0xfe, 0, 1, 2, 3, 0x80, 0, 0, 0, 0, 0, 0, 9 };
  struct buffer b = BUFFER_INIT;

  buffer_u8 (&b, 0xfe);
  buffer_u32 (&b, 0x00010203);
  buffer_u64 (&b, 0x8000000000000009);
  cr_assert_eq (b.len, sizeof want);
  cr_assert_arr_eq (b.data, want, sizeof want);
  buffer_done (&b);
}

Test (buffer, a_byte_too_large_is_not_cut)
{
  struct buffer b = BUFFER_INIT;

  buffer_u8 (&b, 255);
  cr_assert_not (b.failed);
  buffer_u8 (&b, 256);
  cr_assert (b.failed);
  cr_assert_eq (b.len, 1);
  buffer_done (&b);
}

Test (buffer, an_impossible_length_fails_and_stays_failed)
{
  struct buffer b = BUFFER_INIT;
  size_t len = 7;

  buffer_text (&b, "abc");
  buffer_add (&b, "x", SIZE_MAX);
  cr_assert (b.failed);
  buffer_text (&b, "def");
  cr_assert_str_eq (buffer_string (&b), "abc");
  buffer_reset (&b);
  cr_assert (b.failed, "a reset must not hide the failure");
  cr_assert_null (buffer_steal (&b, &len));
  cr_assert_eq (len, 7);
  cr_assert_null (b.data);
}

Test (buffer, sum_that_would_wrap_fails)
{
  struct buffer b = BUFFER_INIT;

  buffer_text (&b, "0123456789");
  buffer_add (&b, "x", SIZE_MAX - 8);
  cr_assert (b.failed);
  buffer_done (&b);
}

Test (buffer, printf_longer_than_the_room_left)
{
  struct buffer b = BUFFER_INIT;
  char wide[301];

  memset (wide, 'w', 300);
  wide[300] = '\0';
  buffer_printf (&b, "%d-%s", 42, wide);
  cr_assert_eq (b.len, 303);
  cr_assert_str_eq (buffer_string (&b) + 3, wide);
  buffer_printf (&b, "%s", "");
  cr_assert_eq (b.len, 303);
  buffer_done (&b);
}

Test (buffer, wiping_keeps_the_content_when_growing)
{
  struct buffer b = { .wipe = true };

  for (int i = 0; i < 500; i++)
    buffer_u32 (&b, (uint32_t) i);
  cr_assert_not (b.failed);
  cr_assert_eq (b.data[499 * 4 + 2], 499 >> 8);
  cr_assert_eq (b.data[499 * 4 + 3], 499 & 255);
  buffer_reset (&b);
  for (size_t i = 0; i < b.cap; i++)
    cr_assert_eq (b.data[i], 0, "byte %zu was not wiped", i);
  buffer_done (&b);
  cr_assert (b.wipe);
}

Test (cursor, reads_what_the_buffer_wrote)
{
  struct buffer b = BUFFER_INIT;

  buffer_u8 (&b, 7);
  buffer_u32 (&b, 0xdeadbeef);
  buffer_u64 (&b, UINT64_MAX - 1);
  buffer_text (&b, "end");
  struct cursor c = cursor_on (b.data, b.len);
  cr_assert_eq (cursor_u8 (&c), 7);
  cr_assert_eq (cursor_u32 (&c), 0xdeadbeef);
  cr_assert_eq (cursor_u64 (&c), UINT64_MAX - 1);
  cr_assert_eq (memcmp (cursor_take (&c, 3), "end", 3), 0);
  cr_assert_eq (c.left, 0);
  cr_assert_not (c.failed);
  buffer_done (&b);
}

Test (cursor, running_out_is_remembered)
{
  struct cursor c = cursor_on ("\1\2\3", 3);

  cr_assert_eq (cursor_u32 (&c), 0);
  cr_assert (c.failed);
  cr_assert_null (cursor_take (&c, 1), "nothing after a missing piece");
  cr_assert_eq (cursor_u8 (&c), 0);
}

Test (cursor, huge_length_does_not_wrap)
{
  struct cursor c = cursor_on ("abc", 3);

  cr_assert_null (cursor_take (&c, SIZE_MAX));
  cr_assert (c.failed);
}

Test (cursor, nothing_of_nothing_is_there)
{
  struct cursor c = cursor_on (NULL, 0);

  cr_assert_not_null (cursor_take (&c, 0));
  cr_assert_not (c.failed);
  cr_assert_null (cursor_take (&c, 1));
}
