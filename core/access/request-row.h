/* SPDX-License-Identifier: Apache-2.0 */
/* The state rows that a request leaves while something is still to be done:
   `open` (asked, not closed), `late` (closed without an answer; one may still
   come) and `deliver` (complete; the EHR has it, or it is to be tried again).
   Sealed lines, no personal data: the ledger's records hold those.  */
#ifndef EMI_ACCESS_REQUEST_ROW_H
#define EMI_ACCESS_REQUEST_ROW_H

#include "access/request.h"

struct request_row
{
  char what[8]; /* open, late, deliver */
  char request[ID_LEN + 1];
  char account[33];
  char reception[ID_LEN + 1];
  char connector[33];
  char adapter[33];
  char prefix[40];
  char suffix[40];
  char file_id[48];
  char digest[DIGEST_HEX]; /* of the answer; "" none */
  int64_t intent;          /* its record */
  int64_t started;
  int64_t pattern;
  bool drill;
  bool pdf; /* the form asked for */
  bool noted; /* late: the answer is on record; deliver: the failure is */
};

bool request_row_put_open (struct txn *t, const struct request *r,
                           struct fault *why);
bool request_row_put_late (struct txn *t, const struct request *r,
                           struct fault *why);
bool request_row_put_deliver (struct txn *t, const struct request *r,
                              struct fault *why);
/* Writes ROW back, in the family its `what` says.  */
bool request_row_put (struct txn *t, const struct request_row *row,
                      struct fault *why);
void request_row_drop (struct txn *t, const struct request_row *row);

/* False when the bytes are no such row (counters share a family).  */
bool request_row_parse (const void *data, size_t len,
                        struct request_row *out);

/* The name under which the row of WHAT is kept ("late r-...").  */
void request_row_name (const char *what, const char *request, char out[48]);

#endif
