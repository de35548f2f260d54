/* SPDX-License-Identifier: Apache-2.0 */
/* EHR adapters: a delivery may be repeated, and its reference is known before
   it is made.  */
#include "contract.h"

#include <stdlib.h>
#include <string.h>

#define REQUEST "r-contract1"
#define SPAN(text) { text, sizeof text - 1 }

static emi_rc
deliver (struct ctx *c, struct instance *i, const char *request)
{
  return CALL (c, i, adapter_deliver, .request = request, .chart = "4711",
               .summary_xml = SPAN ("<summary/>"),
               .summary_html = SPAN ("<p>summary</p>"),
               .manifest_json = SPAN ("{}"));
}

static void
delivered (struct ctx *c)
{
  struct instance *i = open_one (c, "one");
  char *ref;

  CHECK (CALL (c, i, adapter_reference, .request = REQUEST) == EMI_OK, "%s",
         c->why.detail);
  CHECK (caught_count (&c->caught, "ref") == 1, "no reference");
  ref = strdup (caught_text (&c->caught, "ref"));
  CHECK (*ref, "empty");
  CHECK (deliver (c, i, REQUEST) == EMI_OK, "%s", c->why.detail);
  CHECK (strcmp (caught_text (&c->caught, "ref"), ref) == 0, "%s, not %s",
         caught_text (&c->caught, "ref"), ref);
  /* Again, by this instance, by another and after a restart.  */
  CHECK (deliver (c, i, REQUEST) == EMI_OK, "%s", c->why.detail);
  CHECK (strcmp (caught_text (&c->caught, "ref"), ref) == 0, "%s", ref);
  CHECK (deliver (c, open_one (c, "two"), REQUEST) == EMI_OK, "%s",
         c->why.detail);
  trial_restart (&c->trial);
  CHECK (deliver (c, open_one (c, "one"), REQUEST) == EMI_OK, "%s",
         c->why.detail);
  CHECK (strcmp (caught_text (&c->caught, "ref"), ref) == 0, "%s", ref);
  free (ref);
}

static void
pdf_delivered (struct ctx *c)
{
  struct instance *i = open_one (c, "one");

  CHECK (CALL (c, i, adapter_deliver, .request = REQUEST, .chart = "4711",
               .summary_pdf = SPAN ("%PDF-1.7\0\1\2"),
               .manifest_json = SPAN ("{}"))
           == EMI_OK,
         "%s", c->why.detail);
  CHECK (caught_count (&c->caught, "ref") == 1, "no reference");
}

static void
strange_request (struct ctx *c)
{
  struct instance *i = open_one (c, "one");

  CHECK (deliver (c, i, "../r-1") != EMI_OK, "out of its place");
  CHECK (deliver (c, i, "") != EMI_OK, "no name");
  CHECK (CALL (c, i, adapter_reference, .request = "a/b") != EMI_OK, "path");
  CHECK (deliver (c, i, REQUEST) == EMI_OK, "%s", c->why.detail);
}

static void
unknown_chart (struct ctx *c)
{
  emi_rc rc = CALL (c, open_one (c, "one"), adapter_resolve,
                    .chart = "no-such-chart");

  CHECK (rc == EMI_ABSENT || rc == EMI_UNSUPPORTED, "ended with %d", (int) rc);
  CHECK (caught_count (&c->caught, "patient") == 0, "somebody");
}

static void
absent (struct ctx *c)
{
  struct instance *i = open_one (c, "absent");

  CHECK (deliver (c, i, REQUEST) == EMI_UNREACHED, "%s", c->why.detail);
  CHECK (CALL (c, i, adapter_probe) == EMI_UNREACHED, "%s", c->why.detail);
  /* The reference needs nobody.  */
  CHECK (CALL (c, i, adapter_reference, .request = REQUEST) == EMI_OK, "%s",
         c->why.detail);
}

static void
probe (struct ctx *c)
{
  CHECK (CALL (c, open_one (c, "one"), adapter_probe) == EMI_OK, "%s",
         c->why.detail);
}

/* Whole or not at all, also when there is no time left.  */
static void
late (struct ctx *c)
{
  struct instance *i = open_one (c, "one");
  emi_rc rc;

  c->caught.env.timeout_ms = -1;
  rc = deliver (c, i, REQUEST);
  CHECK (rc == EMI_OK || rc == EMI_DEADLINE, "ended with %d", (int) rc);
  c->caught.env.timeout_ms = 0;
  CHECK (deliver (c, i, REQUEST) == EMI_OK, "%s", c->why.detail);
}

const struct test tests_adapter[] = {
  { "delivered", EMI_KIND_ADAPTER, false, delivered },
  { "pdf delivered", EMI_KIND_ADAPTER, false, pdf_delivered },
  { "strange request", EMI_KIND_ADAPTER, false, strange_request },
  { "unknown chart", EMI_KIND_ADAPTER, false, unknown_chart },
  { "absent", EMI_KIND_ADAPTER, false, absent },
  { "probe", EMI_KIND_ADAPTER, false, probe },
  { "late", EMI_KIND_ADAPTER, false, late },
  NO_TEST,
};
