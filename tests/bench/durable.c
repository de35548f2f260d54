/* SPDX-License-Identifier: Apache-2.0 */
/* One durable request of one caller: the whole pipeline on the real store,
   beside what no request can do without: the bare program of the row before,
   with its commitments, two signatures, and two bare durable commits of the
   same rows to a copy of the same file; and, between both, two commits of the
   ledger without a pipeline.  All take turns, so that a slow moment of the
   disk meets each.  Measured on this disk as it is, and with each sync made
   to last as long as on a hospital's: a disk that answers in 0.05 ms shows
   little but the CPU time between the commits.  */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "bench/bare-request.h"
#include "bench/bare-store.h"
#include "bench/bench.h"
#include "bench/hospital.h"
#include "lib/scratch.h"

#define RECORDS 5000
#define ROUNDS 15
#define REQUESTS 20

/* A hospital's disk needs 0.5 to 10 ms (SPEC section 10).  */
#define SYNC_NS 1000000L

static bool slow_syncs;

/* In the place of the C library's own, for SQLite as well: a sync that lasts
   at least SYNC_NS.  */
__attribute__ ((visibility ("default"))) int
fdatasync (int fd)
{
  struct timespec until;

  clock_gettime (CLOCK_MONOTONIC, &until);
  int result = (int) syscall (SYS_fdatasync, fd);
  if (!slow_syncs)
    return result;
  until.tv_nsec += SYNC_NS;
  until.tv_sec += until.tv_nsec / 1000000000L;
  until.tv_nsec %= 1000000000L;
  while (clock_nanosleep (CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL) != 0)
    continue;
  return result;
}

struct turn
{
  double emi;
  double emi_cpu;
  double ledger;
  double bare;
};

/* Of a head's text: origin, size, root.  */
static void
sign (const unsigned char *key)
{
  unsigned char text[80] = { 0 }, signature[crypto_sign_BYTES];

  crypto_sign_detached (signature, NULL, text, sizeof text, key);
}

struct bare
{
  struct bare_request *request;
  struct bare_store *store;
  unsigned char key[crypto_sign_SECRETKEYBYTES];
};

static void
bare_durable (struct bare *b)
{
  bare_request_run (b->request);
  sign (b->key);
  bare_store_commit (b->store, 1600, 7);
  sign (b->key);
  bare_store_commit (b->store, 1200, 2);
}

static void
take_turns (struct hospital *h, struct bare *b, struct turn *out)
{
  char ids[REQUESTS][ID_LEN + 1];

  *out = (struct turn) { .emi = 0 };
  hospital_receptions (h, ids, REQUESTS);
  for (int i = 0; i < REQUESTS; i++)
    {
      double cpu = bench_cpu (), start = bench_wall ();
      hospital_request (h, ids[i]);
      double second = bench_wall ();
      out->emi_cpu += bench_cpu () - cpu;
      hospital_two_commits (h);
      double third = bench_wall ();
      bare_durable (b);
      out->bare += bench_wall () - third;
      out->ledger += third - second;
      out->emi += second - start;
    }
  out->emi /= REQUESTS;
  out->emi_cpu /= REQUESTS;
  out->ledger /= REQUESTS;
  out->bare /= REQUESTS;
}

static struct bare_store *
copy_of (const char *dir, struct hospital *h)
{
  char *from = scratch_path (dir, "data/ledger.db");
  char *to = scratch_path (dir, "data/bare.db"), *command = NULL;
  struct bare_store *b;

  /* Closed, so that all of it is in the one file.  */
  hospital_close (h);
  bench_must (asprintf (&command,
                        "cp '%s' '%s' && cp '%s-wal' '%s-wal' 2>/dev/null; "
                        "test -s '%s'",
                        from, to, from, to, to)
                >= 0,
              "memory");
  bench_must (system (command) == 0, "copying the store");
  b = bare_store_open (to);
  free (command);
  free (from);
  free (to);
  hospital_open (h, (char *) dir);
  hospital_open_ledger (h);
  return b;
}

/* What the bare request commits to is taken from a real one.  */
static void
open_bare (struct bare *b, const char *dir, struct hospital *h)
{
  unsigned char public[crypto_sign_PUBLICKEYBYTES];
  char ids[1][ID_LEN + 1];

  b->store = copy_of (dir, h);
  hospital_receptions (h, ids, 1);
  hospital_request (h, ids[0]);
  b->request = bare_request_new (h, ids[0]);
  crypto_sign_keypair (public, b->key);
}

/* One row: all turns, and what they came to.  */
static void
measure (struct hospital *h, struct bare *b, const char *row)
{
  struct bench_pairs whole = { .n = 0 }, ledger = { .n = 0 };
  double cpu[ROUNDS];
  struct turn r;

  take_turns (h, b, &r);
  for (int i = 0; i < ROUNDS; i++)
    {
      take_turns (h, b, &r);
      bench_pair (&whole, r.emi, r.bare);
      bench_pair (&ledger, r.ledger, r.bare);
      cpu[i] = r.emi_cpu;
    }
  bench_time_row (row, &whole, "us", 1e-6, 1.3, 0);
  bench_note ("CPU %.0f us of it; two commits of the ledger without the "
              "pipeline %.0f us, %.2f x",
              bench_median (cpu, ROUNDS) * 1e6, bench_emi (&ledger) * 1e6,
              bench_ratio (&ledger));
}

int
main (void)
{
  char *dir = hospital_folder (HOSPITAL_SQLITE);
  struct hospital h;
  struct bare bare;

  prctl (PR_SET_TIMERSLACK, 1);
  hospital_open (&h, dir);
  hospital_make_ledger (&h);
  hospital_open_ledger (&h);
  hospital_fill (&h, RECORDS);
  open_bare (&bare, dir, &h);

  slow_syncs = true;
  measure (&h, &bare, "one durable request, sync 1 ms");
  slow_syncs = false;
  measure (&h, &bare, "one durable request, this disk");

  bare_request_free (bare.request);
  bare_store_close (bare.store);
  hospital_close (&h);
  hospital_remove (dir);
  return 0;
}
