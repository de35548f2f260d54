/* SPDX-License-Identifier: Apache-2.0 */
/* What an account has registered, a row for each: also what stands behind a
   temporary one, and what was taken back.  */
#include "access/enrol.h"

#include <stdlib.h>
#include <string.h>

#include "access/factor-past.h"
#include "base/cleanup.h"

const char *
enrolment_word (const struct enrolment *e, int64_t now)
{
  if (e->state != ENROLMENT_REVOKED && e->until && e->until <= now)
    return "expired";
  return enrolment_state_name (e->state);
}

static const char *
methods_of (struct session *s, const char *provider)
{
  const struct config_instance *c
      = config_instance (s->config, EMI_KIND_AUTH, provider);
  const struct emi_plugin *p;
  struct fault ignored;

  if (!c || !host_describe_instance (s->host, c, &p, &ignored))
    return NULL;
  return p->methods;
}

/* TOP: the newest of its provider; else what stands behind that.  */
static struct enrol_row
row_of (struct session *s, const struct account *a, const struct enrolment *e,
        bool top)
{
  int64_t now = clock_seconds (s->clock);
  bool counts = account_enrolment_at (a, e->instance, now) == e;

  return (struct enrol_row){
    .e = e,
    .state = top || counts ? enrolment_word (e, now) : "set-aside",
    .usable = counts && enrolment_usable (e, now),
    .methods = methods_of (s, e->instance),
  };
}

static void
add_past (struct txn *t, const char *id, struct enrol_row *v, size_t n)
{
  CLEANUP_FREE struct factor_past *past = calloc (n ? n : 1, sizeof *past);

  if (!past)
    return;
  for (size_t i = 0; i < n; i++)
    past[i].instance = v[i].e->instance;
  factor_past (t, id, past, n);
  for (size_t i = 0; i < n; i++)
    v[i].used = past[i].at;
}

bool
enrol_rows (struct session *s, struct txn *t, const struct account *a,
            struct enrol_row **out, size_t *n_out, struct fault *why)
{
  struct enrol_row *v = calloc (2 * a->n_enrolments + 1, sizeof *v);
  size_t n = 0;

  if (!v)
    return fault_set (why, CODE_MEMORY, "enrolments");
  for (size_t i = 0; i < a->n_enrolments; i++)
    {
      const struct enrolment *e = &a->enrolments[i];

      v[n++] = row_of (s, a, e, true);
      if (e->before)
        v[n++] = row_of (s, a, e->before, false);
    }
  add_past (t, a->id, v, n);
  *out = v;
  *n_out = n;
  return true;
}
