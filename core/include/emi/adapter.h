/* SPDX-License-Identifier: Apache-2.0 */
/* EHR adapters: who is behind a chart id, and where the result goes.  */
#ifndef EMI_ADAPTER_H
#define EMI_ADAPTER_H

#include <emi/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

/* resolve: the person behind a chart id, as the hospital knows them.
     fields "patient"  name, kana (any width), birth (YYYY-MM-DD), sex (1 male,
                       2 female, 3 not set); what is not known is left out
   ABSENT: no such chart.  UNSUPPORTED: this EHR cannot be asked.  */
struct emi_adapter_resolve
{
  uint32_t size;
  const char *chart;
};

/* deliver: hands one result to the EHR, whole or not at all.  The request id
   makes a repeated delivery harmless: what is there already is success.
     text "ref"  where it is now; must equal the reference of `reference`  */
struct emi_adapter_deliver
{
  uint32_t size;
  const char *request;           /* [a-z0-9-] */
  const char *chart;             /* the hospital's patient id */
  struct emi_span summary_xml;   /* UTF-8, arranged; empty when PDF */
  struct emi_span summary_html;  /* empty when PDF */
  struct emi_span summary_pdf;   /* as received; empty when XML */
  struct emi_span manifest_json; /* what this is and who may see it */
};

/* reference: the reference that deliver will give for REQUEST; nothing is
   written.  It goes into the ledger before the delivery.
     text "ref"  */
struct emi_adapter_reference
{
  uint32_t size;
  const char *request;
};

/* probe: could something be delivered now?  */
struct emi_adapter_probe
{
  uint32_t size;
};

struct emi_adapter_ops
{
  uint32_t size;
  emi_rc (*resolve) (void *self, struct emi_call *call,
                     const struct emi_adapter_resolve *in);
  emi_rc (*deliver) (void *self, struct emi_call *call,
                     const struct emi_adapter_deliver *in);
  emi_rc (*reference) (void *self, struct emi_call *call,
                       const struct emi_adapter_reference *in);
  emi_rc (*probe) (void *self, struct emi_call *call,
                   const struct emi_adapter_probe *in);
};

#define EMI_ADAPTER_PLUGIN(ident, ops, options, ...)                          \
  EMI_PLUGIN_DEFINE (ident, EMI_KIND_ADAPTER, ops, options, __VA_ARGS__)

#ifdef __cplusplus
}
#endif
#endif
