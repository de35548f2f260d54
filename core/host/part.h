/* SPDX-License-Identifier: Apache-2.0 */
/* Parts of the core that are files of their own, so that the libraries behind
   them are loaded only by who needs them.  Under the same rules as plugins:
   folder and file are root's or ours and nobody else can write them.  */
#ifndef EMI_HOST_PART_H
#define EMI_HOST_PART_H

#include "host/host.h"

/* SYMBOL of the part NAME, loaded at first use and kept as long as H; NULL
   with CODE_PLUGIN_MISSING, _UNSAFE or _LOAD.  */
const void *host_part (struct host *h, const char *name, const char *symbol,
                       struct fault *why);

/* Tests: another folder than the installed one.  FOLDER is borrowed.  */
void host_set_parts (struct host *h, const char *folder);

#endif
