/* SPDX-License-Identifier: Apache-2.0 */
#include "base/variables.h"

#include <stddef.h>
#include <string.h>

const char *const variables_hostile[]
    = { "GCONV_PATH",        "LOCPATH",
        "GLIBC_TUNABLES",    "LTDL_LIBRARY_PATH",
        "LTDL_DEBUG",        "OPENSSL_CONF",
        "OPENSSL_MODULES",   "OPENSSL_ENGINES",
        "SSLKEYLOGFILE",     "XML_CATALOG_FILES",
        "SGML_CATALOG_FILES", "XML_DEBUG_CATALOG",
        NULL };

bool
variable_is_hostile (const char *name)
{
  if (strncmp (name, "LD_", 3) == 0 || strncmp (name, "LTDL_", 5) == 0)
    return true;
  for (const char *const *v = variables_hostile; *v; v++)
    if (strcmp (name, *v) == 0)
      return true;
  return false;
}
