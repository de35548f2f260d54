/* SPDX-License-Identifier: Apache-2.0 */
/* Between the files that make a struct facts.  */
#ifndef EMI_CONFIG_FACTS_PARTS_H
#define EMI_CONFIG_FACTS_PARTS_H

#include "config/facts.h"
#include "config/reading.h"

/* Takes what is readable out of R's document, without a fault.  */
void facts_read (struct reading *r, struct facts *f);
/* What the grammar cannot see.  */
void facts_judge (struct reading *r, const struct facts *f);

#endif
