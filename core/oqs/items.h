/* SPDX-License-Identifier: Apache-2.0 */
/* Filling a summary item by item, for the readers of the several messages.
   Inside core/oqs only.  */
#ifndef EMI_OQS_ITEMS_H
#define EMI_OQS_ITEMS_H

#include "oqs/emergency.h"

/* Fifteen years of claims of one person stay far below.  */
#define ITEMS_MAX 100000

/* As message_keep (message.h), in the summary's memory.  */
enum oqs_read items_keep (struct summary *s, char **slot, const char *text);

/* "20260910" as YYYY-MM-DD, "202609" as YYYY-MM; what is neither is no date
   and *SLOT stays as it is.  */
enum oqs_read items_keep_date (struct summary *s, char **slot,
                               const char *text);

/* Whether the eight digits are a day of the calendar.  */
bool items_is_day (const char *digits);

/* Puts ITEM at the end; CAP, which begins as 0, is the room there is.  */
enum oqs_read items_add (struct summary *s, size_t *cap,
                         const struct summary_item *item);

#endif
