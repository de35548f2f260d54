/* SPDX-License-Identifier: Apache-2.0 */
/* Colour only where somebody can see it and wants it.  */
#include "front/paint.h"

#include <criterion/criterion.h>
#include <pty.h>
#include <stdlib.h>
#include <unistd.h>

static FILE *terminal;

static void
begin (void)
{
  int master, slave;

  cr_assert_eq (openpty (&master, &slave, NULL, NULL, NULL), 0);
  terminal = fdopen (slave, "w");
  cr_assert_not_null (terminal);
  setenv ("TERM", "xterm", 1);
  unsetenv ("NO_COLOR");
}

TestSuite (paint, .init = begin);

Test (paint, on_a_terminal)
{
  cr_expect_str_eq (paint_on (terminal, PAINT_BAD), "\033[31m");
  cr_expect_str_eq (paint_on (terminal, PAINT_WARN), "\033[33m");
  cr_expect_str_eq (paint_on (terminal, PAINT_GOOD), "\033[32m");
  cr_expect_str_eq (paint_off (terminal), "\033[0m");
}

Test (paint, not_where_it_was_declined)
{
  setenv ("NO_COLOR", "1", 1);
  cr_expect_str_eq (paint_on (terminal, PAINT_BAD), "");
  cr_expect_str_eq (paint_off (terminal), "");
  setenv ("NO_COLOR", "", 1); /* set to nothing is not set */
  cr_expect_str_eq (paint_off (terminal), "\033[0m");
}

Test (paint, not_on_a_terminal_that_has_none)
{
  setenv ("TERM", "dumb", 1);
  cr_expect_str_eq (paint_on (terminal, PAINT_BAD), "");
  unsetenv ("TERM");
  cr_expect_str_eq (paint_on (terminal, PAINT_BAD), "");
}

Test (paint, not_into_a_file)
{
  FILE *file = tmpfile ();

  cr_assert_not_null (file);
  cr_expect_str_eq (paint_on (file, PAINT_BAD), "");
  cr_expect_str_eq (paint_off (file), "");
  fclose (file);
}
