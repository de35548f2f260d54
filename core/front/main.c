/* SPDX-License-Identifier: Apache-2.0 */
/* emi: a thin front over the core.  Reads the options that stand before the
   command, finds the command in the table, runs it, reports once.  */
#include <config.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "front/cli-help.h"
#include "front/front.h"
#include "report/render.h"

static enum lang
locale_lang (void)
{
  static const char *const names[]
    = { "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG" };

  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
    {
      const char *v = getenv (names[i]);

      if (v && v[0])
        return strncmp (v, "en", 2) == 0 ? LANG_EN : LANG_JA;
    }
  return LANG_JA;
}

/* Options before the command.  Returns how many words they took, or -1.  */
static int
global_options (struct cli *c, int argc, char **argv, struct fault *why)
{
  int i = 1;
  const char *lang = NULL;
  const struct
  {
    const char *name;
    const char **value;
  } options[] = { { "-c", &c->config_file },
                  { "--lang", &lang },
                  { "--answers", &c->answers_file },
                  { "--terminal", &c->terminal } };

  while (i < argc && argv[i][0] == '-')
    {
      size_t k = 0, n = sizeof options / sizeof options[0];

      if (strcmp (argv[i], "--json") == 0)
        {
          c->json = true;
          i++;
          continue;
        }
      if (strcmp (argv[i], "--help") == 0 || strcmp (argv[i], "--version") == 0)
        break;
      while (k < n && strcmp (argv[i], options[k].name) != 0)
        k++;
      if (k == n || i + 1 >= argc)
        {
          fault_set (why, CODE_USAGE, "%s", argv[i]);
          return -1;
        }
      *options[k].value = argv[i + 1];
      i += 2;
    }
  if (lang && strcmp (lang, "ja") != 0 && strcmp (lang, "en") != 0)
    {
      fault_set (why, CODE_USAGE, "--lang ja|en");
      return -1;
    }
  if (lang)
    c->session.lang = strcmp (lang, "en") == 0 ? LANG_EN : LANG_JA;
  return i;
}

/* The command whose words the arguments begin with; the longest wins.  */
static const struct cli_command *
find_command (int argc, char **argv, int *words_out)
{
  const struct cli_command *best = NULL;

  for (const struct cli_command *k = cli_commands; k->words; k++)
    {
      const char *space = strchr (k->words, ' ');
      size_t first = space ? (size_t) (space - k->words) : strlen (k->words);

      if (argc < 1 || strlen (argv[0]) != first
          || strncmp (argv[0], k->words, first) != 0)
        continue;
      if (space && (argc < 2 || strcmp (argv[1], space + 1) != 0))
        continue;
      if (!best || space)
        {
          best = k;
          *words_out = space ? 2 : 1;
        }
    }
  return best;
}

static bool
run (struct cli *c, int argc, char **argv, struct fault *why)
{
  const struct cli_command *command;
  int at = global_options (c, argc, argv, why), words = 0;

  if (at < 0)
    return false;
  if (at < argc && strcmp (argv[at], "--version") == 0)
    {
      json_object_set_new (c->out, "version", json_string (PACKAGE_VERSION));
      cli_print (c, "emi %s\n", PACKAGE_VERSION);
      return true;
    }
  if (at >= argc || strcmp (argv[at], "--help") == 0)
    return cmd_help (c, 0, NULL, why)
           && (at < argc || fault_set (why, CODE_USAGE, "%s", ""));
  command = find_command (argc - at, argv + at, &words);
  if (!command)
    {
      cli_suggest (c, argv[at], at + 1 < argc ? argv[at + 1] : NULL);
      return fault_set (why, CODE_USAGE, "%s", argv[at]);
    }
  at += words;
  if (at < argc && strcmp (argv[at], "--help") == 0)
    {
      cli_usage (c, command);
      return true;
    }
  if (!command->run (c, argc - at, argv + at, why))
    {
      if (why->code == CODE_USAGE && !c->json)
        cli_usage (c, command);
      return false;
    }
  return true;
}

int
main (int argc, char **argv)
{
  struct cli c = { .program = argv[0] };
  struct fault why = { .code = CODE_OK };
  bool ok;
  int status;

  process_harden ();
  c.session.cancel_fd = process_cancel_fd ();
  c.session.clock = clock_system ();
  c.session.lang = locale_lang ();
  lang_begin (CATALOGUES);
  c.session.renderer = &summary_renderer;
  c.out = json_object ();
  if (sodium_init () < 0 || !c.out)
    {
      fputs ("emi: libsodium\n", stderr);
      return 1;
    }
  ok = run (&c, argc, argv, &why);
  cli_close (&c);
  status = cli_finish (&c, ok, &why);
  json_decref (c.out);
  return status;
}
