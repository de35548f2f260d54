/* SPDX-License-Identifier: Apache-2.0 */
/* Hands a provider's prompt to the session's prompter.  */
#include "access/asking.h"

#include <string.h>

#include "base/date.h"

bool
asking_ask (void *ctx, const char *instance, const struct emi_prompt *prompt,
            struct secret *answer_out, struct fault *why)
{
  struct asking *a = ctx;
  char today[11];
  struct question q = { .account = a->account,
                        .instance = instance,
                        .prompt = prompt,
                        .preset = prompt->preset };
  enum answer_from from = ANSWER_TERMINAL;

  if (q.preset && strcmp (q.preset, "today") == 0)
    {
      date_japan (clock_seconds (a->session->clock), today);
      q.preset = today;
    }
  /* session_ask also keeps a production connector from file answers.  */
  if (!session_ask (a->session, &q, answer_out, &from, why))
    return false;
  switch (from)
    {
    case ANSWER_TERMINAL:
      a->terminal = true;
      break;
    case ANSWER_FILE:
      a->file = true;
      break;
    case ANSWER_PRESET:
      a->preset = true;
      break;
    }
  return true;
}

const char *
asking_answered (const struct asking *a)
{
  if (a->file)
    return answer_from_name (ANSWER_FILE);
  if (a->preset)
    return answer_from_name (ANSWER_PRESET);
  return a->terminal ? answer_from_name (ANSWER_TERMINAL) : "none";
}
