/* SPDX-License-Identifier: Apache-2.0 */
/* Abilities and wishes (ability.h).  */
#include "host/ability.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/lang.h"
#include "config/value.h"
#include "host/internal.h"

struct checking
{
  struct host *host;
  const struct config *config;
  const struct profile *profile;
  struct config_faults *faults;
};

/* --- wishes --- */

static const struct config_ask *
find_ask (const struct config *c, int pattern)
{
  for (size_t i = 0; i < c->n_asks; i++)
    if (c->asks[i].pattern == pattern)
      return &c->asks[i];
  return NULL;
}

int
ability_default_pattern (const struct config *c, const struct profile *profile)
{
  if (c->n_asks > 0)
    return c->asks[0].pattern;
  for (int n = 1; n <= 6; n++)
    if (profile->patterns & (1u << n))
      return n;
  return 1;
}

bool
ability_pdf (const struct config *c, const struct profile *profile,
             int pattern)
{
  const struct config_ask *ask = find_ask (c, pattern);

  return ask && ask->form
             ? ask->pdf
             : !(profile_pattern (profile, pattern)->forms & PROFILE_XML);
}

/* --- adapters --- */

static const struct emi_plugin *
describe (struct host *h, const struct config_instance *i)
{
  const struct emi_plugin *p;

  return i->kind == EMI_KIND_ADAPTER && i->plugin
                 && host_describe_instance (h, i, &p, NULL)
             ? p
             : NULL;
}

static bool
takes (const struct emi_plugin *p, int pattern, bool pdf)
{
  unsigned bits;

  if (p->patterns && value_patterns (p->patterns, &bits)
      && !(bits & (1u << pattern)))
    return false;
  return !p->forms || strstr (p->forms, pdf ? "pdf" : "xml");
}

bool
host_adapter_takes (struct host *h, const struct config_instance *i,
                    int pattern, bool pdf)
{
  const struct emi_plugin *p = describe (h, i);

  return !p || takes (p, pattern, pdf);
}

/* The first day of a period counted back from a fixed day, so that months and
   days can be compared.  "" for all.  */
static void
first_day (int days, int months, char out[11])
{
  char month[11];

  out[0] = '\0';
  if ((days || months) && date_shift_months ("2030-12-31", -months, month))
    date_shift_days (month, -days, out);
}

/* Whether what reaches back to FROM ("": for ever) covers WISH.  */
static bool
covers (const char *from, const char *wish)
{
  return !*from || !*wish || strcmp (from, wish) <= 0;
}

static bool
adapter_covers (const struct emi_plugin *p, const char *wish)
{
  int days, months;
  char from[11];

  if (!p->period || !value_period (p->period, &days, &months))
    return true;
  first_day (days, months, from);
  return covers (from, wish);
}

/* --- checks --- */

static void
check_ask (struct checking *c, const struct config_ask *a)
{
  bool pdf = ability_pdf (c->config, c->profile, a->pattern);
  unsigned form = pdf ? PROFILE_PDF : PROFILE_XML;
  size_t adapters = 0, able = 0;

  if (a->pattern < 1 || a->pattern > 6)
    return; /* the grammar's fault */
  if (!(c->profile->patterns & (1u << a->pattern)))
    {
      config_faults_say (c->faults, c->config->file, a->line,
                         N_ ("情報要求パターン %d は電文定義にありません"),
                         a->pattern);
      return;
    }
  if (!(profile_pattern (c->profile, a->pattern)->forms & form))
    config_faults_say (
        c->faults, c->config->file, a->line,
        N_ ("情報要求パターン %d は、電文定義では %s で取得できません"),
        a->pattern, pdf ? "PDF" : "XML");
  for (size_t i = 0; i < c->config->n_instances; i++)
    {
      const struct config_instance *k = &c->config->instances[i];
      if (k->kind != EMI_KIND_ADAPTER)
        continue;
      adapters++;
      able += host_adapter_takes (c->host, k, a->pattern, pdf);
    }
  if (adapters && !able)
    config_faults_say (
        c->faults, c->config->file, a->line,
        N_ ("情報要求パターン %d の %s を受け取れる adapter がありません"),
        a->pattern, pdf ? "PDF" : "XML");
}

/* No pattern tells of the kind so far back, or no adapter takes it.  "All" is
   whatever there is.  */
static void
check_section (struct checking *c, const struct config_section *s)
{
  size_t adapters = 0, able = 0;
  bool told = false;
  char wish[11], from[11];

  if (!s->kind || !s->line || (!s->days && !s->months))
    return;
  first_day (s->days, s->months, wish);
  for (int n = 1; n <= 6 && !told; n++)
    {
      const struct profile_pattern *p = profile_pattern (c->profile, n);
      const struct profile_reach *reach = profile_reach (p, s->kind);
      if (!(c->profile->patterns & (1u << n)) || !profile_tells (p, s->kind))
        continue;
      first_day (reach ? reach->days : 0, reach ? reach->months : 0, from);
      told = covers (from, wish);
    }
  if (!told)
    config_faults_say (
        c->faults, c->config->file, s->line,
        N_ ("%s の期間は、電文定義のどのパターンの範囲も超えています"),
        s->kind);
  for (size_t i = 0; i < c->config->n_instances; i++)
    {
      const struct emi_plugin *p
          = describe (c->host, &c->config->instances[i]);
      adapters += p != NULL;
      able += p && adapter_covers (p, wish);
    }
  if (adapters && !able)
    config_faults_say (c->faults, c->config->file, s->line,
                       N_ ("%s の期間を受け取れる adapter がありません"),
                       s->kind);
}

void
host_check_abilities (struct host *h, const struct profile *profile,
                      struct config_faults *faults)
{
  struct checking c = { h, h->config, profile, faults };

  for (size_t i = 0; i < h->config->n_asks; i++)
    check_ask (&c, &h->config->asks[i]);
  for (size_t i = 0; i < h->config->n_sections; i++)
    check_section (&c, &h->config->sections[i]);
}
