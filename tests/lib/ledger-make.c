/* SPDX-License-Identifier: Apache-2.0 */
/* ledger-make DIR: a ledger in the empty folder DIR with the store, the host
   and the core as they are, for tests in other languages to look at.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/fake-clock.h"
#include "lib/ledger-box.h"
#include "lib/scratch.h"

static void
one_of_everything (struct ledger *l)
{
  struct draft *d = draft_new ("intent");
  struct fault why;
  struct txn *t;
  char name[24];

  draft_text (d, "request", "r-everything");
  draft_text (d, "necessity.text", "意識がなく、呼吸が浅い");
  draft_text (d, "empty", "");
  /* More than one group of commitments.  */
  for (int i = 0; i < 17; i++)
    {
      snprintf (name, sizeof name, "field.%d", i);
      draft_number (d, name, -i);
    }
  draft_token (d, "request", "r-everything");
  draft_token (d, "insured", "131999:記号:12");
  draft_token (d, "person", "ヤマダ タロウ:1940-01-02");
  if (!ledger_begin (l, TXN_WRITE, &t, &why)
      || !txn_row_put (t, ROW_OPEN, "request", "r-everything", "{}", 2, &why)
      || !txn_row_put (t, ROW_COUNT, "account", "alice", "{}", 2, &why))
    abort ();
  txn_add (t, d);
  if (!txn_commit (t, &why))
    abort ();
}

int
main (int argc, char **argv)
{
  struct ledger_box box;

  if (argc != 2)
    return 2;
  scratch_mkdir (argv[1], "data", 0700);
  scratch_mkdir (argv[1], "run", 0700);
  box_init (&box, argv[1]);
  box_create (&box);
  struct ledger *l = box_open (&box);
  for (int i = 0; i < 9; i++)
    box_append (l, 30);
  one_of_everything (l);
  box_grant (l, "bob", "nurse");
  fake_clock_set (box.clock, BOX_TIME - 5);
  box_grant (l, "alice", "admin");
  ledger_close (l);
  free (box_leave (&box));
  return 0;
}
