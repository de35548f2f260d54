/* SPDX-License-Identifier: Apache-2.0 */
/* A module's descriptor as emi-plugin-host tells it: all of it but its
   functions.  */
#ifndef EMI_HOST_TOLD_H
#define EMI_HOST_TOLD_H

#include "base/buffer.h"
#include "host/module.h"

/* What a module that another process loaded says of itself; the texts of its
   plugin point in here.  */
struct told
{
  void *bytes; /* as they came */
  size_t len;
  struct emi_option *options;
  struct emi_prompt *prompts;
};

/* Appends what there is to tell of M.  */
void told_encode (struct buffer *b, const struct module *m);

/* Takes what came over into M, as descriptor_take does with one that is here:
   the same things are looked at.  */
bool told_take (struct module *m, const void *data, size_t len,
                struct fault *why);
void told_free (struct told *t);

#endif
