/* SPDX-License-Identifier: Apache-2.0 */
/* Between the files that make a struct profile.  */
#ifndef EMI_CONFIG_PROFILE_PARTS_H
#define EMI_CONFIG_PROFILE_PARTS_H

#include "config/profile.h"
#include "config/reading.h"

/* Takes what is readable out of R's document; never adds a fault.  */
void profile_read (struct reading *r, struct profile *p);

/* What is spelled wrongly in NODE and below.  */
void profile_spelling (struct reading *r, xmlNode *node);

/* What the grammar cannot see: meanings that are missing or there twice,
   words that stand for nothing.  */
void profile_meaning (struct reading *r, const struct profile *p);

#endif
