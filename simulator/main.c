/* SPDX-License-Identifier: Apache-2.0 */
/* emi-sim: plays the 資格確認端末 and the national side for exchange folders.
   Reads the command line, then serves or presses.  */
#include "sim.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "base/cleanup.h"
#include "base/lang.h"
#include "scenario.h"

#define MAX_FILES 16

struct command
{
  const char *files[MAX_FILES];
  size_t n_files;
  struct press press; /* its reader NULL: serve */
  const char *scenario;
  const char *show;
  bool once;
  bool list;
  bool patients;
  bool help;
};

/* As emi: Japanese unless the locale says English.  */
static enum lang
locale_lang (void)
{
  static const char *const names[]
      = { "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG" };

  for (size_t i = 0; i < N_ELEMENTS (names); i++)
    {
      const char *v = getenv (names[i]);

      if (v && *v)
        return strncmp (v, "en", 2) == 0 ? LANG_EN : LANG_JA;
    }
  return LANG_JA;
}

static int
usage (const struct sim *s, const char *ja, const char *en)
{
  fprintf (stderr, "emi-sim: %s\n", said (s->lang, ja, en));
  return 2;
}

static void
print_help (const struct sim *s)
{
  printf (
      "emi-sim [-c FILE]... [--lang ja|en] [--scenario NAME|FILE] "
      "[--delay SECONDS]\n"
      "        [--stay MINUTES] [--once]\n"
      "emi-sim [-c FILE] [--lang ja|en] --press face|terminal|generic "
      "--person N\n"
      "        [--scenario NAME|FILE] [--delay SECONDS]\n"
      "        [--consent none|given|absent|KINDS] [--mismatch FIELDS]\n"
      "emi-sim [--lang ja|en] --list | --patients | --show NAME\n\n%s\n",
      said (s->lang,
            "FILE（emi.xml）の連携フォルダで資格確認端末の役をします。要求に"
            "応えるか、\nカードの読取り結果を置きます。患者は全て架空です。\n"
            "emi-sim(1) を見てください。",
            "Plays the 資格確認端末 for the exchange folders of FILE "
            "(emi.xml): answers\nrequests, or leaves a card reading.  All "
            "patients are invented.\nSee emi-sim(1)."));
}

static void
print_table (const struct sim *s, bool press)
{
  size_t n;
  const struct scenario *table = scenario_table (press, &n);

  printf ("%s\n", press ? "--press" : "-");
  for (size_t i = 0; i < n; i++)
    printf ("  %-18s %s\n", table[i].name,
            said (s->lang, table[i].ja, table[i].en));
}

/* The scenario NAME as a file to begin with.  */
static int
print_scenario (const struct sim *s, const char *name)
{
  bool found = false;

  for (int press = 0; press < 2; press++)
    {
      const struct scenario *row = scenario_find (press, name);

      if (!row)
        continue;
      found = true;
      printf ("# %s\n%s\n", said (s->lang, row->ja, row->en),
              press ? "readings" : "requests");
      for (const char *at = row->steps; *at;)
        {
          size_t len = strcspn (at, "\n");

          printf ("  %.*s\n", (int) len, at);
          at += len + (at[len] == '\n');
        }
    }
  return found ? 0
               : usage (s, "その名前の筋書きはありません（--list）",
                        "there is no such scenario (--list)");
}

static int
print_patients (struct sim *s)
{
  if (!patients_read (&s->patients))
    return usage (s, "患者一覧を読めません", "cannot read the patients");
  for (size_t i = 0; i < s->patients.n; i++)
    {
      const struct patient *p = &s->patients.v[i];

      printf ("%d  %s  %s  %s  %s:%s:%s:%s  %zu\n", p->id, p->card.birth,
              p->card.name, p->card.kana, p->card.insurer,
              p->card.symbol ? p->card.symbol : "", p->card.number,
              p->card.branch ? p->card.branch : "", p->n_items);
    }
  return 0;
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
      if (c->n_files == MAX_FILES)
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

static bool
read_command (struct sim *s, struct command *c, int argc, char **argv)
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

/* 0, or the exit status after a message for each fault.  */
static int
load_script (struct sim *s, const struct command *c)
{
  struct config_faults faults = { .v = NULL };
  bool press = c->press.reader != NULL;
  bool known;
  bool good = scenario_load (press, c->scenario, &s->script, &faults, &known);

  for (size_t i = 0; i < faults.n; i++)
    fprintf (stderr, "%s:%d: %s\n", faults.v[i].file, faults.v[i].line,
             faults.v[i].message[s->lang]);
  config_faults_done (&faults);
  if (!known)
    return usage (s, "その名前の筋書きもファイルもありません（--list）",
                  "there is no such scenario (--list), and no such file");
  if (good && !(s->script.told & (press ? FOR_READINGS : FOR_REQUESTS)))
    return usage (s, "この筋書きには使う所がありません（request か reading）",
                  "nothing in this scenario is for this (request, reading)");
  return good ? 0 : 2;
}

static int
press (struct sim *s, const struct command *c)
{
  CLEANUP_FREE char *folder = sim_reader_folder (s, c->press.reader);

  return folder ? sim_press (s, folder, &c->press)
                : usage (s, "face フォルダを持つリーダーが設定にありません",
                         "no reader has a face folder");
}

static int
run (struct sim *s, const struct command *c)
{
  int status = load_script (s, c);

  for (size_t i = 0; i < c->n_files && status == 0; i++)
    status = sim_load (s, c->files[i]);
  if (status)
    return status;
  if (!patients_read (&s->patients))
    return usage (s, "患者一覧を読めません", "cannot read the patients");
  return c->press.reader ? press (s, c) : sim_serve (s, c->once);
}

int
main (int argc, char **argv)
{
  struct sim s = { .clock = clock_system (),
                   .lang = locale_lang (),
                   .delay_ms = -1,
                   .stay_ms = (int64_t) 1440 * 60000 };
  struct command c = { .n_files = 0 };
  int status = 0;

  if (sodium_init () < 0)
    return 1;
  if (!read_command (&s, &c, argc, argv))
    return usage (&s, "使い方が違います。emi-sim --help",
                  "wrong usage; see emi-sim --help");
  if (c.help)
    print_help (&s);
  else if (c.list)
    {
      print_table (&s, false);
      print_table (&s, true);
    }
  else if (c.show)
    status = print_scenario (&s, c.show);
  else if (c.patients)
    status = print_patients (&s);
  else
    status = run (&s, &c);
  sim_done (&s);
  return status;
}
