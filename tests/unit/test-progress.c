/* SPDX-License-Identifier: Apache-2.0 */
/* Claims about core/front/progress.c.  */
#include "front/progress.h"
#include "lib/catalogue.h"

#include <criterion/criterion.h>
#include <pty.h>
#include <string.h>
#include <unistd.h>

static int master, terminal;

static void
open_terminal (void)
{
  catalogue_begin ();
  cr_assert (openpty (&master, &terminal, NULL, NULL, NULL) == 0);
}

/* What the terminal has been given since the last look.  The kernel hands it
   over in its own time, so a mark is sent after it and read up to.  */
static const char *
seen (void)
{
  static const char mark = '\x1e';
  static char text[500];
  size_t used = 0;

  cr_assert (write (terminal, &mark, 1) == 1);
  do
    cr_assert (used < sizeof text && read (master, text + used, 1) == 1);
  while (text[used++] != mark);
  text[used - 1] = '\0';
  return text;
}

TestSuite (progress, .init = open_terminal);

Test (progress, one_line_is_drawn_over_itself)
{
  struct progress p;

  progress_init (&p, terminal, "xterm", LANG_JA);
  progress_wait (&p, 0);
  progress_wait (&p, 1999);
  cr_assert_str_eq (seen (), "");
  progress_wait (&p, 2000);
  cr_assert_str_eq (seen (), "\r照会中 2 s\033[K");
  progress_wait (&p, 2900);
  cr_assert_str_eq (seen (), "");
  progress_wait (&p, 12000);
  cr_assert_str_eq (seen (), "\r照会中 12 s\033[K");
  progress_wait (&p, -1);
  cr_assert_str_eq (seen (), "\r\033[K");
  progress_wait (&p, -1);
  cr_assert_str_eq (seen (), "");
}

Test (progress, a_plain_terminal_gets_few_lines)
{
  const char *const terms[] = { "dumb", "", NULL };

  for (size_t i = 0; i < 3; i++)
    {
      struct progress p;

      progress_init (&p, terminal, terms[i], LANG_EN);
      for (int64_t s = 0; s < 20; s++)
        progress_wait (&p, s * 1000);
      progress_wait (&p, -1);
      cr_assert_str_eq (seen (), "asking, 2 s\r\nasking, 17 s\r\n");
    }
}

Test (progress, where_nobody_looks_nothing_is_written)
{
  struct progress p;
  int ends[2];
  char c;

  cr_assert (pipe (ends) == 0);
  progress_init (&p, ends[1], "xterm", LANG_JA);
  progress_wait (&p, 60000);
  progress_wait (&p, -1);
  close (ends[1]);
  cr_assert_eq (read (ends[0], &c, 1), 0);
}
