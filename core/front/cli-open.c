/* SPDX-License-Identifier: Apache-2.0 */
/* Opening and closing what a command works with, and its one report.  */
#include "front/front.h"
#include "front/paint.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "access/factor-reason.h"
#include "access/recover.h"
#include "base/lang.h"
#include "front/progress.h"

struct cli_parts
{
  struct answers *answers;
  struct front_prompter prompter;
  struct front_screen screen;
  struct progress progress;
};

const char *
cli_config_path (const struct cli *c)
{
  const char *env = getenv ("EMI_CONFIG");

  if (c->config_file)
    return c->config_file;
  return env && env[0] ? env : SYSCONFDIR "/emi/emi.xml";
}

bool
cli_people (struct cli *c, struct fault *why)
{
  struct cli_parts *p = calloc (1, sizeof *p);

  if (!p)
    return fault_set (why, CODE_MEMORY, "%s", "");
  c->parts = p;
  if (c->answers_file && !answers_load (c->answers_file, &p->answers, why))
    return false;
  front_prompter_init (&p->prompter, p->answers, c->session.lang,
                       c->session.cancel_fd);
  front_screen_init (&p->screen, c->json);
  progress_init (&p->progress, STDERR_FILENO, getenv ("TERM"),
                 c->session.lang);
  c->session.prompter = &p->prompter.base;
  c->session.screen = &p->screen.base;
  return true;
}

bool
cli_host (struct cli *c, const char *file, struct fault *why)
{
  struct session *s = &c->session;

  if (!config_load (file, &c->config, NULL, why))
    return false;
  if (!profile_load (c->config->profile, &c->profile, NULL, why))
    return false;
  s->config = c->config;
  s->profile = c->profile;
  s->terminal = c->terminal ? config_terminal (c->config, c->terminal)
                            : &c->config->terminals[0];
  if (!s->terminal)
    return fault_set (why, CODE_TERMINAL_UNKNOWN, "%s", c->terminal);
  s->host = host_new (s->config, s->clock, s->cancel_fd);
  if (!s->host)
    return fault_set (why, CODE_MEMORY, "%s", "");
  if (c->parts)
    host_set_waiting (s->host, progress_wait, &c->parts->progress);
  return true;
}

bool
cli_setup (struct cli *c, struct fault *why)
{
  return cli_people (c, why) && cli_host (c, cli_config_path (c), why);
}

bool
cli_open_ledger (struct cli *c, struct fault *why)
{
  struct recover_report report = { .closed = 0 };

  if (!session_open_ledger (&c->session, why)
      || !recover (&c->session, &report, why))
    return false;
  cli_recovered (c, &report);
  return true;
}

bool
cli_open (struct cli *c, struct fault *why)
{
  return cli_setup (c, why) && cli_open_ledger (c, why);
}

void
cli_recovered (struct cli *c, const struct recover_report *r)
{
  if (r->closed)
    cli_say (
        c, N_ ("途中で終わっていた照会 %zu 件を「結果不明」として閉じました"),
        r->closed);
  if (r->late)
    cli_say (c,
             N_ ("遅れて届いた結果 %zu 件を記録しました（--collect "
                 "で受け取れます）"),
             r->late);
  if (r->redelivered)
    cli_say (c, N_ ("電子カルテへの受渡し %zu 件をやり直しました"),
             r->redelivered);
  if (r->undelivered)
    cli_say (c, N_ ("電子カルテに渡せていない結果が %zu 件あります"),
             r->undelivered);
}

void
cli_close (struct cli *c)
{
  struct cli_parts *p = c->parts;

  ledger_close (c->session.ledger);
  c->session.ledger = NULL;
  if (c->session.host)
    host_free (c->session.host);
  c->session.host = NULL;
  profile_free (c->profile);
  c->profile = NULL;
  if (p)
    answers_free (p->answers);
  free (p);
  c->parts = NULL;
}

/* The hospital's own procedure goes with every factor that failed (R9).  */
static void
report_procedure (const struct cli *c, enum code code)
{
  bool factor = factor_reason_of (code) != NULL;

  switch (code)
    {
    case CODE_FACTOR_REFUSED:
    case CODE_FACTOR_DELAY:
    case CODE_FACTOR_TOO_MANY:
    case CODE_FACTOR_USED:
    case CODE_FACTOR_CLASS:
    case CODE_FACTOR_NONE:
    case CODE_FACTOR_ONE_TIME:
    case CODE_FACTOR_ATTEST:
    case CODE_FACTOR_UNKNOWN:
    case CODE_FACTOR_UNUSABLE:
    case CODE_CLOCK_BEHIND:
      factor = true;
      break;
    default:
      break;
    }
  if (factor && c->config && c->config->procedure[c->session.lang])
    fprintf (stderr, "  %s\n", c->config->procedure[c->session.lang]);
}

static void
report (const struct cli *c, const struct fault *why,
        const struct contacts *whom)
{
  const struct code_info *info = code_info (why->code);
  enum lang lang = c->session.lang;
  bool en = lang == LANG_EN;

  fprintf (stderr, en ? "%semi: %s%s%s%s%s.\n" : "%semi: %s%s%s%s%s。\n",
           paint_on (stderr, PAINT_BAD), info->message[lang],
           paint_off (stderr), why->detail[0] ? (en ? " (" : "（") : "",
           why->detail, why->detail[0] ? (en ? ")" : "）") : "");
  if (info->next[lang][0])
    fprintf (stderr, en ? "  %s.\n" : "  %s。\n", info->next[lang]);
  if (why->next[0])
    fprintf (stderr, en ? "  %s.\n" : "  %s。\n", why->next);
  report_procedure (c, why->code);
  cli_contacts_print (stderr, whom, lang);
  fprintf (stderr, "  [%s]\n", info->word);
}

static void
add_error (struct cli *c, const struct fault *why, const struct contacts *whom)
{
  const struct code_info *info = code_info (why->code);
  enum lang lang = c->session.lang;
  struct buffer next = BUFFER_INIT;
  json_t *e = json_object ();

  buffer_text (&next, info->next[lang]);
  if (why->next[0])
    buffer_printf (&next, lang == LANG_EN ? "; %s" : "。%s", why->next);

  json_object_set_new (e, "code", json_string (info->word));
  json_object_set_new (e, "message", json_string (info->message[lang]));
  json_object_set_new (e, "next", json_string (buffer_string (&next)));
  buffer_done (&next);
  if (why->detail[0])
    json_object_set_new (e, "detail", json_string (why->detail));
  if (whom->n)
    json_object_set_new (e, "contacts", cli_contacts_json (whom));
  json_object_set_new (c->out, "error", e);
}

int
cli_finish (struct cli *c, bool ok, const struct fault *why)
{
  struct contacts whom = { .n = 0 };
  int status = 0;

  if (!ok || why->code != CODE_OK)
    {
      status = code_info (why->code)->exit;
      if (status == 0)
        status = 1;
      fflush (stdout);
      cli_contacts_of (c, why->code, &whom);
      report (c, why, &whom);
      add_error (c, why, &whom);
      contacts_done (&whom);
    }
  facts_free (c->facts);
  c->facts = NULL;
  config_faults_done (&c->facts_passed);
  config_free (c->config);
  c->config = NULL;
  if (c->json)
    {
      json_dumpf (c->out, stdout, JSON_INDENT (2));
      fputc ('\n', stdout);
    }
  /* A part that could not be written leaves no trace in the flush. */
  if ((fflush (stdout) != 0 || ferror (stdout)) && status == 0)
    status = 1;
  return status;
}
