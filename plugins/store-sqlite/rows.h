/* SPDX-License-Identifier: Apache-2.0 */
/* The store's operations on rows, inside the one open transaction.  */
#ifndef STORE_SQLITE_ROWS_H
#define STORE_SQLITE_ROWS_H

#include <emi/store.h>

#include "db.h"

emi_rc rows_append (struct db *db, const struct emi_store_append *in);

emi_rc rows_read (struct db *db, int64_t first, int64_t count);
emi_rc rows_find (struct db *db, struct emi_span token);
emi_rc rows_tail (struct db *db);
emi_rc rows_get (struct db *db, const char *name);
emi_rc rows_list (struct db *db, const char *prefix);
emi_rc rows_index (struct db *db);

/* integrity_check, the schema, and the type of every value.  */
emi_rc rows_check (struct db *db);

#endif
