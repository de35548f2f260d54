/* SPDX-License-Identifier: Apache-2.0 */
/* A document against its RELAX NG grammar.  libxml2 judges; what is wrong is
   then explained out of the same grammar, because libxml2 stops early and
   names consequences as often as causes.  */
#ifndef EMI_CONFIG_GRAMMAR_H
#define EMI_CONFIG_GRAMMAR_H

#include <stdbool.h>

#include "config/builtin.h"
#include "config/reading.h"

/* True when R's document keeps to GRAMMAR; else every fault was added.  */
bool grammar_check (struct reading *r, const struct builtin *grammar);

#endif
