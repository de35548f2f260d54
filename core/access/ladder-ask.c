/* SPDX-License-Identifier: Apache-2.0 */
/* What a person is told and asked on the ladder.  At a terminal a slip of the
   finger is asked about again; an answers file is taken at its word.  */
#include "access/ladder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/text.h"

#define TRIES 3

static const struct emi_prompt rung_prompt
    = { "rung",
        EMI_PROMPT_TEXT,
        NULL,
        "どれで続けますか（番号、handover 別の医師へ、stop やめる）",
        "How to go on (a number, handover to another doctor, stop)?",
        NULL };

static const struct emi_prompt handover_prompt
    = { "handover",
        EMI_PROMPT_TEXT,
        NULL,
        "どの医師に引き継ぎますか（職員の ID）",
        "Which doctor takes over (their account)?",
        NULL };

static void
show (struct session *s, const struct buffer *b)
{
  if (s->screen)
    s->screen->show (s->screen, buffer_string (b));
}

/* What happened, and the hospital's own procedure with it.  */
static void
tell (struct session *s, const struct ladder_step *step, struct buffer *b)
{
  enum lang lang = s->lang;
  const char *procedure = s->config->procedure[lang];

  if (step->instance)
    buffer_printf (b, said (lang, "\n認証手段 %s を使えません: %s（%s）。\n"),
                   step->instance, code_info (step->why->code)->message[lang],
                   step->why->detail);
  else
    buffer_printf (b, "\n%s\n", code_info (step->why->code)->message[lang]);
  if (procedure)
    buffer_printf (b, "  %s\n", procedure);
}

static void
list_choices (struct session *s, const struct ladder_step *step,
              struct buffer *b)
{
  for (size_t i = 0; i < step->n_pairs; i++)
    {
      const struct pair *p = &step->pairs[i];

      buffer_printf (b, "  %zu  %s%s%s: ", i + 1, p->a, p->b ? " + " : "",
                     p->b ? p->b : "");
      pair_words (s->profile, p, s->lang, b);
      buffer_text (b, "\n");
    }
}

/* A number from the list, or the names of a pair in either order.  */
static bool
chosen_pair (const struct ladder_step *step, const char *text, size_t *out)
{
  char number[24], names[2][72];

  for (size_t i = 0; i < step->n_pairs; i++)
    {
      const struct pair *p = &step->pairs[i];

      snprintf (number, sizeof number, "%zu", i + 1);
      snprintf (names[0], sizeof names[0], "%s%s%s", p->a, p->b ? "," : "",
                p->b ? p->b : "");
      snprintf (names[1], sizeof names[1], "%s%s%s", p->b ? p->b : p->a,
                p->b ? "," : "", p->b ? p->a : "");
      if (strcmp (text, number) == 0 || strcmp (text, names[0]) == 0
          || strcmp (text, names[1]) == 0)
        {
          *out = i;
          return true;
        }
    }
  return false;
}

static bool
understood (const struct ladder_step *step, const char *text,
            enum ladder_choice *out, size_t *pair_out)
{
  *out = LADDER_PAIR;
  if (chosen_pair (step, text, pair_out))
    return true;
  *out = strcmp (text, "handover") == 0 ? LADDER_HANDOVER : LADDER_STOP;
  return *out == LADDER_HANDOVER || strcmp (text, "stop") == 0;
}

/* One answer as text; FROM tells whether it may be asked again.  */
static char *
ask_text (struct session *s, const struct question *q, enum answer_from *from,
          struct fault *why)
{
  struct secret answer = SECRET_INIT;
  char *text;

  if (!session_ask (s, q, &answer, from, why))
    return NULL;
  text = strdup (answer.len ? (const char *) answer.data : "");
  secret_done (&answer);
  if (!text)
    fault_set (why, CODE_MEMORY, "ladder");
  return text;
}

bool
ladder_ask (struct session *s, const struct ladder_step *step,
            enum ladder_choice *out, size_t *pair_out, struct fault *why)
{
  struct buffer list = BUFFER_INIT;
  struct question q
      = { .account = step->account,
          .instance = "request",
          .prompt = &rung_prompt,
          .preset = step->by_itself && step->n_pairs ? "1" : NULL };
  enum answer_from from = ANSWER_FILE;
  bool good = false;

  tell (s, step, &list);
  /* What only the person knows is told where a person is asked.  */
  if (step->device)
    {
      show (s, &list);
      buffer_reset (&list);
    }
  list_choices (s, step, &list);
  q.shown = buffer_string (&list);
  for (int i = 0; i < TRIES && !good; i++)
    {
      char *text = ask_text (s, &q, &from, why);

      if (!text)
        break;
      good = understood (step, text, out, pair_out);
      free (text);
      if (!good)
        fault_set (why, CODE_VALUE, "request.rung");
      if (from != ANSWER_TERMINAL)
        break;
    }
  buffer_done (&list);
  return good;
}

/* --- handing over --- */

static bool
may_take_over (struct session *s, const char *from, const char *to,
               struct fault *why)
{
  struct account a = { .id = NULL };
  bool found = false, may;

  if (!text_is_name (to) || strcmp (from, to) == 0)
    return fault_set (why, CODE_HANDOVER, "%s", "");
  if (!account_read (s, to, &a, &found, why))
    return false;
  may = account_may_view (s, found ? &a : NULL, clock_seconds (s->clock),
                          NULL);
  account_done (&a);
  return may || fault_set (why, CODE_HANDOVER, "%s", to);
}

/* The reason once more, before it is asked again.  */
static void
tell_again (struct session *s, const struct fault *why)
{
  struct buffer b = BUFFER_INIT;

  buffer_printf (&b, "  %s\n", code_info (why->code)->message[s->lang]);
  show (s, &b);
  buffer_done (&b);
}

bool
ladder_ask_handover (struct session *s, const char *account, char out[33],
                     struct fault *why)
{
  const struct question q = { .account = account,
                              .instance = "request",
                              .prompt = &handover_prompt };

  for (int i = 0; i < TRIES; i++)
    {
      enum answer_from from = ANSWER_FILE;
      char *to = ask_text (s, &q, &from, why);
      bool good = to && may_take_over (s, account, to, why);

      if (good)
        snprintf (out, 33, "%s", to);
      free (to);
      if (good)
        return true;
      if (why->code != CODE_HANDOVER || from != ANSWER_TERMINAL)
        return false;
      tell_again (s, why);
    }
  return false;
}
