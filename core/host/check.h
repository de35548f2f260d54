/* SPDX-License-Identifier: Apache-2.0 */
/* What of a configuration can be checked once the plugins' descriptors are
   known: options against their tables, methods against the profile, and
   whether each terminal has an admissible pair.  Opens no device.  */
#ifndef EMI_HOST_CHECK_H
#define EMI_HOST_CHECK_H

#include "config/profile.h"
#include "host/host.h"

/* Adds every fault to FAULTS; true when none was added.  PROFILE may be NULL
   when it could not be read.  */
bool host_check (struct host *h, const struct profile *profile,
                 struct config_faults *faults);

/* The plugins' part alone, also of a configuration with faults
   (config_examine): what could not be read is passed over.  */
void host_check_plugins (struct host *h, const struct profile *profile,
                         struct config_faults *faults);

#endif
