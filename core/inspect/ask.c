/* SPDX-License-Identifier: Apache-2.0 */
/* Answers that nobody typed: those of a file where one was given, else made up.
   A line is random in each round, so that an echo of it is no chance.

   A wrong PIN costs a try, and a card locks after a few: where something other
   than the module itself judges what is typed, nothing is made up.  */
#include <stdio.h>
#include <string.h>

#include <emi/auth.h>
#include <sodium.h>

#include "inspect/parts.h"

/* Shorter ones turn up in other text by chance.  */
#define TOLD_MIN 4

void
secret_new (struct inspection *in)
{
  static const char letters[] = "abcdefghijkmnpqrstuvwxyz23456789";

  for (size_t k = 0; k + 1 < sizeof in->secret; k++)
    in->secret[k] = letters[randombytes_uniform (sizeof letters - 1)];
  in->secret[sizeof in->secret - 1] = '\0';
}

void
given_forget (struct inspection *in)
{
  while (in->n_given > 0)
    secret_done (&in->given[--in->n_given]);
  in->asked = 0;
}

bool
given_told (const struct inspection *in, const void *data, size_t len)
{
  for (size_t k = 0; k < in->n_given; k++)
    if (in->given[k].len >= TOLD_MIN && data
        && memmem (data, len, in->given[k].data, in->given[k].len))
      return true;
  return false;
}

static bool
is_line (const struct emi_prompt *p)
{
  return p->kind == EMI_PROMPT_SECRET || p->kind == EMI_PROMPT_TEXT;
}

static void
keep (struct inspection *in, const struct emi_prompt *p,
      const struct secret *answer)
{
  in->asked_secret |= p->kind == EMI_PROMPT_SECRET;
  in->gave_secret |= is_line (p);
  if (is_line (p) && in->n_given < GIVEN_MOST
      && secret_set (&in->given[in->n_given], answer->data, answer->len))
    in->n_given++;
}

static bool
make_up (struct inspection *in, const struct question *q,
         struct secret *answer_out)
{
  const struct emi_prompt *p = q->prompt;
  const char *text = "";
  size_t len;

  if (p->kind == EMI_PROMPT_CHOICE)
    text = p->choices;
  else if (is_line (p))
    text = q->preset ? q->preset : in->secret;
  len = p->kind == EMI_PROMPT_CHOICE ? strcspn (text, " ") : strlen (text);
  return secret_set (answer_out, text, len);
}

static bool
ask (struct prompter *base, const struct question *q,
     struct secret *answer_out, enum answer_from *from_out, struct fault *why)
{
  struct inspection *in
      = (struct inspection *) ((char *) base
                               - offsetof (struct inspection, prompter));
  struct prompter *file = in->setup->answers;
  struct question known = *q;

  in->asked++;
  *from_out = ANSWER_FILE;
  known.instance = in->plugin->name;
  if (file && file->ask (file, &known, answer_out, from_out, why))
    {
      keep (in, q->prompt, answer_out);
      return true;
    }
  if (is_line (q->prompt) && !q->preset && !in->makes_up)
    return fault_set (why, CODE_PROMPT_UNANSWERED, "%s.%s", in->plugin->name,
                      q->prompt->id);
  if (!make_up (in, q, answer_out))
    return fault_set (why, CODE_MEMORY, "%s", "");
  keep (in, q->prompt, answer_out);
  return true;
}

void
ask_init (struct inspection *in)
{
  const struct emi_plugin *p = in->plugin;

  in->prompter.ask = ask;
  in->makes_up = !(p->flags & EMI_PLUGIN_SEPARATE) && !p->needs
                 && !(p->auth_flags & (EMI_AUTH_SIGNED | EMI_AUTH_STATEMENT));
  secret_new (in);
}
