/* SPDX-License-Identifier: Apache-2.0 */
/* Whose a share is.  One node owns a pair of exchange folders: two would take
   each other's answers.  The first one leaves its name in a file, another one
   is told so.  */
#ifndef EMI_PLUGINS_LIB_OWNER_H
#define EMI_PLUGINS_LIB_OWNER_H

#include "lib/outbox.h"

#define OWNER_FILE ".emi-owner"
#define OWNER_MAX 64 /* with the NUL */

enum owner
{
  OWNER_OURS,
  OWNER_OTHER,  /* OUT names the other node */
  OWNER_NOBODY, /* owner_look: no mark yet */
  OWNER_BROKEN, /* the mark says no name that can be */
  OWNER_ERROR   /* errno */
};

/* True for [A-Za-z0-9._-]+ shorter than OWNER_MAX.  */
bool owner_is_name (const char *s);

/* Reads the mark in DIRFD and compares it with NODE.  */
enum owner owner_look (int dirfd, const char *node, char out[OWNER_MAX]);

/* The same, and makes NODE the owner when there is none.  When two try at
   once one of them wins and the other is told.  */
enum owner owner_claim (int dirfd, const char *node, outbox_random *random,
                        char out[OWNER_MAX]);

#endif
