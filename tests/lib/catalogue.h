/* SPDX-License-Identifier: Apache-2.0 */
/* The catalogues of this build, for tests that look at English texts.  */
#ifndef EMI_TESTS_CATALOGUE_H
#define EMI_TESTS_CATALOGUE_H

void catalogue_begin (void);

#endif
