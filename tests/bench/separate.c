/* SPDX-License-Identifier: Apache-2.0 */
/* One call of a plugin in a process of its own (its probe, which does nothing)
   beside a bare turn: as many bytes written to a socket pair, read by another
   process, and an answer of as many bytes read back.  */
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

int
main (void)
{
  struct bench_pairs p = { .n = 0 };
  struct instance *i;
  struct trial t;
  struct fault why;
  int ends[2];

  trial_init (&t, 0);
  trial_add (&t, EMI_KIND_AUTH, "apart", "password", NULL)->run
    = CONFIG_RUN_SEPARATE;
  bench_must (host_instance (t.host, EMI_KIND_AUTH, "apart", &i, &why),
              "the helper");
  bench_must (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0,
              "a socket pair");
  pid_t child = fork ();
  bench_must (child >= 0, "a process");
  if (child == 0)
    {
      close (ends[0]);
      echo (ends[1]);
    }
  close (ends[1]);
  for (int n = 0; n < ROUNDS; n++)
    bench_pair (&p, calls (i), bare (ends[0]));
  close (ends[0]);
  waitpid (child, NULL, 0);
  bench_time_row ("separate plugin: one call", &p, "us", 1e-6, 1.5, 0);
  trial_done (&t);
  return 0;
}
