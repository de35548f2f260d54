/* SPDX-License-Identifier: Apache-2.0 */
/* Reading an emergency request, as the other side does (emergency.h).  */
#include "oqs/emergency.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "oqs/emergency-rules.h"
#include "oqs/message.h"

struct reading
{
  struct emergency_asked a;
  const struct profile *profile;
  char *parts[4]; /* factor, method, factor, method */
  bool seen;      /* the request's own container */
};

void
emergency_asked_done (struct emergency_asked *a)
{
  free (a->day);
  free (a->institution);
  free (a->file_id);
  person_done (&a->person);
  free (a->factor[0]);
  free (a->factor[1]);
  *a = (struct emergency_asked){ 0 };
}

static enum oqs_read
on_open (void *ctx, int id)
{
  struct reading *r = ctx;

  r->seen |= id == EMERGENCY_ASKED;
  return OQS_READ_OK;
}

static enum oqs_read
on_text (void *ctx, int id, const char *text)
{
  struct reading *r = ctx;

  if (id >= EMERGENCY_PERSON && id < EMERGENCY_SKIP)
    return person_keep (&r->a.person,
                        (enum person_field) (id - EMERGENCY_PERSON), text);
  switch (id)
    {
    case EMERGENCY_DAY:
      return message_keep (&r->a.day, text);
    case EMERGENCY_INSTITUTION:
      return message_keep (&r->a.institution, text);
    case EMERGENCY_FILE_ID:
      return message_keep (&r->a.file_id, text);
    case EMERGENCY_TREATMENT:
      return message_keep_int (&r->a.treatment, text);
    case EMERGENCY_CONSENT:
      return message_keep_int (&r->a.consent, text);
    case EMERGENCY_PATTERN:
      return message_keep_int (&r->a.pattern, text);
    case EMERGENCY_AUTHORITY:
      return message_keep_int (&r->a.authority, text);
    case EMERGENCY_FACTOR_1:
      return message_keep (&r->parts[0], text);
    case EMERGENCY_METHOD_1:
      return message_keep (&r->parts[1], text);
    case EMERGENCY_FACTOR_2:
      return message_keep (&r->parts[2], text);
    case EMERGENCY_METHOD_2:
      return message_keep (&r->parts[3], text);
    case EMERGENCY_FORM:
      {
        const struct profile_word *w
            = profile_word (r->profile, "form", text);
        r->a.pdf = w && strcmp (w->means, "pdf") == 0;
        return OQS_READ_OK;
      }
    default:
      return OQS_READ_OK;
    }
}

/* "1" and "01" to "1-01".  */
static bool
join_factors (struct reading *r)
{
  for (int i = 0; i < 2; i++)
    {
      const char *factor = r->parts[2 * i], *method = r->parts[2 * i + 1];
      if (factor && method
          && asprintf (&r->a.factor[i], "%s-%s", factor, method) < 0)
        {
          r->a.factor[i] = NULL;
          return false;
        }
    }
  return true;
}

enum oqs_read
emergency_request_read (const struct profile *p, const void *data, size_t len,
                        struct emergency_asked *out)
{
  struct reading r = {
    .profile = p,
    .a = { .treatment = -1, .consent = -1, .pattern = -1, .authority = -1 },
  };
  struct emergency_rules rules;
  size_t n_unknown;

  *out = (struct emergency_asked){ 0 };
  if (!emergency_request_rules (p, &rules))
    return OQS_READ_MEMORY;
  const struct message_reader reader = {
    .rules = rules.v,
    .n_rules = rules.n,
    .open = on_open,
    .text = on_text,
    .ctx = &r,
  };
  enum oqs_read rc = message_read (&reader, data, len, &n_unknown);
  emergency_rules_done (&rules);

  if (rc == OQS_READ_OK && !r.seen)
    rc = OQS_READ_UNFINISHED;
  if (rc == OQS_READ_OK && !join_factors (&r))
    rc = OQS_READ_MEMORY;
  if (rc == OQS_READ_OK)
    *out = r.a;
  else
    emergency_asked_done (&r.a);
  for (int i = 0; i < 4; i++)
    free (r.parts[i]);
  return rc;
}
