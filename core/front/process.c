/* SPDX-License-Identifier: Apache-2.0 */
/* What the process does to itself before it touches a secret.  */
#include "front/front.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <unistd.h>

/* Variables by which code or configuration of others gets into the process or
   keys get out of it.  */
static const char *const hostile_variables[]
  = { "GCONV_PATH",       "LOCPATH",        "LTDL_LIBRARY_PATH",
      "LTDL_DEBUG",       "OPENSSL_CONF",   "OPENSSL_MODULES",
      "OPENSSL_ENGINES",  "SSLKEYLOGFILE",  "XML_CATALOG_FILES",
      "SGML_CATALOG_FILES", "XML_DEBUG_CATALOG" };

static void
keep_standard_descriptors (void)
{
  int fd;

  do
    fd = open ("/dev/null", O_RDWR);
  while (fd >= 0 && fd <= 2);
  if (fd > 2)
    close (fd);
}

void
process_harden (void)
{
  struct rlimit none = { 0, 0 };
  size_t n = sizeof hostile_variables / sizeof hostile_variables[0];

  keep_standard_descriptors ();
  for (size_t i = 0; i < n; i++)
    unsetenv (hostile_variables[i]);
  setrlimit (RLIMIT_CORE, &none);
#ifndef __SANITIZE_ADDRESS__
  /* The leak checker attaches to its own process. */
  prctl (PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
  signal (SIGPIPE, SIG_IGN);
  signal (SIGXFSZ, SIG_IGN); /* a file at its limit is an error to report */
  umask (umask (077) | 022);
}

int
process_cancel_fd (void)
{
  sigset_t set;

  sigemptyset (&set);
  sigaddset (&set, SIGINT);
  sigaddset (&set, SIGTERM);
  sigaddset (&set, SIGHUP);
  if (sigprocmask (SIG_BLOCK, &set, NULL) != 0)
    return -1;
  return signalfd (-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}
