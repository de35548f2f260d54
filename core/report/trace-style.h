/* SPDX-License-Identifier: Apache-2.0 */
/* What is the same on every internal sheet: the page's head and its looks. */
#ifndef EMI_REPORT_TRACE_STYLE_H
#define EMI_REPORT_TRACE_STYLE_H

#include "base/buffer.h"
#include "base/codes.h"

/* From the document's type to the opened body.  */
void trace_style (struct buffer *out, enum lang lang);

#endif
