/* SPDX-License-Identifier: Apache-2.0 */
/* Reading the bytes of a file that belongs to the configuration, and handing
   up what was wrong with it.  */
#ifndef EMI_CONFIG_OWN_FILE_H
#define EMI_CONFIG_OWN_FILE_H

#include "base/buffer.h"
#include "base/file.h"
#include "config/reading.h"

/* Appends PATH's bytes, at most DOCUMENT_MAX_BYTES, to OUT.  False with WHY;
   *STATUS_OUT tells the end as well.  */
bool own_file_read (const char *path, struct buffer *out,
                    enum file_status *status_out, struct fault *why);

/* Adds STATUS of WHAT (Japanese, for the catalogue) as a fault.  */
void own_file_say (struct reading *r, int line, enum file_status status,
                   const char *what);

/* CODE_CONFIG_FAULTS with the places of the faults from BEFORE on.  */
bool own_file_faults (const struct config_faults *faults, size_t before,
                      struct fault *why);

#endif
