/* SPDX-License-Identifier: Apache-2.0 */
/* Version, module, header, two lengths, data, signature; numbers with the
   highest byte first.  */
#include "vein-blob.h"

#include <string.h>

#define BLOB_VERSION 1
#define HEADER_LEN sizeof (BioAPI_BIR_HEADER)
#define FIXED_LEN (1 + 16 + 12 + 4 + 4)

static uint8_t *
put (uint8_t *at, uint32_t v, unsigned bytes)
{
  while (bytes--)
    *at++ = (uint8_t) (v >> 8 * bytes);
  return at;
}

static uint32_t
get (const uint8_t **at, unsigned bytes)
{
  uint32_t v = 0;

  while (bytes--)
    v = v << 8 | *(*at)++;
  return v;
}

bool
vein_data_len (const BioAPI_BIR_HEADER *header, uint32_t *len_out)
{
  if (header->Length <= HEADER_LEN
      || header->Length - HEADER_LEN > VEIN_DATA_MAX)
    return false;
  *len_out = header->Length - (uint32_t) HEADER_LEN;
  return true;
}

size_t
vein_blob_size (const struct vein_template *t)
{
  if (t->data_len == 0 || t->data_len > VEIN_DATA_MAX
      || t->signature_len > VEIN_SIGNATURE_MAX)
    return 0;
  return (size_t) FIXED_LEN + t->data_len + t->signature_len;
}

void
vein_blob_write (const struct vein_template *t, uint8_t *out)
{
  const BioAPI_BIR_HEADER *h = &t->header;
  uint8_t *at = put (out, BLOB_VERSION, 1);

  memcpy (at, t->module, sizeof t->module);
  at = put (at + sizeof t->module, h->HeaderVersion, 1);
  at = put (at, h->Type, 1);
  at = put (at, h->Format.FormatOwner, 2);
  at = put (at, h->Format.FormatID, 2);
  at = put (at, (uint8_t) h->Quality, 1);
  at = put (at, h->Purpose, 1);
  at = put (at, h->FactorsMask, 4);
  at = put (at, t->data_len, 4);
  at = put (at, t->signature_len, 4);
  memcpy (at, t->data, t->data_len);
  if (t->signature_len)
    memcpy (at + t->data_len, t->signature, t->signature_len);
}

static void
read_header (const uint8_t **at, BioAPI_BIR_HEADER *h)
{
  h->HeaderVersion = (uint8_t) get (at, 1);
  h->Type = (BioAPI_BIR_DATA_TYPE) get (at, 1);
  h->Format.FormatOwner = (uint16_t) get (at, 2);
  h->Format.FormatID = (uint16_t) get (at, 2);
  h->Quality = (BioAPI_QUALITY) get (at, 1);
  h->Purpose = (BioAPI_BIR_PURPOSE) get (at, 1);
  h->FactorsMask = get (at, 4);
}

bool
vein_blob_read (const void *data, size_t len, struct vein_template *out)
{
  struct vein_template t = { .data_len = 0 };
  const uint8_t *at = data;

  if (len < FIXED_LEN || get (&at, 1) != BLOB_VERSION)
    return false;
  memcpy (t.module, at, sizeof t.module);
  at += sizeof t.module;
  read_header (&at, &t.header);
  t.data_len = get (&at, 4);
  t.signature_len = get (&at, 4);
  /* The size of what these lengths claim is what there is, or they lie.  */
  if (vein_blob_size (&t) != len)
    return false;
  t.header.Length = (uint32_t) HEADER_LEN + t.data_len;
  t.data = at;
  t.signature = t.signature_len ? at + t.data_len : NULL;
  *out = t;
  return true;
}
