/* SPDX-License-Identifier: Apache-2.0 */
/* Ruins the process that it runs in, each time as the account's name says.  */
#include "auth-test.h"

#include <signal.h>
#include <unistd.h>

/* Of the socket to emi, which a plugin has no business with.  */
#define SOCKET 3

static emi_rc
flood (const struct auth_test *t, struct emi_call *call)
{
  emi_rc rc;

  do
    rc = auth_test_text (t, call, "flood", "x");
  while (rc == EMI_OK);
  return rc;
}

static emi_rc
big (const struct auth_test *t, struct emi_call *call)
{
  static char block[8 << 20];
  emi_rc rc;

  do
    rc = t->host->put (call, "big", block, sizeof block);
  while (rc == EMI_OK);
  return rc;
}

/* Behind emi's back: bytes that are no message, a length that is too much, a
   kind that is none, and a message that nobody waits for.  */
static emi_rc
lie (const char *how)
{
  static const char end[] = "\0\0\0\015\010\0\0\0\0\0\0\0\0\0\0\0\0";
  static const char huge[] = "\377\377\377\377x";
  static const char kind[] = "\0\0\0\001\231";
  static const char empty[] = "\0\0\0\0";
  const char *bytes = "GET / HTTP/1.0\r\n\r\n";
  size_t len = strlen (bytes);

  if (strcmp (how, "huge") == 0)
    bytes = huge, len = sizeof huge - 1;
  else if (strcmp (how, "kind") == 0)
    bytes = kind, len = sizeof kind - 1;
  else if (strcmp (how, "empty") == 0)
    bytes = empty, len = sizeof empty - 1;
  else if (strcmp (how, "twice") == 0)
    bytes = end, len = sizeof end - 1;
  if (write (SOCKET, bytes, len) < 0)
    return EMI_INTERNAL;
  return EMI_OK;
}

static emi_rc
verify (void *self, struct emi_call *call, const struct emi_auth_verify *in)
{
  const struct auth_test *t = self;
  const char *what = in->account;

  if (strcmp (what, "crash") == 0)
    abort ();
  if (strcmp (what, "exit") == 0)
    _exit (3);
  if (strcmp (what, "kill") == 0)
    kill (getpid (), SIGKILL);
  while (strcmp (what, "hang") == 0)
    pause ();
  if (strcmp (what, "flood") == 0)
    return flood (t, call);
  if (strcmp (what, "big") == 0)
    return big (t, call);
  if (strcmp (what, "close") == 0)
    close (SOCKET);
  if (strncmp (what, "lie-", 4) == 0)
    return lie (what + 4);
  return auth_test_text (t, call, "verdict", "refused");
}

AUTH_TEST_PLUGIN (bad_process, "bad-process", "2-01", verify, NULL);
