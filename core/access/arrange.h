/* SPDX-License-Identifier: Apache-2.0 */
/* The summary as this hospital wants to see it: order of sections, period of
   each, what stands out.  Pure: the same input gives the same arrangement.  */
#ifndef EMI_ACCESS_ARRANGE_H
#define EMI_ACCESS_ARRANGE_H

#include <stdbool.h>
#include <stddef.h>

#include "config/config.h"
#include "config/profile.h"
#include "oqs/emergency.h"

/* One item as it is shown.  All strings are borrowed from the summary and the
   configuration, NULL where there is none.  */
struct arranged_item
{
  const char *date; /* YYYY-MM-DD, YYYY-MM or NULL (unknown) */
  const char *name;
  const char *code;
  const char *source;
  const char *institution;
  const char *prescriber;
  const char *quantity;
  const char *usage;
  const char *highlight; /* the highlight's label, or NULL */
  size_t place;          /* where it stood in the answer */
};

/* `from` and `to` are YYYY-MM-DD, both days included; `from` is "" when the
   section shows everything.  */
struct arranged_section
{
  const char *kind; /* borrowed from the configuration */
  char from[11];
  char to[11];
  struct arranged_item *items;
  size_t n_items;
  size_t n_highlighted; /* they are the first ones */
  size_t n_older;       /* left out, as older than `from` */
  bool told;            /* the answer had a list for this kind */
  bool unasked;         /* the pattern asks for no such kind, and none came */
  bool empty;           /* nothing to show */
};

struct arranged
{
  struct arranged_section *sections;
  size_t n_sections;
};

/* Arranges S for DAY (YYYY-MM-DD, the Japanese day of the request).  Within a
   section highlighted drugs come first, then the newest; equal dates stay in
   the order in which they came, items without a date are shown last.  Of a
   check-up only the date is shown, unless the answer is one of their values.
   OUT is the caller's (arranged_done) and must not outlive S, SECTIONS and
   HIGHLIGHTS.  False without memory (CODE_MEMORY) or when DAY is none
   (CODE_INTERNAL).  */
bool arrange_summary (const struct summary *s,
                      const struct config_section *sections,
                      size_t n_sections,
                      const struct config_highlight *highlights,
                      size_t n_highlights, const char *day,
                      struct arranged *out, struct fault *why);
void arranged_done (struct arranged *a);

/* No section begins before PATTERN reaches, unless something older came all
   the same: "nothing since" must not speak of days that were not asked for,
   and an empty kind that PATTERN does not ask for is called unasked.  DAY as
   above.  */
void arranged_reach (struct arranged *a, const struct profile_pattern *pattern,
                     const char *day);

/* The first day of a period that ends on DAY; "" for all (both 0), and for
   what began before the first year that can be written.  */
void arrange_since (int days, int months, const char *day, char out[11]);

#endif
