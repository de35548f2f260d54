/* SPDX-License-Identifier: Apache-2.0 */
/* The lists of contacts, and which failure is whose.  */
#include "report/contact.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/cleanup.h"
#include "base/lang.h"
#include "report/centre.h"

/* Whose part it is that failed.  The national portal helps with what lies
   behind the terminal, so it comes with oqs-vendor.  */
static const struct
{
  enum code code;
  const char *owner;
} faulty[] = {
  { CODE_NO_ANSWER, "oqs-vendor" },
  { CODE_ANSWER_IN_PROGRESS, "oqs-vendor" },
  { CODE_ANSWER_UNREADABLE, "oqs-vendor" },
  { CODE_ANSWER_FOREIGN, "oqs-vendor" },
  { CODE_ANSWER_ERR, "oqs-vendor" },
  { CODE_ANSWER_RETURNED, "oqs-vendor" },
  { CODE_ANSWER_UNFIT, "oqs-vendor" },
  { CODE_ANSWER_PERSON, "oqs-vendor" },
  { CODE_NATIONAL_REFUSED, "oqs-vendor" },
  { CODE_REQUEST_FILE, "oqs-vendor" },
  { CODE_CARD_ABSENT, "reader-maker" },
  { CODE_CARD_UNREADABLE, "reader-maker" },
  { CODE_CARD_UNFIT, "reader-maker" },
  { CODE_DELIVERY, "ehr-vendor" },
  { CODE_FACTOR_ATTEST, "2fa-vendor" },
  { CODE_FACTOR_UNUSABLE, "2fa-vendor" },
  { CODE_REASON_MODULE_MISSING, "2fa-vendor" },
  { CODE_REASON_READER_ABSENT, "2fa-vendor" },
  { CODE_REASON_DEVICE_ABSENT, "2fa-vendor" },
  { CODE_REASON_DEVICE_OTHER, "2fa-vendor" },
  { CODE_SHARE_FOREIGN, "hospital" },
  { CODE_UNREACHED, "hospital" },
  { CODE_PLUGIN_FAILED, "hospital" },
  { CODE_STORE_UNREACHED, "hospital" },
  { CODE_STORE_WRITE, "hospital" },
  { CODE_STORE_RESERVE, "hospital" },
  { CODE_LEDGER_AFTER, "hospital" },
  { CODE_EVIDENCE, "hospital" },
  { CODE_CHAIN_BROKEN, "hospital" },
  { CODE_KEY_MISSING, "hospital" },
};

static const char *const owners[]
    = { "ehr-vendor", "2fa-vendor", "oqs-vendor", "reader-maker" };

const char *
owner_label (const char *owner, enum lang lang)
{
  static const char *const labels[][2] = {
    { "hospital", N_ ("病院") },
    { "ehr-vendor", N_ ("電子カルテベンダー") },
    { "2fa-vendor", N_ ("二要素認証ベンダー") },
    { "oqs-vendor", N_ ("資格確認端末の保守業者") },
    { "reader-maker", N_ ("カードリーダーメーカー") },
  };

  for (size_t i = 0; i < N_ELEMENTS (labels); i++)
    if (strcmp (labels[i][0], owner) == 0)
      return said (lang, labels[i][1]);
  return owner;
}

static struct contact *
add (struct contacts *c, const char *who, const char *name, const char *where)
{
  struct contact *at = &c->v[c->n];

  *at = (struct contact){
    .who = who,
    .name = strdup (name),
    .where = strdup (where),
    .when = strdup (""),
  };
  c->n++;
  c->failed |= !at->name || !at->where || !at->when;
  return at;
}

static void
add_hospital (const struct config *config, enum lang lang, struct contacts *c)
{
  if (config->contact)
    add (c, "hospital", said (lang, "院内の連絡先"), config->contact);
}

static void
add_vendor (const struct config *config, const char *owner, enum lang lang,
            struct contacts *c)
{
  const struct config_vendor *v = config_vendor (config, owner);
  CLEANUP (buffer_done) struct buffer name = BUFFER_INIT;

  if (!v || !v->contact)
    return;
  buffer_printf (&name, said (lang, "%s（%s）"), v->name,
                 owner_label (owner, lang));
  c->failed |= name.failed;
  add (c, owner, buffer_string (&name), v->contact);
}

static void
add_page (const struct facts *facts, const char *which, enum lang lang,
          struct contacts *c)
{
  const struct fact *f = facts_get (facts, which);

  if (f && f->url)
    add (c, f->name, f->text[lang], f->url);
}

static void
add_centre (const struct facts *facts, int64_t now, enum lang lang,
            struct contacts *c)
{
  CLEANUP (buffer_done) struct buffer when = BUFFER_INIT;
  struct contact *at
      = add (c, "centre", facts->centre.text[lang], facts->phone);
  struct centre_now state;
  const char *doubt;

  centre_at (facts, now, &state);
  centre_words (&state, now, lang, &when);
  doubt = centre_doubt (&state, lang);
  if (doubt)
    buffer_printf (&when, said (lang, "。%s"), doubt);
  free (at->when);
  at->when = buffer_steal (&when, NULL);
  at->now_known = true;
  at->open = state.open;
  at->until = state.until;
  at->opens = state.opens;
  c->failed |= !at->when;
}

static void
add_portal (const struct facts *facts, int64_t now, enum lang lang,
            struct contacts *c)
{
  add_page (facts, "faq", lang, c);
  add_page (facts, "form", lang, c);
  add_centre (facts, now, lang, c);
}

void
contacts_all (const struct config *config, const struct facts *facts,
              int64_t now, enum lang lang, struct contacts *out)
{
  *out = (struct contacts){ .n = 0 };
  add_hospital (config, lang, out);
  for (size_t i = 0; i < N_ELEMENTS (owners); i++)
    add_vendor (config, owners[i], lang, out);
  add_portal (facts, now, lang, out);
}

void
contacts_for (enum code code, const struct config *config,
              const struct facts *facts, int64_t now, enum lang lang,
              struct contacts *out)
{
  const char *owner = NULL;

  *out = (struct contacts){ .n = 0 };
  for (size_t i = 0; i < N_ELEMENTS (faulty); i++)
    if (faulty[i].code == code)
      owner = faulty[i].owner;
  if (!owner)
    return;
  add_hospital (config, lang, out);
  add_vendor (config, owner, lang, out);
  if (strcmp (owner, "oqs-vendor") == 0)
    add_portal (facts, now, lang, out);
}

void
contacts_done (struct contacts *c)
{
  for (size_t i = 0; i < c->n; i++)
    {
      free (c->v[i].name);
      free (c->v[i].where);
      free (c->v[i].when);
    }
  *c = (struct contacts){ .n = 0 };
}
