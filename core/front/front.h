/* SPDX-License-Identifier: Apache-2.0 */
/* Parts of the front that only main and cli-open need.  */
#ifndef EMI_FRONT_FRONT_H
#define EMI_FRONT_FRONT_H

#include <stdio.h>

#include "front/cli.h"
#include "report/contact.h"

/* --- process --- */
/* No core dumps, no tracing, no loader variables, SIGPIPE ignored, standard
   descriptors open, umask at least 022 (security.md).  */
void process_harden (void);
/* A descriptor that becomes readable on SIGINT, SIGTERM, SIGHUP; these no
   longer end the process.  -1 when there is none.  */
int process_cancel_fd (void);

/* --- prompts --- */
struct answers;
/* FILE "-" is standard input.  CODE_ANSWERS_UNSAFE.  */
bool answers_load (const char *file, struct answers **out, struct fault *why);
void answers_free (struct answers *a);
/* The next answer for a question; NULL when there is no line for it.  Lives
   as long as A.  */
const char *answers_next (struct answers *a, const char *account,
                          const char *instance, const char *prompt);

/* Asks at the terminal.  ABSENT_OUT true when there is none.  */
bool tty_ask (const struct question *q, enum lang lang, int cancel_fd,
              struct secret *answer_out, bool *absent_out,
              struct fault *why);

/* The prompter over both: with an answers file only the file and presets,
   else the terminal, else presets.  */
struct front_prompter
{
  struct prompter base;
  struct answers *answers;
  enum lang lang;
  int cancel_fd;
};
void front_prompter_init (struct front_prompter *p, struct answers *answers,
                          enum lang lang, int cancel_fd);

struct front_screen
{
  struct screen base;
  bool json;
};
void front_screen_init (struct front_screen *s, bool json);

/* --- output --- */
/* Reports WHY on standard error and, with --json, adds `error` to the object;
   prints the object; returns the exit status.  */
int cli_finish (struct cli *c, bool ok, const struct fault *why);

/* cli_setup in two: the people's side, then configuration FILE and host.  */
bool cli_people (struct cli *c, struct fault *why);
bool cli_host (struct cli *c, const char *file, struct fault *why);
/* -c, else EMI_CONFIG, else SYSCONFDIR/emi/emi.xml.  */
const char *cli_config_path (const struct cli *c);
struct recover_report;
void cli_recovered (struct cli *c, const struct recover_report *r);

/* --- whom to ask --- */
/* The facts into C, once; false only without memory.  */
bool cli_facts (struct cli *c, struct fault *why);
/* Who helps with CODE; the caller's (contacts_done), possibly none.  */
void cli_contacts_of (struct cli *c, enum code code, struct contacts *out);
json_t *cli_contacts_json (const struct contacts *list);
void cli_contacts_print (FILE *to, const struct contacts *list,
                         enum lang lang);

/* --- the preparation plan --- */
struct plan;
/* Is DAY a day, and not over?  CODE_VALUE.  */
bool cli_go_live (struct cli *c, const char *day, struct fault *why);
void cli_plan_print (struct cli *c, const struct plan *p);
void cli_plan_fill (struct cli *c, const struct plan *p); /* plan, go_live */

/* Prints the sheet NAME as FORMAT (NULL: text) for a start on START (NULL:
   what emi.xml says).  */
bool cli_sheet (struct cli *c, const char *name, const char *format,
                const char *start, struct fault *why);

void cli_close (struct cli *c);

#endif
