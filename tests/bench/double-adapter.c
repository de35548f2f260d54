/* SPDX-License-Identifier: Apache-2.0 */
/* An EHR that takes everything and keeps nothing.  */
#include <emi/adapter.h>

#include <string.h>

#include "double-ends.h"

static emi_rc
put_ref (void *self, struct emi_call *call, const char *request)
{
  return double_host (self)->put (call, "ref", request, strlen (request));
}

static emi_rc
resolve (void *self, struct emi_call *call,
         const struct emi_adapter_resolve *in)
{
  (void) self, (void) call, (void) in;
  return EMI_UNSUPPORTED;
}

static emi_rc
deliver (void *self, struct emi_call *call,
         const struct emi_adapter_deliver *in)
{
  return put_ref (self, call, in->request);
}

static emi_rc
reference (void *self, struct emi_call *call,
           const struct emi_adapter_reference *in)
{
  return put_ref (self, call, in->request);
}

static emi_rc
probe (void *self, struct emi_call *call, const struct emi_adapter_probe *in)
{
  (void) self, (void) call, (void) in;
  return EMI_OK;
}

static const struct emi_adapter_ops ops = { .size = sizeof ops,
                                            .resolve = resolve,
                                            .deliver = deliver,
                                            .reference = reference,
                                            .probe = probe };

EMI_ADAPTER_PLUGIN (double_adapter, &ops, NULL, .name = "double-adapter",
                    .version = "1", .summary = "for benchmarks only",
                    .open = double_open, .close = double_close);
