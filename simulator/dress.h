/* SPDX-License-Identifier: Apache-2.0 */
/* What the same message can look like: order of elements, white space,
   encoding, and things that do not belong in it.  */
#ifndef EMI_SIMULATOR_DRESS_H
#define EMI_SIMULATOR_DRESS_H

#include <stdbool.h>

#include "base/buffer.h"

/* Appends MESSAGE (UTF-8, as xml.h writes it) to OUT in the dress of HOW
   (HOW_CP932, BOM, ONE_LINE, ANY_ORDER, UNKNOWN, DOCTYPE).  False without
   memory, or when it has letters that CP932 lacks.  */
bool dress (const struct buffer *message, unsigned how, struct buffer *out);

/* TEXT in the Japanese Windows code page.  */
bool dress_cp932 (const char *text, size_t len, struct buffer *out);

#endif
