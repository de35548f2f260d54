/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as the enrolment of a fingerprint: what is taken is written as it
   was, and its templates are libfprint's or refused before libfprint sees
   them.  */
#include "fuzz/fuzz.h"

#include <string.h>

#include "fingerprint/blob.h"
#include "fingerprint/template.h"

static void
write_again (const struct blob *b, const uint8_t *data, size_t len)
{
  unsigned char *bytes = malloc (len);

  NEVER (!bytes || blob_size (b) != len);
  blob_encode (b, bytes);
  NEVER (memcmp (bytes, data, len) != 0);
  free (bytes);
}

static void
read_template (const struct blob *b, const struct emi_span *bytes)
{
  FpPrint *print = template_read (bytes, b->driver, b->device);
  struct emi_span out = { NULL, 0 };

  if (!print)
    return;
  NEVER (strcmp (fp_print_get_driver (print), b->driver) != 0);
  NEVER (strcmp (fp_print_get_device_id (print), b->device) != 0);
  NEVER (!template_write (print, &out));
  template_wipe (&out);
  g_object_unref (print);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t len)
{
  struct blob b;

  if (!blob_decode (data, len, &b))
    return 0;
  NEVER (b.n < 1 || b.n > BLOB_FINGERS);
  NEVER (!b.driver[0] || !b.device[0]);
  write_again (&b, data, len);
  for (size_t i = 0; i < b.n; i++)
    read_template (&b, &b.prints[i].template);
  return 0;
}
