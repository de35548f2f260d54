/* SPDX-License-Identifier: Apache-2.0 */
/* Statements of another product: only what the pinned key signed with its own
   algorithm counts, and of it nothing that is not about this account, this
   facility, this terminal and now.  */
#include <criterion/criterion.h>
#include <sodium.h>
#include <stdio.h>

#include "base/cleanup.h"
#include "evidence/statement.h"
#include "lib/statement-maker.h"

#define NOW INT64_C (1795330000)
#define ES_HEADER "{\"alg\":\"ES256\",\"kid\":\"es\"}"
#define RS_HEADER "{\"alg\":\"RS256\",\"kid\":\"rs\"}"
#define METHODS "1-01 1-02 1-03 2-01 2-02 2-03 2-04 2-05 3-01 3-02 3-03"

static json_t *es, *rs;
static char *key_text;
static struct statement_keys *keys;
static struct statement_wanted want;
static struct statement got;
static const char *how;

static void
set_up (void)
{
  json_t *set;

  cr_assert (sodium_init () >= 0);
  es = key_new ("ES256", "es");
  rs = key_new ("RS256", "rs");
  set = json_pack ("{s:[o,o]}", "keys", key_public (es), key_public (rs));
  key_text = json_dumps (set, 0);
  json_decref (set);
  cr_assert (statement_keys_read (key_text, strlen (key_text), &keys, &how),
             "%s", how);
  want = (struct statement_wanted){ .issuer = "https://2fa.example",
                                    .facility = "1319999999",
                                    .terminal = "er-1",
                                    .subject = "佐藤.s",
                                    .subject_len = strlen ("佐藤.s"),
                                    .known = METHODS,
                                    .now = NOW };
}

static void
tear_down (void)
{
  statement_keys_free (keys);
  free (key_text);
  json_decref (es);
  json_decref (rs);
}

TestSuite (statement, .init = set_up, .fini = tear_down);

/* Claims that hold.  */
static json_t *
claims_new (void)
{
  return json_pack ("{s:s, s:s, s:s, s:s, s:I, s:I, s:s, s:[{s:s,s:I},"
                    "{s:s,s:I}]}",
                    "iss", want.issuer, "sub", "佐藤.s", "aud", "1319999999",
                    "terminal", "er-1", "iat", NOW - 10, "exp", NOW + 300,
                    "jti", "0123456789abcdef", "methods", "method", "3-01",
                    "at", NOW - 20, "method", "2-01", "at", NOW - 15);
}

static char *
claims_text (void)
{
  json_t *claims = claims_new ();
  char *text = json_dumps (claims, 0);

  json_decref (claims);
  return text;
}

static enum statement_verdict
check (const char *text)
{
  how = "";
  return statement_check (text, strlen (text), keys, &want, &got, &how);
}

/* The verdict on CLAIMS, which are freed.  */
static enum statement_verdict
judged (json_t *claims)
{
  CLEANUP_FREE char *text = json_dumps (claims, 0);
  CLEANUP_FREE char *jws = sign_text (es, ES_HEADER, text);

  json_decref (claims);
  return check (jws);
}

/* The same with CLAIM as the JSON VALUE, or without it (NULL).  */
static enum statement_verdict
with (const char *claim, const char *value)
{
  json_t *claims = claims_new ();

  if (value)
    json_object_set_new (claims, claim,
                         json_loads (value, JSON_DECODE_ANY, NULL));
  else
    json_object_del (claims, claim);
  return judged (claims);
}

#define expect(call, verdict)                                                 \
  do                                                                          \
    {                                                                         \
      enum statement_verdict is_ = (call);                                    \
      cr_expect_eq (is_, (verdict), "%s is %d: %s", #call, (int) is_, how);   \
    }                                                                         \
  while (0)

/* --- what is good --- */

Test (statement, both_algorithms)
{
  CLEANUP_FREE char *text = claims_text ();
  CLEANUP_FREE char *one = sign_text (es, ES_HEADER, text);
  CLEANUP_FREE char *two = sign_text (rs, RS_HEADER, text);

  expect (check (one), STATEMENT_GOOD);
  cr_assert_str_eq (got.methods, "3-01 2-01");
  cr_assert (strstr (got.evidence, "iss=https://2fa.example kid=es alg=ES256"
                                   " jti="),
             "%s", got.evidence);
  cr_assert (strstr (got.evidence, " age=10s"), "%s", got.evidence);
  expect (check (two), STATEMENT_GOOD);
  cr_assert (strstr (got.evidence, "kid=rs alg=RS256"), "%s", got.evidence);
}

Test (statement, the_same_name_is_the_same_statement)
{
  unsigned char first[STATEMENT_ID_LEN];

  expect (with ("sub", "\"佐藤.s\""), STATEMENT_GOOD);
  memcpy (first, got.id, sizeof first);
  expect (with ("exp", "1795330200"), STATEMENT_GOOD);
  cr_expect_eq (memcmp (first, got.id, sizeof first), 0);
  expect (with ("jti", "\"0123456789abcdeg\""), STATEMENT_GOOD);
  cr_expect_neq (memcmp (first, got.id, sizeof first), 0);
  /* Of another issuer it is another one.  */
  want.issuer = "b";
  expect (with ("sub", "\"佐藤.s\""), STATEMENT_GOOD);
  cr_expect_neq (memcmp (first, got.id, sizeof first), 0);
}

Test (statement, evidence_is_printable_and_short)
{
  CLEANUP_FREE char *kid = made (malloc (201));
  json_t *key = json_deep_copy (es), *set;

  memset (kid, 'k', 200);
  kid[200] = '\0';
  memcpy (kid, "鍵\x1b[2J", strlen ("鍵\x1b[2J"));
  json_object_set_new (key, "kid", json_string (kid));
  set = json_pack ("{s:[o]}", "keys", key_public (key));
  CLEANUP_FREE char *text = json_dumps (set, 0);
  json_t *header = json_pack ("{s:s,s:s}", "alg", "ES256", "kid", kid);
  CLEANUP_FREE char *head = json_dumps (header, 0);
  want.issuer = "https://an-issuer-with-a-name-that-is-far-longer-than-anybody"
                ".would-ever/think-of/but-which-is-allowed/all/the/same";
  CLEANUP_FREE char *body = claims_text ();
  CLEANUP_FREE char *jws = sign_text (key, head, body);
  statement_keys_free (keys);
  cr_assert (statement_keys_read (text, strlen (text), &keys, &how));
  expect (check (jws), STATEMENT_GOOD);
  for (const char *p = got.evidence; *p; p++)
    cr_assert (*p >= 0x20 && *p <= 0x7e);
  cr_assert (strstr (got.evidence, " age=10s"), "%s", got.evidence);
  json_decref (set);
  json_decref (key);
  json_decref (header);
}

/* --- claims --- */

Test (statement, each_claim_must_be_there)
{
  static const char *const names[]
      = { "iss", "sub", "aud", "terminal", "iat", "jti", "methods" };

  for (size_t i = 0; i < N_ELEMENTS (names); i++)
    expect (with (names[i], NULL), STATEMENT_FORM);
  /* Shorter than emi's own limit it may be, or not say.  */
  expect (with ("exp", NULL), STATEMENT_GOOD);
}

Test (statement, each_claim_has_one_type)
{
  static const char *const wrong[] = { "1", "true", "null", "{}", "1.5" };
  static const char *const texts[]
      = { "iss", "sub", "terminal", "jti", "aud" };
  static const char *const times[] = { "iat", "exp", "nbf" };

  for (size_t i = 0; i < N_ELEMENTS (wrong); i++)
    {
      for (size_t k = 0; k < N_ELEMENTS (texts); k++)
        expect (with (texts[k], wrong[i]), STATEMENT_FORM);
      expect (with ("methods", wrong[i]), STATEMENT_FORM);
      for (size_t k = 0; k < N_ELEMENTS (times); k++)
        if (i > 0)
          expect (with (times[k], wrong[i]), STATEMENT_FORM);
    }
  for (size_t k = 0; k < N_ELEMENTS (times); k++)
    {
      expect (with (times[k], "\"1795330000\""), STATEMENT_FORM);
      expect (with (times[k], "1795330000.0"), STATEMENT_FORM);
      expect (with (times[k], "-1"), STATEMENT_FORM);
      expect (with (times[k], "9223372036854775807"), STATEMENT_FORM);
    }
  expect (with ("iss", "[\"https://2fa.example\"]"), STATEMENT_FORM);
  expect (with ("aud", "[\"1319999999\", 1]"), STATEMENT_FORM);
  expect (with ("aud", "[\"1319999999\", [\"x\"]]"), STATEMENT_FORM);
}

Test (statement, of_this_account_here_and_no_other)
{
  expect (with ("iss", "\"https://2fa.example/\""), STATEMENT_OTHER);
  expect (with ("iss", "\"HTTPS://2fa.example\""), STATEMENT_OTHER);
  expect (with ("sub", "\"佐藤.S\""), STATEMENT_OTHER);
  expect (with ("sub", "\"佐藤.s \""), STATEMENT_OTHER);
  expect (with ("sub", "\"佐藤\""), STATEMENT_OTHER);
  expect (with ("sub", "\"\""), STATEMENT_OTHER);
  expect (with ("aud", "\"1319999998\""), STATEMENT_OTHER);
  expect (with ("aud", "\"\""), STATEMENT_OTHER);
  expect (with ("aud", "[]"), STATEMENT_OTHER);
  expect (with ("aud", "[\"a\", \"13199999990\"]"), STATEMENT_OTHER);
  expect (with ("aud", "\"EMI:1319999999\""), STATEMENT_OTHER);
  expect (with ("aud", "\"emi:1319999999\""), STATEMENT_GOOD);
  expect (with ("aud", "[\"a\", \"emi:1319999999\"]"), STATEMENT_GOOD);
  expect (with ("terminal", "\"er-2\""), STATEMENT_OTHER);
  expect (with ("terminal", "\"er-1 \""), STATEMENT_OTHER);
  /* An account without an enrolment is nobody's subject.  */
  want.subject_len = 0;
  expect (with ("sub", "\"\""), STATEMENT_OTHER);
}

Test (statement, fresh_and_not_of_the_future)
{
  static const struct
  {
    const char *claim;
    int64_t at;
    enum statement_verdict verdict;
  } rows[] = {
    { "iat", NOW - 900, STATEMENT_GOOD }, { "iat", NOW - 901, STATEMENT_TIME },
    { "iat", NOW + 60, STATEMENT_GOOD },  { "iat", NOW + 61, STATEMENT_TIME },
    { "iat", 0, STATEMENT_TIME },         { "exp", NOW + 1, STATEMENT_GOOD },
    { "exp", NOW, STATEMENT_TIME },       { "exp", 0, STATEMENT_TIME },
    { "nbf", NOW + 60, STATEMENT_GOOD },  { "nbf", NOW + 61, STATEMENT_TIME },
  };

  for (size_t i = 0; i < N_ELEMENTS (rows); i++)
    {
      char text[24];

      snprintf (text, sizeof text, "%lld", (long long) rows[i].at);
      expect (with (rows[i].claim, text), rows[i].verdict);
    }
}

Test (statement, it_has_a_name_of_its_own)
{
  char longest[204] = "\"", too_long[205] = "\"";

  memset (longest + 1, 'a', 200);
  strcpy (longest + 201, "\"");
  memset (too_long + 1, 'a', 201);
  strcpy (too_long + 202, "\"");
  expect (with ("jti", "\"0123456789abcde\""), STATEMENT_FORM);
  expect (with ("jti", "\"0123456789 bcdef\""), STATEMENT_FORM);
  expect (with ("jti", "\"０１２３４５６７８９ａｂｃｄｅｆ\""),
          STATEMENT_FORM);
  expect (with ("jti", longest), STATEMENT_GOOD);
  expect (with ("jti", too_long), STATEMENT_FORM);

  json_t *claims = claims_new ();
  json_object_del (claims, "jti");
  json_object_set_new (claims, "nonce", json_string ("fedcba9876543210"));
  expect (judged (claims), STATEMENT_GOOD);
}

/* --- methods --- */

#define M(method, ago) "{\"method\":\"" method "\",\"at\":" #ago "}"

Test (statement, methods)
{
  static const struct
  {
    const char *value;
    enum statement_verdict verdict;
    const char *methods;
  } rows[] = {
    { "[" M ("1-01", 1795329990) "]", STATEMENT_GOOD, "1-01" },
    { "[" M ("3-03", 1795329100) "," M ("1-03", 1795330060) "]",
      STATEMENT_GOOD, "3-03 1-03" },
    { "[" M ("3-01", 1795329099) "," M ("1-02", 1795329990) "]",
      STATEMENT_TIME, NULL },
    { "[" M ("3-01", 1795330061) "," M ("1-02", 1795329990) "]",
      STATEMENT_TIME, NULL },
    { "[" M ("3-01", 1795329990) "," M ("3-02", 1795329990) "]",
      STATEMENT_METHODS, NULL },
    { "[" M ("3-01", 1795329990) "," M ("3-01", 1795329990) "]",
      STATEMENT_METHODS, NULL },
    { "[" M ("3-01", 1795329990) "," M ("2-09", 1795329990) "]",
      STATEMENT_METHODS, NULL },
    { "[" M ("3-01", 1795329990) "," M ("", 1795329990) "]", STATEMENT_METHODS,
      NULL },
    { "[" M ("3-01 2-01", 1795329990) "]", STATEMENT_METHODS, NULL },
    { "[" M ("1-01", 1795329990) "," M ("2-01", 1795329990) "," M (
          "3-01", 1795329990) "]",
      STATEMENT_METHODS, NULL },
    { "[]", STATEMENT_FORM, NULL },
    { "[\"3-01\", \"2-01\"]", STATEMENT_FORM, NULL },
    { "[{\"method\":\"3-01\"}]", STATEMENT_FORM, NULL },
    { "[{\"at\":1795329990}]", STATEMENT_FORM, NULL },
    { "[{\"method\":301,\"at\":1795329990}]", STATEMENT_FORM, NULL },
    { "[{\"method\":\"3-01\",\"at\":\"1795329990\"}]", STATEMENT_FORM, NULL },
    { "{\"0\":" M ("3-01", 1795329990) "}", STATEMENT_FORM, NULL },
  };

  for (size_t i = 0; i < N_ELEMENTS (rows); i++)
    {
      expect (with ("methods", rows[i].value), rows[i].verdict);
      if (rows[i].methods)
        cr_expect_str_eq (got.methods, rows[i].methods);
    }
}

Test (statement, narrowed_and_never_widened)
{
  want.accept = "3-01 2-01 1-01";
  expect (judged (claims_new ()), STATEMENT_GOOD);
  cr_assert_str_eq (got.methods, "3-01 2-01");
  want.accept = "2-01 1-01";
  expect (judged (claims_new ()), STATEMENT_GOOD);
  cr_assert_str_eq (got.methods, "2-01");
  want.accept = "1-01";
  expect (judged (claims_new ()), STATEMENT_METHODS);
  want.accept = "";
  expect (judged (claims_new ()), STATEMENT_METHODS);
}

/* --- bytes --- */

static enum statement_verdict
signed_bytes (const void *payload, size_t len)
{
  CLEANUP_FREE char *jws = sign_bytes (es, ES_HEADER, payload, len);

  return check (jws);
}

static enum statement_verdict
signed_text (const char *payload)
{
  return signed_bytes (payload, strlen (payload));
}

Test (statement, what_is_signed_must_be_plain_json)
{
  static const char nul[] = "{\"iss\":\"a\0b\"}";
  CLEANUP_FREE char *deep = made (calloc (1, 6000));
  CLEANUP_FREE char *good = claims_text ();
  CLEANUP_FREE char *twice = NULL;

  expect (signed_text ("[]"), STATEMENT_FORM);
  expect (signed_text ("null"), STATEMENT_FORM);
  expect (signed_text ("\"text\""), STATEMENT_FORM);
  expect (signed_text ("{} {}"), STATEMENT_FORM);
  expect (signed_text ("{\"iss\":\"\xff\"}"), STATEMENT_FORM);
  expect (signed_text ("{\"iss\":\"\\u0000\"}"), STATEMENT_FORM);
  expect (signed_text ("{\"iss\":1e999}"), STATEMENT_FORM);
  expect (signed_bytes (nul, sizeof nul - 1), STATEMENT_FORM);
  memset (deep, '[', 3000);
  memset (deep + 3000, ']', 2999);
  expect (signed_text (deep), STATEMENT_FORM);
  memcpy (deep, "{\"iss\":", 7);
  expect (signed_text (deep), STATEMENT_FORM);
  /* A second sub behind the first one.  */
  cr_assert (asprintf (&twice, "{\"sub\":\"x\",%s", good + 1) > 0);
  expect (signed_text (twice), STATEMENT_FORM);
}

Test (statement, larger_than_any_is_not_read)
{
  json_t *claims = claims_new ();
  CLEANUP_FREE char *fill = made (calloc (1, 6001));

  memset (fill, 'a', 6000);
  json_object_set_new (claims, "own", json_string (fill));
  expect (judged (claims), STATEMENT_FORM);
  fill[5000] = '\0';
  claims = claims_new ();
  json_object_set_new (claims, "own", json_string (fill));
  expect (judged (claims), STATEMENT_GOOD);
}

/* --- forms of a JWS --- */

Test (statement, compact_form_only)
{
  CLEANUP_FREE char *text = claims_text ();
  CLEANUP_FREE char *jws = sign_text (es, ES_HEADER, text);
  char *dot = strchr (jws, '.'), *dot2 = strchr (dot + 1, '.');
  CLEANUP_FREE char *form = NULL;

  cr_assert (
      asprintf (&form,
                "{\"payload\":\"%.*s\",\"signatures\":[{\"protected\":"
                "\"%.*s\",\"signature\":\"%s\"},{\"protected\":\"%.*s\","
                "\"signature\":\"%s\"}]}",
                (int) (dot2 - dot - 1), dot + 1, (int) (dot - jws), jws,
                dot2 + 1, (int) (dot - jws), jws, dot2 + 1)
      > 0);
  expect (check (form), STATEMENT_FORM);
  expect (check (""), STATEMENT_FORM);
  expect (check ("."), STATEMENT_FORM);
  expect (check (".."), STATEMENT_FORM);
  expect (check ("a.b"), STATEMENT_FORM);
  expect (check ("a.b."), STATEMENT_FORM);
  expect (check ("..."), STATEMENT_FORM);

  static const char *const formats[]
      = { "%s.", "%s.x", ".%s", "%s\n", " %s", "%s=", "%s==", "%s%%3D" };
  for (size_t i = 0; i < N_ELEMENTS (formats); i++)
    {
      CLEANUP_FREE char *other = NULL;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
      cr_assert (asprintf (&other, formats[i], jws) > 0);
#pragma GCC diagnostic pop
      expect (check (other), STATEMENT_FORM);
    }
}

/* The last character of 64 bytes holds four bits that say nothing: other
   spellings of one signature are none.  */
Test (statement, one_spelling_only)
{
  CLEANUP_FREE char *text = claims_text ();
  CLEANUP_FREE char *jws = sign_text (es, ES_HEADER, text);
  char *last = jws + strlen (jws) - 1;
  static const char map[]
      = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwx"
        "yz0123456789-_";
  size_t at = (size_t) (strchr (map, *last) - map);

  cr_assert_eq (at % 16, 0);
  *last = map[at + 1];
  expect (check (jws), STATEMENT_FORM);
  *last = '+';
  expect (check (jws), STATEMENT_FORM);
}

Test (statement, any_change_breaks_it)
{
  CLEANUP_FREE char *text = claims_text ();
  CLEANUP_FREE char *jws = sign_text (es, ES_HEADER, text);

  for (size_t i = 0; jws[i]; i++)
    {
      char was = jws[i];

      jws[i] = was == 'A' ? 'Q' : 'A';
      cr_expect_neq (check (jws), STATEMENT_GOOD, "changed at %zu", i);
      jws[i] = was;
    }
  expect (check (jws), STATEMENT_GOOD);
}

/* --- headers and keys --- */

static enum statement_verdict
with_header (const json_t *key, const char *header)
{
  CLEANUP_FREE char *text = claims_text ();
  CLEANUP_FREE char *jws = sign_text (key, header, text);

  return check (jws);
}

/* HEADER over good claims with SIGNATURE, base64url.  */
static enum statement_verdict
assembled (const char *header, const char *signature)
{
  CLEANUP_FREE char *text = claims_text ();
  CLEANUP_FREE char *head = base64 (header, strlen (header));
  CLEANUP_FREE char *body = base64 (text, strlen (text));
  CLEANUP_FREE char *jws = NULL;

  cr_assert (asprintf (&jws, "%s.%s.%s", head, body, signature) > 0);
  return check (jws);
}

Test (statement, the_key_says_which_algorithm)
{
  unsigned char mac[32];
  crypto_auth_hmacsha256_state state;
  static const char header[] = "{\"alg\":\"HS256\",\"kid\":\"es\"}";
  CLEANUP_FREE char *text = claims_text ();
  CLEANUP_FREE char *head = base64 (header, strlen (header));
  CLEANUP_FREE char *body = base64 (text, strlen (text));
  CLEANUP_FREE char *input = NULL, *jws = NULL, *sum = NULL;

  expect (assembled ("{\"alg\":\"none\",\"kid\":\"es\"}", ""), STATEMENT_FORM);
  expect (assembled ("{\"alg\":\"none\",\"kid\":\"es\"}", "AA"),
          STATEMENT_FORM);
  expect (assembled ("{\"alg\":\"None\"}", "AA"), STATEMENT_FORM);
  expect (assembled ("{\"kid\":\"es\"}", "AA"), STATEMENT_FORM);
  expect (assembled ("{\"alg\":[\"ES256\"]}", "AA"), STATEMENT_FORM);
  expect (assembled ("{}", "AA"), STATEMENT_FORM);
  expect (assembled ("[]", "AA"), STATEMENT_FORM);
  expect (assembled ("{\"alg\":\"ES256\",\"alg\":\"none\"}", "AA"),
          STATEMENT_FORM);
  /* The public key's text as a shared secret.  */
  cr_assert (asprintf (&input, "%s.%s", head, body) > 0);
  crypto_auth_hmacsha256_init (&state, (unsigned char *) key_text,
                               strlen (key_text));
  crypto_auth_hmacsha256_update (&state, (unsigned char *) input,
                                 strlen (input));
  crypto_auth_hmacsha256_final (&state, mac);
  sum = base64 (mac, sizeof mac);
  cr_assert (asprintf (&jws, "%s.%s", input, sum) > 0);
  expect (check (jws), STATEMENT_FORM);
  /* RS512 by the right key, and the other key's algorithm.  */
  json_object_del (rs, "alg");
  json_object_del (es, "alg");
  expect (with_header (rs, "{\"alg\":\"RS512\",\"kid\":\"rs\"}"),
          STATEMENT_FORM);
  expect (with_header (rs, "{\"alg\":\"PS256\",\"kid\":\"rs\"}"),
          STATEMENT_FORM);
  expect (with_header (rs, "{\"alg\":\"RS256\",\"kid\":\"es\"}"),
          STATEMENT_SIGNATURE);
  expect (with_header (es, "{\"alg\":\"ES256\",\"kid\":\"rs\"}"),
          STATEMENT_SIGNATURE);
}

Test (statement, kid_chooses)
{
  json_t *other = key_new ("ES256", "es");

  expect (with_header (es, "{\"alg\":\"ES256\",\"kid\":\"ES\"}"),
          STATEMENT_SIGNATURE);
  cr_expect_str_eq (how, "no key in the file has its kid");
  expect (with_header (es, "{\"alg\":\"ES256\"}"), STATEMENT_SIGNATURE);
  cr_expect_str_eq (how, "it names no key (kid), and there are several");
  expect (with_header (other, ES_HEADER), STATEMENT_SIGNATURE);
  cr_expect_str_eq (how, "its signature does not hold");
  expect (with_header (es, "{\"alg\":\"ES256\",\"kid\":1}"), STATEMENT_FORM);
  json_decref (other);
}

Test (statement, a_header_that_changes_the_meaning)
{
  expect (with_header (es, "{\"alg\":\"ES256\",\"kid\":\"es\",\"typ\":\"JWT\","
                           "\"own\":[1]}"),
          STATEMENT_GOOD);
  expect (with_header (es, "{\"alg\":\"ES256\",\"kid\":\"es\",\"crit\":"
                           "[\"exp\"],\"exp\":1}"),
          STATEMENT_FORM);
  expect (with_header (es, "{\"alg\":\"ES256\",\"kid\":\"es\",\"crit\":[]}"),
          STATEMENT_FORM);
  expect (with_header (es, "{\"alg\":\"ES256\",\"kid\":\"es\",\"b64\":true}"),
          STATEMENT_FORM);
}

/* A key that the statement brings along is no reason to believe it.  */
Test (statement, its_own_key_counts_for_nothing)
{
  json_t *mine = key_new ("ES256", "es");
  json_t *header = json_pack ("{s:s, s:s, s:o}", "alg", "ES256", "kid", "es",
                              "jwk", key_public (mine));
  CLEANUP_FREE char *text = json_dumps (header, 0);

  expect (with_header (mine, text), STATEMENT_SIGNATURE);
  json_decref (header);
  json_decref (mine);
}
