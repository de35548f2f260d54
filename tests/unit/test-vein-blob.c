/* SPDX-License-Identifier: Apache-2.0 */
/* Vein templates as they are stored.  */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "vein/vein-blob.h"

/* The layout that the standard's structures have in C.  */
_Static_assert(sizeof (BioAPI_BIR_HEADER) == 16, "header");
_Static_assert(offsetof (BioAPI_BIR_HEADER, Format) == 6, "format");
_Static_assert(offsetof (BioAPI_BIR_HEADER, FactorsMask) == 12, "factors");

static struct vein_template
sample (void)
{
  return (struct vein_template){
    .module = "scripted-bioapi1",
    .header = { .Length = 16 + 5,
                .HeaderVersion = 1,
                .Type = 0x24,
                .Format = { 0x1234, 0xFEDC },
                .Quality = -2,
                .Purpose = 4,
                .FactorsMask = 0x80000001 },
    .data = (const uint8_t *) "veins",
    .data_len = 5,
    .signature = (const uint8_t *) "mark",
    .signature_len = 4,
  };
}

static uint8_t *
written (const struct vein_template *t, size_t *len_out)
{
  uint8_t *bytes;

  *len_out = vein_blob_size (t);
  cr_assert_neq (*len_out, 0);
  bytes = malloc (*len_out);
  cr_assert (bytes);
  vein_blob_write (t, bytes);
  return bytes;
}

Test (vein_blob, comes_back_as_it_was)
{
  struct vein_template t = sample (), back;
  size_t len;
  uint8_t *bytes = written (&t, &len);

  cr_assert (vein_blob_read (bytes, len, &back));
  cr_assert_eq (memcmp (back.module, t.module, 16), 0);
  cr_assert_eq (memcmp (&back.header, &t.header, sizeof t.header), 0);
  cr_assert_eq (back.data_len, 5);
  cr_assert_eq (memcmp (back.data, "veins", 5), 0);
  cr_assert_eq (back.signature_len, 4);
  cr_assert_eq (memcmp (back.signature, "mark", 4), 0);
  free (bytes);
}

Test (vein_blob, without_signature)
{
  struct vein_template t = sample (), back;
  size_t len;
  uint8_t *bytes;

  t.signature_len = 0;
  bytes = written (&t, &len);
  cr_assert (vein_blob_read (bytes, len, &back));
  cr_assert_null (back.signature);
  free (bytes);
}

/* Stored enrolments are read for years: the bytes stay where they are.  */
Test (vein_blob, its_bytes)
{
  static const uint8_t wanted[]
      = { 1,   's',  'c', 'r', 'i', 'p', 't',  'e',  'd',  '-',  'b',  'i',
          'o', 'a',  'p', 'i', '1', 1,   0x24, 0x12, 0x34, 0xFE, 0xDC, 0xFE,
          4,   0x80, 0,   0,   1,   0,   0,    0,    5,    0,    0,    0,
          4,   'v',  'e', 'i', 'n', 's', 'm',  'a',  'r',  'k' };
  struct vein_template t = sample ();
  size_t len;
  uint8_t *bytes = written (&t, &len);

  cr_assert_eq (len, sizeof wanted);
  cr_assert_eq (memcmp (bytes, wanted, len), 0);
  free (bytes);
}

Test (vein_blob, cut_or_longer_is_none)
{
  struct vein_template t = sample (), back;
  size_t len;
  uint8_t *bytes = written (&t, &len);
  uint8_t more[64] = { 0 };

  for (size_t n = 0; n < len; n++)
    {
      /* Exactly as long, so that a step behind the end is seen.  */
      uint8_t *cut = malloc (n ? n : 1);
      cr_assert (cut);
      memcpy (cut, bytes, n);
      cr_assert_not (vein_blob_read (cut, n, &back), "%zu", n);
      free (cut);
    }
  memcpy (more, bytes, len);
  cr_assert_not (vein_blob_read (more, len + 1, &back));
  free (bytes);
}

Test (vein_blob, lengths_that_lie)
{
  static const size_t places[] = { 29, 30, 31, 33, 34, 35 };
  struct vein_template t = sample (), back;
  size_t len;
  uint8_t *bytes = written (&t, &len);

  for (size_t i = 0; i < sizeof places / sizeof *places; i++)
    {
      uint8_t was = bytes[places[i]];
      bytes[places[i]] = 0xFF;
      cr_assert_not (vein_blob_read (bytes, len, &back), "%zu", places[i]);
      bytes[places[i]] = was;
    }
  /* One byte from one to the other is a template, if a wrong one; nothing of
     it lies outside.  */
  bytes[0] = 2;
  cr_assert_not (vein_blob_read (bytes, len, &back), "another version");
  free (bytes);
}

Test (vein_blob, too_much_is_not_stored)
{
  struct vein_template t = sample ();
  BioAPI_BIR_HEADER h = { .Length = 16 };
  uint32_t len = 7;

  t.data_len = VEIN_DATA_MAX + 1;
  cr_assert_eq (vein_blob_size (&t), 0);
  t.data_len = 0;
  cr_assert_eq (vein_blob_size (&t), 0);
  t = sample ();
  t.signature_len = VEIN_SIGNATURE_MAX + 1;
  cr_assert_eq (vein_blob_size (&t), 0);

  cr_assert_not (vein_data_len (&h, &len), "a header alone");
  h.Length = 15;
  cr_assert_not (vein_data_len (&h, &len));
  h.Length = 0;
  cr_assert_not (vein_data_len (&h, &len));
  h.Length = UINT32_MAX;
  cr_assert_not (vein_data_len (&h, &len));
  h.Length = 16 + VEIN_DATA_MAX + 1;
  cr_assert_not (vein_data_len (&h, &len));
  cr_assert_eq (len, 7);
  h.Length = 16 + VEIN_DATA_MAX;
  cr_assert (vein_data_len (&h, &len));
  cr_assert_eq (len, VEIN_DATA_MAX);
}
