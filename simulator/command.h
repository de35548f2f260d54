/* SPDX-License-Identifier: Apache-2.0 */
/* What emi-sim was told to do.  */
#ifndef EMI_SIMULATOR_COMMAND_H
#define EMI_SIMULATOR_COMMAND_H

#include "sim.h"

#define COMMAND_MAX_FILES 16

struct command
{
  const char *files[COMMAND_MAX_FILES];
  size_t n_files;
  struct press press; /* its reader NULL: serve */
  const char *scenario;
  const char *show;
  bool once;
  bool list;
  bool patients;
  bool help;
};

/* Reads the command line into C, and into S what it says of it.  False when
   it is wrong.  */
bool command_read (struct sim *s, struct command *c, int argc, char **argv);
void command_help (const struct sim *s);

#endif
