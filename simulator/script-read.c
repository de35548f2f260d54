/* SPDX-License-Identifier: Apache-2.0 */
/* Reading a script, line by line: see script.h.  Every fault is told with its
   line, and reading goes on behind it.  */
#include "script-parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/lang.h"
#include "base/text.h"
#include "script-words.h"

#define MAX_TIMES 1000000

static bool
turn_new (struct script_parser *p, unsigned on, bool for_ever, unsigned times)
{
  struct script *s = &p->script;
  struct script_turn *more
      = realloc (s->turns, (s->n_turns + 1) * sizeof *more);

  if (!more)
    return false;
  s->turns = more;
  s->turns[s->n_turns++] = (struct script_turn){
    .on = on,
    .for_ever = for_ever,
    .left = times,
  };
  return true;
}

/* request [KIND] [TIMES], requests [KIND], reading [TIMES], readings.  */
static void
take_head (struct script_parser *p, unsigned on, bool for_ever)
{
  const char *next = script_peek (p);
  unsigned kind = next && on == FOR_REQUESTS ? script_kind (next) : 0;
  long times = 1;

  if (kind)
    p->at++;
  next = for_ever ? NULL : script_peek (p);
  if (next && strspn (next, "0123456789") == strlen (next)
      && strlen (next) < 8)
    {
      times = strtol (next, NULL, 10);
      p->at++;
    }
  p->lost = p->at < p->n || times < 1 || times > MAX_TIMES;
  if (p->lost)
    script_fault_word (
        p, N_ ("ここには書けません（要求の種類か、1 以上の回数）"));
  else
    p->script.told |= kind ? kind : on;
  if (!turn_new (p, kind ? kind : on, for_ever, (unsigned) times))
    p->r.no_memory = true;
}

static void
take_line (struct script_parser *p)
{
  const char *word = script_peek (p);

  if (p->n == 0)
    return;
  p->at = 1;
  if (word && strcmp (word, "request") == 0)
    take_head (p, FOR_REQUESTS, false);
  else if (word && strcmp (word, "requests") == 0)
    take_head (p, FOR_REQUESTS, true);
  else if (word && strcmp (word, "reading") == 0)
    take_head (p, FOR_READINGS, false);
  else if (word && strcmp (word, "readings") == 0)
    take_head (p, FOR_READINGS, true);
  else if (p->script.n_turns == 0 && !p->lost)
    {
      p->lost = true;
      p->at = 0;
      script_fault_word (
          p, N_ ("最初に request、requests、reading、readings が要ります"));
    }
  else if (!p->lost && word)
    script_take_step (p, word);
  else if (!p->lost)
    {
      p->at = 0;
      script_fault_word (p, N_ ("動作ではありません"));
    }
}

static void
read_line (struct script_parser *p, const char *at, const char *end)
{
  p->faults = p->r.faults->n;
  if (end > at && end[-1] == '\r')
    end--;
  if (!text_is_utf8 (at, (size_t) (end - at)))
    {
      SCRIPT_FAULT (p, N_ ("UTF-8 ではありません"));
      return;
    }
  if (!script_split (p, at, end))
    p->r.no_memory = true;
  else if (p->r.faults->n == p->faults)
    take_line (p);
  script_line_done (p);
}

/* What happens when the text says nothing more.  */
static void
end_well (struct script_parser *p)
{
  static const unsigned on[] = { FOR_REQUESTS, FOR_READINGS };

  for (size_t i = 0; i < N_ELEMENTS (on); i++)
    if (!turn_new (p, on[i], true, 0) || !script_step_new (p, STEP_ANSWER))
      p->r.no_memory = true;
}

bool
script_read (const char *file, const char *text, size_t len,
             struct script *out, struct config_faults *faults)
{
  struct script_parser p = { .doc = { .file = file } };
  const char *end = text + len;

  p.r = (struct reading){ .doc = &p.doc, .faults = faults };
  if (len > SCRIPT_MAX_BYTES)
    SCRIPT_FAULT (&p, N_ ("大きすぎます"));
  for (const char *at = text;
       at < end && len <= SCRIPT_MAX_BYTES && !p.r.no_memory;)
    {
      const char *nl = memchr (at, '\n', (size_t) (end - at));

      p.line++;
      read_line (&p, at, nl ? nl : end);
      at = nl ? nl + 1 : end;
    }
  end_well (&p);
  if (p.r.no_memory || faults->n || faults->failed)
    {
      script_done (&p.script);
      return false;
    }
  *out = p.script;
  return true;
}

void
script_done (struct script *s)
{
  for (size_t i = 0; i < s->n_turns; i++)
    {
      for (size_t k = 0; k < s->turns[i].n_steps; k++)
        {
          free (s->turns[i].steps[k].code);
          free (s->turns[i].steps[k].text);
        }
      free (s->turns[i].steps);
    }
  free (s->turns);
  *s = (struct script){ .name = NULL };
}

const struct script_turn *
script_next (struct script *s, unsigned on)
{
  size_t i = 0;

  /* The last two are for ever.  */
  while (!(s->turns[i].on & on)
         || (!s->turns[i].for_ever && s->turns[i].left == 0))
    i++;
  if (!s->turns[i].for_ever)
    s->turns[i].left--;
  return &s->turns[i];
}
