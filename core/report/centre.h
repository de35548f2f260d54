/* SPDX-License-Identifier: Apache-2.0 */
/* Is the call centre open now, in Japanese time and with the listed holidays;
   if not, when does it open?  */
#ifndef EMI_REPORT_CENTRE_H
#define EMI_REPORT_CENTRE_H

#include "base/buffer.h"
#include "config/facts.h"

struct centre_now
{
  bool open;
  int64_t until;       /* open: the UTC second at which it closes */
  int64_t opens;       /* closed: when it opens; 0: not within a month */
  const char *holiday; /* the holiday that keeps it closed now, or NULL */
  bool unlisted;       /* the holidays of a year that matters are not listed */
  bool unsaid;         /* so is whether it works on that day at all */
};

void centre_at (const struct facts *f, int64_t now, struct centre_now *out);

/* "受付中（18:00 まで）", "受付時間外（明日 8:00 から）".  NOW as in centre_at.  */
void centre_words (const struct centre_now *c, int64_t now, enum lang lang,
                   struct buffer *out);
/* What is not certain about it, one sentence; NULL when nothing.  */
const char *centre_doubt (const struct centre_now *c, enum lang lang);

/* "2026年11月24日（火）" or "Tue 2026-11-24" of "YYYY-MM-DD".  */
void centre_day (const char *day, enum lang lang, struct buffer *out);

#endif
