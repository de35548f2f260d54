/* SPDX-License-Identifier: Apache-2.0 */
/* Making the hospital.  What it needs of accounts is put into the ledger's
   first commit, so that no password is ever hashed here.  */
#include "bench/hospital.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "access/account.h"
#include "bench/bench.h"
#include "lib/fake-clock.h"
#include "lib/scratch.h"
#include "lib/trial.h"
#include "report/render.h"

const char *const hospital_plugins[HOSPITAL_PLUGINS]
  = { "sqlite",       "double-store", "double-connector", "oqs-folder",
      "face-device",  "double-reader", "password",         "totp",
      "test-vein",    "test-memory2", "double-adapter",   "folder" };

static const char configuration[]
  = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<emi version=\"1\" facility=\"1319999999\" node=\"n1\">\n"
    "<plugins folder=\"plugins\"/>\n"
    "<ledger store=\"%s\" keys=\"keys\" seal=\"seal/checkpoint\" run=\"run\" "
    "reserve=\"1M\"/>\n"
    "<profile file=\"profile.xml\" connector=\"oqs\"/>\n"
    "<store name=\"disk\" plugin=\"sqlite\">"
    "<option name=\"file\" value=\"data/ledger.db\"/></store>\n"
    "<store name=\"memory\" plugin=\"double-store\"/>\n"
    "<connector name=\"oqs\" plugin=\"double-connector\"/>\n"
    "<connector name=\"folders\" plugin=\"oqs-folder\">"
    "<option name=\"req\" value=\"exchange/req\"/>"
    "<option name=\"res\" value=\"exchange/res\"/></connector>\n"
    "<reader name=\"er-face\" plugin=\"face-device\">"
    "<option name=\"face\" value=\"exchange/face\"/></reader>\n"
    "<reader name=\"er-none\" plugin=\"double-reader\"/>\n"
    "<auth name=\"password\" plugin=\"password\"/>\n"
    "<auth name=\"totp\" plugin=\"totp\"/>\n"
    "<auth name=\"vein\" plugin=\"test-vein\"/>\n"
    "<auth name=\"pin\" plugin=\"test-memory2\"/>\n"
    "<adapter name=\"ehr\" plugin=\"double-adapter\"/>\n"
    "<adapter name=\"outbox\" plugin=\"folder\">"
    "<option name=\"folder\" value=\"outbox\"/></adapter>\n"
    "<terminal name=\"er-1\" readers=\"er-face\" providers=\"pin vein\"/>\n"
    "<permission roles=\"physician\"/>\n"
    "<operators factors=\"1\"/>\n"
    "</emi>\n";

static void
must (bool good, const char *what, const struct fault *why)
{
  if (good)
    return;
  fprintf (stderr, "bench: %s: %s %s\n", what, code_info (why->code)->word,
           why->detail);
  abort ();
}

char *
hospital_folder (enum hospital_store store)
{
  struct trial copier = { .dir = scratch_new () };
  char *dir = copier.dir, *text = NULL;
  struct fault why;

  scratch_mkdir (dir, "plugins", 0755);
  copier.config.plugin_folder = scratch_path (dir, "plugins");
  for (size_t i = 0; i < HOSPITAL_PLUGINS; i++)
    bench_must (trial_module (&copier, hospital_plugins[i]),
                hospital_plugins[i]);
  must (config_write_new (dir, NULL, copier.config.plugin_folder, &why),
        "a new hospital", &why);
  free (copier.config.plugin_folder);
  bench_must (asprintf (&text, configuration,
                        store == HOSPITAL_SQLITE ? "disk" : "memory")
                >= 0,
              "memory");
  scratch_write (dir, "emi.xml", text, 0644);
  free (text);
  return dir;
}

void
hospital_remove (char *dir)
{
  scratch_done (dir);
}

/* --- the people before it --- */

static bool
answer (struct prompter *p, const struct question *q,
        struct secret *answer_out, enum answer_from *from_out,
        struct fault *why)
{
  const char *text = strcmp (q->prompt->id, "pin") == 0 ? "2468" : "yes";

  (void) p;
  *from_out = ANSWER_TERMINAL;
  return secret_set (answer_out, text, strlen (text))
         || fault_set (why, CODE_MEMORY, "%s", "");
}

static void
show (struct screen *s, const char *text)
{
  (void) s, (void) text;
}

void
hospital_open (struct hospital *h, char *dir)
{
  struct fault why;

  *h = (struct hospital) { .dir = dir,
                           .file = scratch_path (dir, "emi.xml"),
                           .clock = fake_clock_new (HOSPITAL_NOW),
                           .prompter = { .ask = answer },
                           .screen = { .show = show } };
  must (config_load (h->file, &h->config, NULL, &why), "emi.xml", &why);
  must (profile_load (h->config->profile, &h->profile, NULL, &why),
        "profile.xml", &why);
  h->s = (struct session) { .config = h->config,
                            .profile = h->profile,
                            .clock = h->clock,
                            .host = host_new (h->config, h->clock, -1),
                            .lang = LANG_JA,
                            .terminal = &h->config->terminals[0],
                            .prompter = &h->prompter,
                            .screen = &h->screen,
                            .renderer = &summary_renderer,
                            .cancel_fd = -1 };
  bench_must (h->s.host != NULL, "a host");
}

void
hospital_close (struct hospital *h)
{
  ledger_close (h->s.ledger);
  host_free (h->s.host);
  profile_free (h->profile);
  config_free (h->config);
  fake_clock_free (h->clock);
  free (h->file);
}

/* --- the ledger --- */

static bool
enrol (struct txn *t, struct account *a, const char *instance,
       struct fault *why)
{
  struct enrolment e = { .instance = strdup (instance),
                         .version = 1,
                         .state = ENROLMENT_ACTIVE,
                         .by = strdup ("admin"),
                         .at = HOSPITAL_NOW };

  return enrolment_seal (txn_ledger (t), a->id, &e, "x", 1, why)
         && account_set_enrolment (a, &e, why);
}

static bool
put_doctor (struct txn *t, void *ctx, struct fault *why)
{
  struct account a = { .id = strdup (HOSPITAL_DOCTOR),
                       .name = strdup ("試験　医師"),
                       .kana = strdup ("ｼｹﾝ ｲｼ"),
                       .role = ROLE_PHYSICIAN,
                       .grant = { .given = true,
                                  .at = HOSPITAL_NOW,
                                  .by = strdup ("admin"),
                                  .reason = strdup ("救急当直") },
                       .created = HOSPITAL_NOW };
  bool good;

  (void) ctx;
  good = enrol (t, &a, "pin", why) && enrol (t, &a, "vein", why)
         && account_put (t, &a, why);
  account_done (&a);
  return good;
}

void
hospital_make_ledger (struct hospital *h)
{
  struct session *s = &h->s;
  struct ledger_setup setup;
  struct instance *store;
  struct fault why;

  must (host_instance (s->host, EMI_KIND_STORE, s->config->ledger_store,
                       &store, &why),
        "store", &why);
  session_ledger_setup (s, store, &setup);
  must (ledger_create (&setup, session_draft (s, "first"), put_doctor, NULL,
                       &why),
        "ledger", &why);
}

void
hospital_open_ledger (struct hospital *h)
{
  struct fault why;

  must (session_open_ledger (&h->s, &why), "opening the ledger", &why);
}

void
hospital_warm (struct hospital *h)
{
  for (size_t i = 0; i < h->config->n_instances; i++)
    {
      const struct config_instance *c = &h->config->instances[i];
      struct instance *opened;
      struct fault why;

      must (host_instance (h->s.host, c->kind, c->name, &opened, &why),
            c->name, &why);
    }
}

/* --- what is in it --- */

static struct txn *
begin (struct hospital *h)
{
  struct fault why;
  struct txn *t;

  must (ledger_begin (h->s.ledger, TXN_WRITE, &t, &why), "begin", &why);
  return t;
}

static void
commit (struct txn *t)
{
  struct fault why;

  must (txn_commit (t, &why), "commit", &why);
}

/* As `emi receive` writes it.  */
static struct draft *
reception (struct hospital *h, const char *id, uint64_t n)
{
  struct draft *d = session_draft (&h->s, "reception");
  char number[8], chart[16];
  struct person p = { .insurer = (char *) "06132013",
                      .symbol = (char *) "１２３",
                      .number = number,
                      .branch = (char *) "01",
                      .name = (char *) "試験　次郎",
                      .kana = (char *) "ｼｹﾝ ｼﾞﾛｳ",
                      .birth = (char *) "19680722",
                      .sex = (char *) "1" };

  snprintf (number, sizeof number, "%07llu",
            (unsigned long long) n % 10000000);
  snprintf (chart, sizeof chart, "%08llu", (unsigned long long) n % 100000000);
  draft_text (d, "reception", id);
  draft_text (d, "number", "12-01");
  draft_text (d, "reader", "er-face");
  draft_text (d, "checked-by", "desk");
  draft_text (d, "pressed-by", "family");
  draft_text (d, "arrival", "ambulance");
  draft_text (d, "chart", chart);
  draft_text (d, "photo", "match");
  draft_text (d, "person-confirmed", "yes");
  draft_text (d, "notices", "");
  draft_text (d, "card-evidence", "file");
  draft_number (d, "read-at", HOSPITAL_NOW - 600);
  draft_number (d, "validity", 1);
  draft_text (d, "consent-pressed", "none");
  draft_person (d, &p);
  draft_token (d, "reception", id);
  draft_person_tokens (d, &p, chart);
  return d;
}

void
hospital_receptions (struct hospital *h, char (*ids)[ID_LEN + 1], size_t n)
{
  struct txn *t = begin (h);

  for (size_t i = 0; i < n; i++)
    {
      id_new ('c', ids[i]);
      txn_add (t, reception (h, ids[i], txn_size (t)));
    }
  commit (t);
}

void
hospital_fill (struct hospital *h, size_t n)
{
  char ids[250][ID_LEN + 1];

  for (; n > 0; n -= n < 250 ? n : 250)
    hospital_receptions (h, ids, n < 250 ? n : 250);
}

void
hospital_two_commits (struct hospital *h)
{
  char id[1][ID_LEN + 1];

  for (int i = 0; i < 2; i++)
    hospital_receptions (h, id, 1);
}

void
hospital_request (struct hospital *h, const char *reception_id)
{
  static const struct request_order usual = {
    .account = HOSPITAL_DOCTOR,
    .consent = "difficult",
    .hardship = "unconscious",
    .effort = "呼びかけに応答なし。家族に連絡中",
    .necessity = "stroke",
    .necessity_text = "右片麻痺、発症時刻不明",
    .pattern = 1,
    .wait_ms = 30000,
  };
  struct request_order order = usual;
  struct fault why = { .code = CODE_OK };
  struct request r;

  order.reception = reception_id;
  must (request_run (&h->s, &order, &r, &why) && why.code == CODE_OK,
        "request", &why);
  request_done (&r);
}
