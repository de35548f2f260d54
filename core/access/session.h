/* SPDX-License-Identifier: Apache-2.0 */
/* What one run of a command works with.  The front makes it; everything in
   access gets it handed in and keeps nothing of its own.  */
#ifndef EMI_ACCESS_SESSION_H
#define EMI_ACCESS_SESSION_H

#include <stdbool.h>

#include "base/clock.h"
#include "base/fault.h"
#include "base/secret.h"
#include "config/config.h"
#include "config/profile.h"
#include "host/host.h"
#include "ledger/ledger.h"

enum answer_from
{
  ANSWER_TERMINAL,
  ANSWER_FILE,
  ANSWER_PRESET
};

/* One question.  `account` is whose answer it is (for ACCOUNT:... lines);
   `shown` is text that the person must see beside it (it may hold patient
   data and goes to the terminal only), or NULL.  */
struct question
{
  const char *account;
  const char *instance;
  const struct emi_prompt *prompt;
  const char *preset; /* NULL: none */
  const char *shown;
};

/* Where answers come from; the front's.  False with WHY: unanswered
   (CODE_PROMPT_UNANSWERED, the detail names INSTANCE.PROMPT) or given up
   (CODE_CANCELLED).  */
struct prompter
{
  bool (*ask) (struct prompter *, const struct question *,
               struct secret *answer_out, enum answer_from *from_out,
               struct fault *why);
};

/* Where the person looks: the terminal, or standard output without --json.
   May carry patient data; nothing else may.  */
struct screen
{
  void (*show) (struct screen *, const char *text);
  /* Its columns, and into ROWS_OUT its rows, where text may be drawn anew in
     place; 0: plain lines only.  NULL: as 0.  */
  size_t (*size) (struct screen *, size_t *rows_out);
  int columns; /* of its lines; 0: not known */
};

struct renderer; /* access/request.h: how a summary becomes text and files */

struct session
{
  const struct config *config;
  const struct profile *profile;
  const struct clock *clock;
  struct host *host;
  struct ledger *ledger;
  enum lang lang;
  const struct config_terminal *terminal;
  struct prompter *prompter;
  struct screen *screen;
  const struct renderer *renderer;
  bool drill;    /* what is done now is a drill (access/drill.h) */
  int cancel_fd; /* readable once the person gave up */
};

/* A draft of KIND with what every record carries: config (digest), terminal,
   version.  */
struct draft *session_draft (struct session *s, const char *kind);

/* The name of the connector that a request of S goes through.  */
const char *session_connector (const struct session *s);

/* True once the person gave up (Ctrl-C).  */
bool session_cancelled (const struct session *s);

/* Opens the ledger of the configuration into S.  */
bool session_open_ledger (struct session *s, struct fault *why);
void session_ledger_setup (struct session *s, struct instance *store,
                           struct ledger_setup *out);

/* The front's own prompts ("guard.fields"): asks QUESTION through the
   prompter, also noting where the answer came from.  */
bool session_ask (struct session *s, const struct question *q,
                  struct secret *answer_out, enum answer_from *from_out,
                  struct fault *why);
/* CODE, which came from outside, as it may stand in a message: itself while it
   is short and letters and digits, else "-".  */
const char *session_plain_code (const char *code);

const char *answer_from_name (enum answer_from from); /* terminal file preset */

#endif
