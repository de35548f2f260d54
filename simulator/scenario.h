/* SPDX-License-Identifier: Apache-2.0 */
/* Scripts that have a name: the rows of the table in SPEC section 5 that a
   terminal can cause, and what a reader can do to a reception.  */
#ifndef EMI_SIMULATOR_SCENARIO_H
#define EMI_SIMULATOR_SCENARIO_H

#include "script.h"

struct scenario
{
  const char *name;
  const char *steps; /* for each request, or each card reading */
  const char *ja;    /* for the catalogue */
};

/* The tables: of requests or, PRESS, of card readings.  In the first row all
   goes well.  */
const struct scenario *scenario_table (bool press, size_t *n_out);

/* The row of that table, or NULL.  */
const struct scenario *scenario_find (bool press, const char *name);

/* The script of NAME (NULL: of the first row) or, when it is no name of a row,
   of the file there.  False with faults; *KNOWN_OUT false: neither is there.
   Both are borrowed.  */
bool scenario_load (bool press, const char *name, struct script *out,
                    struct config_faults *faults, bool *known_out);

#endif
