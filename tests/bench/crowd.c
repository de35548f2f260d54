/* SPDX-License-Identifier: Apache-2.0 */
/* 64 callers at once, each a process of its own as `emi request` is: durable
   requests a second and the slow ones' time, beside 64 processes that each
   commit the same two records to SQLite.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/bare-store.h"
#include "bench/bench.h"
#include "bench/hospital.h"
#include "lib/scratch.h"

#define CALLERS 64
#define EACH 10
#define ROUNDS 3

/* Shared by all callers of a round.  */
struct board
{
  char ids[CALLERS][EACH][ID_LEN + 1];
  double took[CALLERS][EACH];
  int ready;
  int go;
};

static void
wait_for_go (struct board *b)
{
  __atomic_add_fetch (&b->ready, 1, __ATOMIC_SEQ_CST);
  while (!__atomic_load_n (&b->go, __ATOMIC_SEQ_CST))
    usleep (1000);
}

static void
emi_caller (struct board *b, size_t k, char *dir)
{
  struct hospital h;

  hospital_open (&h, dir);
  hospital_open_ledger (&h);
  hospital_warm (&h);
  wait_for_go (b);
  for (size_t i = 0; i < EACH; i++)
    {
      double start = bench_wall ();

      hospital_request (&h, b->ids[k][i]);
      b->took[k][i] = bench_wall () - start;
    }
}

static void
bare_caller (struct board *b, size_t k, char *path)
{
  struct bare_store *s = bare_store_open (path);

  wait_for_go (b);
  for (size_t i = 0; i < EACH; i++)
    {
      double start = bench_wall ();

      bare_store_commit (s, 1600, 7);
      bare_store_commit (s, 1200, 2);
      b->took[k][i] = bench_wall () - start;
    }
}

/* Seconds from the start signal to the last caller's end.  */
static double
crowd (struct board *b, void (*caller) (struct board *, size_t, char *),
       char *place)
{
  pid_t pid[CALLERS];
  int status;

  b->ready = b->go = 0;
  for (size_t k = 0; k < CALLERS; k++)
    {
      pid[k] = fork ();
      bench_must (pid[k] >= 0, "a caller");
      if (pid[k] == 0)
        {
          caller (b, k, place);
          _exit (0);
        }
    }
  while (__atomic_load_n (&b->ready, __ATOMIC_SEQ_CST) < CALLERS)
    usleep (1000);
  double start = bench_wall ();
  __atomic_store_n (&b->go, 1, __ATOMIC_SEQ_CST);
  for (size_t k = 0; k < CALLERS; k++)
    bench_must (waitpid (pid[k], &status, 0) == pid[k] && status == 0,
                "a caller failed");
  return bench_wall () - start;
}

static double
p99 (struct board *b)
{
  double v[CALLERS * EACH];

  memcpy (v, b->took, sizeof v);
  bench_median (v, CALLERS * EACH); /* sorts */
  return v[CALLERS * EACH * 99 / 100];
}

static char *
make (void)
{
  char *dir = hospital_folder (HOSPITAL_SQLITE);
  char *from, *to, *command = NULL;
  struct hospital h;

  hospital_open (&h, dir);
  hospital_make_ledger (&h);
  hospital_close (&h);
  from = scratch_path (dir, "data/ledger.db");
  to = scratch_path (dir, "data/bare.db");
  bench_must (asprintf (&command, "cp '%s' '%s' && cp '%s-wal' '%s-wal'",
                        from, to, from, to)
                  >= 0
                && system (command) == 0,
              "copying the store");
  free (command);
  free (from);
  free (to);
  return dir;
}

static void
receive (struct board *b, char *dir)
{
  struct hospital h;

  hospital_open (&h, dir);
  hospital_open_ledger (&h);
  hospital_receptions (&h, b->ids[0], CALLERS * EACH);
  hospital_close (&h);
}

int
main (void)
{
  struct board *b = mmap (NULL, sizeof *b, PROT_READ | PROT_WRITE,
                          MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  struct bench_pairs rate = { .n = 0 }, slow = { .n = 0 };
  char *dir = make ();
  char *path = scratch_path (dir, "data/bare.db");

  bench_must (b != MAP_FAILED, "shared memory");
  for (int i = 0; i < ROUNDS; i++)
    {
      receive (b, dir);
      double emi = crowd (b, emi_caller, dir), emi_slow = p99 (b);
      double bare = crowd (b, bare_caller, path), bare_slow = p99 (b);

      bench_pair (&rate, CALLERS * EACH / emi, CALLERS * EACH / bare);
      bench_pair (&slow, emi_slow, bare_slow);
    }
  const struct bench_row requests = { .what = "64 at once: requests",
                                      .unit = "/s",
                                      .emi = bench_emi (&rate),
                                      .bare = bench_bare (&rate),
                                      .ratio = bench_ratio (&rate),
                                      .least = 6,
                                      .later = true };
  const struct bench_row slowest = { .what = "64 at once: p99",
                                     .unit = "ms",
                                     .emi = bench_emi (&slow) * 1e3,
                                     .bare = bench_bare (&slow) * 1e3,
                                     .ratio = bench_ratio (&slow),
                                     .most = 0.2,
                                     .later = true };
  bench_row (&requests);
  bench_row (&slowest);
  munmap (b, sizeof *b);
  free (path);
  hospital_remove (dir);
  return 0;
}
