/* SPDX-License-Identifier: Apache-2.0 */
/* A step of a script: what is done, how, and with what behind it.  */
#include "script-parts.h"

#include <stdlib.h>
#include <string.h>

#include "script-words.h"

#include "base/lang.h"

#define TWICE_MS 150 /* long enough for two files, short for a person */

struct script_step *
script_step_new (struct script_parser *p, enum step_kind kind)
{
  struct script_turn *t = &p->script.turns[p->script.n_turns - 1];
  struct script_step *more
      = realloc (t->steps, (t->n_steps + 1) * sizeof *more);

  if (!more)
    {
      p->r.no_memory = true;
      return NULL;
    }
  t->steps = more;
  t->steps[t->n_steps]
      = (struct script_step){ .kind = kind, .twice_ms = TWICE_MS };
  return &t->steps[t->n_steps++];
}

static void
take_time (struct script_parser *p, int64_t *ms)
{
  const char *next = script_peek (p);

  if (next && script_time (next, ms))
    p->at++;
  else
    script_fault_word (
        p, N_ ("時間を「250ms」「2s」「3m」のように書いてください"));
}

static bool
looks_like_time (const char *text)
{
  return text && strchr ("0123456789", text[0]) && text[0];
}

static void
take_wait (struct script_parser *p)
{
  struct script_step *s = script_step_new (p, STEP_WAIT);

  if (!s)
    return;
  s->is_delay = script_peek_is (p, "delay");
  s->ms = -1;
  if (s->is_delay)
    p->at++;
  if (!s->is_delay || script_peek (p))
    take_time (p, &s->ms);
}

static void
take_validity (struct script_parser *p, struct script_step *s)
{
  const char *next = script_peek (p);

  if (next && strlen (next) == 1 && next[0] >= '1' && next[0] <= '6')
    {
      s->validity = next[0] - '0';
      p->at++;
    }
  else
    script_fault_word (p, N_ ("資格の有効性は 1 から 6 です"));
}

static void
take_argument (struct script_parser *p, const struct script_word *w,
               struct script_step *s)
{
  switch (w->argument)
    {
    case ARGUMENT_NONE:
      break;
    case ARGUMENT_TIME:
      take_time (p, w->how == HOW_HALF ? &s->half_ms : &s->slow_ms);
      break;
    case ARGUMENT_TIME_OR_NOT:
      if (looks_like_time (script_peek (p)))
        take_time (p, &s->twice_ms);
      break;
    case ARGUMENT_SIZE:
      if (script_peek (p) && script_size (script_peek (p), &s->huge))
        p->at++;
      else
        script_fault_word (
            p, N_ ("大きさを「300kB」「2MB」のように書いてください"));
      break;
    case ARGUMENT_VALIDITY:
      take_validity (p, s);
      break;
    case ARGUMENT_CONSENT:
      if (script_peek (p) && script_consent (script_peek (p), &s->consent))
        p->at++;
      else
        script_fault_word (
            p, N_ ("同意は none、given、absent、または drug,treatment など"));
      break;
    case ARGUMENT_CODE_TEXT:
      if (script_take_text (p, &s->code) && !script_take_text (p, &s->text))
        script_fault_word (p, N_ ("コードの次に文が要ります"));
      break;
    }
}

/* The words behind answer and read, until the line ends or one is wrong.  */
static void
take_answer (struct script_parser *p)
{
  unsigned on = p->script.turns[p->script.n_turns - 1].on;
  struct script_step *s = script_step_new (p, STEP_ANSWER);

  while (s && p->at < p->n)
    {
      const char *next = script_peek (p);
      const struct script_word *w = next ? script_word (next) : NULL;
      size_t before;

      if (!w)
        script_fault_word (p, N_ ("知らない語です"));
      else if (!(w->on & on))
        script_fault_word (p, N_ ("この種類には書けません"));
      else if (s->how & (w->without | w->how))
        script_fault_word (p, N_ ("前の語と一緒には書けません"));
      if (!w || !(w->on & on) || s->how & (w->without | w->how))
        return;
      s->how |= w->how;
      before = ++p->at;
      take_argument (p, w, s);
      if (p->at == before && w->argument != ARGUMENT_NONE
          && w->argument != ARGUMENT_CODE_TEXT
          && w->argument != ARGUMENT_TIME_OR_NOT)
        return;
    }
}

/* err [utf-8|cp932] ["TEXT"] */
static void
take_err (struct script_parser *p)
{
  struct script_step *s = script_step_new (p, STEP_ERR);

  if (!s)
    return;
  s->cp932 = script_peek_is (p, "cp932");
  if (s->cp932 || script_peek_is (p, "utf-8"))
    p->at++;
  script_take_text (p, &s->text);
}

void
script_take_step (struct script_parser *p, const char *word)
{
  unsigned on = p->script.turns[p->script.n_turns - 1].on;
  bool reading = on == FOR_READINGS;

  if (strcmp (word, "wait") == 0)
    take_wait (p);
  else if (strcmp (word, reading ? "read" : "answer") == 0)
    take_answer (p);
  else if (strcmp (word, "remove") == 0)
    script_step_new (p, STEP_REMOVE);
  else if (!reading && strcmp (word, "err") == 0)
    take_err (p);
  else if (!reading && strcmp (word, "return") == 0)
    script_step_new (p, STEP_RETURN);
  else if (!reading && strcmp (word, "leave") == 0)
    script_step_new (p, STEP_LEAVE);
  else
    {
      p->at--;
      script_fault_word (p, N_ ("ここに書ける動作ではありません"));
      return;
    }
  if (p->at < p->n && p->r.faults->n == p->faults)
    script_fault_word (p, N_ ("余分な語です"));
}
