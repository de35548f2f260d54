/* SPDX-License-Identifier: Apache-2.0 */
/* emi verify: needs no operator, repairs and records nothing.  */
#include "base/lang.h"
#include "front/paint.h"
#include "front/front.h"

#include "ledger/verify.h"

static json_t *
strings (char **v, size_t n)
{
  json_t *list = json_array ();

  for (size_t i = 0; i < n; i++)
    json_array_append_new (list, json_string (v[i]));
  return list;
}

static void
print_result (struct cli *c, const struct verify_result *v)
{
  json_object_set_new (c->out, "holds", json_boolean (v->holds));
  json_object_set_new (c->out, "records",
                       json_integer ((json_int_t) v->records));
  json_object_set_new (c->out, "first_break",
                       v->first_break < 0 ? json_null ()
                                          : json_integer (v->first_break));
  json_object_set_new (c->out, "findings",
                       strings (v->findings, v->n_findings));
  json_object_set_new (c->out, "warnings",
                       strings (v->warnings, v->n_warnings));
  cli_print (c, "%s",
             paint_on (stdout, v->holds ? PAINT_GOOD : PAINT_BAD));
  cli_print (
      c,
      v->holds ? said (c->session.lang, "記録 %llu 件に改変はありません")
               : said (c->session.lang, "記録 %llu 件に改変のおそれがあります"),
      (unsigned long long) v->records);
  cli_print (c, "%s\n", paint_off (stdout));
  if (v->first_break >= 0)
    cli_print (c, said (c->session.lang, "最初に合わない記録: %lld\n"),
               (long long) v->first_break);
  for (size_t i = 0; i < v->n_findings; i++)
    cli_print (c, "  x %s\n", v->findings[i]);
  for (size_t i = 0; i < v->n_warnings; i++)
    cli_print (c, "  ! %s\n", v->warnings[i]);
}

bool
cmd_verify (struct cli *c, int argc, char **argv, struct fault *why)
{
  const char *deep = NULL;
  const struct cli_opt opts[] = { { "--deep", CLI_FLAG, false, &deep },
                                  { NULL, CLI_FLAG, false, NULL } };
  struct ledger_setup setup;
  struct instance *store;
  struct verify_result v;
  bool holds;

  cli_keys (c, "holds records first_break");
  json_object_set_new (c->out, "warnings", json_array ());
  if (!cli_parse (argc, argv, opts, NULL, NULL, 0, why) || !cli_setup (c, why)
      || !host_instance (c->session.host, EMI_KIND_STORE,
                         c->config->ledger_store, &store, why))
    return false;
  session_ledger_setup (&c->session, store, &setup);
  if (!ledger_verify (&setup, deep != NULL, c->config->run, NULL, NULL, &v,
                      why))
    return false;
  print_result (c, &v);
  holds = v.holds;
  verify_result_done (&v);
  return holds || fault_set (why, CODE_CHAIN_BROKEN, "%s", "");
}
