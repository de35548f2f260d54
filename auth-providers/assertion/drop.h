/* SPDX-License-Identifier: Apache-2.0 */
/* The folder in which the other product leaves its statements.  */
#ifndef EMI_ASSERTION_DROP_H
#define EMI_ASSERTION_DROP_H

#include <emi/host.h>

#include "seen.h"

struct drop
{
  const struct emi_host *host;
  const char *folder;
  int64_t wait_ms;
  const char *known; /* methods there are */
};

/* Whose statement is looked for.  */
struct drop_wanted
{
  struct emi_span enrolment;
  const char *terminal;
  int64_t after; /* made after this (UTC seconds); what is older was used */
};

struct drop_found
{
  char text[SEEN_BYTES + 1];
  size_t len;
  struct seen seen;
};

/* Looks, and waits until the newest fresh statement that is wanted is there.
   EMI_OK with *OUT; else after host->fail: EMI_DEADLINE with the reason
   "statement-none", EMI_UNREACHED, EMI_CANCELLED.  No file is ever moved,
   changed or removed.  */
emi_rc drop_take (const struct drop *d, struct emi_call *call,
                  const struct drop_wanted *want, struct drop_found *out);

/* Can the folder be read?  EMI_OK, or after host->fail.  */
emi_rc drop_probe (const struct drop *d, struct emi_call *call);

#endif
