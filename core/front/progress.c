/* SPDX-License-Identifier: Apache-2.0 */
/* The line that tells how long the answer has been waited for.  It is drawn
   over itself and taken away at the end; a plain terminal gets a new line, and
   not every second, because somebody may have it read out.  */
#include "front/progress.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/lang.h"

/* Most answers come before anybody wonders.  */
#define FIRST_S 2
#define PLAIN_EVERY_S 15

void
progress_init (struct progress *p, int fd, const char *term, enum lang lang)
{
  *p = (struct progress){ .fd = isatty (fd) ? fd : -1,
                          .plain
                          = !term || !term[0] || strcmp (term, "dumb") == 0,
                          .lang = lang };
}

static void
put (const struct progress *p, const char *text)
{
  /* A terminal that is gone is no reason to stop waiting. */
  if (file_write_fd (p->fd, text, strlen (text)) != 0)
    return;
}

static void
clear (struct progress *p)
{
  if (p->shown_s && !p->plain)
    put (p, "\r\033[K");
  p->shown_s = 0;
}

void
progress_wait (void *progress, int64_t waited_ms)
{
  struct progress *p = progress;
  int64_t now_s = waited_ms / 1000;
  char said_now[80], line[100];

  if (p->fd < 0)
    return;
  if (waited_ms < 0)
    {
      clear (p);
      return;
    }
  if (now_s < FIRST_S || now_s == p->shown_s
      || (p->plain && p->shown_s && now_s < p->shown_s + PLAIN_EVERY_S))
    return;
  p->shown_s = now_s;
  snprintf (said_now, sizeof said_now, said (p->lang, "照会中 %lld s"),
            (long long) now_s);
  if (p->plain)
    snprintf (line, sizeof line, "%s\n", said_now);
  else
    snprintf (line, sizeof line, "\r%s\033[K", said_now);
  put (p, line);
}
