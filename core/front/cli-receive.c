/* SPDX-License-Identifier: Apache-2.0 */
/* emi receive: leads the desk through the reader's steps and ends with one
   line for the treatment room.  */
#include "front/front.h"

#include <stdlib.h>
#include <string.h>

#include "access/receive.h"
#include "base/cleanup.h"
#include "base/date.h"
#include "base/lang.h"
#include "base/text.h"
#include "base/words.h"
#include "front/cli-words.h"
#include "report/render.h"

static json_t *
patient_json (const struct reception *r)
{
  json_t *o = json_object ();
  CLEANUP_FREE char *kana = r->person.kana ? text_nfkc (r->person.kana) : NULL;
  char birth[11];

  cli_set (o, "chart", r->chart);
  cli_set (o, "kana", kana);
  cli_set (o, "birth",
           r->person.birth && date_dash (r->person.birth, birth) ? birth
                                                                 : NULL);
  cli_set (o, "sex", r->person.sex);
  return o;
}

void
cli_reception_json (const struct reception *r, json_t *o)
{
  cli_set (o, "id", r->id);
  cli_set (o, "number", r->number);
  cli_set (o, "reader", r->reader);
  cli_set (o, "checked_by", r->checked_by);
  cli_set (o, "operated_by", r->operated_by);
  cli_set (o, "pressed_by", r->pressed_by);
  cli_set (o, "card_evidence", r->card_evidence);
  json_object_set_new (o, "patient", patient_json (r));
  json_object_set_new (o, "validity",
                       r->validity < 0 ? json_null ()
                                       : json_integer (r->validity));
  cli_set (o, "consent_pressed", reception_consent_name (r->consent));
  json_object_set_new (o, "notices", cli_words_json (r->notices));
}

void
cli_notices (struct cli *c, const char *words)
{
  CLEANUP_FREE char *copy = words ? strdup (words) : NULL;
  char *save = NULL;

  for (char *w = copy ? strtok_r (copy, " ", &save) : NULL; w;
       w = strtok_r (NULL, " ", &save))
    {
      const char *text = notice_sentence (w, c->session.lang);

      cli_print (c, "  ! %s\n", text ? text : w);
    }
}

/* What is still to restore at the reader: sentences, and words for --json.  */
static void
print_left (struct cli *c, const struct open_modes *left)
{
  json_t *words = json_array ();

  for (size_t i = 0; i < left->n; i++)
    {
      json_array_append_new (words, json_string (left->v[i].name));
      cli_print (c, "  ! %s\n", left->v[i].text[c->session.lang]);
    }
  json_object_set_new (c->out, "left_open", words);
}

/* The person goes to the screen, the closing line names only the number.  */
static void
print_result (struct cli *c, const struct reception *r,
              const struct open_modes *left)
{
  CLEANUP_FREE char *who = person_text (&r->person, c->session.lang);

  if (r->refusal)
    {
      cli_print (c,
                 said (c->session.lang,
                       "\n患者本人の拒否を記録しました（受付 %s）。\n"),
                 r->number);
      print_left (c, left);
      return;
    }
  cli_print (c, "\n  %s\n", who ? who : "-");
  cli_notices (c, r->notices);
  print_left (c, left);
  cli_print (c,
             said (c->session.lang,
                   "\n受付 %s が終わりました。処置室へ:「受付番号 %s」\n"),
             r->number, r->number);
  if (r->unconfirmed)
    cli_print (
        c,
        said (c->session.lang,
              "この受付は、%s が写真を見比べたことを確認すると使えます: "
              "emi reception confirm %s --as %s\n"),
        r->checked_by, r->number, r->checked_by);
}

static bool
check_words (const struct receive_order *o, struct fault *why)
{
  if (o->pressed_by
      && !words_have ("family helper staff patient", o->pressed_by))
    return fault_set (why, CODE_VALUE, "--pressed-by %s", o->pressed_by);
  if (o->arrival && !words_have ("ambulance walk-in transfer", o->arrival))
    return fault_set (why, CODE_VALUE, "--arrival %s", o->arrival);
  return cli_chart (o->chart, why);
}

/* The reader was brought back without a reception.  */
static bool
restored (struct cli *c, const char *reader, const char *as, struct fault *why)
{
  struct login who;
  bool ok;

  if (!config_instance (c->session.config, EMI_KIND_READER, reader))
    return fault_set (why, CODE_READER_UNKNOWN, "%s", reader);
  if (!operator_login (&c->session, as, RECEIVE_ROLES, "receive", &who, why))
    return false;
  ok = receive_restored (&c->session, &who, reader, why);
  login_done (&who);
  if (ok)
    cli_print (c,
               said (c->session.lang, "%s を元に戻したことを記録しました\n"),
               reader);
  return ok;
}

bool
cmd_receive (struct cli *c, int argc, char **argv, struct fault *why)
{
  struct receive_order o = { .wait_ms = 180000 };
  const char *as = NULL, *wait = NULL, *refused = NULL, *back = NULL;
  const struct cli_opt opts[] = {
    { "--as", CLI_VALUE, true, &as },
    { "--checked-by", CLI_VALUE, false, &o.checked_by },
    { "--pressed-by", CLI_VALUE, false, &o.pressed_by },
    { "--arrival", CLI_VALUE, false, &o.arrival },
    { "--patient", CLI_VALUE, false, &o.chart },
    { "--refused", CLI_FLAG, false, &refused },
    { "--restored", CLI_FLAG, false, &back },
    { "--wait", CLI_VALUE, false, &wait },
    { NULL, CLI_FLAG, false, NULL },
  };
  static const char *const names[] = { "READER" };
  struct receive *r = NULL;
  struct reception made;
  struct login who;
  bool ok;

  cli_keys (c, "id number reader checked_by operated_by pressed_by "
               "card_evidence patient validity consent_pressed");
  json_object_set_new (c->out, "notices", json_array ());
  json_object_set_new (c->out, "left_open", json_array ());
  if (!cli_parse (argc, argv, opts, &o.reader, names, 1, why)
      || !cli_wait (wait, &o.wait_ms, why) || !check_words (&o, why)
      || !cli_open (c, why))
    return false;
  if (back)
    return restored (c, o.reader, as, why);
  o.refused = refused != NULL;
  if (!receive_prepare (&c->session, &o, &r, why))
    return false;
  ok = operator_login (&c->session, as, RECEIVE_ROLES, "receive", &who, why);
  if (ok)
    {
      ok = receive_run (r, &who, &made, why);
      login_done (&who);
    }
  if (ok)
    {
      cli_reception_json (&made, c->out);
      print_result (c, &made, receive_left (r));
      reception_done (&made);
    }
  receive_free (r);
  return ok;
}
