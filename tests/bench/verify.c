/* SPDX-License-Identifier: Apache-2.0 */
/* Verifying everything, beside reading every row of the same store and
   hashing what is in it.  The number is records a second; the ratio that of
   the speeds.  */
#include <stdio.h>
#include <stdlib.h>

#include "bench/bare-store.h"
#include "bench/bench.h"
#include "bench/hospital.h"
#include "ledger/verify.h"
#include "lib/scratch.h"

#define RECORDS 20000
#define ROUNDS 7

static double
emi (struct hospital *h, const struct ledger_setup *setup, bool deep)
{
  struct verify_result r;
  struct fault why = { .code = CODE_OK };
  double start = bench_cpu ();

  bench_must (ledger_verify (setup, deep, h->config->run, NULL, NULL, &r,
                             &why)
                && r.holds && r.records > RECORDS,
              why.detail);
  verify_result_done (&r);
  return bench_cpu () - start;
}

static double
bare (const char *path)
{
  double start = bench_cpu ();
  struct bare_store *b = bare_store_open (path);

  bench_must (bare_store_scan (b) > RECORDS, "records");
  bare_store_close (b);
  return bench_cpu () - start;
}

static void
row (const char *what, const struct bench_pairs *p, double least)
{
  const struct bench_row r = {
    .what = what,
    .unit = "rec/s",
    .emi = RECORDS / bench_emi (p),
    .bare = RECORDS / bench_bare (p),
    .ratio = 1 / bench_ratio (p),
    .least = least,
    .later = least == 0,
  };

  bench_row (&r);
}

int
main (void)
{
  char *dir = hospital_folder (HOSPITAL_SQLITE);
  char *path = scratch_path (dir, "data/ledger.db");
  struct bench_pairs plain = { .n = 0 }, deep = { .n = 0 };
  struct ledger_setup setup;
  struct instance *store;
  struct hospital h;

  hospital_open (&h, dir);
  hospital_make_ledger (&h);
  hospital_open_ledger (&h);
  hospital_fill (&h, RECORDS);
  bench_must (host_instance (h.s.host, EMI_KIND_STORE, "disk", &store, NULL),
              "the store");
  session_ledger_setup (&h.s, store, &setup);
  emi (&h, &setup, false);
  bare (path);
  for (int i = 0; i < ROUNDS; i++)
    {
      double b = bare (path);

      bench_pair (&plain, emi (&h, &setup, false), b);
      bench_pair (&deep, emi (&h, &setup, true), b);
    }
  row ("verify everything", &plain, 0.9);
  row ("verify everything, --deep", &deep, 0);

  hospital_close (&h);
  free (path);
  hospital_remove (dir);
  return 0;
}
