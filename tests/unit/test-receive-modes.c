/* SPDX-License-Identifier: Apache-2.0 */
/* What a reader was left in: the list, its row, its record.  */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "access/receive-modes.h"
#include "lib/registry-double.h"

static struct registry r;
static struct open_modes modes;

static void
begin (void)
{
  registry_init (&r);
  modes = (struct open_modes){ .n = 0 };
}

static void
end (void)
{
  modes_done (&modes);
  registry_done (&r);
}

TestSuite (receive_modes, .init = begin, .fini = end);

static struct emi_field
field (const char *name, const char *text)
{
  return (struct emi_field){ name, { text, strlen (text) } };
}

static void
say (void (*what) (struct open_modes *, const struct emi_fields *),
     const char *name, const char *ja)
{
  const struct emi_field v[] = { field ("name", name), field ("text.ja", ja),
                                 field ("text.en", "in English") };
  const struct emi_fields f = { v, 3 };

  what (&modes, &f);
}

static void
words_are (const char *wanted)
{
  char words[300];

  modes_words (&modes, words);
  cr_expect_str_eq (words, wanted);
}

static void
record (void)
{
  struct login admin;

  registry_admin (&r, &admin);
  cr_assert (modes_record (&r.s, &admin, true, "er-terminal", &modes, &r.why),
             "%s", r.why.detail);
  login_done (&admin);
}

static bool
left (struct open_modes *out)
{
  struct txn *t;
  int64_t since = 0;
  bool found = false;

  cr_assert (ledger_begin (r.s.ledger, TXN_READ, &t, &r.why));
  cr_assert (modes_left (t, "er-terminal", out, &since, &found, &r.why));
  txn_end (t);
  cr_assert (!found || since == clock_seconds (r.s.clock));
  return found;
}

Test (receive_modes, open_and_closed)
{
  words_are ("");
  say (modes_open, "mode", "モード");
  say (modes_open, "account", "アカウント");
  say (modes_open, "mode", "モード");
  words_are ("account mode");
  say (modes_close, "account", "");
  say (modes_close, "nothing", "");
  words_are ("mode");
}

Test (receive_modes, hostile_names_and_texts)
{
  say (modes_open, "../x", "a");
  say (modes_open, "", "a");
  words_are ("");
  say (modes_open, "mode", "a\tb\nc\x1b[31m\xe2\x80\xae");
  cr_assert_eq (modes.n, 1);
  cr_expect_null (strpbrk (modes.v[0].text[LANG_JA], "\t\n\x1b"));
  cr_expect_null (strstr (modes.v[0].text[LANG_JA], "\xe2\x80\xae"));
  for (int i = 0; i < 20; i++)
    {
      char name[8];

      snprintf (name, sizeof name, "m%d", i);
      say (modes_open, name, "a");
    }
  cr_expect_eq (modes.n, MODES_MAX);
}

Test (receive_modes, the_row_comes_back_and_goes)
{
  struct open_modes out;

  cr_expect (!left (&out));
  say (modes_open, "mode", "モードのまま\t残り");
  say (modes_open, "card", "カード");
  record ();
  cr_assert (left (&out));
  cr_assert_eq (out.n, 2);
  cr_expect_str_eq (out.v[0].name, "mode");
  cr_expect_str_eq (out.v[0].text[LANG_JA], modes.v[0].text[LANG_JA]);
  cr_expect_str_eq (out.v[1].text[LANG_EN], "in English");
  modes_done (&out);
  modes_done (&modes);
  record ();
  cr_expect (!left (&out));
}
