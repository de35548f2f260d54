/* SPDX-License-Identifier: Apache-2.0 */
/* The comparison of R8, used twice: card against chart, answer against
   reception.  */
#include "access/chart-check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "access/reception.h"
#include "base/cleanup.h"
#include "base/date.h"
#include "base/lang.h"
#include "base/text.h"

#define ANSWER_MAX 2000 /* characters of free text in a record (ledger.md) */

static emi_rc
on_patient (void *ctx, const char *name, const struct emi_fields *f)
{
  struct chart_person *c = ctx;
  char compact[9];
  char *birth;

  if (strcmp (name, "patient") != 0 || c->known)
    return EMI_OK;
  birth = fields_text (f, "birth");
  if (birth && date_compact (birth, compact))
    {
      free (birth);
      birth = strdup (compact);
    }
  c->person = (struct person){
    .name = fields_text (f, "name"),
    .kana = fields_text (f, "kana"),
    .sex = fields_text (f, "sex"),
    .birth = birth,
  };
  c->known = true;
  return EMI_OK;
}

bool
chart_resolve (struct session *s, const char *chart, struct chart_person *out,
               struct fault *why)
{
  struct emi_adapter_resolve in = { .size = sizeof in, .chart = chart };
  struct call_env env
      = { .timeout_ms = 10000, .ctx = out, .put_fields = on_patient };

  for (size_t i = 0; i < s->config->n_instances && !out->known; i++)
    {
      const struct config_instance *c = &s->config->instances[i];
      struct instance *adapter;

      if (c->kind != EMI_KIND_ADAPTER)
        continue;
      if (!host_instance (s->host, EMI_KIND_ADAPTER, c->name, &adapter, why))
        return false;
      /* An EHR that cannot say is answered by the person at the desk. */
      instance_call (adapter, CALL_adapter_resolve, &in, &env, NULL);
    }
  return out->known
         || chart_lately (s, chart, &out->person, &out->lately, why);
}

enum person_verdict
person_judge (unsigned difference, unsigned missing)
{
  if (difference == 0)
    return PERSON_SAME;
  if (difference == PERSON_KANA)
    return (missing & (PERSON_BIRTH | PERSON_SEX)) ? PERSON_ONE_DIFFERS
                                                   : PERSON_NAME_DIFFERS;
  if (difference == PERSON_BIRTH || difference == PERSON_SEX
      || difference == PERSON_NUMBER)
    return PERSON_ONE_DIFFERS;
  return PERSON_OTHER;
}

void
difference_words (unsigned difference, char out[40])
{
  snprintf (out, 40, "%s%s%s%s", difference & PERSON_KANA ? "kana " : "",
            difference & PERSON_BIRTH ? "birth " : "",
            difference & PERSON_SEX ? "sex " : "",
            difference & PERSON_NUMBER ? "number " : "");
  if (out[0])
    out[strlen (out) - 1] = '\0';
}

static const struct emi_prompt guard_prompts[] = {
  { "fields", EMI_PROMPT_TEXT, NULL,
    "異なる項目はどれですか（kana birth sex number）",
    "Which items differ (kana birth sex number)?", NULL },
  { "reason", EMI_PROMPT_TEXT, NULL,
    "それでも同じ患者と判断する理由を記入してください",
    "Why is this the same patient all the same?", NULL },
};

static char *
ask_one (struct session *s, const char *account,
         const struct emi_prompt *prompt, const char *shown, struct fault *why)
{
  struct question q = {
    .account = account, .instance = "guard", .prompt = prompt, .shown = shown
  };
  struct secret answer = SECRET_INIT;
  char *text;

  if (!session_ask (s, &q, &answer, NULL, why))
    return NULL;
  text = answer.len ? strdup ((const char *) answer.data) : NULL;
  secret_done (&answer);
  if (!text)
    fault_set (why, CODE_PROMPT_UNANSWERED, "guard.%s", prompt->id);
  else if (!text_is_utf8 (text, strlen (text))
           || text_chars (text) > ANSWER_MAX)
    {
      fault_set (why, CODE_VALUE, "guard.%s", prompt->id);
      free (text);
      return NULL;
    }
  return text;
}

void
guard_done (struct guard *g)
{
  free (g->fields);
  free (g->reason);
  *g = (struct guard){ .fields = NULL };
}

void
guard_draft (const struct guard *g, struct draft *d)
{
  draft_text (d, "guard.fields", g->fields);
  draft_text (d, "guard.reason", g->reason);
}

/* What differs, side by side; a number is not shown, only that it differs. */
static void
add_side (struct session *s, unsigned difference,
          const struct guard_sides *sides, int i, struct buffer *b)
{
  const struct person *p = sides->person[i];
  CLEANUP_FREE char *kana = p->kana ? text_nfkc (p->kana) : NULL;
  CLEANUP_FREE char *safe = kana ? text_safe (kana, 60) : NULL;
  char birth[11];

  buffer_printf (b, "  %s:", said (s->lang, sides->name[i]));
  if (difference & PERSON_KANA)
    buffer_printf (b, " %s", safe ? safe : "-");
  if (difference & PERSON_BIRTH)
    buffer_printf (b, " %s",
                   p->birth && date_dash (p->birth, birth) ? birth : "-");
  if (difference & PERSON_SEX)
    buffer_printf (b, " %s", person_sex_text (p->sex, s->lang));
  buffer_text (b, "\n");
}

static char *
sides_text (struct session *s, unsigned difference,
            const struct guard_sides *sides)
{
  struct buffer b = BUFFER_INIT;
  char words[40];

  difference_words (difference, words);
  buffer_printf (&b, said (s->lang, "  次の項目が異なります: %s\n"), words);
  for (int i = 0; i < 2 && !(difference & PERSON_NUMBER); i++)
    add_side (s, difference, sides, i, &b);
  return buffer_steal (&b, NULL);
}

bool
guard_ask (struct session *s, const char *account, unsigned difference,
           const struct guard_sides *sides, struct guard *out,
           struct fault *why)
{
  CLEANUP_FREE char *shown = sides_text (s, difference, sides);
  struct guard g;

  g.fields = ask_one (s, account, &guard_prompts[0], shown, why);
  if (!g.fields)
    return false;
  g.reason = ask_one (s, account, &guard_prompts[1], NULL, why);
  if (!g.reason)
    {
      guard_done (&g);
      return false;
    }
  *out = g;
  return true;
}

static void
add_notice (struct buffer *b, const char *word)
{
  if (b->len)
    buffer_text (b, " ");
  buffer_text (b, word);
}

bool
chart_check (struct session *s, const char *account,
             const struct chart_person *chart, const struct person *card,
             struct buffer *notices, struct guard *guard, struct fault *why)
{
  const struct guard_sides sides = { .name = { N_ ("カード"), N_ ("診療録") },
                                     .person = { card, &chart->person } };
  unsigned difference;
  char words[40];

  if (!chart->known)
    {
      if (chart->lately && person_other (&chart->person, card))
        add_notice (notices, "chart-other-before");
      return true;
    }
  difference = person_compare (&chart->person, card);
  difference_words (difference, words);
  switch (person_judge (difference, person_missing (&chart->person)
                                        | person_missing (card)))
    {
    case PERSON_SAME:
      return true;
    case PERSON_NAME_DIFFERS:
      add_notice (notices, "name-differs");
      return true;
    case PERSON_ONE_DIFFERS:
      if (!guard_ask (s, account, difference, &sides, guard, why))
        return false;
      add_notice (notices, "chart-differs");
      return true;
    case PERSON_OTHER:
      break;
    }
  return fault_set (why, CODE_PERSON_NO, "%s", words);
}
