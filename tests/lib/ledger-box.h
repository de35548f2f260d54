/* SPDX-License-Identifier: Apache-2.0 */
/* A ledger in a folder of its own, with the real host and the real store.
   All abort when they cannot do their work, but for what returns a bool.  */
#ifndef EMI_TESTS_LEDGER_BOX_H
#define EMI_TESTS_LEDGER_BOX_H

#include "config/config.h"
#include "ledger/ledger.h"
#include "ledger/verify.h"

#define BOX_TIME 1764547200 /* 2025-12-01T00:00:00Z */

struct ledger_box
{
  char *dir; /* data/ledger.db, keys/, seal/checkpoint, run/ */
  char *db;
  char *keys;
  char *seal;
  char *locks;
  struct clock *clock; /* what records are stamped with; stands still */
  struct config config;
  struct config_instance instance;
  struct config_setting file;
  struct host *host;
  struct ledger_setup setup;
};

/* DIR NULL: a new scratch folder.  Else a folder that has a ledger.  */
void box_init (struct ledger_box *b, const char *dir);
/* Closes the store; removes the folder.  */
void box_done (struct ledger_box *b);
/* The same, but the folder stays and is returned; the caller frees it.  */
char *box_leave (struct ledger_box *b);
/* Closes the store's connection and loads the module anew.  */
void box_reload (struct ledger_box *b);

/* A ledger of one record, with a doc row ("account", "alice").  */
void box_create (struct ledger_box *b);
struct ledger *box_open (struct ledger_box *b);
/* One commit of N drafts of kind "trace", each with two tokens.  */
void box_append (struct ledger *l, unsigned n);
/* Sets doc row ("account", NAME) to TEXT, with a record.  */
void box_grant (struct ledger *l, const char *name, const char *text);

/* Verifies with LOCKS in run/; aborts when it could not be done.  */
struct verify_result box_verify (struct ledger_box *b, bool deep);

#endif
