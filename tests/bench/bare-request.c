/* SPDX-License-Identifier: Apache-2.0 */
/* What no emergency request can do without, written straight on the
   libraries: the request is written, the answer parsed, the two records of
   the ledger committed to and sealed field by field as the real ones are
   (ledger.md), the account and the reception opened, the rows sealed, and the
   outputs written with their digests.  Nothing is checked, looked up, asked,
   configured or freed beyond that, and no file is touched.  */
#include "bench/bare-request.h"

#include <jansson.h>
#include <libxml/parser.h>
#include <libxml/xmlwriter.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uninorm.h>

#include "access/account-json.h"
#include "base/cleanup.h"
#include "bench/answer-text.h"
#include "bench/bench.h"

#define H crypto_hash_sha256_BYTES
#define TOKEN 16
#define NONCE crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG crypto_aead_xchacha20poly1305_ietf_ABYTES
#define FIELDS_MAX 64
#define TOKENS 9
#define ROW 600 /* bytes of a sealed row: an account, an open request */
#define STRINGS 64

struct bare_request
{
  struct record reception, intent, end; /* as the real one wrote them */
  char *answer;
  size_t answer_len;
  char *style;   /* the page's fixed part */
  char *account; /* its row's JSON */
  unsigned char key[32];
  unsigned char peaks[10][H];
  unsigned char sealed_row[NONCE + ROW + TAG];
  unsigned char sealed_body[8192];
  size_t sealed_len;
  unsigned char seed[32];
  /* One run's.  */
  char *string[STRINGS];
  size_t n_strings;
  char text[1024];
  size_t text_len;
  char page[32768];
  size_t page_len;
};

/* --- parsing --- */

static void
on_start (void *ctx, const xmlChar *name, const xmlChar *prefix,
          const xmlChar *uri, int n_ns, const xmlChar **ns, int n_attr,
          int n_default, const xmlChar **attr)
{
  struct bare_request *b = ctx;

  (void) name, (void) prefix, (void) uri, (void) n_ns, (void) ns;
  (void) n_attr, (void) n_default, (void) attr;
  b->text_len = 0;
}

static void
on_text (void *ctx, const xmlChar *text, int len)
{
  struct bare_request *b = ctx;

  if (b->text_len + (size_t) len < sizeof b->text)
    {
      memcpy (b->text + b->text_len, text, (size_t) len);
      b->text_len += (size_t) len;
    }
}

static void
on_end (void *ctx, const xmlChar *name, const xmlChar *prefix,
        const xmlChar *uri)
{
  struct bare_request *b = ctx;

  (void) name, (void) prefix, (void) uri;
  if (b->text_len && b->n_strings < STRINGS)
    b->string[b->n_strings++] = strndup (b->text, b->text_len);
  b->text_len = 0;
}

static void
parse (struct bare_request *b)
{
  xmlSAXHandler sax = { .initialized = XML_SAX2_MAGIC,
                        .startElementNs = on_start,
                        .endElementNs = on_end,
                        .characters = on_text };

  bench_must (xmlSAXUserParseMemory (&sax, b, b->answer, (int) b->answer_len)
                  == 0,
              "parsing");
}

/* --- the ledger --- */

static void
commit_one (const unsigned char salt[H], const struct record_field *f,
            unsigned char out[H])
{
  crypto_hash_sha256_state s;
  unsigned char head[2 + H] = { 2 };
  unsigned char len = (unsigned char) strlen (f->name);

  memcpy (head + 1, salt, H);
  head[1 + H] = len;
  crypto_hash_sha256_init (&s);
  crypto_hash_sha256_update (&s, head, sizeof head);
  crypto_hash_sha256_update (&s, (const unsigned char *) f->name, len);
  crypto_hash_sha256_update (&s, f->value, f->len);
  crypto_hash_sha256_final (&s, out);
}

static int
by_bytes (const void *a, const void *b)
{
  return memcmp (a, b, H);
}

static void
commit_all (const unsigned char seed[32], const struct record *r,
            unsigned char out[H])
{
  static const unsigned char nonce[crypto_stream_chacha20_NONCEBYTES];
  unsigned char c[FIELDS_MAX][H], salt[H];
  size_t n = (r->n_fields + 7) / 8 * 8;
  unsigned char head[2] = { 3, (unsigned char) n };
  crypto_hash_sha256_state s;

  crypto_stream_chacha20 (c[0], n * H, nonce, seed);
  for (size_t i = 0; i < r->n_fields; i++)
    {
      memcpy (salt, c[i], H);
      commit_one (salt, &r->fields[i], c[i]);
    }
  qsort (c, n, H, by_bytes);
  crypto_hash_sha256_init (&s);
  crypto_hash_sha256_update (&s, head, 2);
  crypto_hash_sha256_update (&s, c[0], n * H);
  crypto_hash_sha256_final (&s, out);
}

static size_t
plain_body (const unsigned char seed[32], const struct record *r,
            unsigned char *out)
{
  unsigned char *at = out;

  memcpy (at, seed, 32);
  at += 32;
  *at++ = (unsigned char) r->n_fields;
  for (size_t i = 0; i < r->n_fields; i++)
    {
      const struct record_field *f = &r->fields[i];
      size_t n = strlen (f->name);

      *at++ = (unsigned char) n;
      memcpy (at, f->name, n);
      at += n;
      for (int k = 24; k >= 0; k -= 8)
        *at++ = (unsigned char) (f->len >> k);
      memcpy (at, f->value, f->len);
      at += f->len;
    }
  size_t len = (size_t) (at - out), padded = (len / 64 + 1) * 64;
  memset (at, 0, padded - len);
  *at = 0x80;
  return padded;
}

/* Of the values' normal forms, as far as one library call makes them.  */
static void
tokens (struct bare_request *b, const struct record *r, size_t n,
        unsigned char out[TOKENS][TOKEN])
{
  for (size_t i = 0; i < n; i++)
    {
      const struct record_field *f = &r->fields[i % r->n_fields];
      uint8_t normal[256];
      size_t len = sizeof normal;

      bench_must (u8_normalize (UNINORM_NFKC, f->value,
                                f->len < 64 ? f->len : 64, normal, &len)
                      == normal,
                  "a normal form");
      crypto_generichash (out[i], TOKEN, normal, len, b->key, 32);
    }
}

static void
node (const unsigned char left[H], const unsigned char right[H],
      unsigned char out[H])
{
  unsigned char bytes[1 + 2 * H] = { 1 };

  memcpy (bytes + 1, left, H);
  memcpy (bytes + 1 + H, right, H);
  crypto_hash_sha256 (out, bytes, sizeof bytes);
}

/* The head's text, with a signature of nothing.  */
static void
note (const unsigned char root[H])
{
  unsigned char signature[68] = { 0x5a };
  char text[400], a[64], c[128];

  sodium_bin2base64 (a, sizeof a, root, H, sodium_base64_VARIANT_ORIGINAL);
  sodium_bin2base64 (c, sizeof c, signature, sizeof signature,
                     sodium_base64_VARIANT_ORIGINAL);
  snprintf (text, sizeof text, "%s\n%d\n%s\n\n%s %s\n", "emi.1319999999.n1/1",
            1000, a, "emi.1319999999.n1/1", c);
}

static void
record (struct bare_request *b, const struct record *r, size_t n_tokens)
{
  unsigned char clear[1 + 152] = { 0 }, body[8192], plain[8192];
  unsigned char token[TOKENS][TOKEN], seed[32], root[H];
  size_t len, clear_len = 5 + n_tokens * TOKEN;

  randombytes_buf (seed, sizeof seed);
  commit_all (seed, r, clear + 1 + 88);
  tokens (b, r, n_tokens, token);
  memcpy (body + 6, token, n_tokens * TOKEN);
  randombytes_buf (body + 1 + clear_len, NONCE);
  len = plain_body (seed, r, plain);
  crypto_aead_xchacha20poly1305_ietf_encrypt (
      body + 1 + clear_len + NONCE, NULL, plain, len, body + 1, clear_len,
      NULL, body + 1 + clear_len, b->key);
  body[0] = 4;
  crypto_hash_sha256 (clear + 1 + 120, body,
                      1 + clear_len + NONCE + len + TAG);
  crypto_hash_sha256 (root, clear, sizeof clear);
  /* A ledger of a thousand records, before and after: both are folded.  */
  for (size_t i = 0; i < 2 * 5; i++)
    node (b->peaks[i], root, root);
  note (root);
}

static void
open_body (struct bare_request *b, const struct record *r)
{
  unsigned char plain[8192], fields[H], digest[H];

  crypto_hash_sha256 (digest, b->sealed_body, b->sealed_len);
  bench_must (crypto_aead_xchacha20poly1305_ietf_decrypt (
                  plain, NULL, NULL, b->sealed_body + NONCE,
                  b->sealed_len - NONCE, NULL, 0, b->sealed_body, b->key)
                  == 0,
              "opening");
  commit_all (plain, r, fields);
}

static void
seal_row (struct bare_request *b, unsigned char *out)
{
  unsigned char plain[ROW] = { 0 };

  randombytes_buf (out, NONCE);
  crypto_aead_xchacha20poly1305_ietf_encrypt (out + NONCE, NULL, plain, ROW,
                                              (unsigned char *) "EMS1", 4,
                                              NULL, out, b->key);
}

static void
open_row (struct bare_request *b)
{
  unsigned char plain[ROW], digest[H];

  crypto_hash_sha256 (digest, b->sealed_row, sizeof b->sealed_row);
  bench_must (crypto_aead_xchacha20poly1305_ietf_decrypt (
                  plain, NULL, NULL, b->sealed_row + NONCE, ROW + TAG,
                  (unsigned char *) "EMS1", 4, b->sealed_row, b->key)
                  == 0,
              "opening a row");
}

/* The account's row is JSON.  */
static void
parse_account (const struct bare_request *b)
{
  json_t *o = json_loads (b->account, JSON_REJECT_DUPLICATES, NULL);

  bench_must (o != NULL, "parsing the account");
  json_decref (o);
}

/* --- the outputs --- */

static void
add (struct bare_request *b, const char *text)
{
  size_t n = strlen (text);

  memcpy (b->page + b->page_len, text, n);
  b->page_len += n;
}

static void
add_escaped (struct bare_request *b, const char *text)
{
  for (; *text; text++)
    if (*text == '<')
      add (b, "&lt;");
    else if (*text == '&')
      add (b, "&amp;");
    else
      b->page[b->page_len++] = *text;
}

/* Every string of the answer, once, each in its element.  */
static void
write_page (struct bare_request *b, const char *style, const char *open,
            const char *close)
{
  b->page_len = 0;
  add (b, style);
  for (size_t i = 0; i < b->n_strings; i++)
    {
      add (b, open);
      add_escaped (b, b->string[i]);
      add (b, close);
    }
}

static void
write_xml (char *const *string, size_t n, const char *const *names)
{
  xmlBufferPtr bytes = xmlBufferCreate ();
  xmlTextWriterPtr w = xmlNewTextWriterMemory (bytes, 0);

  xmlTextWriterSetIndent (w, 1);
  xmlTextWriterStartDocument (w, "1.0", "UTF-8", NULL);
  xmlTextWriterStartElement (w, BAD_CAST "emergency-summary");
  for (size_t i = 0; i < n; i++)
    xmlTextWriterWriteElement (w, BAD_CAST names[i % 4], BAD_CAST string[i]);
  xmlTextWriterEndDocument (w);
  xmlFreeTextWriter (w);
  xmlBufferFree (bytes);
}

static json_t *
digest_page (const struct bare_request *b, const char *name)
{
  unsigned char digest[H];
  char hex[2 * H + 1];

  crypto_hash_sha256 (digest, (const unsigned char *) b->page, b->page_len);
  sodium_bin2hex (hex, sizeof hex, digest, H);
  return json_pack ("{s:s, s:I, s:s}", "name", name, "bytes",
                    (json_int_t) b->page_len, "sha256", hex);
}

/* FILES, which it takes over, and what the kinds of data came to, each with
   its number and its period.  */
static void
write_manifest (json_t *files)
{
  static const char *const kinds[]
      = { "visit",    "drug",      "prescription", "treatment",
          "dialysis", "operation", "checkup" };
  json_t *items = json_object (), *period = json_object ();
  char *text;

  for (size_t i = 0; i < N_ELEMENTS (kinds); i++)
    {
      json_object_set_new (items, kinds[i], json_integer ((json_int_t) i));
      json_object_set_new (
          period, kinds[i],
          json_pack ("{s:s, s:s}", "from", "2026-08-21", "to", "2026-11-21"));
    }
  json_t *o = json_pack ("{s:i, s:s, s:s, s:s, s:s, s:s, s:i, s:o, s:o, s:o}",
                         "version", 1, "access", "emergency-permission-only",
                         "request", "0123456789abcdef0123456789abcdef",
                         "facility", "1319999999", "time", "2026-11-21 02:15",
                         "consent", "difficult", "pattern", 1, "items", items,
                         "period", period, "files", files);
  text = json_dumps (o, JSON_INDENT (1));
  bench_must (text != NULL, "the manifest");
  free (text);
  json_decref (o);
}

static void
outputs (struct bare_request *b)
{
  static const char *const names[] = { "date", "name", "code", "source" };
  json_t *files = json_array ();

  write_page (b, b->style, "<span class=\"item\">", "</span></td>\n");
  json_array_append_new (files, digest_page (b, "summary.html"));
  write_xml (b->string, b->n_strings, names);
  write_page (b, "", "  <name>", "</name>\n");
  json_array_append_new (files, digest_page (b, "summary.xml"));
  write_manifest (files);
  write_page (b, "", "  ", "\n"); /* the screen */
}

void
bare_request_run (struct bare_request *b)
{
  static const char *const asked[]
      = { "InsurerNumber", "Birthdate", "EmAuthFactor1", "EmRequestPattern" };
  unsigned char row[NONCE + ROW + TAG], digest[H];

  open_row (b);
  parse_account (b);
  open_body (b, &b->reception);
  record (b, &b->intent, 7);
  seal_row (b, row);
  b->n_strings = 0;
  parse (b);
  write_xml (b->string, 14, asked); /* the request */
  crypto_hash_sha256 (digest, (unsigned char *) b->answer, b->answer_len);
  record (b, &b->end, 2);
  seal_row (b, row);
  outputs (b);
  for (size_t i = 0; i < b->n_strings; i++)
    free (b->string[i]);
}

/* --- what it works on --- */

static void
read_record (struct txn *t, const char *kind, const char *value, size_t which,
             struct record *out)
{
  struct fault why;
  uint64_t *seqs;
  size_t n;

  bench_must (txn_find (t, kind, value, &seqs, &n, &why) && n == 2
                  && txn_read (t, seqs[which], out, &why)
                  && out->n_fields <= FIELDS_MAX,
              "a record of the request");
  free (seqs);
}

static void
take_records (struct bare_request *b, struct hospital *h,
              const char *reception)
{
  struct fault why;
  struct txn *t;

  bench_must (ledger_begin (h->s.ledger, TXN_READ, &t, &why), "reading");
  read_record (t, "reception", reception, 0, &b->reception);
  read_record (t, "reception", reception, 1, &b->intent);
  read_record (t, "request", record_text (&b->intent, "request"), 1, &b->end);
  txn_end (t);
}

static void
seal_reception (struct bare_request *b)
{
  unsigned char plain[8192];
  size_t len = plain_body (b->seed, &b->reception, plain);

  randombytes_buf (b->sealed_body, NONCE);
  crypto_aead_xchacha20poly1305_ietf_encrypt (b->sealed_body + NONCE, NULL,
                                              plain, len, NULL, 0, NULL,
                                              b->sealed_body, b->key);
  b->sealed_len = NONCE + len + TAG;
}

static void
take_account (struct bare_request *b, struct hospital *h)
{
  struct account a;
  struct fault why;
  struct txn *t;
  bool known = false;

  bench_must (ledger_begin (h->s.ledger, TXN_READ, &t, &why)
                  && account_get (t, HOSPITAL_DOCTOR, &a, &known, &why)
                  && known,
              "the account");
  txn_end (t);
  b->account = account_to_json (&a);
  bench_must (b->account != NULL, "memory");
  account_done (&a);
}

struct bare_request *
bare_request_new (struct hospital *h, const char *reception)
{
  struct bare_request *b = calloc (1, sizeof *b);
  int len;

  bench_must (b != NULL, "memory");
  take_records (b, h, reception);
  take_account (b, h);
  len = asprintf (&b->answer, ANSWER_FORMAT, "E-abcdefghijklmnopqrstuvwxyz",
                  "0000001");
  b->style = malloc (4001);
  bench_must (len > 0 && b->style != NULL, "memory");
  b->answer_len = (size_t) len;
  memset (b->style, 's', 4000);
  b->style[4000] = '\0';
  randombytes_buf (b->key, sizeof b->key);
  seal_row (b, b->sealed_row);
  seal_reception (b);
  return b;
}

void
bare_request_free (struct bare_request *b)
{
  free (b->account);
  record_done (&b->reception);
  record_done (&b->intent);
  record_done (&b->end);
  free (b->answer);
  free (b->style);
  free (b);
}
