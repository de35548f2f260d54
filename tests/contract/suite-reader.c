/* SPDX-License-Identifier: Apache-2.0 */
/* Readers: only what came after `prepare` is this reception's, a photo that
   does not match ends it, and what cannot be read is said.  Cards are read in
   the moment a prompt appears.  */
#include "contract.h"

#include <string.h>

#define DAY "2026-11-22"

static const struct reader_skill *
skill (const struct ctx *c)
{
  return c->subject->reader;
}

static emi_rc
prepare (struct ctx *c, struct instance *i)
{
  return CALL (c, i, reader_prepare, .day = DAY);
}

static emi_rc
identify (struct ctx *c, struct instance *i, const char *mode, int64_t wait_ms)
{
  return CALL (c, i, reader_identify, .wait_ms = wait_ms, .day = DAY,
               .mode = mode);
}

static void
card_at_prompt (void *ctx, const char *prompt)
{
  struct ctx *c = ctx;

  if (strcmp (prompt, "photo") == 0)
    skill (c)->card (c, 1, "<card n=\"1\"/>");
}

static void
unfit_at_prompt (void *ctx, const char *prompt)
{
  struct ctx *c = ctx;

  if (strcmp (prompt, "photo") == 0)
    skill (c)->unfit (c);
}

/* Prepared and about to be asked; AT happens with the prompt.  */
static struct instance *
begin (struct ctx *c, void (*at) (void *ctx, const char *prompt))
{
  struct instance *i = open_one (c, "one");

  c->caught.answers = skill (c)->answers;
  c->caught.on_ask = at;
  c->caught.ctx = c;
  CHECK (prepare (c, i) == EMI_OK, "%s", c->why.detail);
  CHECK (c->caught.asked == 0, "asks before anything");
  return i;
}

static void
check_card (struct ctx *c, size_t n, const char *bytes)
{
  const struct caught_result *m = caught_get (&c->caught, "message", n);

  CHECK (m && strcmp (m->span.data, bytes) == 0, "no message");
  CHECK (m - c->caught.v >= 2, "no name and source before it");
  CHECK (strcmp (m[-1].span.name, "source") == 0
           || strcmp (m[-2].span.name, "source") == 0,
         "no source before it");
  CHECK (strcmp (m[-1].span.name, "name") == 0
           || strcmp (m[-2].span.name, "name") == 0,
         "no name before it");
}

static void
received (struct ctx *c)
{
  struct instance *i = begin (c, card_at_prompt);

  CHECK (identify (c, i, "emergency", 5000) == EMI_OK, "%s", c->why.detail);
  check_card (c, 0, "<card n=\"1\"/>");
  CHECK (strcmp (caught_text (&c->caught, "answer.photo"), "match") == 0,
         "photo");
  CHECK (caught_count (&c->caught, "step") > 0, "no steps are shown");
  const struct caught_result *step = caught_get (&c->caught, "step", 0);
  CHECK (caught_field (step, "name") && caught_field (step, "text.ja")
           && caught_field (step, "text.en") && caught_field (step, "who")
           && caught_field (step, "device") && caught_field (step, "state"),
         "a step lacks a field");
}

static void
old_files (struct ctx *c)
{
  struct instance *i = open_one (c, "one");

  skill (c)->card (c, 7, "<card n=\"7\"/>");
  CHECK (i == begin (c, card_at_prompt), "instance");
  CHECK (identify (c, i, "emergency", 5000) == EMI_OK, "%s", c->why.detail);
  CHECK (caught_count (&c->caught, "message") == 1, "an old file is taken");
  check_card (c, 0, "<card n=\"1\"/>");
  /* The next reception has its own beginning.  */
  CHECK (prepare (c, i) == EMI_OK, "%s", c->why.detail);
  c->caught.on_ask = NULL;
  CHECK (identify (c, i, "emergency", 150) == EMI_DEADLINE, "%s",
         c->why.detail);
  CHECK (caught_count (&c->caught, "message") == 0, "taken again");
}

static void
between_prepare_and_identify (struct ctx *c)
{
  struct instance *i = begin (c, NULL);

  skill (c)->card (c, 2, "<card n=\"2\"/>");
  CHECK (identify (c, i, "emergency", 5000) == EMI_OK, "%s", c->why.detail);
  check_card (c, 0, "<card n=\"2\"/>");
}

static void
mismatch (struct ctx *c)
{
  struct instance *i = begin (c, card_at_prompt);

  c->caught.answers = skill (c)->mismatch;
  CHECK (identify (c, i, "emergency", 1000) == EMI_OK, "%s", c->why.detail);
  CHECK (strcmp (caught_text (&c->caught, "answer.photo"), "mismatch") == 0,
         "photo");
  CHECK (caught_count (&c->caught, "message") == 0, "a card is read");
}

static void
unfinished (struct ctx *c)
{
  struct instance *i = begin (c, card_at_prompt);

  c->caught.reply = EMI_RETRY;
  CHECK (identify (c, i, "emergency", 700) == EMI_DEADLINE, "%s",
         c->why.detail);
  CHECK (caught_count (&c->caught, "message") >= 1, "never offered");
}

static void
unusable (struct ctx *c)
{
  struct instance *i = begin (c, card_at_prompt);
  emi_rc rc;

  c->caught.reply = EMI_PROTOCOL;
  rc = identify (c, i, "emergency", 5000);
  CHECK (rc == EMI_PROTOCOL, "ended with %d", (int) rc);
  CHECK (caught_count (&c->caught, "message") == 1, "offered again");
}

static void
unfit (struct ctx *c)
{
  struct instance *i = begin (c, unfit_at_prompt);

  CHECK (identify (c, i, "emergency", 5000) == EMI_PROTOCOL, "%s",
         c->why.detail);
  CHECK (caught_count (&c->caught, "message") == 0, "was read");
  CHECK (strlen (c->why.detail) > strlen ("one: "), "says nothing");
}

static void
refusal (struct ctx *c)
{
  struct instance *i = begin (c, NULL);

  skill (c)->card (c, 3, "<card n=\"3\"/>");
  CHECK (identify (c, i, "refusal", 5000) == EMI_OK, "%s", c->why.detail);
  CHECK (c->caught.asked == 0, "asks");
  check_card (c, 0, "<card n=\"3\"/>");
  CHECK (prepare (c, i) == EMI_OK, "%s", c->why.detail);
  CHECK (identify (c, i, "refusal", 100) == EMI_DEADLINE, "%s",
         c->why.detail);
}

static void
unanswered (struct ctx *c)
{
  struct instance *i = begin (c, NULL);

  c->caught.answers = NULL;
  CHECK (identify (c, i, "emergency", 1000) == EMI_CANCELLED, "%s",
         c->why.detail);
  CHECK (c->why.code == CODE_PROMPT_UNANSWERED, "%s",
         code_info (c->why.code)->word);
}

static void
late_and_cancelled (struct ctx *c)
{
  struct instance *i = begin (c, NULL);

  c->caught.env.timeout_ms = 150;
  CHECK (identify (c, i, "emergency", 60000) == EMI_DEADLINE,
         "outlives the deadline");
  c->caught.env.timeout_ms = -1;
  CHECK (identify (c, i, "emergency", 1000) == EMI_DEADLINE, "%s",
         c->why.detail);
  c->caught.env.timeout_ms = 0;
  trial_cancel (&c->trial);
  CHECK (identify (c, i, "emergency", 1000) == EMI_CANCELLED, "%s",
         c->why.detail);
}

static void
absent (struct ctx *c)
{
  struct instance *i = open_one (c, "absent");

  c->caught.answers = skill (c)->answers;
  CHECK (prepare (c, i) == EMI_UNREACHED, "%s", c->why.detail);
  CHECK (identify (c, i, "emergency", 500) == EMI_UNREACHED, "%s",
         c->why.detail);
  CHECK (c->caught.asked == 0, "asks in front of nothing");
  CHECK (CALL (c, i, reader_status, .day = DAY) == EMI_UNREACHED, "%s",
         c->why.detail);
}

static void
status (struct ctx *c)
{
  CHECK (CALL (c, open_one (c, "one"), reader_status, .day = DAY) == EMI_OK,
         "%s", c->why.detail);
}

const struct test tests_reader[] = {
  { "received", EMI_KIND_READER, true, received },
  { "old files", EMI_KIND_READER, true, old_files },
  { "between prepare and identify", EMI_KIND_READER, true,
    between_prepare_and_identify },
  { "mismatch", EMI_KIND_READER, true, mismatch },
  { "unfinished", EMI_KIND_READER, true, unfinished },
  { "unusable", EMI_KIND_READER, true, unusable },
  { "unfit", EMI_KIND_READER, true, unfit },
  { "refusal", EMI_KIND_READER, true, refusal },
  { "unanswered", EMI_KIND_READER, true, unanswered },
  { "late and cancelled", EMI_KIND_READER, true, late_and_cancelled },
  { "absent", EMI_KIND_READER, true, absent },
  { "status", EMI_KIND_READER, true, status },
  NO_TEST,
};
