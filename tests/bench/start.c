/* SPDX-License-Identifier: Apache-2.0 */
/* From nothing to an answer with twelve plugins: `emi check`, which loads
   each, beside a bare program that parses the same configuration with
   libxml2 and loads the same twelve with libltdl.  */
#include <stdio.h>
#include <stdlib.h>

#include "bench/bench.h"
#include "bench/hospital.h"
#include "lib/scratch.h"

#define ROUNDS 61

static char *
built (const char *name)
{
  const char *top = getenv ("top_builddir");
  char *path = NULL;

  bench_must (asprintf (&path, "%s/%s", top ? top : ".", name) >= 0,
              "memory");
  return path;
}

int
main (void)
{
  static char check[] = "check", option[] = "-c";
  char *dir = hospital_folder (HOSPITAL_SQLITE);
  char *file = scratch_path (dir, "emi.xml");
  char *plugins = scratch_path (dir, "plugins");
  char *emi = built ("emi"), *bare = built ("tests/bench/bare-start");
  char *const emi_argv[] = { emi, option, file, check, NULL };
  char *bare_argv[HOSPITAL_PLUGINS + 4] = { bare, file, plugins };
  struct bench_pairs pairs = { .n = 0 };

  for (size_t i = 0; i < HOSPITAL_PLUGINS; i++)
    bare_argv[3 + i] = (char *) hospital_plugins[i];
  bench_program (emi_argv);
  bench_program (bare_argv);
  for (int i = 0; i < ROUNDS; i++)
    {
      double took = bench_program (emi_argv);

      bench_pair (&pairs, took, bench_program (bare_argv));
    }
  bench_time_row ("start with 12 plugins", &pairs, "ms", 1e-3, 2, 0);

  free (emi);
  free (bare);
  free (file);
  free (plugins);
  hospital_remove (dir);
  return 0;
}
