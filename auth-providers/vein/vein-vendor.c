/* SPDX-License-Identifier: Apache-2.0 */
#include "vein-vendor.h"

#include <string.h>

static const struct vein_vendor rows[] = {
  { .name = "standard", .framework = true },
  { .name = "enroll", .framework = true, .enroll = true },
  { .name = "score", .framework = true, .score = true },
  { .name = "plain", .enroll = true, .lent = true, .score = true },
};

const struct vein_vendor *
vein_vendor (const char *name)
{
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    if (strcmp (rows[i].name, name) == 0)
      return &rows[i];
  return NULL;
}
