/* SPDX-License-Identifier: Apache-2.0 */
/* Tries what no plugin has a reason to do, and tells how far it came: each
   attempt by name, with the errno that it ended with, 0 where it worked.
   `verify` makes the attempt that the account's name says ("read /etc/passwd"),
   `enrol` all of them, with the path of option "secret".  */
#include <emi/auth.h>

#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

struct nosy
{
  const struct emi_host *host;
  void *ctx;
};

static int
errno_of (bool good)
{
  return good ? 0 : errno;
}

static int
try_read (const char *path)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  int e = errno_of (fd >= 0);

  if (fd >= 0)
    close (fd);
  return e;
}

static int
try_write (const char *path)
{
  int fd = open (path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  int e = errno_of (fd >= 0);

  if (fd >= 0)
    close (fd);
  return e;
}

static int
try_list (const char *path)
{
  DIR *dir = opendir (path);
  int e = errno_of (dir != NULL);

  if (dir)
    closedir (dir);
  return e;
}

static int
try_trace (const char *unused)
{
  (void) unused;
  return errno_of (ptrace (PTRACE_SEIZE, getppid (), NULL, NULL) == 0);
}

static int
try_memory (const char *unused)
{
  char byte;
  struct iovec here = { &byte, 1 }, there = { (void *) 4096, 1 };
  ssize_t n = process_vm_readv (getppid (), &here, 1, &there, 1, 0);

  (void) unused;
  return errno_of (n == 1);
}

static int
try_parent (const char *unused)
{
  char path[64];

  (void) unused;
  snprintf (path, sizeof path, "/proc/%d/environ", (int) getppid ());
  return try_read (path);
}

/* Nothing is sent: whether it could be is the question.  */
static int
try_kill (const char *unused)
{
  (void) unused;
  return errno_of (kill (getppid (), 0) == 0);
}

static int
try_connect (const char *port)
{
  struct sockaddr_in to = { .sin_family = AF_INET };
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int e = errno_of (fd >= 0);

  to.sin_port = htons ((uint16_t) strtol (port, NULL, 10));
  to.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  if (fd >= 0)
    {
      e = errno_of (connect (fd, (struct sockaddr *) &to, sizeof to) == 0);
      close (fd);
    }
  return e;
}

static int
try_unix (const char *path)
{
  int fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int e = errno_of (fd >= 0);

  (void) path;
  if (fd >= 0)
    close (fd);
  return e;
}

static int
try_mount (const char *unused)
{
  (void) unused;
  return errno_of (mount ("none", "/mnt", "tmpfs", 0, NULL) == 0);
}

static int
try_exec (const char *unused)
{
  int ends[2], e = -1;

  (void) unused;
  if (pipe2 (ends, O_CLOEXEC) != 0)
    return errno;
  pid_t child = fork ();
  if (child == 0)
    {
      execl ("/bin/true", "true", (char *) NULL);
      e = errno;
      if (write (ends[1], &e, sizeof e) < 0)
        _exit (1);
      _exit (0);
    }
  close (ends[1]);
  if (read (ends[0], &e, sizeof e) != sizeof e)
    e = 0; /* it became the program */
  close (ends[0]);
  waitpid (child, NULL, 0);
  return e;
}

/* 0 when the variable is there.  */
static int
try_variable (const char *name)
{
  return getenv (name) ? 0 : ENOENT;
}

/* How many descriptors are open, beside the one that counts.  */
static int
count_files (const char *unused)
{
  DIR *dir = opendir ("/proc/self/fd");
  int n = 0;

  (void) unused;
  for (; dir && readdir (dir); n++)
    ;
  if (dir)
    closedir (dir);
  return n - 3;
}

/* 0 when nobody may look into it and it leaves no core file.  */
static int
look_closed (const char *unused)
{
  struct rlimit core;

  (void) unused;
  return (getrlimit (RLIMIT_CORE, &core) != 0 || core.rlim_max != 0)
         + 2 * (prctl (PR_GET_DUMPABLE, 0, 0, 0, 0) != 0)
         + 4 * (prctl (PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1);
}

static const struct attempt
{
  const char *name;
  int (*make) (const char *with);
} attempts[] = {
  { "read", try_read },       { "write", try_write },
  { "list", try_list },       { "trace", try_trace },
  { "memory", try_memory },   { "parent", try_parent },
  { "kill", try_kill },       { "connect", try_connect },
  { "unix", try_unix },       { "mount", try_mount },
  { "exec", try_exec },       { "variable", try_variable },
  { "files", count_files },   { "closed", look_closed },
};

static int
attempt (const char *words)
{
  size_t n = strcspn (words, " ");

  for (size_t i = 0; i < sizeof attempts / sizeof *attempts; i++)
    if (strlen (attempts[i].name) == n
        && strncmp (attempts[i].name, words, n) == 0)
      return attempts[i].make (words[n] ? words + n + 1 : "");
  return -1;
}

static emi_rc
nosy_open (const struct emi_host *host, void *host_ctx, struct emi_call *call,
           void **self_out)
{
  struct nosy *n = malloc (sizeof *n);

  if (!n)
    return host->fail (call, EMI_INTERNAL, "no memory");
  *n = (struct nosy) { host, host_ctx };
  *self_out = n;
  return EMI_OK;
}

static void
nosy_close (void *self)
{
  free (self);
}

static emi_rc
nosy_verify (void *self, struct emi_call *call,
             const struct emi_auth_verify *in)
{
  const struct nosy *n = self;
  char text[16];

  snprintf (text, sizeof text, "%d", attempt (in->account));
  return n->host->put (call, "errno", text, strlen (text));
}

static emi_rc
nosy_enrol (void *self, struct emi_call *call, const struct emi_auth_enrol *in)
{
  const struct nosy *n = self;
  const char *secret = n->host->option (n->ctx, "secret");
  const char *ledger = n->host->option (n->ctx, "ledger");

  (void) in;
  return n->host->fail (
    call, EMI_UNREACHED,
    "keys=%d ledger=%d trace=%d memory=%d parent=%d connect=%d exec=%d "
    "closed=%d",
    try_read (secret), try_write (ledger), try_trace (""), try_memory (""),
    try_parent (""), try_connect ("9"), try_exec (""), look_closed (""));
}

static const struct emi_option options[] = {
  { "secret", EMI_OPT_TEXT, 0, "/etc/shadow", NULL, "for enrol" },
  { "ledger", EMI_OPT_TEXT, 0, "/etc/shadow", NULL, "for enrol" },
  { "readable", EMI_OPT_PATH, 0, NULL, NULL, "to be read" },
  { "writable", EMI_OPT_PATH, EMI_OPT_WRITE, NULL, NULL, "to be written" },
  EMI_OPTION_END
};

static const struct emi_auth_ops ops
  = { .size = sizeof ops, .verify = nosy_verify, .enrol = nosy_enrol };

EMI_AUTH_PLUGIN (test_nosy, &ops, options, .name = "test-nosy",
                 .version = "1", .summary = "for tests only",
                 .open = nosy_open, .close = nosy_close, .methods = "2-01");
