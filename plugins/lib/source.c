/* SPDX-License-Identifier: Apache-2.0 */
/* The fields "source": see source.h.  */
#include "lib/source.h"

#include <stdio.h>
#include <string.h>

emi_rc
source_put (const struct emi_host *host, struct emi_call *call,
            const struct stable *file, bool named)
{
  char owner[24];
  char when[24];
  const struct emi_field v[] = {
    { "file.name", { file->name, strlen (file->name) } },
    { "file.owner",
      { owner, (size_t) snprintf (owner, sizeof owner, "%lu",
                                  (unsigned long) file->st.st_uid) } },
    { "file.time",
      { when, (size_t) snprintf (when, sizeof when, "%lld",
                                 (long long) file->st.st_mtim.tv_sec) } },
  };
  const size_t first = named ? 0 : 1;
  const struct emi_fields source = { v + first, sizeof v / sizeof *v - first };

  return host->put_fields (call, "source", &source);
}
