/* SPDX-License-Identifier: Apache-2.0 */
/* The simulator that answers a drill, for as long as the drill takes.  */
#ifndef EMI_FRONT_DRILL_SIM_H
#define EMI_FRONT_DRILL_SIM_H

#include <sys/types.h>

#include "config/config.h"

/* Starts emi-sim for the drill connector of C; -1 when there is none to start,
   and the drill then waits for one that runs elsewhere.  */
pid_t drill_sim_start (const struct config *c);
void drill_sim_stop (pid_t pid);

#endif
