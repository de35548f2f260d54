/* SPDX-License-Identifier: Apache-2.0 */
/* Between grammar.c, which judges, and grammar-explain.c, which tells why.  */
#ifndef EMI_CONFIG_GRAMMAR_PARTS_H
#define EMI_CONFIG_GRAMMAR_PARTS_H

#include "config/reading.h"

/* Adds a fault for each place where R's document breaks GRAMMAR (the RELAX NG
   as a tree).  */
void grammar_explain (struct reading *r, xmlDoc *grammar);

#endif
