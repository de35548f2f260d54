/* SPDX-License-Identifier: Apache-2.0 */
/* libqrencode's matrix in half blocks.  Light modules are the printed ones:
   terminals are mostly dark, and readers take the other kind too.  */
#include "front/qr-text.h"

#include <qrencode.h>
#include <sodium.h>

#define QUIET 4 /* light modules around it (ISO/IEC 18004) */

static bool
light (const QRcode *qr, int x, int y)
{
  if (x < 0 || y < 0 || x >= qr->width || y >= qr->width)
    return true;
  return !(qr->data[y * qr->width + x] & 1);
}

bool
qr_text (const char *text, struct buffer *out)
{
  static const char *const blocks[2][2] = { { " ", "▄" }, { "▀", "█" } };
  QRcode *qr = QRcode_encodeString (text, 0, QR_ECLEVEL_M, QR_MODE_8, 1);

  if (!qr)
    return false;
  for (int y = -QUIET; y < qr->width + QUIET; y += 2)
    {
      for (int x = -QUIET; x < qr->width + QUIET; x++)
        buffer_text (out, blocks[light (qr, x, y)][light (qr, x, y + 1)]);
      buffer_text (out, "\n");
    }
  /* It is a secret drawn.  */
  sodium_memzero (qr->data, (size_t) qr->width * (size_t) qr->width);
  QRcode_free (qr);
  return !out->failed;
}
