/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/responder.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/scratch.h"

static void
must (bool good, const char *what)
{
  if (good)
    return;
  perror (what);
  abort ();
}

static void
index_line (FILE *f, const struct card_cert *c, char state)
{
  BIGNUM *serial;
  char *hex;

  if (!c)
    return;
  serial = ASN1_INTEGER_to_BN (X509_get0_serialNumber (c->x), NULL);
  hex = BN_bn2hex (serial);
  fprintf (f, "%c\t491231235959Z\t%s\t%s\tunknown\t/CN=x\n", state,
           state == 'R' ? "200101000000Z" : "", hex);
  OPENSSL_free (hex);
  BN_free (serial);
}

/* The child: openssl in DIR, what it says into OUT.  */
static void
run_openssl (const char *dir, int out)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  if (chdir (dir) == 0 && dup2 (out, 1) == 1)
    execlp ("openssl", "openssl", "ocsp", "-index", "index", "-port", "0",
            "-rsigner", "cert.pem", "-rkey", "key.pem", "-CA", "ca.pem",
            "-nmin", "10", (char *) NULL);
  _exit (127);
}

/* "ACCEPT [::]:PORT PID=..." */
static int
port_told (int fd)
{
  FILE *f = fdopen (fd, "r");
  char line[256];
  int port = 0;

  while (f && port == 0 && fgets (line, sizeof line, f))
    {
      char *at = strstr (line, " PID=");

      if (!at)
        continue;
      while (at > line && at[-1] != ':')
        at--;
      port = atoi (at);
    }
  must (port > 0, "openssl ocsp");
  fclose (f);
  return port;
}

void
responder_real (struct responder *r, const struct card_cert *ca,
                const struct card_cert *signer, const struct card_cert *good,
                const struct card_cert *revoked)
{
  int told[2];
  char *path;
  FILE *f;

  *r = (struct responder){ .dir = scratch_new () };
  path = scratch_path (r->dir, "index");
  f = fopen (path, "we");
  must (f != NULL, path);
  index_line (f, good, 'V');
  index_line (f, revoked, 'R');
  fclose (f);
  free (path);
  card_write (signer, r->dir);
  card_append (ca, r->dir, "ca.pem");
  must (pipe2 (told, O_CLOEXEC) == 0, "pipe");
  r->pid = fork ();
  must (r->pid >= 0, "fork");
  if (r->pid == 0)
    run_openssl (r->dir, told[1]);
  close (told[1]);
  snprintf (r->address, sizeof r->address, "http://127.0.0.1:%d/",
            port_told (told[0]));
}

/* --- canned --- */

static int
listening (struct responder *r)
{
  struct sockaddr_in a
      = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  socklen_t len = sizeof a;
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  must (fd >= 0 && bind (fd, (struct sockaddr *) &a, sizeof a) == 0
            && listen (fd, 8) == 0
            && getsockname (fd, (struct sockaddr *) &a, &len) == 0,
        "listen");
  snprintf (r->address, sizeof r->address, "http://127.0.0.1:%d/",
            ntohs (a.sin_port));
  return fd;
}

static void
serve (int fd, const char *data, size_t len)
{
  char asked[4096];

  prctl (PR_SET_PDEATHSIG, SIGKILL);
  for (;;)
    {
      int c = accept (fd, NULL, NULL);

      if (c < 0)
        _exit (1);
      if (!data)
        continue;
      if (read (c, asked, sizeof asked) > 0)
        for (size_t at = 0; at < len;)
          {
            ssize_t n = send (c, data + at, len - at, MSG_NOSIGNAL);

            if (n <= 0)
              break;
            at += (size_t) n;
          }
      close (c);
    }
}

void
responder_canned (struct responder *r, const char *data, size_t len)
{
  int fd;

  *r = (struct responder){ .dir = NULL };
  fd = listening (r);
  r->pid = fork ();
  must (r->pid >= 0, "fork");
  if (r->pid == 0)
    serve (fd, data, len);
  close (fd);
}

void
responder_absent (struct responder *r)
{
  *r = (struct responder){ .pid = 0 };
  close (listening (r));
}

void
responder_done (struct responder *r)
{
  if (r->pid > 0)
    {
      kill (r->pid, SIGKILL);
      waitpid (r->pid, NULL, 0);
    }
  if (r->dir)
    scratch_done (r->dir);
  *r = (struct responder){ .pid = 0 };
}
