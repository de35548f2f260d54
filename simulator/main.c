/* SPDX-License-Identifier: Apache-2.0 */
/* emi-sim: plays the 資格確認端末 and the national side for exchange folders:
   serves, presses, or prints what there is.  */
#include "command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "base/cleanup.h"
#include "base/lang.h"
#include "scenario.h"

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
usage (const struct sim *s, const char *ja)
{
  fprintf (stderr, "emi-sim: %s\n", said (s->lang, ja));
  return 2;
}

static void
print_table (const struct sim *s, bool press)
{
  size_t n;
  const struct scenario *table = scenario_table (press, &n);

  printf ("%s\n", press ? "--press" : "-");
  for (size_t i = 0; i < n; i++)
    printf ("  %-18s %s\n", table[i].name, said (s->lang, table[i].ja));
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
      printf ("# %s\n%s\n", said (s->lang, row->ja),
              press ? "readings" : "requests");
      for (const char *at = row->steps; *at;)
        {
          size_t len = strcspn (at, "\n");

          printf ("  %.*s\n", (int) len, at);
          at += len + (at[len] == '\n');
        }
    }
  return found ? 0 : usage (s, N_ ("その名前の筋書きはありません（--list）"));
}

static int
print_patients (struct sim *s)
{
  if (!patients_read (&s->patients))
    return usage (s, N_ ("患者一覧を読めません"));
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
    return usage (s, N_ ("その名前の筋書きもファイルもありません（--list）"));
  if (good && !(s->script.told & (press ? FOR_READINGS : FOR_REQUESTS)))
    return usage (
        s, N_ ("この筋書きには使う所がありません（request か reading）"));
  return good ? 0 : 2;
}

static int
press (struct sim *s, const struct command *c)
{
  CLEANUP_FREE char *folder = sim_reader_folder (s, c->press.reader);

  return folder
             ? sim_press (s, folder, &c->press)
             : usage (s, N_ ("face フォルダを持つリーダーが設定にありません"));
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
    return usage (s, N_ ("患者一覧を読めません"));
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

  lang_begin (CATALOGUES);
  if (sodium_init () < 0)
    return 1;
  if (!command_read (&s, &c, argc, argv))
    return usage (&s, N_ ("使い方が違います。emi-sim --help"));
  if (c.help)
    command_help (&s);
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
