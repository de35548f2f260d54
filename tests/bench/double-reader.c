/* SPDX-License-Identifier: Apache-2.0 */
/* A reader that reads nobody: one more plugin to load.  */
#include <emi/reader.h>

#include "double-ends.h"

static emi_rc
identify (void *self, struct emi_call *call,
          const struct emi_reader_identify *in)
{
  (void) self, (void) call, (void) in;
  return EMI_DEADLINE;
}

static emi_rc
status (void *self, struct emi_call *call, const struct emi_reader_status *in)
{
  (void) self, (void) call, (void) in;
  return EMI_OK;
}

static emi_rc
prepare (void *self, struct emi_call *call,
         const struct emi_reader_prepare *in)
{
  (void) self, (void) call, (void) in;
  return EMI_OK;
}

static const struct emi_reader_ops ops = { .size = sizeof ops,
                                           .identify = identify,
                                           .status = status,
                                           .prepare = prepare };

EMI_READER_PLUGIN (double_reader, &ops, NULL, .name = "double-reader",
                   .version = "1", .summary = "for benchmarks only",
                   .open = double_open, .close = double_close);
