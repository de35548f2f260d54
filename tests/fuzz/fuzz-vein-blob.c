/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a stored vein template: what is taken lies inside of them and
   is written back as it was.  And as the texts of the provider's options.  */
#include "fuzz/fuzz.h"

#include <stdio.h>
#include <string.h>

#include "vein/vein-blob.h"
#include "vein/vein-text.h"

static void
blob (const uint8_t *data, size_t len)
{
  struct vein_template t;
  uint32_t data_len;

  if (!vein_blob_read (data, len, &t))
    return;
  NEVER (t.data < data || t.data + t.data_len > data + len);
  NEVER (
      t.signature
      && (t.signature < data || t.signature + t.signature_len > data + len));
  NEVER (!t.signature != !t.signature_len);
  NEVER (!vein_data_len (&t.header, &data_len) || data_len != t.data_len);
  NEVER (vein_blob_size (&t) != len);

  uint8_t *again = malloc (len);
  NEVER (!again);
  vein_blob_write (&t, again);
  NEVER (memcmp (again, data, len) != 0);
  free (again);
}

static void
texts (const char *text)
{
  struct vein_codes codes;
  char back[VEIN_RATE_TEXT];
  uint8_t uuid[16];
  int32_t rate;

  if (vein_rate_parse (text, &rate))
    {
      NEVER (rate < 21 || rate > 21474836);
      vein_rate_text (rate, back);
      NEVER (strncmp (back, "0.0", 3) != 0);
    }
  if (vein_uuid_parse (text, uuid))
    NEVER (strlen (text) < 32);
  if (vein_codes_parse (text, &codes))
    {
      NEVER (codes.n > VEIN_CODES);
      for (unsigned i = 0; i < codes.n; i++)
        NEVER (vein_meaning (codes.v[i].code, &codes) == VEIN_OK);
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t len)
{
  char *text = malloc (len + 1);

  NEVER (!text);
  memcpy (text, data, len);
  text[len] = '\0';
  blob (data, len);
  texts (text);
  free (text);
  return 0;
}
