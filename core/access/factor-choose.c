/* SPDX-License-Identifier: Apache-2.0 */
/* Which providers to ask, before anybody is asked.  Only descriptors are
   looked at here; what counts in the end are the attestations.  */
#include "access/factor.h"

#include <emi/auth.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"

static const char *
methods_of (struct session *s, const char *instance)
{
  const struct config_instance *c
      = config_instance (s->config, EMI_KIND_AUTH, instance);
  const struct emi_plugin *p;
  struct fault ignored;

  if (!c
      || !host_describe (s->host, EMI_KIND_AUTH, c->plugin, c->sha256, &p,
                         &ignored)
      || !p->methods)
    return "";
  return p->methods;
}

/* A bit for each class that METHODS could yield.  */
static unsigned
class_bits (const char *methods)
{
  unsigned bits = 0;

  while (*methods)
    {
      if (*methods >= '0' && *methods <= '9' && methods[1] == '-')
        bits |= 1u << (*methods - '0');
      methods += strcspn (methods, " ");
      methods += strspn (methods, " ");
    }
  return bits;
}

bool
factor_pair_possible (struct session *s, const char *a, const char *b)
{
  unsigned x = class_bits (methods_of (s, a));
  unsigned y = class_bits (methods_of (s, b));
  unsigned both = x | y;

  /* At least two classes between them, and each gives one.  */
  return x && y && (both & (both - 1));
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

/* The word of an in-process provider may be too little by configuration.  */
static bool
sure_enough (const struct session *s, const char *instance)
{
  const struct config_instance *c
      = config_instance (s->config, EMI_KIND_AUTH, instance);

  switch (s->config->minimum)
    {
    case CONFIG_MINIMUM_INSIDE:
      return true;
    case CONFIG_MINIMUM_SEPARATE:
      return c && c->separate;
    case CONFIG_MINIMUM_CORE:
      return false; /* nothing that the core checks itself exists yet */
    }
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
  const struct enrolment *e = account_enrolment (a, instance);

  if (!a || enrolment_usable (e, clock_seconds (s->clock)))
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
  if (count == 2 && n != 2)
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
  return at_terminal (s, instance) && class_bits (methods_of (s, instance))
         && (!a
             || enrolment_usable (account_enrolment (a, instance),
                                  clock_seconds (s->clock)));
}

static void
name_set (char out[33], const char *name)
{
  snprintf (out, 33, "%s", name);
}

static bool
choose_pair (struct session *s, const struct account *a, char out[2][33])
{
  const struct config_terminal *t = s->terminal;

  for (size_t i = 0; t && i < t->n_providers; i++)
    for (size_t j = i + 1; j < t->n_providers; j++)
      {
        const char *x = t->providers[i];
        const char *y = t->providers[j];

        if (usable (s, a, x) && usable (s, a, y) && sure_enough (s, x)
            && sure_enough (s, y) && factor_pair_possible (s, x, y))
          {
            name_set (out[0], x);
            name_set (out[1], y);
            return true;
          }
      }
  return false;
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
  if (count == 2 ? choose_pair (s, a, out) : choose_single (s, a, out[0]))
    {
      *n_out = (size_t) count;
      return true;
    }
  waiting = one_time (s, a);
  if (waiting)
    return fault_set (why, CODE_FACTOR_ONE_TIME, "%s", waiting);
  return fault_set (why, CODE_FACTOR_NONE, "%s",
                    s->terminal ? s->terminal->name : "");
}
