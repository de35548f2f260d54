/* SPDX-License-Identifier: Apache-2.0 */
/* The common parts of a run: what each record carries, whether the person
   gave up, and opening the configured ledger.  */
#include "access/session.h"

#include <config.h>
#include <poll.h>
#include <string.h>

struct draft *
session_draft (struct session *s, const char *kind)
{
  char hex[DIGEST_HEX];
  struct draft *d = draft_new (kind);

  hex_encode (s->config->digest, DIGEST_LEN, hex);
  draft_text (d, "config", hex);
  draft_text (d, "terminal", s->terminal ? s->terminal->name : NULL);
  draft_text (d, "version", PACKAGE_VERSION);
  draft_text (d, "drill", s->drill ? "yes" : NULL);
  return d;
}

const char *
session_connector (const struct session *s)
{
  return s->drill && s->config->drill ? s->config->drill->connector
                                      : s->config->connector;
}

bool
session_cancelled (const struct session *s)
{
  struct pollfd p = { .fd = s->cancel_fd, .events = POLLIN };

  return s->cancel_fd >= 0 && poll (&p, 1, 0) > 0;
}

void
session_ledger_setup (struct session *s, struct instance *store,
                      struct ledger_setup *out)
{
  const struct config *c = s->config;
  const char *place = instance_place (store);

  *out = (struct ledger_setup) {
    .store = store,
    .clock = s->clock,
    .facility = c->facility,
    .node = c->node,
    .keys = c->keys,
    .seal = c->seal,
    .reserve = c->reserve,
    /* A store that lies on a disk of its own has that disk's room. */
    .space_at = place ? place : c->dir,
    .lang = s->lang,
  };
}

bool
session_open_ledger (struct session *s, struct fault *why)
{
  struct instance *store;
  struct ledger_setup setup;

  if (!host_instance (s->host, EMI_KIND_STORE, s->config->ledger_store, &store,
                      why))
    return false;
  session_ledger_setup (s, store, &setup);
  return ledger_open (&setup, &s->ledger, why);
}

bool
session_ask (struct session *s, const struct question *q,
             struct secret *answer_out, enum answer_from *from_out,
             struct fault *why)
{
  const struct config_instance *connector;
  enum answer_from from = ANSWER_TERMINAL;

  if (session_cancelled (s))
    return fault_set (why, CODE_CANCELLED, "%s", "");
  if (!s->prompter->ask (s->prompter, q, answer_out, &from, why))
    return false;
  connector = config_instance (s->config, EMI_KIND_CONNECTOR,
                               session_connector (s));
  if (from == ANSWER_FILE && connector && connector->production
      && !connector->file_answers)
    {
      secret_done (answer_out);
      return fault_set (why, CODE_ANSWERS_PRODUCTION, "%s.%s", q->instance,
                        q->prompt->id);
    }
  if (from_out)
    *from_out = from;
  return true;
}

const char *
session_plain_code (const char *code)
{
  size_t n = code ? strspn (code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  "abcdefghijklmnopqrstuvwxyz0123456789-_")
                  : 0;

  return n > 0 && n <= 24 && !code[n] ? code : "-";
}

const char *
answer_from_name (enum answer_from from)
{
  switch (from)
    {
    case ANSWER_TERMINAL:
      return "terminal";
    case ANSWER_FILE:
      return "file";
    case ANSWER_PRESET:
      return "preset";
    }
  return "none";
}
