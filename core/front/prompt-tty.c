/* SPDX-License-Identifier: Apache-2.0 */
/* Questions at the terminal.  Secrets are not shown; Ctrl-C ends the question
   and leaves the terminal as it was.  */
#include "front/front.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"

#define LINE_MAX_BYTES 8000

static void
put (int fd, const char *text)
{
  /* A terminal that is gone is noticed when reading. */
  if (file_write_fd (fd, text, strlen (text)) != 0)
    return;
}

static bool
echo (int fd, bool on, struct termios *saved)
{
  struct termios t;

  if (on)
    return tcsetattr (fd, TCSAFLUSH, saved) == 0;
  if (tcgetattr (fd, saved) != 0)
    return false;
  t = *saved;
  t.c_lflag &= ~(tcflag_t) ECHO;
  return tcsetattr (fd, TCSAFLUSH, &t) == 0;
}

enum line_end
{
  LINE_DONE,
  LINE_GIVEN_UP,
  LINE_END
};

static enum line_end
read_line (int fd, int cancel_fd, struct buffer *out)
{
  struct pollfd p[2] = { { .fd = fd, .events = POLLIN },
                         { .fd = cancel_fd, .events = POLLIN } };
  char c;

  for (;;)
    {
      if (poll (p, cancel_fd >= 0 ? 2 : 1, -1) < 0 && errno != EINTR)
        return LINE_END;
      if (cancel_fd >= 0 && (p[1].revents & POLLIN))
        return LINE_GIVEN_UP;
      if (!(p[0].revents & (POLLIN | POLLHUP | POLLERR)))
        continue;
      if (read (fd, &c, 1) != 1)
        return LINE_END;
      if (c == '\n')
        return LINE_DONE;
      if (out->len < LINE_MAX_BYTES)
        buffer_add (out, &c, 1);
    }
}

static bool
is_choice (const char *choices, const char *answer)
{
  size_t len = strlen (answer);

  for (const char *at = choices; len && (at = strstr (at, answer)); at += len)
    if ((at == choices || at[-1] == ' ')
        && (at[len] == ' ' || at[len] == '\0'))
      return true;
  return false;
}

static void
put_question (int fd, const struct question *q, enum lang lang)
{
  const struct emi_prompt *p = q->prompt;
  struct buffer b = BUFFER_INIT;

  if (q->shown)
    put (fd, q->shown);
  buffer_text (&b, lang == LANG_EN && p->text_en ? p->text_en : p->text_ja);
  if (p->choices)
    buffer_printf (&b, " [%s]", p->choices);
  if (q->preset)
    buffer_printf (&b, " (%s)", q->preset);
  if (p->kind != EMI_PROMPT_NOTICE && p->kind != EMI_PROMPT_GESTURE)
    buffer_text (&b, ": ");
  else
    buffer_text (&b, "\n");
  put (fd, buffer_string (&b));
  buffer_done (&b);
}

static enum line_end
one_try (int fd, const struct question *q, enum lang lang, int cancel_fd,
         struct buffer *line)
{
  bool hide = q->prompt->kind == EMI_PROMPT_SECRET;
  struct termios saved = { .c_lflag = 0 };
  enum line_end end;

  /* Before the question is there to be answered: never show a secret.  */
  if (hide && !echo (fd, false, &saved))
    return LINE_END;
  put_question (fd, q, lang);
  end = read_line (fd, cancel_fd, line);
  if (hide)
    {
      echo (fd, true, &saved);
      put (fd, "\n");
    }
  return end;
}

bool
tty_ask (const struct question *q, enum lang lang, int cancel_fd,
         struct secret *answer_out, bool *absent_out, struct fault *why)
{
  const struct emi_prompt *p = q->prompt;
  struct buffer line = { .wipe = true };
  CLEANUP_CLOSE int fd = open ("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
  bool ok = false;

  *absent_out = fd < 0;
  if (fd < 0)
    return false;
  if (p->kind == EMI_PROMPT_NOTICE || p->kind == EMI_PROMPT_GESTURE)
    {
      put_question (fd, q, lang);
      return secret_set (answer_out, "", 0);
    }
  for (int tries = 0; tries < 3 && !ok; tries++)
    {
      const char *text;
      enum line_end end;

      buffer_reset (&line);
      end = one_try (fd, q, lang, cancel_fd, &line);
      if (end == LINE_GIVEN_UP)
        {
          put (fd, "\n");
          buffer_done (&line);
          return fault_set (why, CODE_CANCELLED, "%s", "");
        }
      if (end == LINE_END)
        break;
      text = line.len ? buffer_string (&line) : q->preset ? q->preset : "";
      if (!text[0] || (p->choices && !is_choice (p->choices, text)))
        continue;
      ok = secret_set (answer_out, text, strlen (text));
    }
  buffer_done (&line);
  return ok
         || fault_set (why, CODE_PROMPT_UNANSWERED, "%s.%s", q->instance,
                       p->id);
}
