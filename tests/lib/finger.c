/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/finger.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <sys/wait.h>

#define COMMANDS_MAX 60

void
finger_start (struct finger *f, const char *socket,
              const char *const *commands)
{
  const char *top = getenv ("top_srcdir");
  const char *argv[COMMANDS_MAX + 4] = { "python3" };
  char script[4096];
  size_t n = 3;

  finger_end (f);
  snprintf (script, sizeof script, "%s/tests/lib/finger.py", top ? top : ".");
  argv[1] = script;
  argv[2] = socket;
  while (*commands && n < COMMANDS_MAX + 3)
    argv[n++] = *commands++;
  fflush (NULL);
  f->pid = fork ();
  if (f->pid < 0)
    abort ();
  if (f->pid > 0)
    return;
  /* The tests' sanitizers are not for Python.  */
  unsetenv ("LD_PRELOAD");
  execvp (argv[0], (char *const *) argv);
  _exit (127);
}

bool
finger_wait (struct finger *f)
{
  int status = -1;

  if (f->pid > 0 && waitpid (f->pid, &status, 0) != f->pid)
    status = -1;
  f->pid = 0;
  return WIFEXITED (status) && WEXITSTATUS (status) == 0;
}

void
finger_end (struct finger *f)
{
  if (f->pid <= 0)
    return;
  kill (f->pid, SIGKILL);
  finger_wait (f);
}
