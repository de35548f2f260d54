/* SPDX-License-Identifier: Apache-2.0 */
/* A line of a script, as words and texts in quotes.  */
#include "script-parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/lang.h"

/* A text in quotes from AT, which is behind the first; where it ends.  */
static const char *
take_quoted (struct script_parser *p, const char *at, const char *end,
             char *out)
{
  for (; at < end && *at != '"'; at++)
    {
      bool escaped = *at == '\\' && at + 1 < end;

      at += escaped;
      if (escaped && *at == 'n')
        *out++ = '\n';
      else
        *out++ = *at;
    }
  *out = '\0';
  if (at == end)
    {
      SCRIPT_FAULT (p, N_ ("「\"」が閉じていません"));
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

bool
script_split (struct script_parser *p, const char *at, const char *end)
{
  p->n = p->at = 0;
  for (;;)
    {
      struct script_token *w = &p->words[p->n];

      while (at < end && (*at == ' ' || *at == '\t'))
        at++;
      if (at == end || *at == '#')
        return true;
      if (p->n == SCRIPT_MAX_WORDS)
        {
          SCRIPT_FAULT (p, N_ ("一行の語が多すぎます"));
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

void
script_line_done (struct script_parser *p)
{
  for (size_t i = 0; i < p->n; i++)
    free (p->words[i].text);
  p->n = p->at = 0;
}

const char *
script_peek (const struct script_parser *p)
{
  return p->at < p->n && !p->words[p->at].quoted ? p->words[p->at].text : NULL;
}

bool
script_peek_is (const struct script_parser *p, const char *word)
{
  const char *next = script_peek (p);

  return next && strcmp (next, word) == 0;
}

bool
script_take_text (struct script_parser *p, char **slot)
{
  if (p->at == p->n || !p->words[p->at].quoted)
    return false;
  free (*slot);
  *slot = p->words[p->at].text;
  p->words[p->at++].text = NULL;
  return true;
}

void
script_fault_word (struct script_parser *p, const char *ja)
{
  const char *word = p->at < p->n ? p->words[p->at].text : NULL;
  CLEANUP_FREE char *quoted = word ? reading_quote (word) : NULL;

  reading_say_why (&p->r, p->line, ja, quoted);
}
