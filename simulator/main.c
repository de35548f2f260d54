/* SPDX-License-Identifier: Apache-2.0 */
/* emi-sim: plays the 資格確認端末 and the national side for an exchange
   folder.  Reads the command line and emi.xml, then serves or presses.  */
#include "sim.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "base/file.h"
#include "scenario.h"

struct command
{
  const char *file;
  const char *press; /* "face", "generic" or NULL */
  const char *scenario;
  int person;
  bool once;
  bool list;
  bool help;
};

/* As emi: Japanese unless the locale says English.  */
static enum lang
locale_lang (void)
{
  static const char *const names[]
    = { "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG" };

  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
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
  fprintf (stderr, "emi-sim: %s\n", s->lang == LANG_EN ? en : ja);
  return 2;
}

static void
print_help (const struct sim *s)
{
  bool en = s->lang == LANG_EN;

  printf ("emi-sim [-c FILE] [--lang ja|en] [--scenario NAME] [--delay "
          "SECONDS] [--once]\n"
          "emi-sim [-c FILE] [--lang ja|en] --press face|generic --person N "
          "[--scenario NAME]\n"
          "emi-sim --list\n\n%s\n",
          en ? "Plays the 資格確認端末 for the exchange folders of FILE "
               "(emi.xml): answers\nemergency requests, or leaves a card "
               "reading.  All patients are invented.\nSee emi-sim(1)."
             : "FILE（emi.xml）の連携フォルダで資格確認端末の役をします。救急時の要求に\n"
               "応えるか、カードの読取り結果を置きます。患者は全て架空です。\n"
               "emi-sim(1) を見てください。");
}

static void
print_table (const struct sim *s, bool press)
{
  size_t n;
  const struct scenario *table = scenario_table (press, &n);

  printf ("%s\n", press ? "--press" : "-");
  for (size_t i = 0; i < n; i++)
    printf ("  %-18s %s\n", table[i].name,
            s->lang == LANG_EN ? table[i].en : table[i].ja);
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
take_option (struct sim *s, struct command *c, int opt, const char *value)
{
  switch (opt)
    {
    case 'c':
      c->file = value;
      return true;
    case 'p':
      c->press = value;
      return strcmp (value, "face") == 0 || strcmp (value, "generic") == 0;
    case 'n':
      c->person = number (value);
      return c->person > 0;
    case 's':
      c->scenario = value;
      return true;
    case 'd':
      s->delay_ms = number (value) * 1000;
      return s->delay_ms >= 0;
    case 'g':
      s->lang = strcmp (value, "en") == 0 ? LANG_EN : LANG_JA;
      return true;
    case 'o':
      return c->once = true;
    case 'l':
      return c->list = true;
    case 'h':
      return c->help = true;
    default:
      return false;
    }
}

static bool
read_command (struct sim *s, struct command *c, int argc, char **argv)
{
  static const struct option options[] = {
    { "config", required_argument, NULL, 'c' },
    { "press", required_argument, NULL, 'p' },
    { "person", required_argument, NULL, 'n' },
    { "scenario", required_argument, NULL, 's' },
    { "delay", required_argument, NULL, 'd' },
    { "lang", required_argument, NULL, 'g' },
    { "once", no_argument, NULL, 'o' },
    { "list", no_argument, NULL, 'l' },
    { "help", no_argument, NULL, 'h' },
    { NULL, 0, NULL, 0 },
  };
  int opt;

  opterr = 0; /* wrong usage is said once, in the person's language */
  while ((opt = getopt_long (argc, argv, "c:h", options, NULL)) != -1)
    if (!take_option (s, c, opt, optarg))
      return false;
  if (!c->file)
    c->file = getenv ("EMI_CONFIG");
  if (!c->file)
    c->file = SYSCONFDIR "/emi/emi.xml";
  return optind == argc && (c->press != NULL) == (c->person != 0)
         && !(c->press && c->once);
}

/* The absolute path in option NAME of I, or NULL.  */
static char *
path_option (const struct sim *s, const struct config_instance *i,
             const char *name)
{
  for (size_t k = 0; k < i->n_options; k++)
    if (strcmp (i->options[k].name, name) == 0)
      return file_join (s->config->dir, i->options[k].value);
  return NULL;
}

/* DIR/../.emi-sim: beside the exchange folders, in nobody's way.  */
static char *
state_folder (const char *req)
{
  size_t len = strlen (req);
  char *dir = NULL;

  while (len > 1 && req[len - 1] == '/')
    len--;
  while (len > 0 && req[len - 1] != '/')
    len--;
  if (asprintf (&dir, "%.*s.emi-sim", (int) len, req) < 0)
    return NULL;
  return dir;
}

static bool
find_folders (struct sim *s, const struct config_instance *connector)
{
  s->req = path_option (s, connector, "req");
  s->res = path_option (s, connector, "res");
  for (size_t i = 0; i < s->config->n_instances && !s->face; i++)
    if (s->config->instances[i].kind == EMI_KIND_READER)
      s->face = path_option (s, &s->config->instances[i], "face");
  s->state = s->req ? state_folder (s->req) : NULL;
  return s->res && s->state;
}

static int
say_fault (const struct sim *s, const struct fault *why)
{
  const struct code_info *info = code_info (why->code);

  fprintf (stderr, "emi-sim: %s: %s\n", info->message[s->lang], why->detail);
  return 2;
}

/* 0, or the exit status after a message.  */
static int
load (struct sim *s, const char *file)
{
  const struct config_instance *connector;
  struct fault why = { .code = CODE_OK };

  if (!config_load (file, &s->config, NULL, &why)
      || !profile_load (s->config->profile, &s->profile, NULL, &why))
    return say_fault (s, &why);
  connector
    = config_instance (s->config, EMI_KIND_CONNECTOR, s->config->connector);
  if (!connector || !find_folders (s, connector))
    return usage (s, "共有フォルダの接続が設定にありません",
                  "the configuration has no connector with folders");
  /* Whoever is behind it would get invented answers.  */
  if (connector->production)
    return usage (s, "本番の接続では動きません",
                  "it does not run on a production connector");
  if (!patients_read (&s->patients))
    return usage (s, "患者一覧を読めません", "cannot read the patients");
  return 0;
}

static int
run (struct sim *s, const struct command *c)
{
  bool generic = c->press && strcmp (c->press, "generic") == 0;
  int status;

  s->scenario = scenario_find (c->press != NULL, c->scenario);
  if (!s->scenario)
    return usage (s, "その名前の筋書きはありません（--list）",
                  "there is no such scenario (--list)");
  status = load (s, c->file);
  if (status)
    return status;
  if (!c->press)
    return sim_serve (s, c->once);
  if (!generic && !s->face)
    return usage (s, "face フォルダを持つリーダーが設定にありません",
                  "no reader has a face folder");
  return sim_press (s, generic ? s->res : s->face, generic, c->person);
}

static void
sim_done (struct sim *s)
{
  post_done (&s->post);
  patients_done (&s->patients);
  profile_free (s->profile);
  config_free (s->config);
  free (s->req);
  free (s->res);
  free (s->face);
  free (s->state);
}

int
main (int argc, char **argv)
{
  struct sim s = { .clock = clock_system (),
                   .lang = locale_lang (),
                   .delay_ms = -1 };
  struct command c = { .file = NULL };
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
  else
    status = run (&s, &c);
  sim_done (&s);
  return status;
}
