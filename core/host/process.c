/* SPDX-License-Identifier: Apache-2.0 */
/* A helper's process (process.h).  */
#include "host/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cleanup.h"

#define SOCKET_THERE 3

/* --- start --- */

/* The socket last: OUTPUT may be where it goes.  */
static int
set_files (posix_spawn_file_actions_t *files, int socket, int output)
{
  int bad = 0;

  for (int fd = 0; fd < SOCKET_THERE && !bad; fd++)
    bad = fd > 0 && output >= 0
            ? posix_spawn_file_actions_adddup2 (files, output, fd)
            : posix_spawn_file_actions_addopen (files, fd, "/dev/null",
                                                O_RDWR, 0);
  if (!bad)
    bad = posix_spawn_file_actions_adddup2 (files, socket, SOCKET_THERE);
  return bad ? bad
             : posix_spawn_file_actions_addclosefrom_np (files,
                                                         SOCKET_THERE + 1);
}

static int
set_attributes (posix_spawnattr_t *a)
{
  sigset_t none, all;
  int bad;

  sigemptyset (&none);
  sigfillset (&all);
  bad = posix_spawnattr_setsigmask (a, &none);
  if (!bad)
    bad = posix_spawnattr_setsigdefault (a, &all);
  /* A group of its own: the keys of the terminal that emi hears (Ctrl-C) are
     not for it.  No session of its own, which the scheduler would take for
     another person's work and let wait: it leaves the terminal by itself.  */
  if (!bad)
    bad = posix_spawnattr_setpgroup (a, 0);
  return bad ? bad
             : posix_spawnattr_setflags (a, POSIX_SPAWN_SETSIGMASK
                                                | POSIX_SPAWN_SETSIGDEF
                                                | POSIX_SPAWN_SETPGROUP);
}

static int
spawn (const char *program, const char *name, char *const env[], int socket,
       int output, pid_t *out)
{
  char *const argv[] = { (char *) "emi-plugin-host", (char *) name, NULL };
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
  int bad = posix_spawn_file_actions_init (&files);

  if (bad)
    return bad;
  bad = posix_spawnattr_init (&attributes);
  if (!bad)
    {
      bad = set_files (&files, socket, output);
      if (!bad)
        bad = set_attributes (&attributes);
      if (!bad)
        bad = posix_spawn (out, program, &files, &attributes, argv, env);
      posix_spawnattr_destroy (&attributes);
    }
  posix_spawn_file_actions_destroy (&files);
  return bad;
}

bool
process_start (const char *program, const char *name, char *const env[],
               int output, struct process *out, int *socket_out,
               struct fault *why)
{
  struct process p = { .fd = -1 };
  int ends[2];

  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
    return fault_set (why, CODE_HELPER_START, "%s: %s", name,
                      strerror (errno));
  /* Only our end; what is there blocks.  */
  int bad = fcntl (ends[0], F_SETFL, O_NONBLOCK) == 0 ? 0 : errno;
  if (!bad)
    bad = spawn (program, name, env, ends[1], output, &p.pid);
  close (ends[1]);
  if (bad)
    {
      close (ends[0]);
      return fault_set (why, CODE_HELPER_START, "%s: %s: %s", name, program,
                        strerror (bad));
    }
  p.fd = pidfd_open (p.pid, 0);
  *socket_out = ends[0];
  *out = p;
  return true;
}

/* --- end --- */

void
process_interrupt (const struct process *p, int value)
{
  siginfo_t info = { .si_signo = PROCESS_INTERRUPT, .si_code = SI_QUEUE };

  info.si_value.sival_int = value;
  if (p->fd >= 0)
    pidfd_send_signal (p->fd, PROCESS_INTERRUPT, &info, 0);
}

static bool
ended (const struct process *p, int ms)
{
  struct pollfd fd = { .fd = p->fd, .events = POLLIN };
  int n;

  if (p->fd < 0)
    return false;
  do
    n = poll (&fd, 1, ms);
  while (n < 0 && errno == EINTR);
  return n > 0;
}

/* By its number only where there is no better name for it: whoever started
   emi may have it so that ended children are forgotten at once.  */
static void
end_now (const struct process *p)
{
  if (p->fd >= 0)
    pidfd_send_signal (p->fd, SIGKILL, NULL, 0);
  else
    kill (p->pid, SIGKILL);
}

static void
tell (int status, struct buffer *how)
{
  if (WIFSIGNALED (status))
    buffer_printf (how, "killed by signal %d", WTERMSIG (status));
  else if (WIFEXITED (status))
    buffer_printf (how, "ended with status %d", WEXITSTATUS (status));
}

void
process_end (struct process *p, int ms, struct buffer *how)
{
  int status = 0;
  pid_t got;

  if (!p->pid)
    return;
  if (!ended (p, ms))
    end_now (p);
  do
    got = waitpid (p->pid, &status, 0);
  while (got < 0 && errno == EINTR);
  if (got == p->pid && how)
    tell (status, how);
  if (p->fd >= 0)
    close (p->fd);
  *p = (struct process) { .fd = -1 };
}
