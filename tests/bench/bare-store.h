/* SPDX-License-Identifier: Apache-2.0 */
/* The same tables in SQLite, written and read without emi.  */
#ifndef EMI_BENCH_BARE_STORE_H
#define EMI_BENCH_BARE_STORE_H

#include <stddef.h>
#include <stdint.h>

struct bare_store;

/* Opens PATH, a copy of a ledger's file, with the settings that ledger.md
   asks for: WAL, synchronous FULL, secure_delete.  */
struct bare_store *bare_store_open (const char *path);
void bare_store_close (struct bare_store *b);

/* One durable commit: a record with a body of BODY bytes and TOKENS index
   rows, the head, the frontier, a new row of state, and the row that the
   commit before made dropped, as the open requests come and go.  */
void bare_store_commit (struct bare_store *b, size_t body, size_t tokens);

/* Reads every row of the three tables and hashes every record, body and
   value; how many records there were.  */
uint64_t bare_store_scan (struct bare_store *b);

#endif
