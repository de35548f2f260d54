/* SPDX-License-Identifier: Apache-2.0 */
/* Which rungs there are.  */
#include "access/ladder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "access/factor-reason.h"
#include "base/buffer.h"

bool
ladder_unusable (enum code code)
{
  const struct factor_reason *reason;

  switch (code)
    {
    case CODE_UNREACHED:
    case CODE_DEADLINE:
    case CODE_PLUGIN_FAILED:
    case CODE_PLUGIN_CONFIG:
    case CODE_PLUGIN_MISSING:
    case CODE_PLUGIN_UNSAFE:
    case CODE_PLUGIN_LOAD:
    case CODE_PLUGIN_CONTRACT:
    case CODE_HELPER_START:
    case CODE_HELPER_DIED:
    case CODE_HELPER_HUNG:
    case CODE_HELPER_FLOOD:
    case CODE_HELPER_PROTOCOL:
    case CODE_HELPER_WAIT:
      return true;
    default:
      reason = factor_reason_of (code);
      return reason && reason->unusable;
    }
}

void
ladder_leave (struct ladder *l, const char *instance, enum code why)
{
  if (l->n == LADDER_MAX)
    return;
  snprintf (l->left[l->n].instance, sizeof l->left[0].instance, "%s",
            instance);
  l->left[l->n++].why = why;
}

bool
ladder_has_left (const struct ladder *l, const char *instance)
{
  for (size_t i = 0; l && i < l->n; i++)
    if (strcmp (l->left[i].instance, instance) == 0)
      return true;
  return false;
}

static bool
usable (const struct session *s, const struct account *a,
        const struct ladder *l, const char *instance)
{
  int64_t now = clock_seconds (s->clock);

  return !ladder_has_left (l, instance)
         && (!a
             || enrolment_usable (account_enrolment_at (a, instance, now), now));
}

static bool
keeps (const struct factor_set *set, const struct pair *p)
{
  for (size_t i = 0; set && i < set->n; i++)
    if (strcmp (set->use[i].instance, p->a) == 0
        || (p->b && strcmp (set->use[i].instance, p->b) == 0))
      return true;
  return false;
}

bool
ladder_pairs (struct session *s, const struct account *a,
              const struct factor_set *set, const struct ladder *l,
              struct pair **out, size_t *n_out, struct fault *why)
{
  struct pair *all = NULL, *v;
  size_t n_all = 0, n = 0;

  if (s->terminal && !host_pairs (s->host, s->terminal, &all, &n_all))
    return fault_set (why, CODE_MEMORY, "ladder");
  v = calloc (n_all ? n_all : 1, sizeof *v);
  if (!v)
    {
      free (all);
      return fault_set (why, CODE_MEMORY, "ladder");
    }
  for (int kept = 1; kept >= 0; kept--)
    for (size_t i = 0; i < n_all; i++)
      if (all[i].verdict == PAIR_GOOD && keeps (set, &all[i]) == kept
          && usable (s, a, l, all[i].a)
          && (!all[i].b || usable (s, a, l, all[i].b)))
        v[n++] = all[i];
  free (all);
  *out = v;
  *n_out = n;
  return true;
}

void
ladder_draft (const struct ladder *l, struct draft *d)
{
  struct buffer b = BUFFER_INIT;

  for (size_t i = 0; i < l->n; i++)
    buffer_printf (&b, "%s%zu %s %s", i ? "\n" : "", i, l->left[i].instance,
                   code_info (l->left[i].why)->word);
  draft_text (d, "ladder", b.len ? buffer_string (&b) : NULL);
  buffer_done (&b);
}
