/* SPDX-License-Identifier: Apache-2.0 */
/* A terminal's readers and providers: they are there, none twice, and two of
   the providers make a pair of two classes.  */
#include "host/check-terminal.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/lang.h"
#include "host/internal.h"
#include "host/pairs.h"

/* A provider that cannot be loaded has its own fault already and is taken as
   if it could complete any pair; so is a minimum that nothing reaches yet.  */
static bool
has_pair (struct host *h, const struct config_terminal *t)
{
  CLEANUP_FREE struct pair *v = NULL;
  size_t n = 0;
  bool found = false;

  for (size_t k = 0; k < t->n_providers; k++)
    {
      struct pair alone;

      host_pair (h, t->providers[k], NULL, &alone);
      found |= alone.verdict == PAIR_UNKNOWN;
    }
  if (found || !host_pairs (h, t, &v, &n))
    return true;
  for (size_t k = 0; k < n; k++)
    found |= v[k].verdict == PAIR_GOOD || v[k].verdict == PAIR_MINIMUM;
  return found;
}

void
check_terminal (struct host *h, const struct config_terminal *t,
                struct config_faults *faults)
{
  for (size_t k = 0; k < t->n_readers; k++)
    if (!config_instance (h->config, EMI_KIND_READER, t->readers[k]))
      config_faults_say (faults, h->config->file, t->line,
                         N_ ("端末 %s：%s という reader はありません"),
                         t->name, t->readers[k]);
  for (size_t k = 0; k < t->n_providers; k++)
    {
      if (!config_instance (h->config, EMI_KIND_AUTH, t->providers[k]))
        config_faults_say (faults, h->config->file, t->line,
                           N_ ("端末 %s：%s という認証手段はありません"),
                           t->name, t->providers[k]);
      for (size_t q = 0; q < k; q++)
        if (strcmp (t->providers[q], t->providers[k]) == 0)
          config_faults_say (faults, h->config->file, t->line,
                             N_ ("端末 %s：認証手段 %s が二度あります"),
                             t->name, t->providers[k]);
    }
  if (!has_pair (h, t))
    config_faults_say (faults, h->config->file, t->line,
                       N_ ("端末 %s：区分の異なる二要素の組がありません"
                           "（記憶・生体・物理媒体から二つの区分が必要です）"),
                       t->name);
}
