/* SPDX-License-Identifier: Apache-2.0 */
/* Which providers to ask, before anybody is asked.  Only descriptors are
   looked at here; what counts in the end are the attestations.  */
#include "access/factor.h"

#include <emi/auth.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "access/ladder.h"

bool
factor_pair_possible (struct session *s, const char *a, const char *b)
{
  struct pair p;

  host_pair (s->host, a, b, &p);
  return p.verdict == PAIR_GOOD || p.verdict == PAIR_MINIMUM;
}

/* Both classes from one joint provider.  */
static bool
alone_possible (struct session *s, const char *instance)
{
  return factor_pair_possible (s, instance, NULL);
}

static bool
attests_something (struct session *s, const char *instance)
{
  struct pair p;

  host_pair (s->host, instance, NULL, &p);
  return p.methods_a[0] != '\0';
}

static bool
at_terminal (const struct session *s, const char *instance)
{
  const struct config_terminal *t = s->terminal;

  for (size_t i = 0; t && i < t->n_providers; i++)
    if (strcmp (t->providers[i], instance) == 0)
      return config_instance (s->config, EMI_KIND_AUTH, instance) != NULL;
  return false;
}

/* --- named ones --- */

static bool
wanted_split (const char *wanted, char out[2][33], size_t *n_out,
              struct fault *why)
{
  size_t n = 0;

  for (const char *p = wanted;; p++)
    {
      size_t len = strcspn (p, ",");

      if (n == 2 || len == 0 || len > 32)
        return fault_set (why, CODE_VALUE, "--factors");
      snprintf (out[n++], 33, "%.*s", (int) len, p);
      p += len;
      if (*p == '\0')
        break;
    }
  *n_out = n;
  return true;
}

/* A NULL: an account that does not exist is asked as if it were enrolled.  */
static bool
wanted_enrolled (const struct session *s, const struct account *a,
                 const char *instance, struct fault *why)
{
  int64_t now = clock_seconds (s->clock);
  const struct enrolment *e = account_enrolment_at (a, instance, now);

  if (!a || enrolment_usable (e, now))
    return true;
  if (e && e->state == ENROLMENT_ONE_TIME)
    return fault_set (why, CODE_FACTOR_ONE_TIME, "%s", instance);
  return fault_set (why, CODE_FACTOR_UNKNOWN, "%s", instance);
}

static bool
choose_wanted (struct session *s, const struct account *a, const char *wanted,
               int count, char out[2][33], size_t *n_out, struct fault *why)
{
  char names[2][33];
  size_t n = 0;

  if (!wanted_split (wanted, names, &n, why))
    return false;
  if (n == 2 && strcmp (names[0], names[1]) == 0)
    return fault_set (why, CODE_FACTOR_CLASS, "%s", names[0]);
  for (size_t i = 0; i < n; i++)
    if (!at_terminal (s, names[i]))
      return fault_set (why, CODE_FACTOR_UNKNOWN, "%.32s", names[i]);
  if (count == 2 && n != 2 && !alone_possible (s, names[0]))
    return fault_set (why, CODE_FACTOR_CLASS, "%s", names[0]);
  if (n == 2 && !factor_pair_possible (s, names[0], names[1]))
    return fault_set (why, CODE_FACTOR_CLASS, "%s,%s", names[0], names[1]);
  for (size_t i = 0; i < n; i++)
    if (!wanted_enrolled (s, a, names[i], why))
      return false;
  memcpy (out, names, sizeof names);
  *n_out = n;
  return true;
}

/* --- the terminal's order --- */

static bool
usable (struct session *s, const struct account *a, const char *instance)
{
  int64_t now = clock_seconds (s->clock);

  return at_terminal (s, instance) && attests_something (s, instance)
         && (!a
             || enrolment_usable (account_enrolment_at (a, instance, now), now));
}

static void
name_set (char out[33], const char *name)
{
  snprintf (out, 33, "%s", name);
}

static bool
choose_pair (struct session *s, const struct account *a, char out[2][33],
             size_t *n_out)
{
  struct pair *v = NULL;
  size_t n = 0;

  if (!ladder_pairs (s, a, NULL, NULL, &v, &n, NULL))
    return false;
  if (n > 0)
    {
      name_set (out[0], v[0].a);
      name_set (out[1], v[0].b ? v[0].b : "");
      *n_out = v[0].b ? 2 : 1;
    }
  free (v);
  return n > 0;
}

static bool
choose_single (struct session *s, const struct account *a, char out[33])
{
  const struct config_terminal *t = s->terminal;

  for (size_t i = 0; t && i < t->n_providers; i++)
    if (usable (s, a, t->providers[i]))
      {
        name_set (out, t->providers[i]);
        return true;
      }
  return false;
}

/* An enrolment at this terminal that its owner has not made their own yet; it
   is named, since changing it is what helps.  */
static const char *
one_time (const struct session *s, const struct account *a)
{
  const struct config_terminal *t = s->terminal;

  for (size_t i = 0; a && t && i < t->n_providers; i++)
    {
      const struct enrolment *e = account_enrolment (a, t->providers[i]);

      if (e && e->state == ENROLMENT_ONE_TIME)
        return t->providers[i];
    }
  return NULL;
}

bool
factor_choose (struct session *s, const struct account *a, const char *wanted,
               int count, char out[2][33], size_t *n_out, struct fault *why)
{
  const char *waiting;

  if (wanted)
    return choose_wanted (s, a, wanted, count, out, n_out, why);
  *n_out = 1;
  if (count == 2 ? choose_pair (s, a, out, n_out)
                 : choose_single (s, a, out[0]))
    return true;
  waiting = one_time (s, a);
  if (waiting)
    return fault_set (why, CODE_FACTOR_ONE_TIME, "%s", waiting);
  return fault_set (why, CODE_FACTOR_NONE, "%s",
                    s->terminal ? s->terminal->name : "");
}
