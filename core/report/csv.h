/* SPDX-License-Identifier: Apache-2.0 */
/* CSV that a spreadsheet opens as it is: UTF-8 with its mark, CRLF, every cell
   quoted, and no cell that could be taken for a formula.  */
#ifndef EMI_REPORT_CSV_H
#define EMI_REPORT_CSV_H

#include "base/buffer.h"

/* The mark by which Excel knows UTF-8; once, before the first row.  */
void csv_begin (struct buffer *b);
/* One cell, after a comma unless it is the row's FIRST.  TEXT is made safe to
   show; NULL is an empty cell.  */
void csv_cell (struct buffer *b, bool first, const char *text);
void csv_end_row (struct buffer *b);

#endif
