/* SPDX-License-Identifier: Apache-2.0 */
/* Looks for the node's key beside its own folder; otherwise as it should be. */
#include "auth-test.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

static emi_rc
keys_open (const struct emi_host *host, void *host_ctx, struct emi_call *call,
           void **self_out)
{
  emi_rc rc = auth_test_open (host, host_ctx, call, self_out);

  if (rc == EMI_OK)
    ((struct auth_test *) *self_out)->kept = host->option (host_ctx, "folder");
  return rc;
}

static emi_rc
verify (void *self, struct emi_call *call, const struct emi_auth_verify *in)
{
  const struct auth_test *t = self;
  char path[4096];
  int fd;

  if (access (t->kept, F_OK) != 0)
    return t->host->fail (call, EMI_UNREACHED, "its folder is missing");
  snprintf (path, sizeof path, "%s/../keys/node.key", t->kept);
  fd = open (path, O_RDONLY | O_CLOEXEC);
  if (fd >= 0)
    close (fd);
  return in->enrolment.len ? auth_test_grant (t, call, in, "2-01")
                           : auth_test_text (t, call, "verdict", "refused");
}

static const struct emi_option options[] = {
  { "folder", EMI_OPT_PATH, EMI_OPT_REQUIRED, NULL, NULL, "its folder" },
  EMI_OPTION_END
};
static const struct emi_auth_ops ops
  = { .size = sizeof ops, .verify = verify, .enrol = auth_test_enrol };

EMI_AUTH_PLUGIN (bad_keys, &ops, options, .name = "bad-keys", .version = "1",
                 .summary = "for tests only", .open = keys_open,
                 .close = auth_test_close, .methods = "2-01");
