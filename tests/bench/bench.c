/* SPDX-License-Identifier: Apache-2.0 */
/* Measuring and telling.  Aborts when something cannot be measured: a number
   that means something else would be worse than none.  */
#include "bench/bench.h"

#include <fcntl.h>
#include <malloc.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

void
bench_must (bool good, const char *what)
{
  if (good)
    return;
  fprintf (stderr, "bench: %s\n", what);
  abort ();
}

static double
seconds (clockid_t which)
{
  struct timespec t;

  bench_must (clock_gettime (which, &t) == 0, "no clock");
  return (double) t.tv_sec + (double) t.tv_nsec / 1e9;
}

double
bench_cpu (void)
{
  return seconds (CLOCK_PROCESS_CPUTIME_ID);
}

double
bench_wall (void)
{
  return seconds (CLOCK_MONOTONIC);
}

/* --- rounds --- */

static int
by_value (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

double
bench_median (double *v, size_t n)
{
  qsort (v, n, sizeof *v, by_value);
  return n % 2 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
}

void
bench_pair (struct bench_pairs *p, double emi, double bare)
{
  bench_must (p->n < BENCH_ROUNDS_MAX, "too many rounds");
  p->emi[p->n] = emi;
  p->bare[p->n++] = bare;
}

double
bench_ratio (const struct bench_pairs *p)
{
  double v[BENCH_ROUNDS_MAX];

  for (size_t i = 0; i < p->n; i++)
    v[i] = p->emi[i] / p->bare[i];
  return bench_median (v, p->n);
}

static double
side (const double *from, size_t n)
{
  double v[BENCH_ROUNDS_MAX];

  memcpy (v, from, n * sizeof *v);
  return bench_median (v, n);
}

double
bench_emi (const struct bench_pairs *p)
{
  return side (p->emi, p->n);
}

double
bench_bare (const struct bench_pairs *p)
{
  return side (p->bare, p->n);
}

/* --- telling --- */

static const char *
verdict (const struct bench_row *r)
{
  if (r->later)
    return "not yet required";
  if (r->absolute > 0 && r->emi <= r->absolute)
    return "holds";
  if (r->bare > 0
      && ((r->most > 0 && r->ratio <= r->most)
          || (r->least > 0 && r->ratio >= r->least)))
    return "holds";
  return "MISSES";
}

void
bench_row (const struct bench_row *r)
{
  char budget[64] = "", bare[48] = "", ratio[32] = "";

  if (r->bare > 0)
    {
      snprintf (bare, sizeof bare, "bare %.4g %s", r->bare, r->unit);
      snprintf (ratio, sizeof ratio, "%.2f x", r->ratio);
    }
  if (r->most > 0)
    snprintf (budget, sizeof budget, "at most %.4g x", r->most);
  else if (r->least > 0)
    snprintf (budget, sizeof budget, "at least %.4g x", r->least);
  if (r->absolute > 0)
    snprintf (budget + strlen (budget), sizeof budget - strlen (budget),
              "%s%.4g %s", budget[0] ? " or " : "at most ", r->absolute,
              r->unit);
  printf ("%-30s %9.4g %-5s %-17s %8s  %-24s %s\n", r->what, r->emi, r->unit,
          bare, ratio, budget, verdict (r));
  fflush (stdout);
}

void
bench_time_row (const char *what, const struct bench_pairs *p,
                const char *unit, double scale, double most, double absolute)
{
  const struct bench_row r = {
    .what = what,
    .unit = unit,
    .emi = bench_emi (p) / scale,
    .bare = bench_bare (p) / scale,
    .ratio = bench_ratio (p),
    .most = most,
    .absolute = absolute,
  };

  bench_row (&r);
}

void
bench_note (const char *fmt, ...)
{
  va_list ap;

  printf ("    ");
  va_start (ap, fmt);
  vprintf (fmt, ap);
  va_end (ap);
  printf ("\n");
  fflush (stdout);
}

/* --- children --- */

void
bench_child (void (*work) (void *ctx, void *out), void *ctx, void *out,
             size_t out_len)
{
  int pipes[2], status;
  char *at = out;

  fflush (stdout);
  bench_must (pipe (pipes) == 0, "no pipe");
  pid_t pid = fork ();
  bench_must (pid >= 0, "no child");
  if (pid == 0)
    {
      work (ctx, out);
      bench_must (write (pipes[1], out, out_len) == (ssize_t) out_len,
                  "the child's answer");
      fflush (stdout);
      _exit (0);
    }
  close (pipes[1]);
  for (size_t left = out_len; left > 0;)
    {
      ssize_t n = read (pipes[0], at, left);

      bench_must (n > 0, "a child ended without an answer");
      at += n;
      left -= (size_t) n;
    }
  close (pipes[0]);
  bench_must (waitpid (pid, &status, 0) == pid && status == 0,
              "a child failed");
}

double
bench_program (char *const argv[])
{
  double start = bench_wall ();
  pid_t pid = fork ();
  int status;

  bench_must (pid >= 0, "no child");
  if (pid == 0)
    {
      int null = open ("/dev/null", O_RDWR);

      dup2 (null, STDIN_FILENO);
      dup2 (null, STDOUT_FILENO);
      execv (argv[0], argv);
      _exit (127);
    }
  bench_must (waitpid (pid, &status, 0) == pid, "no child to wait for");
  double took = bench_wall () - start;
  bench_must (status == 0, argv[0]);
  return took;
}

/* --- memory --- */

static long
status_kb (const char *name)
{
  FILE *f = fopen ("/proc/self/status", "re");
  size_t len = strlen (name);
  char line[256];
  long kb = -1;

  bench_must (f != NULL, "/proc/self/status");
  while (kb < 0 && fgets (line, sizeof line, f))
    if (strncmp (line, name, len) == 0 && line[len] == ':')
      kb = strtol (line + len + 1, NULL, 10);
  fclose (f);
  bench_must (kb >= 0, name);
  return kb;
}

long
bench_resident_kb (void)
{
  return status_kb ("VmRSS");
}

long
bench_peak_kb (void)
{
  return status_kb ("VmHWM");
}

/* What was freed is given back first, so that it cannot be used unseen.  */
void
bench_peak_reset (void)
{
  int fd = open ("/proc/self/clear_refs", O_WRONLY | O_CLOEXEC);

  malloc_trim (0);
  bench_must (fd >= 0 && write (fd, "5", 1) == 1, "/proc/self/clear_refs");
  close (fd);
}
