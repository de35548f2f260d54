/* SPDX-License-Identifier: Apache-2.0 */
/* Shared by the files that read and change receptions.  */
#ifndef EMI_ACCESS_RECEPTION_PARTS_H
#define EMI_ACCESS_RECEPTION_PARTS_H

#include "access/reception.h"

/* The records under the token of ID, the first and what became of it.  */
bool reception_collect (struct txn *t, const char *id, struct reception *out,
                        bool *found_out, struct fault *why);

/* Reads NAME (id or spoken number); CODE_RECEPTION_UNKNOWN when there is none,
   CODE_RECEPTION_VOID when it was made void.  OUT is made only on success.  */
bool reception_living (struct session *s, struct txn *t, const char *name,
                       struct reception *out, struct fault *why);

/* A record of KIND about R: its id, chart and tokens.  */
struct draft *reception_draft (struct session *s, const char *kind,
                               const struct reception *r);

/* Signs D for BY, adds it and commits T; both end here in any case.  */
bool reception_commit (struct session *s, struct txn *t, struct draft *d,
                       const struct login *by, struct fault *why);

#endif
