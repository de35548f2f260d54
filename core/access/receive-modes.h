/* SPDX-License-Identifier: Apache-2.0 */
/* What a reception leaves open at its reader: a mode, an account, a card.
   While it runs it is a list; afterwards a row for each reader, so that doctor
   can say what is still to restore, and fields of the record.  */
#ifndef EMI_ACCESS_RECEIVE_MODES_H
#define EMI_ACCESS_RECEIVE_MODES_H

#include "access/operator.h"

#define MODES_MAX 8

struct open_mode
{
  char name[33];
  char *text[2]; /* by enum lang */
};

struct open_modes
{
  struct open_mode v[MODES_MAX];
  size_t n;
};

void modes_done (struct open_modes *m);
/* The reader's fields "open" and "closed".  */
void modes_open (struct open_modes *m, const struct emi_fields *f);
void modes_close (struct open_modes *m, const struct emi_fields *f);
/* "mode account", or "" when nothing is open; OUT holds 300 bytes.  */
void modes_words (const struct open_modes *m, char out[300]);

/* Keeps in T what READER was left in at the time NOW (nothing: the row
   goes).  */
bool modes_keep (struct txn *t, const char *reader, const struct open_modes *m,
                 int64_t now, struct fault *why);

/* What READER was left in, and since when.  FOUND_OUT false: nothing.  */
bool modes_left (struct txn *t, const char *reader, struct open_modes *out,
                 int64_t *since_out, bool *found_out, struct fault *why);

/* Records that READER was left in M (nothing: it was restored).  SIGN: the
   operator's factors are used up by this record; else by another one.  */
bool modes_record (struct session *s, const struct login *by, bool sign,
                   const char *reader, const struct open_modes *m,
                   struct fault *why);

#endif
