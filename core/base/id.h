/* SPDX-License-Identifier: Apache-2.0 */
/* Identifiers of ours: [a-z0-9-], 128 random bits (security.md).  */
#ifndef EMI_BASE_ID_H
#define EMI_BASE_ID_H

#include <stdbool.h>

#define ID_LEN 28 /* "r-" + 26 characters of base 32, without the NUL */

/* PREFIX is one letter that says what it names: r request, c reception (card),
   t temporary chart, x other.  */
void id_new (char prefix, char out[ID_LEN + 1]);
bool id_valid (const char *s, char prefix);

#endif
