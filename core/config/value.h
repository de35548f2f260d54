/* SPDX-License-Identifier: Apache-2.0 */
/* The small notations of emi.xml and the profile, as pure functions on text.
   All return false, with their outputs untouched, when the text is not of the
   notation.  */
#ifndef EMI_CONFIG_VALUE_H
#define EMI_CONFIG_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* "45d", "3m", "5y", "all" (both 0).  */
bool value_period (const char *text, int *days_out, int *months_out);

/* "64M": bytes, or with K, M, G of 1024 each.  */
bool value_size (const char *text, uint64_t *bytes_out);

/* "30m", "24h", "2d" in seconds.  */
bool value_window (const char *text, int64_t *seconds_out);

/* "1 2 3" as a set of bits 1 to 6.  */
bool value_patterns (const char *text, unsigned *bits_out);

/* PATH without ".", ".." and doubled slashes, in new memory; NULL without
   memory.  Looks at the text only, not at what lies there.  */
char *value_path (const char *path);

/* Whether INNER is OUTER or lies below it; both absolute and from
   value_path.  */
bool value_path_inside (const char *inner, const char *outer);

#endif
