/* SPDX-License-Identifier: Apache-2.0 */
/* Asking a responder: answers made for the purpose, and a real responder that
   is there, lies, says nothing or is not there.  */
#include "evidence/ocsp.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "evidence/signed.h"
#include "lib/expect-code.h"
#include "lib/responder.h"

static struct card_cert root, helper, mine;
static struct evidence_answer answer;
static struct evidence_signed in;
static struct chain chain;
static char *pem;
static int64_t now;

static void
begin (void)
{
  BIO *bio = BIO_new (BIO_s_mem ());
  char *data;
  long len;

  /* A proxy of this machine has no business here.  */
  unsetenv ("http_proxy");
  unsetenv ("all_proxy");
  unsetenv ("ALL_PROXY");
  now = time (NULL);
  card_make (&root, &(struct card_want){
                        .now = now, .ca = true, .name = "Test Root" });
  card_make (&helper, &(struct card_want){ .now = now,
                                           .issuer = &root,
                                           .name = "Responder",
                                           .extended = "OCSPSigning" });
  card_make (&mine, &(struct card_want){ .now = now, .issuer = &root });
  PEM_write_bio_X509 (bio, root.x);
  len = BIO_get_mem_data (bio, &data);
  pem = strndup (data, (size_t) len);
  BIO_free (bio);
  in = (struct evidence_signed){
    .now = now,
    .cancel_fd = -1,
    .trust = { .ca = { pem, strlen (pem) }, .wait_ms = 5000 },
  };
  cr_assert (chain_open (&chain, &in, &answer));
  cr_assert (chain_check (&chain, &in, mine.x, &answer));
}

static void
end (void)
{
  chain_done (&chain);
  card_done (&root);
  card_done (&helper);
  card_done (&mine);
  free (pem);
}

TestSuite (ocsp, .init = begin, .fini = end);

/* --- answers that are made here --- */

struct made
{
  const struct card_cert *by;    /* NULL: helper */
  const struct card_cert *about; /* NULL: mine */
  int status;                    /* 0: good */
  int64_t from, to;              /* seconds from now; TO 0: none */
  bool nonce;                    /* the question's */
  bool other_nonce;
};

static unsigned char *
made (const struct ocsp_question *q, const struct made *m, size_t *len_out)
{
  const struct card_cert *by = m->by ? m->by : &helper;
  OCSP_BASICRESP *b = OCSP_BASICRESP_new ();
  OCSP_CERTID *id
      = OCSP_cert_to_id (NULL, m->about ? m->about->x : mine.x, root.x);
  ASN1_TIME *from = ASN1_TIME_adj (NULL, now, 0, m->from);
  ASN1_TIME *to = m->to ? ASN1_TIME_adj (NULL, now, 0, m->to) : NULL;
  unsigned char *der = NULL;
  OCSP_RESPONSE *r;
  int len;

  OCSP_basic_add1_status (b, id, m->status, 0, from, from, to);
  if (m->nonce)
    OCSP_copy_nonce (b, q->request);
  if (m->other_nonce)
    OCSP_basic_add1_nonce (b, NULL, -1);
  OCSP_basic_sign (b, by->x, by->key, EVP_sha256 (), NULL, 0);
  r = OCSP_response_create (OCSP_RESPONSE_STATUS_SUCCESSFUL, b);
  len = i2d_OCSP_RESPONSE (r, &der);
  cr_assert (len > 0);
  *len_out = (size_t) len;
  OCSP_RESPONSE_free (r);
  OCSP_BASICRESP_free (b);
  OCSP_CERTID_free (id);
  ASN1_TIME_free (from);
  ASN1_TIME_free (to);
  return der;
}

static enum ocsp_state
judged (const struct made *m)
{
  struct ocsp_question q;
  const char *how = "";
  enum ocsp_state state;
  unsigned char *der;
  size_t len;

  cr_assert (ocsp_ask (&q, mine.x, root.x));
  der = made (&q, m, &len);
  state = ocsp_judge (&q, (struct emi_span){ der, len }, &chain, now, &how);
  OPENSSL_free (der);
  ocsp_question_done (&q);
  return state;
}

#define JUDGED(...) judged (&(struct made){ __VA_ARGS__ })

Test (ocsp, what_it_says)
{
  cr_expect_eq (JUDGED (.from = -60, .to = 3600, .nonce = true), OCSP_GOOD);
  cr_expect_eq (JUDGED (.status = V_OCSP_CERTSTATUS_REVOKED, .from = -60,
                        .to = 3600, .nonce = true),
                OCSP_REVOKED);
  cr_expect_eq (JUDGED (.status = V_OCSP_CERTSTATUS_UNKNOWN, .from = -60,
                        .to = 3600, .nonce = true),
                OCSP_UNKNOWN);
}

Test (ocsp, an_answer_to_another_question)
{
  cr_expect_eq (JUDGED (.from = -60, .to = 3600, .other_nonce = true),
                OCSP_USELESS);
  cr_expect_eq (
      JUDGED (.from = -60, .to = 3600, .nonce = true, .about = &helper),
      OCSP_USELESS);
  /* Signed beforehand, for everybody.  */
  cr_expect_eq (JUDGED (.from = -60, .to = 3600), OCSP_GOOD);
}

Test (ocsp, an_answer_of_another_time)
{
  cr_expect_eq (JUDGED (.from = -7200, .to = -3600), OCSP_USELESS);
  cr_expect_eq (JUDGED (.from = 3600, .to = 7200, .nonce = true),
                OCSP_USELESS);
  cr_expect_eq (JUDGED (.from = -60), OCSP_GOOD);
  cr_expect_eq (JUDGED (.from = -2 * OCSP_AGE_S), OCSP_USELESS);
  /* A little off is nobody's fault.  */
  cr_expect_eq (JUDGED (.from = 60, .to = 7200, .nonce = true), OCSP_GOOD);
}

Test (ocsp, an_answer_of_somebody_else)
{
  struct card_cert other;

  cr_expect_eq (JUDGED (.by = &root, .from = -60, .to = 3600, .nonce = true),
                OCSP_GOOD, "the authority itself");
  cr_expect_eq (JUDGED (.by = &mine, .from = -60, .to = 3600, .nonce = true),
                OCSP_USELESS, "a person of that authority");
  card_make (&other, &(struct card_want){ .now = now,
                                          .name = "Responder",
                                          .extended = "OCSPSigning" });
  cr_expect_eq (JUDGED (.by = &other, .from = -60, .to = 3600, .nonce = true),
                OCSP_USELESS, "a stranger");
  card_done (&other);
}

Test (ocsp, bytes_that_are_no_answer)
{
  struct ocsp_question q;
  const char *how = "";
  unsigned char *der;
  size_t len;

  cr_assert (ocsp_ask (&q, mine.x, root.x));
  der = made (&q, &(struct made){ .from = -60, .to = 60, .nonce = true },
              &len);
  for (size_t n = 0; n < len; n++)
    {
      unsigned char *cut = malloc (n ? n : 1);

      memcpy (cut, der, n);
      cr_expect_eq (
          ocsp_judge (&q, (struct emi_span){ cut, n }, &chain, now, &how),
          OCSP_USELESS, "%zu bytes", n);
      free (cut);
    }
  OPENSSL_free (der);
  ocsp_question_done (&q);
}

/* --- a responder over the network --- */

static enum code
check (const char *address, bool accept_silent)
{
  unsigned char challenge[32] = { 7 };
  size_t len;
  unsigned char *signature
      = card_sign (mine.key, "ecdsa-sha256", challenge, &len);

  in.certificate = in.enrolled = card_der (&mine);
  in.algorithm = (struct emi_span){ "ecdsa-sha256", 12 };
  in.signature = (struct emi_span){ signature, len };
  in.challenge = (struct emi_span){ challenge, 32 };
  in.trust.ocsp = address;
  in.trust.silent_accepts = accept_silent;
  signed_check (&in, &answer);
  OPENSSL_free (signature);
  return answer.code;
}

#define EXPECT(call, code) EXPECT_CODE (call, code, answer.detail)

Test (ocsp, a_real_responder_that_knows_it)
{
  struct responder r;

  responder_real (&r, &root, &helper, &mine, NULL);
  EXPECT (check (r.address, false), OK);
  cr_expect (strstr (answer.text, " ocsp=good"), "%s", answer.text);
  responder_done (&r);
  responder_real (&r, &root, &root, &mine, NULL);
  EXPECT (check (r.address, false), OK);
  responder_done (&r);
}

Test (ocsp, a_real_responder_that_knows_it_revoked)
{
  struct responder r;

  responder_real (&r, &root, &helper, NULL, &mine);
  /* Nobody accepts what is known to be bad.  */
  EXPECT (check (r.address, true), CERT_REVOKED);
  responder_done (&r);
}

Test (ocsp, a_real_responder_that_does_not_know_it)
{
  struct responder r;

  responder_real (&r, &root, &helper, &helper, NULL);
  EXPECT (check (r.address, true), CERT_UNTRUSTED);
  responder_done (&r);
}

static void
expect_silent (struct responder *r)
{
  EXPECT (check (r->address, false), OCSP_SILENT);
  EXPECT (check (r->address, true), OK);
  cr_expect (strstr (answer.text, " ocsp=silent"), "%s", answer.text);
  responder_done (r);
}

Test (ocsp, nobody_there)
{
  struct responder r;

  responder_absent (&r);
  expect_silent (&r);
}

Test (ocsp, one_that_says_nothing)
{
  struct responder r;

  in.trust.wait_ms = 300;
  responder_canned (&r, NULL, 0);
  expect_silent (&r);
}

Test (ocsp, one_that_says_nonsense)
{
  static const char *const answers[]
      = { "HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello",
          "HTTP/1.0 500 No\r\nContent-Length: 0\r\n\r\n",
          "HTTP/1.0 200 OK\r\nContent-Length: 99999999\r\n\r\nhello",
          "HTTP/1.0 302 Found\r\nLocation: file:///etc/passwd\r\n\r\n",
          "nonsense",
          "" };
  struct responder r;

  for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++)
    {
      responder_canned (&r, answers[i], strlen (answers[i]));
      expect_silent (&r);
    }
}

Test (ocsp, one_that_never_stops_talking)
{
  size_t len = 1 << 20;
  char *much = malloc (len);
  struct responder r;

  memset (much, 'x', len);
  memcpy (much, "HTTP/1.0 200 OK\r\n\r\n", 19);
  responder_canned (&r, much, len);
  expect_silent (&r);
  free (much);
}

Test (ocsp, one_that_only_a_stranger_trusts)
{
  struct card_cert other;
  struct responder r;

  card_make (&other, &(struct card_want){
                         .now = now, .ca = true, .name = "Test Root" });
  responder_real (&r, &root, &other, &mine, NULL);
  expect_silent (&r);
  card_done (&other);
}

Test (ocsp, an_address_that_is_no_responder_s)
{
  EXPECT (check ("file:///etc/passwd", false), OCSP_SILENT);
  EXPECT (check ("ftp://127.0.0.1/", false), OCSP_SILENT);
}

Test (ocsp, the_person_gives_up)
{
  struct responder r;
  int fds[2];

  cr_assert (pipe2 (fds, O_CLOEXEC) == 0);
  cr_assert (write (fds[1], "x", 1) == 1);
  in.cancel_fd = fds[0];
  in.trust.wait_ms = 30000;
  responder_canned (&r, NULL, 0);
  EXPECT (check (r.address, true), CANCELLED);
  responder_done (&r);
  close (fds[0]);
  close (fds[1]);
}

Test (ocsp, the_responder_that_the_certificate_names)
{
  struct responder r;

  EXPECT (check ("from-certificate", false), OCSP_SILENT);
  EXPECT (check ("from-certificate", true), OK);
  card_done (&mine);
  responder_canned (&r, "HTTP/1.0 500 No\r\n\r\n", 19);
  card_make (&mine, &(struct card_want){
                        .now = now, .issuer = &root, .ocsp = r.address });
  EXPECT (check ("from-certificate", false), OCSP_SILENT);
  cr_expect_str_eq (answer.detail, "it answers with an error");
  responder_done (&r);
}
