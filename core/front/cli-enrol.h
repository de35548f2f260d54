/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of `emi enrol`.  */
#ifndef EMI_FRONT_CLI_ENROL_H
#define EMI_FRONT_CLI_ENROL_H

#include "access/enrol.h"
#include "front/cli.h"

/* `emi enrol [ID] --list --by ADMIN`; ID NULL: everybody.  */
bool cli_enrol_list (struct cli *c, const char *id, const char *by,
                     struct fault *why);
/* What became of ID's factor of PROVIDER: told, and into the JSON object.  */
void cli_enrol_tell (struct cli *c, const char *id, const char *provider,
                     const struct enrol_result *r);
/* SECONDS UTC as JSON; null for 0.  */
json_t *cli_time_json (int64_t seconds);

#endif
