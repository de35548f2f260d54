/* SPDX-License-Identifier: Apache-2.0 */
/* How wide text stands on a terminal, where a Japanese character takes two
   columns, and breaking it into lines (libunistring).  */
#ifndef EMI_BASE_WIDTH_H
#define EMI_BASE_WIDTH_H

#include <stddef.h>

#include "base/buffer.h"

/* Columns of UTF8; what some terminals show wide and others narrow counts as
   wide, so that a line never gets longer than was thought.  */
size_t width_columns (const char *utf8);

/* Adds UTF8 to OUT in lines of at most COLUMNS; the lines after the first
   begin with INDENT blanks, the first is taken to begin at column INDENT.  No
   newline at the end.  COLUMNS 0: one line.  */
void width_wrap (struct buffer *out, const char *utf8, size_t columns,
                 size_t indent);

#endif
