/* SPDX-License-Identifier: Apache-2.0 */
/* Co-viewers: others who hold the permission and see the same screen
   (--with).  */
#ifndef EMI_ACCESS_VIEWERS_H
#define EMI_ACCESS_VIEWERS_H

#include "access/account.h"

#define VIEWERS_MAX 16

struct viewers
{
  struct account v[VIEWERS_MAX];
  size_t n;
};

/* The form of "ID,ID": names, none twice, at most VIEWERS_MAX.  CODE_VALUE;
   before any prompt.  NULL is fine.  */
bool viewers_check (const char *with, struct fault *why);
/* Reads WITH (checked) into OUT, whose old content goes: nobody looks on in
   their own request, and each must hold the permission now.  One who does not
   exist and one who holds none are told alike.  */
bool viewers_read (struct session *s, struct txn *t, const char *with,
                   const char *asker, struct viewers *out, struct fault *why);
/* The same without reading again: only the time has passed.  */
bool viewers_may (struct session *s, const struct viewers *v,
                  struct fault *why);
void viewers_done (struct viewers *v);

/* Field `with` ("ID ID") and the tokens of the accounts of WITH, who may be
   people that there are not.  */
void viewers_draft (const char *with, struct draft *d);

#endif
