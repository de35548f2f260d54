/* SPDX-License-Identifier: Apache-2.0 */
/* EHR adapters: a result of nobody is delivered.  */
#include <stdio.h>
#include <string.h>

#include "base/lang.h"
#include "inspect/parts.h"

#define SPAN(text)                                                            \
  {                                                                           \
    text, sizeof text - 1                                                     \
  }

/* What was put as "ref", how often.  */
struct refs
{
  struct asking asking; /* first: it is the context of the call */
  struct buffer ref;
  unsigned n;
};

static emi_rc
put (void *ctx, const char *name, const void *data, size_t len)
{
  struct refs *r = ctx;

  if (strcmp (name, "ref") == 0 && r->n++ == 0)
    buffer_add (&r->ref, data, len);
  return EMI_OK;
}

static void
refs_forget (struct refs *r)
{
  buffer_reset (&r->ref);
  r->n = 0;
}

static emi_rc
deliver (struct inspection *in, struct instance *i, const char *request,
         struct refs *r)
{
  const struct inspected_env env = { &r->asking, put, NULL };

  refs_forget (r);
  return CALL (in, i, adapter_deliver, &env, .request = request,
               .chart = "00000", .summary_xml = SPAN ("<summary/>"),
               .summary_html = SPAN ("<!DOCTYPE html><p>trial</p>"),
               .manifest_json = SPAN ("{\"drill\": true}"));
}

/* As the core finds it: before the delivery, without anything written.  */
static bool
reference (struct inspection *in, const char *request, struct refs *r,
           struct buffer *out)
{
  const struct inspected_env env = { &r->asking, put, NULL };

  refs_forget (r);
  if (CALL (in, in->one, adapter_reference, &env, .request = request) != EMI_OK
      || r->n != 1 || !r->ref.len)
    {
      note_fail (in, CHECK_DELIVERS, N_ ("渡す先を前もって言えません（%s）"),
                 in->why.detail);
      return false;
    }
  buffer_text (out, buffer_string (&r->ref));
  return true;
}

static bool
fits (const struct refs *r, const struct buffer *told)
{
  return r->n == 1 && r->ref.len == told->len
         && memcmp (r->ref.data, told->data, told->len) == 0;
}

static void
judge_deliveries (struct inspection *in, struct refs *r,
                  const struct buffer *told)
{
  if (deliver (in, in->one, "r-trial", r) != EMI_OK)
    {
      note_fail (in, CHECK_DELIVERS, N_ ("渡せませんでした（%s）"),
                 in->why.detail);
      return;
    }
  if (!fits (r, told))
    note_fail (in, CHECK_DELIVERS,
               N_ ("渡した先が、前もって言ったものと違います"));
  note_pass (in, CHECK_DELIVERS);
  in->worked = true;
  if (deliver (in, in->one, "r-trial", r) != EMI_OK)
    note_fail (in, CHECK_REPEATS, N_ ("二度目は渡せませんでした（%s）"),
               in->why.detail);
  else if (!fits (r, told))
    note_fail (in, CHECK_REPEATS, N_ ("二度目は違う先になりました"));
  else
    note_pass (in, CHECK_REPEATS);
}

static void
judge (struct inspection *in)
{
  struct refs r
      = { .asking = { .session = &in->session, .account = "trial" } };
  struct buffer told = BUFFER_INIT;

  if (reference (in, "r-trial", &r, &told))
    judge_deliveries (in, &r, &told);
  buffer_done (&told);
  buffer_done (&r.ref);
}

static bool
use (struct inspection *in, struct instance *i, int n)
{
  struct refs r
      = { .asking = { .session = &in->session, .account = "trial" } };
  char request[32];
  bool good;

  snprintf (request, sizeof request, "r-trial-%d", n < 0 ? 0 : n);
  good = deliver (in, i, request, &r) == EMI_OK;
  buffer_done (&r.ref);
  return good;
}

const struct kind_part part_adapter = { judge, use };
