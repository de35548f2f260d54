/* SPDX-License-Identifier: Apache-2.0 */
/* The ways in which a file is left: whole, in halves, by link and so on.  */
#ifndef EMI_SIMULATOR_LEAVE_H
#define EMI_SIMULATOR_LEAVE_H

#include "base/buffer.h"
#include "post.h"
#include "script.h"

/* Leaves DATA as NAME in FOLDER from DUE_MS on, as HOW and the times of STEP
   say.  False without memory.  */
bool leave (struct post *p, const struct script_step *step, unsigned how,
            int64_t due_ms, const char *folder, const char *name,
            const struct buffer *data);

#endif
