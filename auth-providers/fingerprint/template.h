/* SPDX-License-Identifier: Apache-2.0 */
/* Templates between libfprint's prints and bytes.  */
#ifndef EMI_FINGERPRINT_TEMPLATE_H
#define EMI_FINGERPRINT_TEMPLATE_H

#include <stdbool.h>

#include <emi/types.h>

#include <fprint.h>

/* The print in BYTES, when it is one of DRIVER and DEVICE; else NULL.  What
   libfprint would trip over (it takes such bytes for its own) is found
   before.  The caller unrefs.  */
FpPrint *template_read (const struct emi_span *bytes, const char *driver,
                        const char *device);

/* PRINT as bytes; false when it cannot be written.  End with
   template_wipe.  */
bool template_write (FpPrint *print, struct emi_span *out);
void template_wipe (struct emi_span *bytes);

#endif
