/* SPDX-License-Identifier: Apache-2.0 */
/* Connectors: sent once, every answer of SPEC section 5 told apart, and
   nothing of ours left behind when nobody waits any more.  The answers are
   dropped in the moment the request has left.  */
#include "contract.h"

#include <string.h>

#define MESSAGE "<request/>"

static emi_rc
query (struct ctx *c, struct instance *i, int64_t wait_ms)
{
  return CALL (c, i, connector_query, .prefix = "EMTESTa01",
               .suffix = "contract1",
               .message = { MESSAGE, sizeof MESSAGE - 1 },
               .wait_ms = wait_ms);
}

static emi_rc
recover (struct ctx *c, struct instance *i, int64_t withdraw)
{
  return CALL (c, i, connector_recover, .prefix = "EMTESTa01",
               .suffix = "contract1", .withdraw = withdraw);
}

static const struct connector_skill *
skill (const struct ctx *c)
{
  return c->subject->connector;
}

static void
when_sent (struct ctx *c, void (*what) (void *ctx, const char *name))
{
  c->caught.on_put = what;
  c->caught.ctx = c;
}

static void
answer_now (void *ctx, const char *name)
{
  struct ctx *c = ctx;

  if (strcmp (name, "sent") == 0)
    skill (c)->answer (c, "<answer/>");
}

static void
check_once (struct ctx *c)
{
  CHECK (caught_count (&c->caught, "sent") == 1, "sent %zu times",
         caught_count (&c->caught, "sent"));
}

static void
check_message (struct ctx *c, const char *name, const char *bytes)
{
  const struct caught_result *m = caught_get (&c->caught, name, 0);

  CHECK (m && strcmp (m->span.data, bytes) == 0, "no %s", name);
  CHECK (m > c->caught.v && strcmp (m[-1].span.name, "source") == 0,
         "no source before it");
  CHECK (caught_field (&m[-1], "file.name"), "no name");
  CHECK (caught_field (&m[-1], "file.owner"), "no owner");
  CHECK (caught_field (&m[-1], "file.time"), "no time");
}

static void
answered (struct ctx *c)
{
  struct instance *i = open_one (c, "one");

  when_sent (c, answer_now);
  CHECK (query (c, i, 5000) == EMI_OK, "%s", c->why.detail);
  check_once (c);
  check_message (c, "message", "<answer/>");
  CHECK (skill (c)->waiting (c) == 0, "our request lies about");
}

static void
not_ours (struct ctx *c)
{
  struct instance *i = open_one (c, "one");

  when_sent (c, answer_now);
  c->caught.reply = EMI_RETRY;
  CHECK (query (c, i, 700) == EMI_DEADLINE, "%s", c->why.detail);
  check_once (c);
  CHECK (caught_count (&c->caught, "message") >= 1, "never offered");
  CHECK (skill (c)->waiting (c) == 0, "our request lies about");
}

static void
unusable (struct ctx *c)
{
  emi_rc rc;
  struct instance *i = open_one (c, "one");

  when_sent (c, answer_now);
  c->caught.reply = EMI_PROTOCOL;
  rc = query (c, i, 5000);
  CHECK (rc == EMI_OK || rc == EMI_PROTOCOL, "ended with %d", (int) rc);
  CHECK (caught_count (&c->caught, "message") == 1, "offered again");
}

static void
error_now (void *ctx, const char *name)
{
  struct ctx *c = ctx;

  if (strcmp (name, "sent") == 0)
    skill (c)->error (c, "no good");
}

static void
error_text (struct ctx *c)
{
  struct instance *i = open_one (c, "one");

  when_sent (c, error_now);
  CHECK (query (c, i, 5000) == EMI_OK, "%s", c->why.detail);
  CHECK (caught_count (&c->caught, "error") == 1, "no text");
  check_message (c, "error", "no good");
}

static void
unfit_now (void *ctx, const char *name)
{
  struct ctx *c = ctx;

  if (strcmp (name, "sent") == 0)
    skill (c)->unfit (c);
}

static void
unfit (struct ctx *c)
{
  struct instance *i = open_one (c, "one");

  when_sent (c, unfit_now);
  CHECK (query (c, i, 5000) == EMI_OK, "%s", c->why.detail);
  CHECK (strcmp (caught_text (&c->caught, "unfit"), "link") == 0, "\"%s\"",
         caught_text (&c->caught, "unfit"));
  CHECK (caught_count (&c->caught, "message") == 0, "was read");
}

static void
silence (struct ctx *c)
{
  struct instance *i = open_one (c, "one");

  CHECK (query (c, i, 150) == EMI_DEADLINE, "%s", c->why.detail);
  check_once (c);
  CHECK (skill (c)->waiting (c) == 0, "our request lies about");
  c->caught.env.timeout_ms = 150;
  CHECK (query (c, i, 60000) == EMI_DEADLINE, "outlives the deadline");
}

static void
deadline_past (struct ctx *c)
{
  struct instance *i = open_one (c, "one");

  c->caught.env.timeout_ms = -1;
  CHECK (query (c, i, 5000) == EMI_DEADLINE, "%s", c->why.detail);
  CHECK (skill (c)->waiting (c) == 0, "our request lies about");
}

static void
give_up (void *ctx, const char *name)
{
  struct ctx *c = ctx;

  if (strcmp (name, "sent") == 0)
    trial_cancel (&c->trial);
}

static void
cancelled (struct ctx *c)
{
  struct instance *i = open_one (c, "one");

  when_sent (c, give_up);
  CHECK (query (c, i, 5000) == EMI_CANCELLED, "%s", c->why.detail);
  CHECK (skill (c)->waiting (c) == 0, "our request lies about");
  /* What comes later is fetched by the next run.  */
  skill (c)->answer (c, "<late/>");
  trial_restart (&c->trial);
  c->caught.on_put = NULL;
  CHECK (recover (c, open_one (c, "one"), 1) == EMI_OK, "%s", c->why.detail);
  check_message (c, "message", "<late/>");
}

static void
recovered (struct ctx *c)
{
  struct instance *i = open_one (c, "one");

  CHECK (recover (c, i, 0) == EMI_ABSENT, "%s", c->why.detail);
  CHECK (caught_count (&c->caught, "sent") == 0, "sent");
  skill (c)->answer (c, "<late/>");
  CHECK (recover (c, i, 0) == EMI_OK, "%s", c->why.detail);
  check_message (c, "message", "<late/>");
  /* It stays where it is and can be read again.  */
  trial_restart (&c->trial);
  CHECK (recover (c, open_one (c, "one"), 1) == EMI_OK, "%s", c->why.detail);
  check_message (c, "message", "<late/>");
}

static void
absent (struct ctx *c)
{
  struct instance *i = open_one (c, "absent");

  CHECK (query (c, i, 1000) == EMI_UNREACHED, "%s", c->why.detail);
  CHECK (caught_count (&c->caught, "sent") == 0, "sent to nobody");
  CHECK (CALL (c, i, connector_probe, .node = "emi.1319999999.n1")
           == EMI_UNREACHED,
         "%s", c->why.detail);
}

static void
probed (struct ctx *c)
{
  struct instance *one = open_one (c, "one");

  CHECK (CALL (c, one, connector_probe, .node = "emi.1319999999.n1")
           == EMI_OK,
         "%s", c->why.detail);
  when_sent (c, answer_now);
  CHECK (query (c, one, 5000) == EMI_OK, "%s", c->why.detail);
  /* Another node is told whose it is.  */
  CHECK (CALL (c, open_one (c, "two"), connector_probe,
               .node = "emi.1319999999.n2")
           == EMI_CONFIG,
         "two nodes");
}

static void
strange_names (struct ctx *c)
{
  struct instance *i = open_one (c, "one");

  CHECK (CALL (c, i, connector_query, .prefix = "EMTESTa01",
               .suffix = "../../x", .message = { "m", 1 }, .wait_ms = 10)
           != EMI_OK,
         "a path");
  CHECK (caught_count (&c->caught, "sent") == 0, "sent");
  CHECK (CALL (c, i, connector_recover, .prefix = "a/b", .suffix = "x")
           != EMI_OK,
         "a path");
}

const struct test tests_connector[] = {
  { "answered", EMI_KIND_CONNECTOR, true, answered },
  { "not ours", EMI_KIND_CONNECTOR, true, not_ours },
  { "unusable", EMI_KIND_CONNECTOR, true, unusable },
  { "error text", EMI_KIND_CONNECTOR, true, error_text },
  { "unfit", EMI_KIND_CONNECTOR, true, unfit },
  { "silence", EMI_KIND_CONNECTOR, true, silence },
  { "deadline past", EMI_KIND_CONNECTOR, true, deadline_past },
  { "cancelled", EMI_KIND_CONNECTOR, true, cancelled },
  { "recovered", EMI_KIND_CONNECTOR, true, recovered },
  { "absent", EMI_KIND_CONNECTOR, true, absent },
  { "probed", EMI_KIND_CONNECTOR, true, probed },
  { "strange names", EMI_KIND_CONNECTOR, true, strange_names },
  NO_TEST,
};
