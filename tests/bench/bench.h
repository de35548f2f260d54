/* SPDX-License-Identifier: Apache-2.0 */
/* What the benchmarks share: the two clocks, medians of interleaved rounds,
   the one line that each row prints, and children with memory of their own. */
#ifndef EMI_BENCH_BENCH_H
#define EMI_BENCH_BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#define BENCH_ROUNDS_MAX 64

/* Seconds: of this process's CPU time, and of the day.  */
double bench_cpu (void);
double bench_wall (void);

/* Sorts V.  */
double bench_median (double *v, size_t n);

/* The rounds of one row; each measured emi and the bare program in turn.  */
struct bench_pairs
{
  double emi[BENCH_ROUNDS_MAX];
  double bare[BENCH_ROUNDS_MAX];
  size_t n;
};
void bench_pair (struct bench_pairs *p, double emi, double bare);
/* The median of the rounds' ratios, and of each side.  */
double bench_ratio (const struct bench_pairs *p);
double bench_emi (const struct bench_pairs *p);
double bench_bare (const struct bench_pairs *p);

/* One line of the table.  MOST and LEAST are what SPEC section 10 asks of the
   ratio, 0 where it asks nothing; ABSOLUTE is the other way to hold, in the
   unit of the values, or 0.  */
struct bench_row
{
  const char *what;
  const char *unit;
  double emi;
  double bare; /* 0: there is none, EMI alone is judged by ABSOLUTE */
  double ratio;
  double most;
  double least;
  double absolute;
  bool later; /* measured, but not asked for yet */
};
void bench_row (const struct bench_row *r);
/* The usual row: times in seconds, shown in UNIT, which is SCALE of a
   second.  */
void bench_time_row (const char *what, const struct bench_pairs *p,
                     const char *unit, double scale, double most,
                     double absolute);

/* Further lines under a row, for whoever wants to know more.  */
void bench_note (const char *fmt, ...) __attribute__ ((format (printf, 1, 2)));

void bench_must (bool good, const char *what);
/* Runs WORK in a child and hands back the OUT_LEN bytes that it filled.  */
void bench_child (void (*work) (void *ctx, void *out), void *ctx, void *out,
                  size_t out_len);
/* Runs ARGV with its output thrown away; seconds from start to end.  */
double bench_program (char *const argv[]);

/* Kilobytes of this process: resident now, and the most since the last
   reset.  */
long bench_resident_kb (void);
long bench_peak_kb (void);
void bench_peak_reset (void);

#endif
