/* SPDX-License-Identifier: Apache-2.0 */
/* What can be asked for: the patterns, forms and periods that the profile and
   the adapters declare, against what the hospital wishes.  */
#ifndef EMI_HOST_ABILITY_H
#define EMI_HOST_ABILITY_H

#include "config/profile.h"
#include "host/host.h"

/* Adds a fault for each wish of the configuration (ask, section) beyond what
   the profile tells or no adapter takes.  Opens nothing.  */
void host_check_abilities (struct host *h, const struct profile *profile,
                           struct config_faults *faults);

/* Whether the adapter of instance I takes PATTERN as PDF or XML.  One that
   cannot be loaded is not judged here.  */
bool host_adapter_takes (struct host *h, const struct config_instance *i,
                         int pattern, bool pdf);

/* What is asked for where nothing more is said: the hospital's first wish,
   else the lowest pattern of PROFILE.  */
int ability_default_pattern (const struct config *c,
                             const struct profile *profile);
/* The form for PATTERN: the hospital's wish, else XML where there is one.  */
bool ability_pdf (const struct config *c, const struct profile *profile,
                  int pattern);

#endif
