/* SPDX-License-Identifier: Apache-2.0 */
/* One request file out, one answer in.  Never sent a second time (R7).  */
#include "access/stages.h"

bool
stage_query (struct request *r)
{
  struct buffer message = { .wipe = true };
  struct emi_connector_query in = {
    .size = sizeof in,
    .prefix = profile_prefix (
      r->s->profile,
      profile_pattern (r->s->profile, r->order.pattern)->request),
    .suffix = r->suffix,
    .wait_ms = r->order.wait_ms,
  };
  /* The connector keeps the wait itself; the call gets room to clean up. */
  struct call_env env = {
    .timeout_ms = r->order.wait_ms + 10000,
    .ctx = &r->x,
    .put = exchange_put,
    .put_fields = exchange_put_fields,
  };
  struct fault why = { .code = CODE_OK };
  enum code code;
  emi_rc rc;

  request_trace_by (r, session_connector (r->s));
  if (!request_message (r, &message))
    {
      buffer_done (&message);
      return false;
    }
  in.message = (struct emi_span) { message.data, message.len };
  rc = instance_call (r->connector, CALL_connector_query, &in, &env, &why);
  buffer_done (&message);
  /* It may have left before the plugin could say so.  */
  r->x.sent |= host_lost (why.code);
  code = exchange_verdict (&r->x, rc);
  if (code == CODE_OK)
    return true;
  return fault_set (&r->fault, code, "%s",
                    r->x.end != CODE_OK ? r->x.end_detail : why.detail);
}
