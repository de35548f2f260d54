/* SPDX-License-Identifier: Apache-2.0 */
/* Where an answer comes from: the file when one was given, else the terminal,
   else the prompt's preset.  */
#include "front/front.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/words.h"

static bool
unanswered (const struct question *q, struct fault *why)
{
  return fault_set (why, CODE_PROMPT_UNANSWERED, "%s.%s", q->instance,
                    q->prompt->id);
}

static bool
take_preset (const struct question *q, struct secret *answer_out,
             enum answer_from *from_out, struct fault *why)
{
  if (!q->preset)
    return unanswered (q, why);
  *from_out = ANSWER_PRESET;
  return secret_set (answer_out, q->preset, strlen (q->preset))
         || fault_set (why, CODE_MEMORY, "%s", "");
}

static bool
ask (struct prompter *base, const struct question *q,
     struct secret *answer_out, enum answer_from *from_out,
     struct fault *why)
{
  struct front_prompter *p = (struct front_prompter *) base;
  const char *value;
  bool absent = false;

  *from_out = ANSWER_TERMINAL;
  if (p->answers
      && (q->prompt->kind == EMI_PROMPT_NOTICE
          || q->prompt->kind == EMI_PROMPT_GESTURE))
    return secret_set (answer_out, "", 0);
  if (!p->answers)
    {
      if (tty_ask (q, p->lang, p->cancel_fd, answer_out, &absent, why))
        return true;
      return absent && take_preset (q, answer_out, from_out, why);
    }
  value = answers_next (p->answers, q->account, q->instance, q->prompt->id);
  if (!value)
    return take_preset (q, answer_out, from_out, why);
  *from_out = ANSWER_FILE;
  if (q->prompt->choices && !words_have (q->prompt->choices, value))
    return fault_set (why, CODE_VALUE, "%s.%s: %s", q->instance,
                      q->prompt->id, q->prompt->choices);
  return secret_set (answer_out, value, strlen (value))
         || fault_set (why, CODE_MEMORY, "%s", "");
}

void
front_prompter_init (struct front_prompter *p, struct answers *answers,
                     enum lang lang, int cancel_fd)
{
  *p = (struct front_prompter) { .base = { .ask = ask },
                                 .answers = answers,
                                 .lang = lang,
                                 .cancel_fd = cancel_fd };
}

/* --json keeps standard output for its one object; the person then reads at
   the terminal, and where there is none nobody does.  */
static void
show (struct screen *base, const char *text)
{
  struct front_screen *s = (struct front_screen *) base;
  CLEANUP_CLOSE int fd = -1;

  if (!s->json)
    {
      fputs (text, stdout);
      fflush (stdout);
      return;
    }
  fd = open ("/dev/tty", O_WRONLY | O_NOCTTY | O_CLOEXEC);
  if (fd >= 0 && file_write_fd (fd, text, strlen (text)) != 0)
    return;
}

/* A terminal that can be drawn on says so by its size and its name.  Whoever
   hears the screen read out sets TERM=dumb.  */
static size_t
size (struct screen *base, size_t *rows_out)
{
  const struct front_screen *s = (struct front_screen *) base;
  const char *term = getenv ("TERM");
  struct winsize w;

  if (s->json || !term || !*term || strcmp (term, "dumb") == 0
      || ioctl (STDOUT_FILENO, TIOCGWINSZ, &w) != 0)
    return 0;
  *rows_out = w.ws_row;
  return w.ws_col;
}

/* The columns of where it is shown; 0 when that is no terminal.  */
static int
screen_columns (bool json)
{
  struct winsize size = { .ws_col = 0 };
  CLEANUP_CLOSE int fd = json ? open ("/dev/tty", O_RDONLY | O_NOCTTY | O_CLOEXEC)
                              : -1;

  return ioctl (json ? fd : STDOUT_FILENO, TIOCGWINSZ, &size) == 0
           ? size.ws_col
           : 0;
}

void
front_screen_init (struct front_screen *s, bool json)
{
  *s = (struct front_screen) { .base = { .show = show,
                                         .size = size,
                                         .columns = screen_columns (json) },
                               .json = json };
}
