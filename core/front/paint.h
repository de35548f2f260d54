/* SPDX-License-Identifier: Apache-2.0 */
/* Colour, where a person looks at a terminal that has it and did not decline
   it (NO_COLOR, see no-color.org).  Colour never says what words do not.  */
#ifndef EMI_FRONT_PAINT_H
#define EMI_FRONT_PAINT_H

#include <stdio.h>

enum paint
{
  PAINT_GOOD,
  PAINT_WARN,
  PAINT_BAD
};

/* What to write to TO before and after painted text; "" without colour.  */
const char *paint_on (FILE *to, enum paint p);
const char *paint_off (FILE *to);

#endif
