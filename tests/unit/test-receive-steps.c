/* SPDX-License-Identifier: Apache-2.0 */
/* The steps on the screen: plain lines, and drawn anew where a screen can.  */
#include <criterion/criterion.h>
#include <string.h>

#include "access/receive-steps.h"
#include "base/cleanup.h"

struct page
{
  struct screen base;
  struct buffer text;
  size_t columns;
  size_t rows;
};

static struct page page;
static struct session s;
static struct config config;
static struct receive_steps steps;

static void
show (struct screen *base, const char *text)
{
  buffer_text (&((struct page *) base)->text, text);
}

static size_t
size (struct screen *base, size_t *rows_out)
{
  *rows_out = ((struct page *) base)->rows;
  return ((struct page *) base)->columns;
}

static void
begin (void)
{
  page = (struct page){ .base = { .show = show, .size = size } };
  s = (struct session){ .config = &config, .screen = &page.base };
  receive_steps_init (&steps, &s, "er-face");
}

static void
end (void)
{
  receive_steps_done (&steps);
  buffer_done (&page.text);
}

TestSuite (receive_steps, .init = begin, .fini = end);

static struct emi_field
field (const char *name, const char *text)
{
  return (struct emi_field){ name, { text, strlen (text) } };
}

static void
put (const char *number, const char *name, const char *ja, const char *state)
{
  const struct emi_field v[] = {
    field ("name", name), field ("number", number), field ("text.ja", ja),
    field ("text.en", "x"), field ("who", "staff"), field ("state", state),
  };
  const struct emi_fields f = { v, N_ELEMENTS (v) };

  receive_steps_put (&steps, &f);
}

static size_t
count (const char *what)
{
  size_t n = 0;

  for (const char *at = buffer_string (&page.text);
       (at = strstr (at, what)) != NULL; at += strlen (what))
    n++;
  return n;
}

Test (receive_steps, plain_lines_come_once)
{
  put ("1", "a", "一つ目", "todo");
  put ("11", "b", "二つ目", "todo");
  receive_steps_end (&steps);
  receive_steps_end (&steps);
  put ("1", "a", "一つ目", "done");
  receive_steps_tick (&steps, "a");
  receive_steps_tick (&steps, "nowhere");
  cr_expect_eq (count (" 1 □ 一つ目（職員）\n"), 1);
  cr_expect_eq (count ("11 □ 二つ目（職員）\n"), 1);
  cr_expect_eq (count (" 1 ■ 一つ目（職員）\n"), 1);
  cr_expect_eq (count ("同意しない"), 1);
  cr_expect_eq (count ("\033"), 0);
}

Test (receive_steps, on_one_screen_all_is_drawn_anew)
{
  page.columns = 60, page.rows = 40;
  put ("1", "a", "一つ目", "todo");
  put ("2", "b", "二つ目", "todo");
  receive_steps_note (&steps, "気をつける");
  receive_steps_tick (&steps, "b");
  cr_expect_eq (count ("\033[H\033[J"), 3);
  cr_expect_eq (count (" 1 □ 一つ目"), 3);
  cr_expect_eq (count (" 2 ■ 二つ目"), 1);
  cr_expect_eq (count ("  ! 気をつける\n"), 2);
}

Test (receive_steps, a_screen_too_small_gets_plain_lines)
{
  page.columns = 60, page.rows = 6;
  put ("1", "a", "一つ目", "todo");
  receive_steps_end (&steps);
  cr_expect_eq (count ("\033"), 0);
  cr_expect_eq (count (" 1 □ 一つ目"), 1);
}

Test (receive_steps, nothing_a_plugin_says_reaches_the_terminal_raw)
{
  put ("9\033", "a", "一\033[31m\xe2\x80\xae\n二", "todo");
  receive_steps_note (&steps, "\033[2J\n");
  cr_expect_eq (count ("\033"), 0);
  cr_expect_eq (count ("\xe2\x80\xae"), 0);
}

Test (receive_steps, without_a_consent_step_no_word_of_it)
{
  steps.family = false;
  put ("1", "a", "一つ目", "todo");
  receive_steps_end (&steps);
  cr_expect_eq (count ("同意しない"), 0);
}
