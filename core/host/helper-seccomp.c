/* SPDX-License-Identifier: Apache-2.0 */
/* Seccomp: calls of the kernel that no plugin has a use for are refused with
   EPERM, so that a library that only tries them goes on.  */
#include <errno.h>
#include <linux/sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <seccomp.h>

#include "base/cleanup.h"
#include "base/words.h"
#include "host/helper.h"

/* Newer than the headers.  */
#ifndef AF_MAX
#define AF_MAX 46
#endif

static const int never[] = {
#ifndef __SANITIZE_ADDRESS__ /* the leak checker attaches to its process */
  SCMP_SYS (ptrace),
#endif
  /* other processes */
  SCMP_SYS (process_vm_readv), SCMP_SYS (process_vm_writev),
  SCMP_SYS (process_madvise), SCMP_SYS (pidfd_getfd), SCMP_SYS (kcmp),
  /* the kernel itself */
  SCMP_SYS (bpf), SCMP_SYS (perf_event_open), SCMP_SYS (io_uring_setup),
  SCMP_SYS (io_uring_enter), SCMP_SYS (io_uring_register),
  SCMP_SYS (userfaultfd), SCMP_SYS (init_module), SCMP_SYS (finit_module),
  SCMP_SYS (delete_module), SCMP_SYS (kexec_load), SCMP_SYS (kexec_file_load),
  SCMP_SYS (iopl), SCMP_SYS (ioperm), SCMP_SYS (reboot), SCMP_SYS (swapon),
  SCMP_SYS (swapoff), SCMP_SYS (acct), SCMP_SYS (quotactl),
  SCMP_SYS (syslog), SCMP_SYS (settimeofday), SCMP_SYS (clock_settime),
  SCMP_SYS (clock_adjtime), SCMP_SYS (adjtimex), SCMP_SYS (vhangup),
  SCMP_SYS (sethostname), SCMP_SYS (setdomainname),
  /* keys that the kernel keeps */
  SCMP_SYS (add_key), SCMP_SYS (request_key), SCMP_SYS (keyctl),
  /* another view of the files */
  SCMP_SYS (mount), SCMP_SYS (umount2), SCMP_SYS (pivot_root),
  SCMP_SYS (chroot), SCMP_SYS (move_mount), SCMP_SYS (open_tree),
  SCMP_SYS (fsopen), SCMP_SYS (fsconfig), SCMP_SYS (fsmount),
  SCMP_SYS (fspick), SCMP_SYS (mount_setattr), SCMP_SYS (unshare),
  SCMP_SYS (setns), SCMP_SYS (open_by_handle_at),
  SCMP_SYS (name_to_handle_at), SCMP_SYS (fanotify_init),
};

static bool
refuse (scmp_filter_ctx c, int call)
{
  return seccomp_rule_add (c, SCMP_ACT_ERRNO (EPERM), call, 0) == 0;
}

static bool
refuse_never (scmp_filter_ctx c)
{
  for (size_t i = 0; i < N_ELEMENTS (never); i++)
    if (!refuse (c, never[i]))
      return false;
  return true;
}

/* Socket families but those that are needed.  */
static bool
refuse_sockets (scmp_filter_ctx c, const char *needs)
{
  bool network = words_have (needs, "network");
  bool local = words_have (needs, "unix");
  bool device = words_have (needs, "devices");

  for (unsigned f = 0; f <= AF_MAX; f++)
    {
      if ((network && (f == AF_INET || f == AF_INET6))
          || (local && f == AF_UNIX) || (device && f == AF_NETLINK))
        continue;
      if (seccomp_rule_add (c, SCMP_ACT_ERRNO (EPERM), SCMP_SYS (socket), 1,
                            SCMP_A0_32 (SCMP_CMP_EQ, f))
          != 0)
        return false;
    }
  return seccomp_rule_add (c, SCMP_ACT_ERRNO (EPERM), SCMP_SYS (socket), 1,
                           SCMP_A0_32 (SCMP_CMP_GT, AF_MAX))
         == 0;
}

/* Threads are made, name spaces not.  The flags of the newer call cannot be
   seen, so it is one that this kernel does not have, and the older is
   used.  */
static bool
refuse_spaces (scmp_filter_ctx c)
{
  static const unsigned spaces[]
    = { CLONE_NEWUSER, CLONE_NEWNS,  CLONE_NEWPID,   CLONE_NEWNET,
        CLONE_NEWIPC,  CLONE_NEWUTS, CLONE_NEWCGROUP };

  for (size_t i = 0; i < N_ELEMENTS (spaces); i++)
    if (seccomp_rule_add (c, SCMP_ACT_ERRNO (EPERM), SCMP_SYS (clone), 1,
                          SCMP_A0 (SCMP_CMP_MASKED_EQ, spaces[i], spaces[i]))
        != 0)
      return false;
  return seccomp_rule_add (c, SCMP_ACT_ERRNO (ENOSYS), SCMP_SYS (clone3), 0)
         == 0;
}

/* Typing for the person at a terminal.  */
static bool
refuse_typing (scmp_filter_ctx c)
{
  return seccomp_rule_add (c, SCMP_ACT_ERRNO (EPERM), SCMP_SYS (ioctl), 1,
                           SCMP_A1_32 (SCMP_CMP_EQ, TIOCSTI))
         == 0;
}

static bool
refuse_programs (scmp_filter_ctx c, const char *needs)
{
  return words_have (needs, "exec")
         || (refuse (c, SCMP_SYS (execve)) && refuse (c, SCMP_SYS (execveat)));
}

bool
calls_enter (const char *needs)
{
  scmp_filter_ctx c = seccomp_init (SCMP_ACT_ALLOW);
  bool good;

  if (!c)
    return false;
  good = refuse_never (c) && refuse_sockets (c, needs) && refuse_spaces (c)
         && refuse_typing (c) && refuse_programs (c, needs)
         && seccomp_load (c) == 0;
  seccomp_release (c);
  return good;
}
