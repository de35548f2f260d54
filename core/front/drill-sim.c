/* SPDX-License-Identifier: Apache-2.0 */
/* A drill has to work for one doctor at one keyboard, so emi starts the
   simulator itself: the one it was installed with, with an environment of its
   own, its output nowhere.  It ends with us whatever happens.  */
#include "front/drill-sim.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define PROGRAM BINDIR "/emi-sim"

/* In the child; only what is safe between fork and exec.  */
static void
become (const char *file, pid_t parent)
{
  char *const argv[]
    = { (char *) PROGRAM, (char *) "-c", (char *) file, (char *) "--drill",
        NULL };
  char *const env[] = { (char *) "LC_ALL=C.UTF-8", NULL };
  int null = open ("/dev/null", O_RDWR);

  if (null < 0 || dup2 (null, 0) < 0 || dup2 (null, 1) < 0
      || dup2 (null, 2) < 0)
    _exit (127);
  if (null > 2)
    close (null);
  if (prctl (PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid () != parent)
    _exit (127);
  execve (PROGRAM, argv, env);
  _exit (127);
}

pid_t
drill_sim_start (const struct config *c)
{
  pid_t parent = getpid (), pid;

  if (access (PROGRAM, X_OK) != 0)
    return -1;
  pid = fork ();
  if (pid == 0)
    become (c->file, parent);
  return pid;
}

void
drill_sim_stop (pid_t pid)
{
  if (pid <= 0)
    return;
  kill (pid, SIGKILL);
  while (waitpid (pid, NULL, 0) < 0 && errno == EINTR)
    ;
}
