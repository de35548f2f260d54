/* SPDX-License-Identifier: Apache-2.0 */
/* One call of a plugin in a process of its own (its probe, which does nothing)
   beside a bare turn: as many bytes written to a socket pair, read by another
   process, and an answer of as many bytes read back.  Which processors the
   two stand on makes ten times as much as what is measured, and is chance: so
   each pair is put first on one processor, then on two.  */
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/bench.h"
#include "host/host.h"
#include "lib/trial.h"

#define ROUNDS 31
#define TURNS 2000
/* What a probe's call and its end are on the wire.  */
#define CALL_BYTES 13
#define END_BYTES 17

/* Puts this process, with what it starts from now on, on the Kth of the
   processors that it may use; false when there are fewer.  */
static bool
stand_on (const cpu_set_t *all, unsigned k)
{
  for (int i = 0; i < CPU_SETSIZE; i++)
    if (CPU_ISSET (i, all) && k-- == 0)
      {
        cpu_set_t one;

        CPU_ZERO (&one);
        CPU_SET (i, &one);
        bench_must (sched_setaffinity (0, sizeof one, &one) == 0,
                    "a processor");
        return true;
      }
  return false;
}

/* A plugin and a bare program, each behind a socket pair.  */
struct ends
{
  struct trial trial;
  struct instance *plugin;
  pid_t child;
  int fd;
};

static void
echo (int fd)
{
  char bytes[64];

  while (read (fd, bytes, sizeof bytes) > 0)
    if (write (fd, bytes, END_BYTES) != END_BYTES)
      break;
  _exit (0);
}

static double
bare (int fd)
{
  char bytes[64] = "";
  double start = bench_wall ();

  for (int i = 0; i < TURNS; i++)
    bench_must (write (fd, bytes, CALL_BYTES) == CALL_BYTES
                  && read (fd, bytes, sizeof bytes) == END_BYTES,
                "a bare turn");
  return (bench_wall () - start) / TURNS;
}

static double
calls (struct instance *i)
{
  const struct emi_auth_probe in = { .size = sizeof in };
  double start = bench_wall ();

  for (int n = 0; n < TURNS; n++)
    bench_must (instance_call (i, CALL_auth_probe, &in, NULL, NULL) == EMI_OK,
                "a call");
  return (bench_wall () - start) / TURNS;
}

static void
start (struct ends *e)
{
  struct fault why;
  int ends[2];

  trial_init (&e->trial, 0);
  trial_add (&e->trial, EMI_KIND_AUTH, "apart", "password", NULL)->run
    = CONFIG_RUN_SEPARATE;
  bench_must (host_instance (e->trial.host, EMI_KIND_AUTH, "apart",
                             &e->plugin, &why),
              "the helper");
  bench_must (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0,
              "a socket pair");
  e->child = fork ();
  bench_must (e->child >= 0, "a process");
  if (e->child == 0)
    {
      close (ends[0]);
      echo (ends[1]);
    }
  close (ends[1]);
  e->fd = ends[0];
}

static void
end (struct ends *e)
{
  close (e->fd);
  waitpid (e->child, NULL, 0);
  trial_done (&e->trial);
}

/* The other ends stand on processor WHERE, this one on the first.  */
static void
row (const char *what, const cpu_set_t *all, unsigned where)
{
  struct bench_pairs p = { .n = 0 };
  struct ends e;

  if (!stand_on (all, where))
    return;
  start (&e);
  stand_on (all, 0);
  for (int n = 0; n < ROUNDS; n++)
    bench_pair (&p, calls (e.plugin), bare (e.fd));
  bench_time_row (what, &p, "us", 1e-6, 1.5, 0);
  end (&e);
}

int
main (void)
{
  cpu_set_t all;

  bench_must (sched_getaffinity (0, sizeof all, &all) == 0, "processors");
  row ("separate plugin: one call", &all, 0);
  row ("  on two processors", &all, 1);
  return 0;
}
