/* SPDX-License-Identifier: Apache-2.0 */
/* The command line: see command.h.  */
#include "command.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/lang.h"

void
command_help (const struct sim *s)
{
  printf (
      "emi-sim [-c FILE]... [--lang ja|en] [--scenario NAME|FILE] "
      "[--delay SECONDS]\n"
      "        [--stay MINUTES] [--once] [--drill]\n"
      "emi-sim [-c FILE] [--lang ja|en] --press face|terminal|generic "
      "--person N\n"
      "        [--scenario NAME|FILE] [--delay SECONDS]\n"
      "        [--consent none|given|absent|KINDS] [--mismatch FIELDS]\n"
      "emi-sim [--lang ja|en] --list | --patients | --show NAME\n\n%s\n",
      said (s->lang,
            "FILE（emi.xml）の連携フォルダで資格確認端末の役をします。要求に"
            "応えるか、\nカードの読取り結果を置きます。患者は全て架空です。\n"
            "emi-sim(1) を見てください。"));
}

/* A whole number from 0 on; -1 when TEXT is none.  */
static int
number (const char *text)
{
  char *end;
  long v = strtol (text, &end, 10);

  return *text && !*end && v >= 0 && v < 1000000 ? (int) v : -1;
}

static bool
is_reader (const char *text)
{
  return strcmp (text, "face") == 0 || strcmp (text, "terminal") == 0
         || strcmp (text, "generic") == 0;
}

/* "kana,birth" */
static bool
read_mismatch (const char *text, unsigned *out)
{
  static const struct
  {
    const char *word;
    unsigned how;
  } fields[] = {
    { "kana", HOW_NAME },
    { "birth", HOW_BIRTH },
    { "sex", HOW_SEX },
    { "person", HOW_PERSON },
  };

  for (;;)
    {
      size_t len = strcspn (text, ",");
      size_t i = 0;

      while (i < N_ELEMENTS (fields)
             && (strlen (fields[i].word) != len
                 || memcmp (fields[i].word, text, len) != 0))
        i++;
      if (i == N_ELEMENTS (fields))
        return false;
      *out |= fields[i].how;
      text += len;
      if (!*text++)
        return true;
    }
}

static bool
take_press (struct command *c, int opt, const char *value)
{
  switch (opt)
    {
    case 'p':
      c->press.reader = value;
      return is_reader (value);
    case 'n':
      c->press.person = number (value);
      return c->press.person > 0;
    case 'k':
      c->press.has_consent = true;
      return script_consent (value, &c->press.consent);
    default:
      return read_mismatch (value, &c->press.mismatch);
    }
}

static bool
take_option (struct sim *s, struct command *c, int opt, const char *value)
{
  switch (opt)
    {
    case 'c':
      if (c->n_files == COMMAND_MAX_FILES)
        return false;
      c->files[c->n_files++] = value;
      return true;
    case 'p':
    case 'n':
    case 'k':
    case 'm':
      return take_press (c, opt, value);
    case 's':
      c->scenario = value;
      return true;
    case 'w':
      c->show = value;
      return true;
    case 'd':
      s->delay_ms = (int64_t) number (value) * 1000;
      return s->delay_ms >= 0;
    case 't':
      s->stay_ms = (int64_t) number (value) * 60000;
      return s->stay_ms >= 0;
    case 'g':
      s->lang = strcmp (value, "en") == 0 ? LANG_EN : LANG_JA;
      return s->lang == LANG_EN || strcmp (value, "ja") == 0;
    case 'D':
      return s->drill = true;
    case 'o':
      return c->once = true;
    case 'l':
      return c->list = true;
    case 'a':
      return c->patients = true;
    case 'h':
      return c->help = true;
    default:
      return false;
    }
}

/* Options that do not go together.  */
static bool
is_sound (const struct command *c)
{
  bool press = c->press.reader != NULL;

  if (press != (c->press.person != 0) || (press && c->once)
      || (press && c->n_files > 1))
    return false;
  return press || (!c->press.has_consent && !c->press.mismatch);
}

bool
command_read (struct sim *s, struct command *c, int argc, char **argv)
{
  static const struct option options[] = {
    { "config", required_argument, NULL, 'c' },
    { "press", required_argument, NULL, 'p' },
    { "person", required_argument, NULL, 'n' },
    { "consent", required_argument, NULL, 'k' },
    { "mismatch", required_argument, NULL, 'm' },
    { "scenario", required_argument, NULL, 's' },
    { "show", required_argument, NULL, 'w' },
    { "delay", required_argument, NULL, 'd' },
    { "stay", required_argument, NULL, 't' },
    { "lang", required_argument, NULL, 'g' },
    { "once", no_argument, NULL, 'o' },
    { "drill", no_argument, NULL, 'D' },
    { "list", no_argument, NULL, 'l' },
    { "patients", no_argument, NULL, 'a' },
    { "help", no_argument, NULL, 'h' },
    { NULL, 0, NULL, 0 },
  };
  const char *named = getenv ("EMI_CONFIG");
  int opt;

  opterr = 0; /* wrong usage is said once, in the person's language */
  while ((opt = getopt_long (argc, argv, "c:h", options, NULL)) != -1)
    if (!take_option (s, c, opt, optarg))
      return false;
  if (c->n_files == 0)
    c->files[c->n_files++] = named ? named : SYSCONFDIR "/emi/emi.xml";
  return optind == argc && is_sound (c);
}
