/* SPDX-License-Identifier: Apache-2.0 */
/* What the doubles of the outer systems share: an instance is the host.  */
#ifndef EMI_BENCH_DOUBLE_ENDS_H
#define EMI_BENCH_DOUBLE_ENDS_H

#include <emi/host.h>

static inline emi_rc
double_open (const struct emi_host *host, void *host_ctx,
             struct emi_call *call, void **self_out)
{
  (void) host_ctx, (void) call;
  *self_out = (void *) (uintptr_t) host;
  return EMI_OK;
}

static inline void
double_close (void *self)
{
  (void) self;
}

static inline const struct emi_host *
double_host (void *self)
{
  return self;
}

#endif
