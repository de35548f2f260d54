/* SPDX-License-Identifier: Apache-2.0 */
/* What emi keeps resident while it waits: configuration and profile read,
   twelve plugins opened, the ledger open.  The hospital is made in a child,
   so that making it leaves nothing in this process.  */
#include <stdlib.h>
#include <string.h>

#include "bench/bench.h"
#include "bench/hospital.h"

#define DIR_MAX 512

static void
make (void *ctx, void *out)
{
  char *dir = hospital_folder (HOSPITAL_SQLITE);
  struct hospital h;

  (void) ctx;
  hospital_open (&h, dir);
  hospital_make_ledger (&h);
  hospital_open_ledger (&h);
  hospital_fill (&h, 1000);
  hospital_close (&h);
  bench_must (strlen (dir) < DIR_MAX, "a long name");
  memcpy (out, dir, strlen (dir) + 1);
}

int
main (void)
{
  static char dir[DIR_MAX];
  struct hospital h;

  bench_child (make, NULL, dir, sizeof dir);
  hospital_open (&h, dir);
  hospital_warm (&h);
  hospital_open_ledger (&h);
  const struct bench_row r = { .what = "resident, idle, 12 plugins",
                               .unit = "MB",
                               .emi = (double) bench_resident_kb () / 1024,
                               .absolute = 16 };
  bench_row (&r);
  hospital_close (&h);
  hospital_remove (strdup (dir));
  return 0;
}
