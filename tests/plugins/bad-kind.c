/* SPDX-License-Identifier: Apache-2.0 */
/* A reader; refused where an auth provider is configured.  */
#include <emi/reader.h>

static emi_rc
kind_open (const struct emi_host *host, void *host_ctx, struct emi_call *call,
           void **self_out)
{
  (void) host;
  (void) host_ctx;
  (void) call;
  *self_out = NULL;
  return EMI_OK;
}

static emi_rc
kind_identify (void *self, struct emi_call *call,
               const struct emi_reader_identify *in)
{
  (void) self;
  (void) call;
  (void) in;
  return EMI_ABSENT;
}

static const struct emi_reader_ops ops
  = { .size = sizeof ops, .identify = kind_identify };

EMI_READER_PLUGIN (bad_kind, &ops, NULL, .name = "bad-kind", .version = "1",
                   .summary = "for tests only", .open = kind_open);
