/* SPDX-License-Identifier: Apache-2.0 */
/* What a set of factors is worth, and taking it in the transaction that
   records: enrolments looked at again, codes used up by compare-and-set.  */
#include "access/factor.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "access/factor-delay.h"
#include "access/statement-once.h"
#include "base/buffer.h"
#include "base/date.h"

#define ROW_KIND "account"
#define FRESH_S 86400 /* an enrolment in its first 24 hours */
#define CLOCK_BEHIND_US (300 * UINT64_C (1000000)) /* R10 */

/* --- what it is worth --- */

static int
assurance_rank (const char *word)
{
  if (strcmp (word, "core") == 0)
    return CONFIG_MINIMUM_CORE;
  if (strcmp (word, "separate") == 0)
    return CONFIG_MINIMUM_SEPARATE;
  return CONFIG_MINIMUM_INSIDE; /* inside, weak */
}

/* Adds the smallest method of each class that is not in BY_CLASS yet.  A
   class-method begins with its class, one digit, and '-'.  */
static void
classes_add (const char *methods, const char *by_class[10])
{
  while (*methods)
    {
      size_t n = strcspn (methods, " ");

      if (n >= 3 && methods[0] >= '0' && methods[0] <= '9'
          && methods[1] == '-')
        {
          const char **at = &by_class[methods[0] - '0'];

          if (!*at)
            *at = methods;
        }
      methods += n;
      methods += strspn (methods, " ");
    }
}

static size_t
classes_count (const struct factor_set *set, int minimum,
               const char *by_class[10])
{
  size_t n = 0;

  for (size_t i = 0; i < set->n; i++)
    if (!set->use[i].one_time
        && assurance_rank (set->use[i].assurance) >= minimum)
      classes_add (set->use[i].methods, by_class);
  for (size_t i = 0; i < 10; i++)
    n += by_class[i] != NULL;
  return n;
}

bool
factor_set_admissible (const struct session *s, const struct factor_set *set,
                       struct fault *why)
{
  const char *any[10] = { NULL };
  const char *good[10] = { NULL };

  if (classes_count (set, CONFIG_MINIMUM_INSIDE, any) < 2)
    return fault_set (why, CODE_FACTOR_CLASS, "%s", "");
  if (classes_count (set, (int) s->config->minimum, good) < 2)
    return fault_set (why, CODE_FACTOR_NONE,
                      "factors minimum of the configuration");
  return true;
}

bool
factor_declaration (const struct factor_set *set, char a[5], char b[5])
{
  const char *by_class[10] = { NULL };
  const char *found[2] = { NULL, NULL };
  size_t n = 0;

  if (classes_count (set, CONFIG_MINIMUM_INSIDE, by_class) < 2)
    return false;
  /* By class, so that the order of asking does not show.  */
  for (size_t i = 0; i < 10 && n < 2; i++)
    if (by_class[i])
      found[n++] = by_class[i];
  snprintf (a, 5, "%.*s", (int) strcspn (found[0], " "), found[0]);
  snprintf (b, 5, "%.*s", (int) strcspn (found[1], " "), found[1]);
  return true;
}

/* --- counters --- */

static bool
counter_name (const char *id, const char *instance, struct buffer *out,
              struct fault *why)
{
  buffer_printf (out, "counter %s %s", id, instance);
  return !out->failed || fault_set (why, CODE_MEMORY, "counter");
}

bool
factor_counter_get (struct txn *t, const char *id, const char *instance,
                    int64_t *out, struct fault *why)
{
  struct buffer name = BUFFER_INIT;
  struct buffer row = BUFFER_INIT;
  bool found = false;
  bool good = counter_name (id, instance, &name, why)
              && txn_row_get (t, ROW_COUNT, ROW_KIND, buffer_string (&name),
                              &row, &found, why);

  if (good)
    *out = found ? strtoll (buffer_string (&row), NULL, 10) : 0;
  buffer_done (&name);
  buffer_done (&row);
  return good;
}

bool
factor_clock_check (const struct session *s, const struct txn *t,
                    struct fault *why)
{
  uint64_t newest = txn_newest_time (t);

  if (s->clock->read (s->clock).utc_us + CLOCK_BEHIND_US < newest)
    return fault_set (why, CODE_CLOCK_BEHIND, "%s", "");
  return true;
}

bool
factor_counter_put (struct txn *t, const char *id, const char *instance,
                    int64_t counter, struct fault *why)
{
  struct buffer name = BUFFER_INIT;
  char text[24];
  bool good;

  snprintf (text, sizeof text, "%lld", (long long) counter);
  good = counter_name (id, instance, &name, why)
         && txn_row_put (t, ROW_COUNT, ROW_KIND, buffer_string (&name), text,
                         strlen (text), why);
  buffer_done (&name);
  return good;
}

bool
factor_counter_take (struct session *s, struct txn *t, const char *id,
                     const char *instance, int64_t counter, struct fault *why)
{
  int64_t last;

  if (!factor_clock_check (s, t, why)
      || !factor_counter_get (t, id, instance, &last, why))
    return false;
  if (counter <= last)
    return fault_set (why, CODE_FACTOR_USED, "%s", instance);
  return factor_counter_put (t, id, instance, counter, why);
}

void
factor_counter_field (struct draft *draft, const char *id,
                      const char *instance, int64_t counter)
{
  struct buffer b = BUFFER_INIT;

  buffer_printf (&b, "%s %s %lld", id, instance, (long long) counter);
  draft_text (draft, "totp", buffer_string (&b));
  buffer_done (&b);
}

/* --- taking a set --- */

static bool
use_holds (const struct session *s, const struct account *a,
           const struct factor_use *u, struct fault *why)
{
  int64_t now = clock_seconds (s->clock);
  const struct enrolment *e = account_enrolment_at (a, u->instance, now);

  if (e && e->version == u->version
      && (enrolment_usable (e, now)
          || (u->one_time && e->state == ENROLMENT_ONE_TIME
              && (e->until == 0 || now < e->until))))
    return true;
  return fault_set (why, CODE_FACTOR_REFUSED,
                    "%s: the enrolment changed meanwhile", u->instance);
}

/* The record is written once, so two uses of one statement in it would find
   none before them.  */
static bool
use_again (const struct factor_set *set, size_t at, struct fault *why)
{
  const char *name = set->use[at].statement;

  for (size_t i = 0; name[0] && i < at; i++)
    if (strcmp (set->use[i].statement, name) == 0)
      return !fault_set (why, CODE_STATEMENT_USED, "%s",
                         set->use[at].instance);
  return false;
}

static bool
set_take (struct session *s, struct txn *t, const struct account *a,
          const struct factor_set *set, struct fault *why)
{
  bool good = true;

  for (size_t i = 0; good && i < set->n; i++)
    {
      const struct factor_use *u = &set->use[i];

      good = use_holds (s, a, u, why)
             && (!u->has_counter
                 || factor_counter_take (s, t, a->id, u->instance, u->counter,
                                         why))
             && !use_again (set, i, why)
             && (!u->statement[0] || statement_take (s, t, a->id, u, why))
             && delay_clear (s, t, a->id, u->instance, why);
    }
  return good;
}

static void
use_field (struct draft *d, size_t n, const char *what, const char *value)
{
  char name[32] = "factor.N.";

  name[7] = (char) ('0' + n);
  snprintf (name + 9, sizeof name - 9, "%s", what);
  draft_text (d, name, value);
}

bool
factor_use_fresh (const struct factor_use *u)
{
  return u->at - u->enrolled < FRESH_S;
}

/* NAME's day and time; nothing for 0.  */
static void
use_time (struct draft *d, size_t n, const char *what, int64_t seconds)
{
  char text[21];

  date_utc (seconds, text);
  if (seconds)
    use_field (d, n, what, text);
}

static void
use_describe (struct draft *d, size_t n, const struct factor_use *u)
{
  char number[24];

  use_field (d, n, "instance", u->instance);
  use_field (d, n, "methods", u->methods);
  use_field (d, n, "assurance", u->assurance);
  use_field (d, n, "answered", u->answered);
  use_field (d, n, "module", u->module);
  use_field (d, n, "evidence", u->evidence[0] ? u->evidence : NULL);
  use_field (d, n, "statement", u->statement[0] ? u->statement : NULL);
  if (u->statement[0])
    statement_field (d, u->statement);
  snprintf (number, sizeof number, "%lu", (unsigned long) u->version);
  use_field (d, n, "version", number);
  snprintf (number, sizeof number, "%lld", (long long) u->at);
  use_field (d, n, "at", number);
  use_time (d, n, "temporary", u->until);
  use_time (d, n, "enrolled", factor_use_fresh (u) ? u->enrolled : 0);
  if (u->rung > 0)
    {
      snprintf (number, sizeof number, "%d", u->rung);
      use_field (d, n, "rung", number);
    }
}

/* A record has one `totp`; the step of a second provider with codes gets a
   small record of its own in the same commit.  */
static void
steps_describe (struct session *s, struct txn *t, struct draft *draft,
                const char *id, const struct factor_set *set)
{
  bool first = true;

  for (size_t i = 0; i < set->n; i++)
    {
      const struct factor_use *u = &set->use[i];
      struct draft *d = draft;

      if (!u->has_counter)
        continue;
      if (!first)
        {
          d = session_draft (s, "code");
          draft_text (d, "account", id);
          draft_token (d, "account", id);
        }
      factor_counter_field (d, id, u->instance, u->counter);
      if (!first)
        txn_add (t, d);
      first = false;
    }
}

bool
factor_apply_to (struct session *s, struct txn *t, struct draft *draft,
                 const struct account *a, const struct factor_set *set,
                 struct fault *why)
{
  struct buffer all = BUFFER_INIT;

  if (!set_take (s, t, a, set, why))
    return false;
  if (!draft || set->n == 0)
    return true;
  for (size_t i = 0; i < set->n; i++)
    {
      buffer_printf (&all, "%s%s", i ? " " : "", set->use[i].methods);
      use_describe (draft, i + 1, &set->use[i]);
    }
  draft_text (draft, "factors", buffer_string (&all));
  buffer_done (&all);
  steps_describe (s, t, draft, a->id, set);
  return true;
}

bool
factor_apply (struct session *s, struct txn *t, struct draft *draft,
              const char *id, const struct factor_set *set, struct fault *why)
{
  struct account a = { .id = NULL };
  bool found = false, good;

  if (set->n == 0)
    return true;
  if (!account_get (t, id, &a, &found, why))
    return false;
  good = found ? factor_apply_to (s, t, draft, &a, set, why)
               : fault_set (why, CODE_FACTOR_REFUSED, "%s", "");
  account_done (&a);
  return good;
}
