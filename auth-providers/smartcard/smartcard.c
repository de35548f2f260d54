/* SPDX-License-Identifier: Apache-2.0 */
/* IC cards (class 3, possession, and with their PIN also class 1, knowledge)
   through any PKCS #11 module.  The card signs the challenge; the core checks
   the signature, so a module can hinder but not admit.  That the card itself
   checked the PIN is what the module says, for this challenge's session.  */
#include "smartcard.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How often the readers are looked at while a card is waited for.  */
#define LOOK_MS 250
/* How long a reader may take to notice that its card is gone.  */
#define NOTICE_MS 1000

struct card
{
  const struct emi_host *host;
  struct card_module *module;
  P11KitUri *uri; /* NULL: any token */
  bool pad;       /* the PIN is typed at the reader where it can be */
  int64_t wait_ms;
};

/* One call.  */
struct turn
{
  struct card *card;
  struct emi_call *call;
  CK_FUNCTION_LIST *f;
  unsigned shown; /* gestures, a bit for each end */
  bool anew;      /* the module was begun anew in this call */
  struct found found;
  struct proof proof;
  const char *typed; /* where the PIN was typed; for the record */
};

/* --- instance --- */

static emi_rc
uri_set (struct card *c, struct emi_call *call, const char *text)
{
  int rc;

  if (!text)
    return EMI_OK;
  c->uri = p11_kit_uri_new ();
  if (!c->uri)
    return c->host->fail (call, EMI_INTERNAL, "no memory");
  rc = p11_kit_uri_parse (text, P11_KIT_URI_FOR_ANY, c->uri);
  if (rc != P11_KIT_URI_OK || p11_kit_uri_any_unrecognized (c->uri))
    return c->host->fail (call, EMI_CONFIG, "option uri is no PKCS #11 URI");
  if (p11_kit_uri_get_pin_value (c->uri)
      || p11_kit_uri_get_pin_source (c->uri))
    return c->host->fail (call, EMI_CONFIG,
                          "option uri must not hold or name a PIN");
  /* It names a certificate; its key is found by it.  */
  p11_kit_uri_clear_attribute (c->uri, CKA_CLASS);
  return EMI_OK;
}

static void
card_close (void *self)
{
  struct card *c = self;

  module_free (c->module);
  p11_kit_uri_free (c->uri);
  free (c);
}

static emi_rc
card_open (const struct emi_host *host, void *host_ctx, struct emi_call *call,
           void **self_out)
{
  struct card *c = calloc (1, sizeof *c);
  emi_rc rc;

  if (!c)
    return host->fail (call, EMI_INTERNAL, "no memory");
  c->host = host;
  c->wait_ms = host->option_number (host_ctx, "card-wait");
  c->pad = strcmp (host->option (host_ctx, "pin"), "reader") == 0;
  c->module = module_new (host->option (host_ctx, "module"));
  rc = c->module ? uri_set (c, call, host->option (host_ctx, "uri"))
                 : host->fail (call, EMI_INTERNAL, "no memory");
  if (rc == EMI_OK)
    *self_out = c;
  else
    card_close (c);
  return rc;
}

/* --- what is said --- */

static emi_rc
put_text (const struct turn *t, const char *name, const char *text)
{
  return t->card->host->put (t->call, name, text, strlen (text));
}

static emi_rc
ask_one (const struct turn *t, const char *id)
{
  return t->card->host->ask (t->call, &id, 1);
}

/* Tells END, which is not CARD_FINE: a refusal, or why it cannot be used.  */
static emi_rc
tell (const struct turn *t, enum card_end end)
{
  const struct emi_host *host = t->card->host;
  const struct card_words *w = card_words (end);
  const char *more = "";
  emi_rc rc = w->reason ? put_text (t, "reason", w->reason) : EMI_OK;

  if (rc != EMI_OK)
    return rc;
  if (!w->sentence)
    return put_text (t, "verdict", "refused");
  /* Whatever it was, the next one begins with a fresh module.  */
  if (end == CARD_MODULE_MISSING)
    more = module_sentence (t->card->module);
  else
    module_forget (t->card->module);
  return host->fail (t->call, w->rc, "%s%s%s", w->sentence, *more ? ": " : "",
                     more);
}

/* --- finding the card --- */

/* A module whose service went away, or was restarted, still knows its readers
   and finds them empty.  Begun anew it sees what there is.  END otherwise.  */
static enum card_end
begin_anew (struct turn *t, enum card_end end)
{
  struct tokens tokens;
  enum card_end now;

  t->anew = true;
  module_forget (t->card->module);
  now = module_ready (t->card->module, &t->f);
  if (now == CARD_FINE)
    now = tokens_list (t->f, NULL, &tokens);
  return now == CARD_FINE ? end : now;
}

/* Looks once.  */
static enum card_end
look (struct turn *t, const struct emi_span *enrolled)
{
  P11KitUri *uri = t->card->uri;
  enum card_end end;

  found_done (&t->found);
  end = card_look (t->f, uri, enrolled, &t->found);
  if (end != CARD_ABSENT || t->anew)
    return end;
  end = begin_anew (t, end);
  return end == CARD_ABSENT ? card_look (t->f, uri, enrolled, &t->found) : end;
}

/* Looks until the card is there, or the time for it is over.  What the person
   can mend is told once.  */
static emi_rc
find (struct turn *t, const struct emi_span *enrolled, enum card_end *end)
{
  struct card *c = t->card;
  int64_t left = c->wait_ms;
  emi_rc rc;

  for (;; left -= LOOK_MS)
    {
      const char *gesture;

      *end = look (t, enrolled);
      gesture = card_words (*end)->gesture;
      if (!gesture || left <= 0)
        return EMI_OK;
      if (!(t->shown & 1u << *end) && (rc = ask_one (t, gesture)) != EMI_OK)
        return rc;
      t->shown |= 1u << *end;
      rc = c->host->wait (t->call, -1, 0, left < LOOK_MS ? left : LOOK_MS);
      if (rc != EMI_RETRY)
        return rc;
    }
}

/* --- PIN and signature --- */

/* *PIN_OUT NULL: it is typed at the reader, or not wanted.  */
static emi_rc
ask_pin (struct turn *t, const char **pin_out, enum card_end *end)
{
  const struct token *token = &t->found.token;
  CK_FLAGS flags = token->info.flags;
  emi_rc rc = EMI_OK;

  *end = token_usable (token);
  *pin_out = NULL;
  t->typed = "none";
  if (*end != CARD_FINE || !token_wants_pin (token))
    return EMI_OK;
  if (flags & CKF_USER_PIN_FINAL_TRY)
    rc = ask_one (t, "final");
  if (rc != EMI_OK)
    return rc;
  if (t->card->pad && (flags & CKF_PROTECTED_AUTHENTICATION_PATH))
    {
      t->typed = "reader";
      return ask_one (t, "pad");
    }
  t->typed = "screen";
  if ((rc = ask_one (t, "pin")) != EMI_OK)
    return rc;
  *pin_out = t->card->host->answer (t->call, "pin");
  if (!*pin_out || !token_fits_pin (token, *pin_out))
    *end = CARD_PIN_LENGTH;
  return EMI_OK;
}

/* A reader notices only after a while that its card was pulled, and until
   then the signature just failed.  Looks for that while.  */
static emi_rc
see_why (struct turn *t, const struct emi_span *enrolled, enum card_end *end)
{
  for (int i = 0; i < NOTICE_MS / LOOK_MS && *end == CARD_FAILED; i++)
    {
      emi_rc rc = t->card->host->wait (t->call, -1, 0, LOOK_MS);
      enum card_end now;

      if (rc != EMI_RETRY)
        return rc;
      now = begin_anew (t, CARD_FINE);
      if (now == CARD_FINE)
        {
          found_done (&t->found);
          now = card_look (t->f, t->card->uri, enrolled, &t->found);
        }
      if (now == CARD_ABSENT)
        *end = CARD_PULLED;
      else if (now == CARD_READER_ABSENT)
        *end = now;
    }
  return EMI_OK;
}

/* One card, one PIN, one signature.  ENROLLED NULL: any card.  */
static emi_rc
prove (struct turn *t, const struct emi_span *enrolled,
       const struct emi_span *challenge, enum card_end *end)
{
  const char *pin;
  emi_rc rc;

  *end = module_ready (t->card->module, &t->f);
  if (*end != CARD_FINE)
    return EMI_OK;
  rc = find (t, enrolled, end);
  if (rc != EMI_OK || *end != CARD_FINE)
    return rc;
  rc = ask_pin (t, &pin, end);
  if (rc != EMI_OK || *end != CARD_FINE)
    return rc;
  if (t->card->host->time_left (t->call) == 0)
    return EMI_DEADLINE;
  *end = token_prove (t->f, &t->found.token, &t->found.certificate, pin,
                      challenge->data, &t->proof);
  if (*end == CARD_PULLED)
    *end = begin_anew (t, *end);
  return see_why (t, enrolled, end);
}

#define ATTESTED (6 + CHAIN_MAX)

/* What the core checks, and what it keeps on record: two classes only when
   the card itself checked the PIN.  */
static emi_rc
attest (const struct turn *t, const struct emi_span *challenge)
{
  const struct proof *p = &t->proof;
  const struct certificate *c = &t->found.certificate;
  const char *methods = p->pin ? "3-01 1-02" : "3-01";
  char evidence[100];
  struct emi_field v[ATTESTED];
  struct emi_fields fields = { v, 0 };
  int len = snprintf (evidence, sizeof evidence, "mechanism=%s pin=%s",
                      p->way->name, p->pin ? t->typed : "none");

  v[fields.n++] = (struct emi_field){ "challenge", *challenge };
  v[fields.n++]
      = (struct emi_field){ "methods", { methods, strlen (methods) } };
  v[fields.n++] = (struct emi_field){ "evidence", { evidence, (size_t) len } };
  v[fields.n++] = (struct emi_field){ "certificate", { c->der, c->len } };
  v[fields.n++] = (struct emi_field){
    "algorithm", { p->way->algorithm, strlen (p->way->algorithm) }
  };
  v[fields.n++] = (struct emi_field){ "signature", { p->signature, p->len } };
  for (size_t i = 0; i < t->found.n_chain; i++)
    v[fields.n++] = (struct emi_field){
      "chain", { t->found.chain[i].der, t->found.chain[i].len }
    };
  return t->card->host->put_fields (t->call, "attestation", &fields);
}

/* --- operations --- */

static bool
challenge_fits (const struct emi_span *challenge)
{
  return challenge->len == CHALLENGE_LEN;
}

static emi_rc
card_verify (void *self, struct emi_call *call,
             const struct emi_auth_verify *in)
{
  struct card *c = self;
  struct turn t = { .card = c, .call = call };
  enum card_end end = CARD_FINE;
  emi_rc rc;

  if (!challenge_fits (&in->challenge))
    return c->host->fail (call, EMI_INTERNAL, "the challenge is none");
  if (in->enrolment.len && !certificate_is (&in->enrolment))
    return c->host->fail (call, EMI_PROTOCOL,
                          "the enrolment is no certificate");
  rc = prove (&t, &in->enrolment, &in->challenge, &end);
  if (rc == EMI_OK && end != CARD_FINE)
    rc = tell (&t, end);
  else if (rc == EMI_OK)
    {
      rc = attest (&t, &in->challenge);
      if (rc == EMI_OK)
        rc = put_text (&t, "verdict", "granted");
    }
  found_done (&t.found);
  return rc;
}

static emi_rc
register_card (const struct turn *t, const struct emi_span *challenge)
{
  const struct certificate *c = &t->found.certificate;
  emi_rc rc = attest (t, challenge);

  if (rc == EMI_OK)
    rc = t->card->host->put (t->call, "enrolment", c->der, c->len);
  return rc == EMI_OK ? put_text (t, "state", "active") : rc;
}

static emi_rc
card_enrol (void *self, struct emi_call *call, const struct emi_auth_enrol *in)
{
  struct card *c = self;
  struct turn t = { .card = c, .call = call };
  enum card_end end = CARD_FINE;
  emi_rc rc;

  if (strcmp (in->mode, "set") != 0)
    return c->host->fail (call, EMI_UNSUPPORTED,
                          "a card is set by an administrator");
  if (!challenge_fits (&in->challenge))
    return c->host->fail (call, EMI_INTERNAL, "the challenge is none");
  rc = prove (&t, NULL, &in->challenge, &end);
  if (rc == EMI_OK)
    rc = end == CARD_FINE ? register_card (&t, &in->challenge)
                          : tell (&t, end);
  found_done (&t.found);
  return rc;
}

static emi_rc
card_probe (void *self, struct emi_call *call, const struct emi_auth_probe *in)
{
  struct turn t = { .card = self, .call = call };
  struct tokens tokens;
  enum card_end end = module_ready (t.card->module, &t.f);

  (void) in;
  if (end == CARD_FINE)
    end = tokens_list (t.f, NULL, &tokens);
  return end == CARD_FINE ? EMI_OK : tell (&t, end);
}

/* --- the descriptor --- */

static const struct emi_option options[]
    = { { "module", EMI_OPT_PATH, EMI_OPT_REQUIRED, NULL, NULL,
          "the PKCS #11 module of the card's maker" },
        { "uri", EMI_OPT_TEXT, 0, NULL, NULL,
          "a PKCS #11 URI (RFC 7512): which token, slot or object" },
        { "pin", EMI_OPT_CHOICE, 0, "ask", "ask reader",
          "where the PIN is typed: here, or at the reader's own keys" },
        { "card-wait", EMI_OPT_MS, 0, "15000", "0..120000",
          "how long a card is waited for" },
        EMI_OPTION_END };

static const struct emi_prompt prompts[] = {
  { "pin", EMI_PROMPT_SECRET, NULL, "カードの暗証番号（PIN）",
    "PIN of the card", NULL },
  { "pad", EMI_PROMPT_GESTURE, NULL,
    "カードリーダーのキーで暗証番号（PIN）を入力してください",
    "type the PIN at the card reader", NULL },
  { "final", EMI_PROMPT_NOTICE, NULL,
    "あと 1 回誤ると、このカードはロックされます",
    "one more wrong PIN locks this card", NULL },
  { "card", EMI_PROMPT_GESTURE, NULL, "カードをカードリーダーに置いてください",
    "lay the card on the reader", NULL },
  { "other", EMI_PROMPT_GESTURE, NULL,
    "登録されたカードではありません。登録されたカードに替えてください",
    "this is not the registered card; lay that one on the reader", NULL },
  { "several", EMI_PROMPT_GESTURE, NULL,
    "使えるカードが複数あります。一枚だけにしてください",
    "several cards fit; leave one of them", NULL },
  { "no-key", EMI_PROMPT_GESTURE, NULL,
    "このカードには認証用の鍵がありません。別のカードに替えてください",
    "this card has no key for authentication; lay another one on the reader",
    NULL },
  EMI_PROMPT_END,
};

static const struct emi_auth_ops ops = {
  .size = sizeof ops,
  .verify = card_verify,
  .enrol = card_enrol,
  .probe = card_probe,
};

EMI_AUTH_PLUGIN (smartcard, &ops, options, .name = "smartcard", .version = "1",
                 .summary = "IC cards with or without PIN (PKCS #11)",
                 .prompts = prompts, .open = card_open, .close = card_close,
                 .methods = "3-01 1-02",
                 .auth_flags = EMI_AUTH_JOINT | EMI_AUTH_SIGNED,
                 .flags = EMI_PLUGIN_SEPARATE, .needs = "unix devices");
