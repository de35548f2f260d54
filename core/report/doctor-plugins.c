/* SPDX-License-Identifier: Apache-2.0 */
/* Every configured instance: does its module load, does it open, and does its
   device, share or EHR answer?  */
#include "report/doctor.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "access/proof.h"
#include "base/date.h"
#include "base/lang.h"

static const char *
owner_of (enum emi_kind kind)
{
  switch (kind)
    {
    case EMI_KIND_READER:
      return "reader-maker";
    case EMI_KIND_CONNECTOR:
      return "oqs-vendor";
    case EMI_KIND_AUTH:
      return "2fa-vendor";
    case EMI_KIND_ADAPTER:
      return "ehr-vendor";
    case EMI_KIND_STORE:
      break;
    }
  return "hospital";
}

/* What a reader reports as left behind.  */
static emi_rc
on_open_mode (void *ctx, const char *name, const struct emi_fields *f)
{
  struct doctor *d = ctx;
  char *text;

  if (strcmp (name, "open") != 0)
    return EMI_OK;
  text = fields_text (f, d->s->lang == LANG_EN ? "text.en" : "text.ja");
  doctor_add (d, "open-mode", DOCTOR_WARN, DOCTOR_TONIGHT, "hospital",
              &(struct doctor_text){ "%s", N_ ("元の状態に戻してください") },
              text ? text : "-");
  free (text);
  return EMI_OK;
}

static emi_rc
probe (struct doctor *d, enum emi_kind kind, struct instance *i,
       struct fault *why)
{
  struct call_env env = { .timeout_ms = 10000 };
  char node[64], today[11];

  date_japan (clock_seconds (d->s->clock), today);
  snprintf (node, sizeof node, "emi.%s.%s", d->s->config->facility,
            d->s->config->node);
  switch (kind)
    {
    case EMI_KIND_READER:
      {
        struct emi_reader_status in = { .size = sizeof in, .day = today };

        env.ctx = d;
        env.put_fields = on_open_mode;
        return instance_call (i, CALL_reader_status, &in, &env, why);
      }
    case EMI_KIND_CONNECTOR:
      {
        struct emi_connector_probe in = { .size = sizeof in, .node = node };

        return instance_call (i, CALL_connector_probe, &in, &env, why);
      }
    case EMI_KIND_AUTH:
      {
        struct emi_auth_probe in = { .size = sizeof in };

        return instance_call (i, CALL_auth_probe, &in, &env, why);
      }
    case EMI_KIND_ADAPTER:
      {
        struct emi_adapter_probe in = { .size = sizeof in };

        return instance_call (i, CALL_adapter_probe, &in, &env, why);
      }
    case EMI_KIND_STORE:
      break;
    }
  return EMI_OK; /* the ledger's own item tells */
}

/* Its word counts for less, and it could read what emi can.  */
static void
look_isolation (struct doctor *d, const struct config_instance *c)
{
  char id[80];

  if (strcmp (host_assurance (d->s->host, c), "weak") != 0)
    return;
  snprintf (id, sizeof id, "%s.%s.isolation", config_kind_name (c->kind),
            c->name);
  doctor_add (
      d, id, DOCTOR_WARN, DOCTOR_TIDY, owner_of (c->kind),
      &(struct doctor_text){
          N_ ("%s は isolation=\"weak\" で、囲いのないプロセスで動いています"),
          N_ ("isolation を外して動くか確かめるか、user= "
              "で専用の利用者にしてください") },
      c->name);
}

static void
look (struct doctor *d, const struct config_instance *c)
{
  struct fault why = { .code = CODE_OK };
  struct instance *i = NULL;
  char id[80];
  emi_rc rc = EMI_INTERNAL;
  const struct config_drill *drill = d->s->config->drill;
  /* What only drills need blocks no emergency.  */
  bool only_drill = c->kind == EMI_KIND_CONNECTOR && drill && drill->connector
                    && strcmp (drill->connector, c->name) == 0;

  snprintf (id, sizeof id, "%s.%s", config_kind_name (c->kind), c->name);
  if (host_instance (d->s->host, c->kind, c->name, &i, &why))
    rc = probe (d, c->kind, i, &why);
  if (rc == EMI_OK && c->kind == EMI_KIND_AUTH
      && !proof_ready (d->s, c, instance_plugin (i)->auth_flags, &why))
    rc = EMI_CONFIG;
  if (rc == EMI_OK || rc == EMI_UNSUPPORTED)
    doctor_add (d, id, DOCTOR_OK, DOCTOR_TONIGHT, owner_of (c->kind),
                &(struct doctor_text){ N_ ("%s は使えます"), "" }, c->name);
  else
    doctor_add (
        d, id, only_drill ? DOCTOR_WARN : DOCTOR_FAIL,
        only_drill ? DOCTOR_GO_LIVE : DOCTOR_TONIGHT, owner_of (c->kind),
        &(struct doctor_text){ N_ ("%s は使えません（%s）: %s"),
                               code_info (why.code)->next[d->s->lang] },
        c->name, code_info (why.code)->message[d->s->lang], why.detail);
}

void
doctor_plugins (struct doctor *d)
{
  for (size_t i = 0; i < d->s->config->n_instances; i++)
    {
      look (d, &d->s->config->instances[i]);
      look_isolation (d, &d->s->config->instances[i]);
    }
  if (d->s->profile->placeholder)
    doctor_add (
        d, "profile", DOCTOR_WARN, DOCTOR_GO_LIVE, "ehr-vendor",
        &(struct doctor_text){
            N_ ("電文定義が仮のもの（%s）です。本番の接続には使えません"),
            N_ ("公式の外部インターフェイス仕様に基づく定義を入れてくださ"
                "い") },
        d->s->profile->version);
}
