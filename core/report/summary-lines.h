/* SPDX-License-Identifier: Apache-2.0 */
/* The lines of the summary on a terminal, broken here so that they can be
   counted.  Inside core/report only.  */
#ifndef EMI_REPORT_SUMMARY_LINES_H
#define EMI_REPORT_SUMMARY_LINES_H

#include "report/summary-words.h"
#include "report/summary.h"

/* A section on its way to the screen.  Unless everything is shown, items that
   say the same thing stand in one line.  */
struct lines_section
{
  const struct arranged_section *section;
  struct summary_group *groups;
  size_t n_groups;
  size_t n_marked;    /* they are the first ones */
  size_t shown;       /* groups */
  const char *source; /* of all items, or NULL: each says its own */
  int marks;          /* columns for the marks */
};

/* False without memory; OUT can be done with all the same.  */
bool lines_section (const struct summary_view *v,
                    const struct arranged_section *s,
                    struct lines_section *out);
void lines_section_done (struct lines_section *l);
/* How many items the groups shown stand for.  */
size_t lines_items (const struct lines_section *l);

/* A line across the screen.  */
void lines_rule (const struct summary_view *v, struct buffer *b);

/* Each appends to B and tells the number of its lines.  */

/* TEXT, its further lines with INDENT blanks before them.  */
size_t lines_add (const struct summary_view *v, const char *text, int indent,
                  struct buffer *b);
/* "■ 薬剤（2026-08-21 から）  5 件のうち 3 件を表示"; SHOWN in items.  */
size_t lines_heading (const struct summary_view *v,
                      const struct lines_section *l, size_t shown,
                      struct buffer *b);
size_t lines_group (const struct summary_view *v,
                    const struct lines_section *s, size_t group,
                    struct buffer *b);

#endif
