/* SPDX-License-Identifier: Apache-2.0 */
/* What a helper does to its process before anything else: it leaves no core
   file, can be looked into by nobody, ends with emi, and keeps of root only
   what concerns files.  */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <pwd.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "host/helper.h"

static void
harden (void)
{
  struct rlimit none = { 0, 0 };

  setrlimit (RLIMIT_CORE, &none);
#ifndef __SANITIZE_ADDRESS__
  /* The leak checker attaches to its own process.  */
  prctl (PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
  prctl (PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
}

/* emi's terminal is not this process's.  */
static void
leave_terminal (void)
{
  int fd = open ("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);

  if (fd < 0)
    return;
  ioctl (fd, TIOCNOTTY);
  close (fd);
}

void
process_close_up (void)
{
  harden ();
  leave_terminal ();
  signal (SIGPIPE, SIG_IGN);
  signal (SIGXFSZ, SIG_IGN);
  umask (077);
  if (chdir ("/") != 0)
    _exit (1);
}

/* What root may still do: open what belongs to others, as it does inside
   emi.  */
static const unsigned kept[]
  = { CAP_CHOWN, CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_FOWNER };

/* No way back: not by starting a program either, since this holds for whatever
   this process becomes.  */
static bool
drop_capabilities (void)
{
  struct __user_cap_header_struct head
    = { .version = _LINUX_CAPABILITY_VERSION_3 };
  struct __user_cap_data_struct data[2] = { { 0 } };

  for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
    {
      data[0].effective |= 1u << kept[i];
      data[0].permitted |= 1u << kept[i];
    }
  for (unsigned cap = 0; prctl (PR_CAPBSET_READ, cap, 0, 0, 0) >= 0; cap++)
    if (cap > 31 || !(data[0].permitted & 1u << cap))
      prctl (PR_CAPBSET_DROP, cap, 0, 0, 0);
  return syscall (SYS_capset, &head, data) == 0;
}

static bool
become (const char *user, struct fault *why)
{
  char texts[4096];
  struct passwd found, *p = NULL;
  int bad = getpwnam_r (user, &found, texts, sizeof texts, &p);

  if (!p)
    return fault_set (why, CODE_HELPER_START, "user %s: %s", user,
                      bad ? strerror (bad) : "unknown");
  if (initgroups (user, p->pw_gid) != 0
      || setresgid (p->pw_gid, p->pw_gid, p->pw_gid) != 0
      || setresuid (p->pw_uid, p->pw_uid, p->pw_uid) != 0)
    return fault_set (why, CODE_HELPER_START, "user %s: %s", user,
                      strerror (errno));
  return true;
}

bool
process_become (const char *user, int64_t *done, struct fault *why)
{
  uid_t was = geteuid ();

  if (user && !become (user, why))
    return false;
  if (geteuid () == 0 && !drop_capabilities ())
    return fault_set (why, CODE_HELPER_START, "capabilities: %s",
                      strerror (errno));
  if (geteuid () != was)
    *done |= ISOLATED_USER;
  /* Another user's process begins with these as they were not.  */
  harden ();
  return prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
         || fault_set (why, CODE_HELPER_START, "no_new_privs: %s",
                       strerror (errno));
}
