/* SPDX-License-Identifier: Apache-2.0 */
/* The rows of the table of calls: the shape of each argument and a typed way
   into the plugin.  An operation that is added to a contract header is added
   to EMI_ALL_CALLS and gets its arguments listed here, nothing else.  */
#include "host/calls.h"

#define ARG(op, shape, field)                                                 \
  { #field, SHAPE_##shape, offsetof (struct emi_##op, field) }

/* Ends each list, so that one without arguments is an array too.  */
#define ARGS_END { NULL, SHAPE_NUMBER, 0 }

static const struct call_arg args_reader_identify[] = {
  ARG (reader_identify, NUMBER, wait_ms),
  ARG (reader_identify, TEXT, day),
  ARG (reader_identify, TEXT, mode),
  ARGS_END,
};
static const struct call_arg args_reader_status[] = {
  ARG (reader_status, TEXT, day),
  ARGS_END,
};
static const struct call_arg args_reader_prepare[] = {
  ARG (reader_prepare, TEXT, day),
  ARGS_END,
};
static const struct call_arg args_connector_query[] = {
  ARG (connector_query, TEXT, prefix),
  ARG (connector_query, TEXT, suffix),
  ARG (connector_query, SPAN, message),
  ARG (connector_query, NUMBER, wait_ms),
  ARGS_END,
};
static const struct call_arg args_connector_recover[] = {
  ARG (connector_recover, TEXT, prefix),
  ARG (connector_recover, TEXT, suffix),
  ARG (connector_recover, NUMBER, withdraw),
  ARGS_END,
};
static const struct call_arg args_connector_probe[] = {
  ARG (connector_probe, TEXT, node),
  ARGS_END,
};
static const struct call_arg args_store_begin[] = {
  ARG (store_begin, TEXT, mode),
  ARG (store_begin, NUMBER, create),
  ARGS_END,
};
static const struct call_arg args_store_end[] = { ARGS_END };
static const struct call_arg args_store_append[] = {
  ARG (store_append, NUMBER, expected),
  ARG (store_append, FIELDS, batch),
  ARGS_END,
};
static const struct call_arg args_store_read[] = {
  ARG (store_read, NUMBER, first),
  ARG (store_read, NUMBER, count),
  ARGS_END,
};
static const struct call_arg args_store_find[] = {
  ARG (store_find, SPAN, token),
  ARGS_END,
};
static const struct call_arg args_store_tail[] = { ARGS_END };
static const struct call_arg args_store_get[] = {
  ARG (store_get, TEXT, name),
  ARGS_END,
};
static const struct call_arg args_store_list[] = {
  ARG (store_list, TEXT, prefix),
  ARGS_END,
};
static const struct call_arg args_store_index[] = { ARGS_END };
static const struct call_arg args_store_check[] = { ARGS_END };
static const struct call_arg args_auth_verify[] = {
  ARG (auth_verify, TEXT, account),
  ARG (auth_verify, SPAN, enrolment),
  ARG (auth_verify, SPAN, challenge),
  ARG (auth_verify, NUMBER, counter),
  ARG (auth_verify, TEXT, terminal),
  ARGS_END,
};
static const struct call_arg args_auth_enrol[] = {
  ARG (auth_enrol, TEXT, account),
  ARG (auth_enrol, TEXT, mode),
  ARG (auth_enrol, TEXT, confirm),
  ARG (auth_enrol, TEXT, issuer),
  ARG (auth_enrol, SPAN, enrolment),
  ARG (auth_enrol, SPAN, challenge),
  ARG (auth_enrol, TEXT, terminal),
  ARGS_END,
};
static const struct call_arg args_auth_probe[] = { ARGS_END };
static const struct call_arg args_adapter_resolve[] = {
  ARG (adapter_resolve, TEXT, chart),
  ARGS_END,
};
static const struct call_arg args_adapter_deliver[] = {
  ARG (adapter_deliver, TEXT, request),
  ARG (adapter_deliver, TEXT, chart),
  ARG (adapter_deliver, SPAN, summary_xml),
  ARG (adapter_deliver, SPAN, summary_html),
  ARG (adapter_deliver, SPAN, summary_pdf),
  ARG (adapter_deliver, SPAN, manifest_json),
  ARGS_END,
};
static const struct call_arg args_adapter_reference[] = {
  ARG (adapter_reference, TEXT, request),
  ARGS_END,
};
static const struct call_arg args_adapter_probe[] = { ARGS_END };

#define X(KIND, kind, op)                                                     \
  static emi_rc run_##kind##_##op (const void *ops, void *self,               \
                                   struct emi_call *call, const void *args)   \
  {                                                                           \
    const struct emi_##kind##_ops *o = ops;                                   \
    return o->op ? o->op (self, call, args) : EMI_UNSUPPORTED;                \
  }
EMI_ALL_CALLS (X)
#undef X

const struct call_row *
call_row (enum call_op op)
{
  static const struct call_row rows[CALL_COUNT] = {
#define X(KIND, low, op)                                                      \
  [CALL_##low##_##op] = {                                                     \
    .name = #low "." #op,                                                     \
    .kind = EMI_KIND_##KIND,                                                  \
    .args_size = sizeof (struct emi_##low##_##op),                            \
    .args = args_##low##_##op,                                                \
    .n_args = sizeof (args_##low##_##op) / sizeof (struct call_arg) - 1,      \
    .ops_need = offsetof (struct emi_##low##_ops, op)                         \
                + sizeof ((struct emi_##low##_ops *) NULL)->op,               \
    .run = run_##low##_##op,                                                  \
  },
    EMI_ALL_CALLS (X)
#undef X
  };

  return &rows[op];
}
