/* SPDX-License-Identifier: Apache-2.0 */
/* A request read back from its records.  */
#ifndef EMI_ACCESS_REQUEST_LOAD_H
#define EMI_ACCESS_REQUEST_LOAD_H

#include "access/request-row.h"

struct request_history
{
  char account[33];
  char reception[ID_LEN + 1];
  char consent[16];
  char with[VIEWERS_MAX * 33]; /* "ID ID", the co-viewers */
  bool drill;
  bool reviewed;               /* waits for a review already */
  char state[16]; /* "" while open */
  char suffix[40];
  int64_t pattern;
  bool pdf; /* the form asked for */
  int64_t intent; /* -1: none */
  char late_digest[DIGEST_HEX];
};

/* FOUND_OUT false when no record names ID.  */
bool request_history_get (struct txn *t, const char *id,
                          struct request_history *out, bool *found_out,
                          struct fault *why);

/* Asks the connector once for what came for ROW; X was made by exchange_init
   with the row's file id.  */
enum code request_recover (struct session *s, const struct request_row *row,
                           bool withdraw, struct exchange *x);

#endif
