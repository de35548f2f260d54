/* SPDX-License-Identifier: Apache-2.0 */
/* A part of host/check.h.  */
#ifndef EMI_HOST_CHECK_TERMINAL_H
#define EMI_HOST_CHECK_TERMINAL_H

#include "host/host.h"

/* Adds a fault for each thing that is wrong with T.  */
void check_terminal (struct host *h, const struct config_terminal *t,
                     struct config_faults *faults);

#endif
