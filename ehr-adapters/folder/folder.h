/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of this adapter share.  */
#ifndef EMI_ADAPTER_FOLDER_FOLDER_H
#define EMI_ADAPTER_FOLDER_FOLDER_H

#include <emi/adapter.h>

struct folder
{
  const struct emi_host *host;
  const char *path;   /* the outbox */
  const char *charts; /* who is behind a chart id, or NULL */
};

/* resolve (charts.c).  */
emi_rc folder_resolve (void *self, struct emi_call *call,
                       const struct emi_adapter_resolve *in);

/* deliver and probe (deliver.c).  */
emi_rc folder_deliver (void *self, struct emi_call *call,
                       const struct emi_adapter_deliver *in);
emi_rc folder_probe (void *self, struct emi_call *call,
                     const struct emi_adapter_probe *in);

/* Puts the reference of REQUEST.  */
emi_rc folder_put_ref (struct folder *f, struct emi_call *call,
                       const char *request);

#endif
