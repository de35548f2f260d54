/* SPDX-License-Identifier: Apache-2.0 */
/* Environment variables by which code or configuration of others gets into a
   process, or keys get out of it.  */
#ifndef EMI_BASE_VARIABLES_H
#define EMI_BASE_VARIABLES_H

#include <stdbool.h>

/* Ends with NULL; beside these all that begin with LD_ or LTDL_.  */
extern const char *const variables_hostile[];

bool variable_is_hostile (const char *name);

#endif
