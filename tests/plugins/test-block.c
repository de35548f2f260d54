/* SPDX-License-Identifier: Apache-2.0 */
/* Blocks in a "library" that knows nothing of emi, until it is
   interrupted.  */
#include <emi/auth.h>

#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

struct block
{
  const struct emi_host *host;
  int fd;
};

static emi_rc
block_open (const struct emi_host *host, void *host_ctx, struct emi_call *call,
            void **self_out)
{
  struct block *b = malloc (sizeof *b);

  (void) host_ctx;
  if (!b)
    return host->fail (call, EMI_INTERNAL, "no memory");
  *b = (struct block) { host, eventfd (0, EFD_CLOEXEC) };
  *self_out = b;
  return EMI_OK;
}

static void
block_close (void *self)
{
  struct block *b = self;

  close (b->fd);
  free (b);
}

static void
block_interrupt (void *self)
{
  struct block *b = self;

  eventfd_write (b->fd, 1);
}

static emi_rc
block_verify (void *self, struct emi_call *call,
              const struct emi_auth_verify *in)
{
  struct block *b = self;
  eventfd_t n;

  (void) in;
  eventfd_read (b->fd, &n);
  return b->host->fail (call, EMI_CANCELLED, "interrupted");
}

static const struct emi_auth_ops ops
  = { .size = sizeof ops, .verify = block_verify };

EMI_AUTH_PLUGIN (test_block, &ops, NULL, .name = "test-block", .version = "1",
                 .summary = "for tests only", .open = block_open,
                 .close = block_close, .interrupt = block_interrupt,
                 .methods = "2-01");
