/* SPDX-License-Identifier: Apache-2.0 */
/* A template as it is stored: whose it is (module, format) and its bytes.
   Pure functions on bytes.  */
#ifndef EMI_VEIN_BLOB_H
#define EMI_VEIN_BLOB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bioapi.h"

/* Palm templates are a few kilobytes; the host takes 64.  */
#define VEIN_DATA_MAX 32768u
#define VEIN_SIGNATURE_MAX 4096u

struct vein_template
{
  uint8_t module[16];
  BioAPI_BIR_HEADER header; /* Length is that of header and data */
  const uint8_t *data;
  uint32_t data_len;
  const uint8_t *signature; /* NULL: none */
  uint32_t signature_len;
};

/* How long the template in HEADER is; false when that cannot be.  */
bool vein_data_len (const BioAPI_BIR_HEADER *header, uint32_t *len_out);

/* The bytes that T takes; 0 when it cannot be stored.  */
size_t vein_blob_size (const struct vein_template *t);
/* Writes exactly so many.  */
void vein_blob_write (const struct vein_template *t, uint8_t *out);
/* Reads what was written; OUT points into DATA.  */
bool vein_blob_read (const void *data, size_t len, struct vein_template *out);

#endif
