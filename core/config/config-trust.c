/* SPDX-License-Identifier: Apache-2.0 */
/* Who could change the files that emi obeys (SPEC section 8).  */
#include "config/config-parts.h"

#include <stdlib.h>

#include "base/cleanup.h"
#include "base/file.h"

bool
config_trust (const char *path, bool own_only, struct fault *why)
{
  CLEANUP_FREE char *reason = file_distrust (path, own_only);

  if (!reason)
    return true;
  return fault_set (why, CODE_CONFIG_UNSAFE, "%s", reason);
}
