/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/soft-card.h"

#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define WORDS_MAX 10

static void
run (char **words)
{
  pid_t child;
  int status;

  if (posix_spawnp (&child, words[0], NULL, NULL, words, environ) != 0
      || waitpid (child, &status, 0) != child || status != 0)
    {
      fprintf (stderr, "%s %s did not work\n", words[0], words[2]);
      abort ();
    }
}

void
soft_card (const char *dir, ...)
{
  char *words[WORDS_MAX + 4] = { NULL, (char *) dir };
  const char *top = getenv ("top_srcdir");
  size_t n = 2;
  va_list ap;

  if (asprintf (&words[0], "%s/tests/lib/soft-card.sh", top ? top : ".") < 0)
    abort ();
  va_start (ap, dir);
  while (n < WORDS_MAX && (words[n] = va_arg (ap, char *)))
    n++;
  va_end (ap);
  run (words);
  free (words[0]);
}

void
soft_card_use (const char *dir)
{
  char *conf;

  if (asprintf (&conf, "%s/softhsm2.conf", dir) < 0
      || setenv ("SOFTHSM2_CONF", conf, 1) != 0)
    abort ();
  free (conf);
}
