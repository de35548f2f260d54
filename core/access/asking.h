/* SPDX-License-Identifier: Apache-2.0 */
/* How a provider's prompts reach the person, and where the answers of one
   call came from.  */
#ifndef EMI_ACCESS_ASKING_H
#define EMI_ACCESS_ASKING_H

#include "access/session.h"

/* Time for one call of a provider, typing included.  */
#define ASKING_TIMEOUT_MS 180000

struct asking
{
  struct session *session;
  const char *account; /* whose answers */
  bool terminal;
  bool file;
  bool preset;
};

/* For call_env.ask; CTX is a struct asking, or a struct that begins with
   one.  */
bool asking_ask (void *ctx, const char *instance,
                 const struct emi_prompt *prompt, struct secret *answer_out,
                 struct fault *why);

/* The least trustworthy place an answer came from: "file", "preset",
   "terminal", or "none" when nothing was asked.  */
const char *asking_answered (const struct asking *a);

#endif
