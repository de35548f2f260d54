/* SPDX-License-Identifier: Apache-2.0 */
/* Help for one command, and for a command that there is not.  */
#ifndef EMI_FRONT_CLI_HELP_H
#define EMI_FRONT_CLI_HELP_H

#include "front/cli.h"

/* The example of the command WORDS; NULL when there is none.  */
const char *cli_example (const char *words);
void cli_usage (struct cli *c, const struct cli_command *command);

/* How many letters lie between A and B.  */
size_t cli_slips (const char *a, const char *b);
/* May somebody who typed FIRST (and SECOND, or NULL) have meant WORDS?  */
bool cli_resembles (const char *words, const char *first, const char *second);
/* Tells which commands may have been meant, in text mode.  */
void cli_suggest (struct cli *c, const char *first, const char *second);

#endif
