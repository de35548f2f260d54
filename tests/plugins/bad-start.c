/* SPDX-License-Identifier: Apache-2.0 */
/* Ends, or never ends, while it is loaded: built three times, with what it does
   as START.  */
#include "auth-test.h"

#include <signal.h>
#include <unistd.h>

#define CRASH raise (SIGSEGV)
#define END _exit (0)
#define LOOP                                                                  \
  for (;;)                                                                    \
    pause ()

#ifndef START /* as an analyser reads it */
#define START END
#endif

__attribute__ ((constructor)) static void
start (void)
{
  START;
}

static emi_rc
verify (void *self, struct emi_call *call, const struct emi_auth_verify *in)
{
  return auth_test_grant (self, call, in, "2-01");
}

AUTH_TEST_PLUGIN (bad_start, "bad-start", "2-01", verify, NULL);
