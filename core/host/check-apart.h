/* SPDX-License-Identifier: Apache-2.0 */
/* A part of host/check.h.  */
#ifndef EMI_HOST_CHECK_APART_H
#define EMI_HOST_CHECK_APART_H

#include "host/internal.h"

/* Adds a fault for each thing that I, whose module is M, must not be given.  */
void check_apart (const struct config *c, const struct config_instance *i,
                  const struct module *m, struct config_faults *faults);

#endif
