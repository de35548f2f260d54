/* SPDX-License-Identifier: Apache-2.0 */
/* Reading a script, line by line: see script.h.  Every fault is told with its
   line, and reading goes on behind it.  */
#include "script.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "config/reading.h"
#include "script-words.h"

#define MAX_WORDS 48 /* in one line */
#define MAX_TIMES 1000000
#define TWICE_MS 150 /* long enough for two files, short for a person */

struct word
{
  char *text;
  bool quoted;
};

struct parser
{
  struct document doc;
  struct reading r;
  int line;
  size_t faults; /* before this line */
  struct word words[MAX_WORDS];
  size_t n;
  size_t at; /* the next word */
  struct script script;
  bool lost; /* the head was wrong: its steps are not looked at */
};

#define FAULT(p, ...) reading_fault (&(p)->r, (p)->line, __VA_ARGS__)

/* --- words of a line --- */

/* A text in quotes from AT, which is behind the first; where it ends.  */
static const char *
take_quoted (struct parser *p, const char *at, const char *end, char *out)
{
  for (; at < end && *at != '"'; at++)
    {
      if (*at == '\\' && at + 1 < end)
        {
          at++;
          *out++ = *at == 'n' ? '\n' : *at;
        }
      else
        *out++ = *at;
    }
  *out = '\0';
  if (at == end)
    {
      FAULT (p, "「\"」が閉じていません", "a text has no closing \"");
      return end;
    }
  return at + 1;
}

static const char *
take_bare (const char *at, const char *end, char *out)
{
  while (at < end && *at != ' ' && *at != '\t' && *at != '#' && *at != '"')
    *out++ = *at++;
  *out = '\0';
  return at;
}

/* Takes the line from AT to END apart.  False without memory.  */
static bool
split (struct parser *p, const char *at, const char *end)
{
  p->n = p->at = 0;
  for (;;)
    {
      struct word *w = &p->words[p->n];

      while (at < end && (*at == ' ' || *at == '\t'))
        at++;
      if (at == end || *at == '#')
        return true;
      if (p->n == MAX_WORDS)
        {
          FAULT (p, "一行の語が多すぎます", "too many words in one line");
          return true;
        }
      w->text = malloc ((size_t) (end - at) + 1);
      if (!w->text)
        return false;
      w->quoted = *at == '"';
      at = w->quoted ? take_quoted (p, at + 1, end, w->text)
                     : take_bare (at, end, w->text);
      p->n++;
    }
}

static void
line_done (struct parser *p)
{
  for (size_t i = 0; i < p->n; i++)
    free (p->words[i].text);
  p->n = p->at = 0;
}

/* The next bare word, or NULL.  */
static const char *
peek (const struct parser *p)
{
  return p->at < p->n && !p->words[p->at].quoted ? p->words[p->at].text : NULL;
}

static bool
peek_is (const struct parser *p, const char *word)
{
  const char *next = peek (p);

  return next && strcmp (next, word) == 0;
}

/* Moves the next text in quotes to *SLOT; false when there is none.  */
static bool
take_text (struct parser *p, char **slot)
{
  if (p->at == p->n || !p->words[p->at].quoted)
    return false;
  free (*slot);
  *slot = p->words[p->at].text;
  p->words[p->at++].text = NULL;
  return true;
}

/* A fault of this line, with the word it is about.  */
static void
fault_word (struct parser *p, const char *ja, const char *en)
{
  const char *word = p->at < p->n ? p->words[p->at].text : NULL;
  CLEANUP_FREE char *quoted = word ? reading_quote (word) : NULL;

  reading_say_why (&p->r, p->line, ja, en, quoted);
}

/* --- turns and steps --- */

static bool
turn_new (struct parser *p, unsigned on, bool for_ever, unsigned times)
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

static struct script_step *
step_new (struct parser *p, enum step_kind kind)
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

/* request [KIND] [TIMES], requests [KIND], reading [TIMES], readings.  */
static void
take_head (struct parser *p, unsigned on, bool for_ever)
{
  const char *next = peek (p);
  unsigned kind = next && on == FOR_REQUESTS ? script_kind (next) : 0;
  long times = 1;

  if (kind)
    p->at++;
  next = for_ever ? NULL : peek (p);
  if (next && strspn (next, "0123456789") == strlen (next)
      && strlen (next) < 8)
    {
      times = strtol (next, NULL, 10);
      p->at++;
    }
  p->lost = p->at < p->n || times < 1 || times > MAX_TIMES;
  if (p->lost)
    fault_word (p, "ここには書けません（要求の種類か、1 以上の回数）",
                "not here (a kind of request, or how many: 1 or more)");
  else
    p->script.told |= kind ? kind : on;
  if (!turn_new (p, kind ? kind : on, for_ever, (unsigned) times))
    p->r.no_memory = true;
}

static void
take_time (struct parser *p, int64_t *ms)
{
  const char *next = peek (p);

  if (next && script_time (next, ms))
    p->at++;
  else
    fault_word (p, "時間を「250ms」「2s」「3m」のように書いてください",
                "write a time as 250ms, 2s or 3m");
}

static bool
looks_like_time (const char *text)
{
  return text && strchr ("0123456789", text[0]) && text[0];
}

static void
take_wait (struct parser *p)
{
  struct script_step *s = step_new (p, STEP_WAIT);

  if (!s)
    return;
  s->is_delay = peek_is (p, "delay");
  s->ms = -1;
  if (s->is_delay)
    p->at++;
  if (!s->is_delay || peek (p))
    take_time (p, &s->ms);
}

static void
take_validity (struct parser *p, struct script_step *s)
{
  const char *next = peek (p);

  if (next && strlen (next) == 1 && next[0] >= '1' && next[0] <= '6')
    {
      s->validity = next[0] - '0';
      p->at++;
    }
  else
    fault_word (p, "資格の有効性は 1 から 6 です", "a validity is 1 to 6");
}

static void
take_argument (struct parser *p, const struct script_word *w,
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
      if (looks_like_time (peek (p)))
        take_time (p, &s->twice_ms);
      break;
    case ARGUMENT_SIZE:
      if (peek (p) && script_size (peek (p), &s->huge))
        p->at++;
      else
        fault_word (p, "大きさを「300kB」「2MB」のように書いてください",
                    "write a size as 300kB or 2MB");
      break;
    case ARGUMENT_VALIDITY:
      take_validity (p, s);
      break;
    case ARGUMENT_CONSENT:
      if (peek (p) && script_consent (peek (p), &s->consent))
        p->at++;
      else
        fault_word (p,
                    "同意は none、given、absent、または drug,treatment など",
                    "consent is none, given, absent, or drug,treatment ...");
      break;
    case ARGUMENT_CODE_TEXT:
      if (take_text (p, &s->code) && !take_text (p, &s->text))
        fault_word (p, "コードの次に文が要ります",
                    "a code is followed by a text");
      break;
    }
}

/* The words behind answer and read, until the line ends or one is wrong.  */
static void
take_answer (struct parser *p)
{
  unsigned on = p->script.turns[p->script.n_turns - 1].on;
  struct script_step *s = step_new (p, STEP_ANSWER);

  while (s && p->at < p->n)
    {
      const char *next = peek (p);
      const struct script_word *w = next ? script_word (next) : NULL;
      size_t before;

      if (!w)
        fault_word (p, "知らない語です", "not a word of scripts");
      else if (!(w->on & on))
        fault_word (p, "この種類には書けません",
                    "it means nothing for this kind");
      else if (s->how & (w->without | w->how))
        fault_word (p, "前の語と一緒には書けません",
                    "it cannot stand beside a word before it");
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
take_err (struct parser *p)
{
  struct script_step *s = step_new (p, STEP_ERR);

  if (!s)
    return;
  s->cp932 = peek_is (p, "cp932");
  if (s->cp932 || peek_is (p, "utf-8"))
    p->at++;
  take_text (p, &s->text);
}

static void
take_step (struct parser *p, const char *word)
{
  unsigned on = p->script.turns[p->script.n_turns - 1].on;
  bool reading = on == FOR_READINGS;

  if (strcmp (word, "wait") == 0)
    take_wait (p);
  else if (strcmp (word, reading ? "read" : "answer") == 0)
    take_answer (p);
  else if (strcmp (word, "remove") == 0)
    step_new (p, STEP_REMOVE);
  else if (!reading && strcmp (word, "err") == 0)
    take_err (p);
  else if (!reading && strcmp (word, "return") == 0)
    step_new (p, STEP_RETURN);
  else if (!reading && strcmp (word, "leave") == 0)
    step_new (p, STEP_LEAVE);
  else
    {
      p->at--;
      fault_word (p, "ここに書ける動作ではありません",
                  "not something that can be done here");
      return;
    }
  if (p->at < p->n && p->r.faults->n == p->faults)
    fault_word (p, "余分な語です", "one word too many");
}

static void
take_line (struct parser *p)
{
  const char *word = peek (p);

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
      fault_word (p, "最初に request、requests、reading、readings が要ります",
                  "request, requests, reading or readings comes first");
    }
  else if (!p->lost && word)
    take_step (p, word);
  else if (!p->lost)
    {
      p->at = 0;
      fault_word (p, "動作ではありません", "this is nothing to do");
    }
}

static void
read_line (struct parser *p, const char *at, const char *end)
{
  p->faults = p->r.faults->n;
  if (end > at && end[-1] == '\r')
    end--;
  if (!text_is_utf8 (at, (size_t) (end - at)))
    {
      FAULT (p, "UTF-8 ではありません", "this is no UTF-8");
      return;
    }
  if (!split (p, at, end))
    p->r.no_memory = true;
  else if (p->r.faults->n == p->faults)
    take_line (p);
  line_done (p);
}

/* What happens when the text says nothing more.  */
static void
end_well (struct parser *p)
{
  static const unsigned on[] = { FOR_REQUESTS, FOR_READINGS };

  for (size_t i = 0; i < N_ELEMENTS (on); i++)
    if (!turn_new (p, on[i], true, 0) || !step_new (p, STEP_ANSWER))
      p->r.no_memory = true;
}

bool
script_read (const char *file, const char *text, size_t len,
             struct script *out, struct config_faults *faults)
{
  struct parser p = { .doc = { .file = file } };
  const char *end = text + len;

  p.r = (struct reading){ .doc = &p.doc, .faults = faults };
  if (len > SCRIPT_MAX_BYTES)
    FAULT (&p, "大きすぎます", "it is too big");
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
