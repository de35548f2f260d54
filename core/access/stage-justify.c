/* SPDX-License-Identifier: Apache-2.0 */
/* Is everything there that the query will need?  The order's words were
   checked before; here the way out and the way on are.  */
#include "access/stages.h"

#include <stdio.h>

#include "access/drill.h"
#include "base/buffer.h"

static bool
find_adapter (struct request *r)
{
  const struct config *c = r->s->config;

  r->adapter_name = r->order.adapter;
  if (r->s->drill && !r->adapter_name)
    {
      r->adapter_name = drill_adapter (c);
      if (!r->adapter_name)
        return true;
    }
  for (size_t i = 0; i < c->n_instances && !r->adapter_name; i++)
    if (c->instances[i].kind == EMI_KIND_ADAPTER)
      r->adapter_name = c->instances[i].name;
  if (!r->adapter_name)
    return true; /* a hospital may want the screen only */
  return host_instance (r->s->host, EMI_KIND_ADAPTER, r->adapter_name,
                        &r->adapter, &r->fault);
}

bool
stage_justify (struct request *r)
{
  const struct config *c = r->s->config;
  const struct config_instance *way
    = config_instance (c, EMI_KIND_CONNECTOR, session_connector (r->s));
  char node[64];
  struct emi_connector_probe in = { .size = sizeof in, .node = node };
  struct call_env env = { .timeout_ms = 10000 };
  emi_rc rc;

  if (r->s->drill && !drill_ready (r->s, &r->fault))
    return false;
  if (way && way->production && r->s->profile->placeholder)
    return fault_set (&r->fault, CODE_PROFILE_PLACEHOLDER, "%s",
                      r->s->profile->version);
  request_trace_by (r, session_connector (r->s));
  snprintf (node, sizeof node, "emi.%s.%s", c->facility, c->node);
  if (!find_adapter (r)
      || !host_instance (r->s->host, EMI_KIND_CONNECTOR,
                         session_connector (r->s), &r->connector, &r->fault))
    return false;
  rc = instance_call (r->connector, CALL_connector_probe, &in, &env,
                      &r->fault);
  if (rc == EMI_CONFIG)
    r->fault.code = CODE_SHARE_FOREIGN;
  return rc == EMI_OK;
}
