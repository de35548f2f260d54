/* SPDX-License-Identifier: Apache-2.0 */
/* Texts for tests, made from a good one by putting something else in one
   place.  Aborts when that place is not there: such a test says nothing.  */
#ifndef EMI_TESTS_EDITED_H
#define EMI_TESTS_EDITED_H

/* TEXT with its first FROM replaced by TO, in new memory.  */
char *edited (const char *text, const char *from, const char *to);

#endif
