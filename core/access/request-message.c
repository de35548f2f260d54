/* SPDX-License-Identifier: Apache-2.0 */
/* The message that a request goes out with: the emergency one, or an ordinary
   one where the profile says that its pattern is asked for so.  */
#include "access/stages.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "oqs/ordinary.h"

/* Five years is as far as anything reaches (research note 4.1).  */
#define FARTHEST_MONTHS 60

static bool
emergency_message (struct request *r, const char *today, struct buffer *out)
{
  char day[9];
  const char *missing = NULL;
  struct emergency_request m = {
    .day = day,
    .institution = r->s->config->facility,
    .file_id = r->file_id,
    .person = &r->reception.person,
    .consent = strcmp (r->order.consent, "given") == 0 ? 1 : 3,
    .pattern = r->order.pattern,
    .factor_a = r->declared[0],
    .factor_b = r->declared[1],
    .pdf = r->order.pdf,
  };

  if (!date_compact (today, day))
    return fault_set (&r->fault, CODE_INTERNAL, "%s", today);
  return emergency_write (r->s->profile, &m, out, &missing)
         || fault_set (&r->fault, CODE_INTERNAL, "profile: %s",
                       missing ? missing : "-");
}

/* The first month that any section wants of this pattern: no more is asked
   for than is shown.  */
static void
first_month (const struct request *r, const char *today, char out[7])
{
  const struct config *c = r->s->config;
  const struct profile_pattern *p
      = profile_pattern (r->s->profile, r->order.pattern);
  char first[11], from[11], day[9];

  memcpy (first, today, sizeof first);
  for (size_t i = 0; i < c->n_sections; i++)
    {
      const struct config_section *s = &c->sections[i];

      if (!profile_tells (p, s->kind))
        continue;
      arrange_since (s->days, s->months, today, from);
      if (!from[0])
        arrange_since (0, FARTHEST_MONTHS, today, from);
      if (strcmp (from, first) < 0)
        memcpy (first, from, sizeof first);
    }
  if (!date_compact (first, day))
    strcpy (day, "00000000");
  memcpy (out, day, 6);
  out[6] = '\0';
}

static int
treatment_flag (const struct profile *p)
{
  for (size_t i = 0; i < p->n_words; i++)
    if (strcmp (p->words[i].list, "treatment") == 0
        && strcmp (p->words[i].means, "emergency") == 0)
      return (int) strtol (p->words[i].word, NULL, 10);
  return 4; /* OQSCD028 */
}

static bool
ordinary_message (struct request *r, enum profile_message message,
                  const char *today, struct buffer *out)
{
  char from[7], to[9];
  struct ordinary_request m = {
    .institution = r->s->config->facility,
    .file_id = r->file_id,
    .person = &r->reception.person,
    .from = from,
    .to = to,
    .treatment = r->order.pattern != 4,
    .pdf = r->order.pdf,
    .treatment_flag = treatment_flag (r->s->profile),
  };

  if (!date_compact (today, to))
    return fault_set (&r->fault, CODE_INTERNAL, "%s", today);
  to[6] = '\0';
  first_month (r, today, from);
  return ordinary_write (message, &m, out)
         || fault_set (&r->fault, CODE_MEMORY, "%s", "");
}

bool
request_message (struct request *r, struct buffer *out)
{
  enum profile_message message
      = profile_pattern (r->s->profile, r->order.pattern)->request;
  char today[11];

  date_japan (clock_seconds (r->s->clock), today);
  return message == PROFILE_EMERGENCY
             ? emergency_message (r, today, out)
             : ordinary_message (r, message, today, out);
}
