/* SPDX-License-Identifier: Apache-2.0 */
/* Saying where a file's bytes come from, for the record.  */
#ifndef EMI_PLUGINS_LIB_SOURCE_H
#define EMI_PLUGINS_LIB_SOURCE_H

#include <stdbool.h>

#include <emi/host.h>

#include "lib/stable.h"

/* Puts "source" with FILE's owner and time, and with NAMED its name too.  */
emi_rc source_put (const struct emi_host *host, struct emi_call *call,
                   const struct stable *file, bool named);

#endif
