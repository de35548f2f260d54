/* SPDX-License-Identifier: Apache-2.0 */
/* A whole ledger for tests.  */
#include "lib/ledger-box.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/host.h"
#include "lib/catalogue.h"
#include "lib/fake-clock.h"
#include "lib/scratch.h"

static void
must (bool good, const char *what, const struct fault *why)
{
  if (good)
    return;
  fprintf (stderr, "%s: %s %s\n", what, why ? code_info (why->code)->word : "",
           why ? why->detail : "");
  abort ();
}

static void
load (struct ledger_box *b)
{
  struct instance *store;
  struct fault why;

  b->host = host_new (&b->config, clock_system (), -1);
  must (b->host != NULL, "host", NULL);
  must (host_instance (b->host, EMI_KIND_STORE, "ledger", &store, &why),
        "store", &why);
  b->setup.store = store;
}

void
box_init (struct ledger_box *b, const char *dir)
{
  const char *top = getenv ("top_builddir");
  char *folder;

  catalogue_begin ();
  *b = (struct ledger_box){ .dir = dir ? strdup (dir) : scratch_new () };
  if (!dir)
    {
      scratch_mkdir (b->dir, "data", 0700);
      scratch_mkdir (b->dir, "run", 0700);
    }
  b->db = scratch_path (b->dir, "data/ledger.db");
  b->keys = scratch_path (b->dir, "keys");
  b->seal = scratch_path (b->dir, "seal/checkpoint");
  b->locks = scratch_path (b->dir, "run");
  b->clock = fake_clock_new (BOX_TIME);
  if (asprintf (&folder, "%s/plugins/store-sqlite/.libs", top ? top : ".") < 0)
    abort ();
  b->file = (struct config_setting){ .name = (char *) "file", .value = b->db };
  b->instance = (struct config_instance){
    .kind = EMI_KIND_STORE,
    .name = (char *) "ledger",
    .plugin = (char *) "sqlite",
    .options = &b->file,
    .n_options = 1,
  };
  b->config = (struct config){ .dir = b->dir,
                               .plugin_folder = folder,
                               .instances = &b->instance,
                               .n_instances = 1 };
  b->setup = (struct ledger_setup){ .lang = LANG_EN,
                                    .clock = b->clock,
                                    .facility = "1319999999",
                                    .node = "n1",
                                    .keys = b->keys,
                                    .seal = b->seal,
                                    .reserve = 1,
                                    .space_at = b->dir };
  load (b);
}

void
box_reload (struct ledger_box *b)
{
  host_free (b->host);
  load (b);
}

char *
box_leave (struct ledger_box *b)
{
  char *dir = b->dir;

  host_free (b->host);
  fake_clock_free (b->clock);
  free (b->config.plugin_folder);
  free (b->db);
  free (b->keys);
  free (b->seal);
  free (b->locks);
  *b = (struct ledger_box){ .dir = NULL };
  return dir;
}

void
box_done (struct ledger_box *b)
{
  scratch_done (box_leave (b));
}

static bool
first_docs (struct txn *t, void *ctx, struct fault *why)
{
  (void) ctx;
  return txn_row_put (t, ROW_DOC, "account", "alice", "physician", 9, why);
}

void
box_create (struct ledger_box *b)
{
  struct draft *d = draft_new ("genesis");
  struct fault why;

  draft_text (d, "version", "0");
  must (ledger_create (&b->setup, d, first_docs, NULL, &why), "create", &why);
}

struct ledger *
box_open (struct ledger_box *b)
{
  struct ledger *l;
  struct fault why;

  must (ledger_open (&b->setup, &l, &why), "open", &why);
  return l;
}

void
box_append (struct ledger *l, unsigned n)
{
  struct fault why;
  struct txn *t;
  char text[32];

  must (ledger_begin (l, TXN_WRITE, &t, &why), "begin", &why);
  for (unsigned i = 0; i < n; i++)
    {
      struct draft *d = draft_new ("trace");
      snprintf (text, sizeof text, "r-%llu",
                (unsigned long long) txn_size (t));
      draft_text (d, "request", text);
      draft_token (d, "request", text);
      draft_token (d, "account", "alice");
      txn_add (t, d);
    }
  must (txn_commit (t, &why), "commit", &why);
}

void
box_grant (struct ledger *l, const char *name, const char *text)
{
  struct draft *d = draft_new ("grant");
  struct fault why;
  struct txn *t;

  draft_text (d, "account", name);
  must (ledger_begin (l, TXN_WRITE, &t, &why), "begin", &why);
  must (txn_row_put (t, ROW_DOC, "account", name, text, strlen (text), &why),
        "row", &why);
  txn_add (t, d);
  must (txn_commit (t, &why), "commit", &why);
}

struct verify_result
box_verify (struct ledger_box *b, bool deep)
{
  struct verify_result r;
  struct fault why;

  must (ledger_verify (&b->setup, deep, b->locks, NULL, NULL, &r, &why),
        "verify", &why);
  return r;
}
