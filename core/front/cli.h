/* SPDX-License-Identifier: Apache-2.0 */
/* The command line: one struct for a run, one function per command.  */
#ifndef EMI_FRONT_CLI_H
#define EMI_FRONT_CLI_H

#include <jansson.h>

#include "access/session.h"
#include "config/facts.h"

/* One run.  `out` is the JSON object that --json prints at the end; commands
   fill it in either mode and print text themselves when `json` is false.  */
struct cli_parts; /* prompter, screen, answers: cli-open.c */

struct cli
{
  const char *config_file; /* -c */
  const char *answers_file;
  const char *terminal;
  bool json;
  json_t *out;
  struct session session;
  struct config *config;
  struct profile *profile;
  struct facts *facts;               /* cli_facts */
  struct config_faults facts_passed; /* files of facts that were passed over */
  struct cli_parts *parts;
  const char *program;
};

/* How a command is known.  `run` gets the arguments after the command's own
   words and returns true, or false with WHY (which may also be set with true
   for `completed with a failed delivery`: then the exit status is WHY's).  */
struct cli_command
{
  const char *words; /* "account grant" */
  const char *usage; /* "ID [--until DATE] [--reason T] --by ADMIN" */
  const char *help;  /* in Japanese, for the catalogue */
  bool (*run) (struct cli *c, int argc, char **argv, struct fault *why);
};

/* --- options of a command, declared in a table --- */
enum cli_opt_kind
{
  CLI_FLAG,
  CLI_VALUE,
  CLI_LIST /* may repeat */
};
#define CLI_LIST_MOST 32
struct cli_opt
{
  const char *name; /* "--until" */
  enum cli_opt_kind kind;
  bool required;
  const char **value_out; /* CLI_VALUE; CLI_FLAG: set to name when given;
                             CLI_LIST: CLI_LIST_MOST + 1 of them, NULL */
};
/* Fills `out` with null under each of NAMES (separated by blanks), so that a
   failure prints the command's own keys too.  */
void cli_keys (struct cli *c, const char *names);
/* TEXT under NAME, null for NULL.  */
void cli_set (json_t *object, const char *name, const char *text);

/* Positional arguments go to POS (exactly N_POS of them, POS_NAMES for the
   message).  A word that begins with -- and is not in OPTS, an option given
   twice, a missing value: CODE_USAGE.  OPTS ends with name NULL.  */
bool cli_parse (int argc, char **argv, const struct cli_opt *opts,
                const char **pos, const char *const *pos_names, size_t n_pos,
                struct fault *why);

/* The same with as many positional arguments as there are, at most N_POS.  */
bool cli_parse_some (int argc, char **argv, const struct cli_opt *opts,
                     const char **pos, size_t n_pos, size_t *n_out,
                     struct fault *why);

/* Loads configuration and profile, makes host, terminal and prompter.  */
bool cli_setup (struct cli *c, struct fault *why);
/* cli_setup, opens the ledger, takes late answers and closes requests whose
   owner is gone.  */
bool cli_open (struct cli *c, struct fault *why);
/* The second half of cli_open.  */
bool cli_open_ledger (struct cli *c, struct fault *why);

/* A line for the person who runs the command, to standard error (no patient
   data).  Not shown with --json.  */
void cli_say (struct cli *c, const char *ja, ...)
    __attribute__ ((format (printf, 2, 3)));
/* A line of the result on standard output, text mode only.  */
void cli_print (struct cli *c, const char *fmt, ...)
    __attribute__ ((format (printf, 2, 3)));

/* Dates of options: "YYYY-MM-DD"; the END of that Japanese day in UTC
   seconds.  CODE_VALUE when it is no day.  */
bool cli_day_end (const char *option, const char *text, int64_t *out,
                  struct fault *why);

/* The commands, in the order of the help; ends with words NULL.  */
extern const struct cli_command cli_commands[];

bool cmd_account_add (struct cli *, int, char **, struct fault *);
bool cmd_account_grant (struct cli *, int, char **, struct fault *);
bool cmd_account_revoke (struct cli *, int, char **, struct fault *);
bool cmd_account_list (struct cli *, int, char **, struct fault *);
bool cmd_enrol (struct cli *, int, char **, struct fault *);
bool cmd_factors_try (struct cli *, int, char **, struct fault *);
bool cmd_init (struct cli *, int, char **, struct fault *);
bool cmd_check (struct cli *, int, char **, struct fault *);
bool cmd_doctor (struct cli *, int, char **, struct fault *);
bool cmd_receive (struct cli *, int, char **, struct fault *);
bool cmd_reception_list (struct cli *, int, char **, struct fault *);
bool cmd_reception_show (struct cli *, int, char **, struct fault *);
bool cmd_reception_bind (struct cli *, int, char **, struct fault *);
bool cmd_reception_confirm (struct cli *, int, char **, struct fault *);
bool cmd_reception_change (struct cli *, int, char **, struct fault *);
bool cmd_reception_void (struct cli *, int, char **, struct fault *);
bool cmd_request (struct cli *, int, char **, struct fault *);
bool cmd_trace (struct cli *, int, char **, struct fault *);
bool cmd_verify (struct cli *, int, char **, struct fault *);
bool cmd_plugin_list (struct cli *, int, char **, struct fault *);
bool cmd_plugin_describe (struct cli *, int, char **, struct fault *);
bool cmd_plugin_check (struct cli *, int, char **, struct fault *);
bool cmd_help (struct cli *, int, char **, struct fault *);

#endif
