/* SPDX-License-Identifier: Apache-2.0 */
/* Connectors: nobody is at the other end, so nothing can have come.  */
#include <stdio.h>
#include <string.h>

#include "base/lang.h"
#include "inspect/parts.h"

#define PREFIX "EMTESTa01"
#define NODE "emi.0000000000.trial"
#define WAIT_MS 20

struct came
{
  struct asking asking; /* first: it is the context of the call */
  bool message;
};

static emi_rc
put (void *ctx, const char *name, const void *data, size_t len)
{
  struct came *c = ctx;

  (void) data;
  (void) len;
  c->message |= strcmp (name, "message") == 0;
  return EMI_OK;
}

static emi_rc
query (struct inspection *in, struct instance *i, const char *suffix,
       struct came *c)
{
  const struct inspected_env env = { &c->asking, put, NULL };
  bool waits = in->may_wait;
  emi_rc rc;

  in->may_wait = true;
  *c = (struct came){ .asking
                      = { .session = &in->session, .account = "trial" } };
  rc = CALL (in, i, connector_query, &env, .prefix = PREFIX, .suffix = suffix,
             .message = { "<x/>", 4 }, .wait_ms = WAIT_MS);
  in->may_wait = waits;
  return rc;
}

static emi_rc
probe (struct inspection *in, struct instance *i)
{
  return CALL (in, i, connector_probe, NULL, .node = NODE);
}

static void
judge (struct inspection *in)
{
  struct came c = { .message = false };
  emi_rc rc = probe (in, in->one);

  in->worked = rc == EMI_OK;
  if (rc == EMI_OK)
    note_pass (in, CHECK_PROBE);
  else if (alive (in))
    note_skip (in, CHECK_PROBE, N_ ("今は道が開いていません（%s）"),
               in->why.detail);
  if (!alive (in))
    return;
  rc = query (in, in->one, "trial0", &c);
  if (rc == EMI_OK || c.message)
    note_fail (in, CHECK_QUERY, N_ ("来ていない回答を届けました"));
  else if (alive (in))
    note_pass (in, CHECK_QUERY);
}

static bool
use (struct inspection *in, struct instance *i, int n)
{
  struct came c = { .message = false };
  char suffix[32];
  bool open = probe (in, i) == EMI_OK;

  snprintf (suffix, sizeof suffix, "trial%d", n < 0 ? 0 : n);
  return alive (in) && (query (in, i, suffix, &c) == EMI_OK || open);
}

const struct kind_part part_connector = { judge, use };
