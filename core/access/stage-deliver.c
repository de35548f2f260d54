/* SPDX-License-Identifier: Apache-2.0 */
/* Arranging as the hospital wishes, the screen, and the EHR.  All of it after
   the outcome is durable; a delivery that fails leaves the request completed
   and is tried again by a later command.  */
#include "access/stages.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "access/open-lock.h"
#include "base/cleanup.h"
#include "base/date.h"

bool
stage_arrange (struct request *r)
{
  const struct config *c = r->s->config;
  struct fault why = { .code = CODE_OK };
  char today[11];

  date_japan (clock_seconds (r->s->clock), today);
  r->arranged_done = arrange_summary (
    &r->x.answer.summary, c->sections, c->n_sections, c->highlights,
    c->n_highlights, today, &r->arranged, &why);
  if (r->arranged_done)
    arranged_reach (&r->arranged,
                    profile_pattern (r->s->profile, r->order.pattern), today);
  return r->arranged_done
         || fault_set (&r->fault, CODE_DELIVERY, "%s", why.detail);
}

static emi_rc
on_ref (void *ctx, const char *name, const void *data, size_t len)
{
  char **ref = ctx;

  if (strcmp (name, "ref") != 0)
    return EMI_OK;
  free (*ref);
  *ref = strndup (data, len);
  return *ref ? EMI_OK : EMI_INTERNAL;
}

char *
deliver_reference (struct instance *adapter, const char *request,
                   struct fault *why)
{
  struct emi_adapter_reference in
    = { .size = sizeof in, .request = request };
  char *ref = NULL;
  struct call_env env = { .timeout_ms = 10000, .ctx = &ref, .put = on_ref };

  if (instance_call (adapter, CALL_adapter_reference, &in, &env, why)
      != EMI_OK)
    {
      free (ref);
      return NULL;
    }
  return ref;
}

static bool
hand_over (struct request *r, const struct rendering *made,
           struct fault *why)
{
  const struct summary *sum = &r->x.answer.summary;
  struct emi_adapter_deliver in = {
    .size = sizeof in,
    .request = r->id,
    .chart = r->reception.chart,
    .summary_xml = { made->xml.data, made->xml.len },
    .summary_html = { made->html.data, made->html.len },
    .summary_pdf = { sum->pdf, sum->pdf_len },
    .manifest_json = { made->manifest.data, made->manifest.len },
  };
  char *ref = NULL;
  struct call_env env = { .timeout_ms = 60000, .ctx = &ref, .put = on_ref };
  emi_rc rc;

  rc = instance_call (r->adapter, CALL_adapter_deliver, &in, &env, why);
  if (rc != EMI_OK)
    {
      free (ref);
      return false;
    }
  /* cppcheck-suppress knownConditionTrueFalse ; the call has put it */
  if (ref && !r->ref)
    r->ref = ref;
  else
    free (ref);
  return true;
}

bool
deliver_result (struct request *r, bool show, struct fault *why)
{
  struct rendering made = { .text = NULL };
  struct fault lower = { .code = CODE_OK };
  bool ok = r->s->renderer->render (r, &made, &lower);

  if (ok && show && made.text)
    r->s->screen->show (r->s->screen, made.text);
  if (ok && r->adapter)
    ok = hand_over (r, &made, &lower);
  rendering_done (&made);
  return ok || fault_set (why, CODE_DELIVERY, "%s", lower.detail);
}

bool
stage_deliver (struct request *r)
{
  if (r->adapter)
    request_trace_by (r, r->adapter_name);
  if (!deliver_result (r, true, &r->fault))
    {
      open_lock_leave (&r->deliver_fd);
      return false;
    }
  r->delivered = r->adapter != NULL;
  open_lock_drop (r->s, "deliver", r->id, &r->deliver_fd);
  return true;
}

void
rendering_done (struct rendering *made)
{
  free (made->text);
  buffer_done (&made->xml);
  buffer_done (&made->html);
  buffer_done (&made->manifest);
  *made = (struct rendering) { .text = NULL };
}
