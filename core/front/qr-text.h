/* SPDX-License-Identifier: Apache-2.0 */
/* A QR code as text for a terminal.  */
#ifndef EMI_FRONT_QR_TEXT_H
#define EMI_FRONT_QR_TEXT_H

#include <stdbool.h>

#include "base/buffer.h"

/* Appends TEXT's code, quiet zone included; two rows of it a line.  False
   when it cannot be made (too long, no memory).  */
bool qr_text (const char *text, struct buffer *out);

#endif
