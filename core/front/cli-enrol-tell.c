/* SPDX-License-Identifier: Apache-2.0 */
/* What somebody who enrolled is told: what there is now, what to do next, and
   what it replaces.  */
#include "front/cli-enrol.h"

#include <string.h>

#include "base/date.h"
#include "base/lang.h"
#include "front/qr-text.h"
#include "report/words.h"

json_t *
cli_time_json (int64_t seconds)
{
  char text[21];

  if (!seconds)
    return json_null ();
  date_utc (seconds, text);
  return json_string (text);
}

static void
show_secret (struct cli *c, const char *uri)
{
  struct buffer b = { .data = NULL, .wipe = true };
  struct screen *screen = c->session.screen;

  buffer_text (&b, uri);
  buffer_text (&b, "\n");
  /* Without the picture the address alone still does.  */
  qr_text (uri, &b);
  if (screen)
    screen->show (screen, buffer_string (&b));
  buffer_done (&b);
}

static json_t *
before_json (const struct enrol_before *b)
{
  if (!b->there)
    return json_null ();
  return json_pack ("{s:I, s:s, s:o, s:o, s:s, s:o}", "version",
                    (json_int_t) b->version, "state", b->state, "since",
                    cli_time_json (b->at), "until", cli_time_json (b->until),
                    "by", b->by, "last_used", cli_time_json (b->used));
}

/* The one that does not count any more.  */
static void
before_tell (struct cli *c, const struct enrol_before *b)
{
  char since[17], used[17];

  if (!b->there)
    return;
  date_japan_minute (b->at, since);
  date_japan_minute (b->used, used);
  cli_say (c,
           N_ ("前の登録（%lu 版、%s、%s から、登録者 "
               "%s）はもう使えません。最後に使われた日時: %s"),
           (unsigned long) b->version,
           word_label ("enrolment", b->state, c->session.lang), since, b->by,
           b->used ? used : "-");
}

static void
state_tell (struct cli *c, const char *id, const char *provider,
            const struct enrol_result *r)
{
  if (strcmp (r->state, "pending") == 0)
    cli_say (c,
             N_ ("上の鍵は一度だけ表示されます。登録先に出た番号を --confirm "
                 "に指定すると有効になります"));
  else if (strcmp (r->state, "one-time") == 0)
    cli_say (
        c,
        N_ ("初期パスワードを登録しました。本人が emi enrol %s %s --as %s "
            "で変えると認証に使えます"),
        id, provider, id);
  else if (strcmp (r->state, "revoked") == 0)
    cli_say (c, N_ ("認証手段 %s を取り消しました: %s"), provider, id);
  else if (r->proof)
    cli_say (c, N_ ("登録しました。本人が一度使えることを確かめました"));
  else
    cli_say (c, N_ ("登録しました"));
}

void
cli_enrol_tell (struct cli *c, const char *id, const char *provider,
                const struct enrol_result *r)
{
  cli_set (c->out, "account", id);
  cli_set (c->out, "provider", provider);
  cli_set (c->out, "state", r->state);
  cli_set (c->out, "otpauth", r->show);
  json_object_set_new (c->out, "version",
                       json_integer ((json_int_t) r->version));
  cli_set (c->out, "proof", r->proof);
  json_object_set_new (c->out, "replaced", before_json (&r->before));
  if (c->json)
    return;
  if (r->show)
    show_secret (c, r->show);
  state_tell (c, id, provider, r);
  before_tell (c, &r->before);
}
