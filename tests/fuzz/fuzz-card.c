/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as what a PKCS #11 module answers: numbers, lengths, flags,
   values.  A module that writes past what it was given cannot be helped, so
   this one keeps to its buffers and lies about everything else.  */
#include "fuzz/fuzz.h"

#include <stdbool.h>
#include <string.h>

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/x509v3.h>

#include "../auth-providers/smartcard/smartcard.h"

extern const struct emi_plugin smartcard_LTX_emi_plugin;

/* What the double of the module does in one run.  */
static struct
{
  const uint8_t *at;
  size_t left;
  bool logged_in; /* by a PIN that was taken */
  bool signed_with_pin;
  bool attested_pin;
  int attested, granted, refused;
} run;

struct emi_call
{
  int prompts;
};

/* --- the bytes --- */

static uint8_t
next (void)
{
  if (run.left == 0)
    return 0;
  run.left--;
  return *run.at++;
}

static CK_ULONG
number (CK_ULONG usual)
{
  uint8_t how = next ();

  if (how < 0xC0)
    return usual;
  if (how < 0xE0)
    return next ();
  if (how < 0xF0)
    return (CK_ULONG) next () << 8 | next ();
  return how < 0xF8 ? CK_UNAVAILABLE_INFORMATION : (CK_ULONG) next () << 40;
}

static CK_RV
outcome (void)
{
  static const CK_RV some[] = {
    CKR_GENERAL_ERROR,        CKR_DEVICE_REMOVED,  CKR_TOKEN_NOT_PRESENT,
    CKR_BUFFER_TOO_SMALL,     CKR_HOST_MEMORY,     CKR_PIN_INCORRECT,
    CKR_PIN_LOCKED,           CKR_PIN_LEN_RANGE,   CKR_MECHANISM_INVALID,
    CKR_ATTRIBUTE_SENSITIVE,  CKR_FUNCTION_FAILED, CKR_SESSION_HANDLE_INVALID,
    CKR_TOKEN_NOT_RECOGNIZED, CKR_CANCEL,          CKR_USER_ALREADY_LOGGED_IN,
    CKR_ARGUMENTS_BAD
  };
  uint8_t how = next ();

  return how < 0xE0 ? CKR_OK : some[how % (sizeof some / sizeof some[0])];
}

static void
fill (void *to, size_t len)
{
  unsigned char *p = to;

  for (size_t i = 0; i < len; i++)
    p[i] = next ();
}

/* --- a certificate that can be used, made once --- */

static void
extend (X509 *x, int nid, const char *value)
{
  X509_EXTENSION *e = X509V3_EXT_conf_nid (NULL, NULL, nid, value);

  X509_add_ext (x, e, -1);
  X509_EXTENSION_free (e);
}

static const struct emi_span *
good_certificate (void)
{
  static unsigned char der[2048];
  static struct emi_span made;
  unsigned char *at = der;

  if (!made.len)
    {
      EVP_PKEY *key = EVP_EC_gen ("P-256");
      X509 *x = X509_new ();

      X509_set_version (x, 2);
      X509_gmtime_adj (X509_getm_notBefore (x), 0);
      X509_gmtime_adj (X509_getm_notAfter (x), 1000);
      X509_NAME_add_entry_by_txt (X509_get_subject_name (x), "CN",
                                  MBSTRING_ASC, (unsigned char *) "Ishi", -1,
                                  -1, 0);
      X509_set_pubkey (x, key);
      extend (x, NID_key_usage, "digitalSignature");
      X509_sign (x, key, EVP_sha256 ());
      NEVER (i2d_X509 (x, NULL) > (int) sizeof der);
      made = (struct emi_span){ der, (size_t) i2d_X509 (x, &at) };
      X509_free (x);
      EVP_PKEY_free (key);
    }
  return &made;
}

/* --- the module --- */

static CK_RV
get_slots (CK_BBOOL present, CK_SLOT_ID *slots, CK_ULONG *n)
{
  CK_ULONG count = number (1 + next () % 3), max = *n;
  CK_RV rv = outcome ();

  (void) present;
  for (CK_ULONG i = 0; slots && i < count && i < max; i++)
    slots[i] = next ();
  *n = count;
  return rv;
}

static CK_RV
get_slot (CK_SLOT_ID slot, CK_SLOT_INFO *info)
{
  (void) slot;
  fill (info, sizeof *info);
  return outcome ();
}

static CK_RV
get_token (CK_SLOT_ID slot, CK_TOKEN_INFO *info)
{
  (void) slot;
  *info = (CK_TOKEN_INFO){ .flags = CKF_TOKEN_INITIALIZED | CKF_LOGIN_REQUIRED
                                    | CKF_USER_PIN_INITIALIZED,
                           .ulMinPinLen = 4,
                           .ulMaxPinLen = 16 };
  info->flags = number (info->flags);
  info->ulMaxPinLen = number (16);
  info->serialNumber[0] = next ();
  return outcome ();
}

static CK_RV
get_mechanisms (CK_SLOT_ID slot, CK_MECHANISM_TYPE *out, CK_ULONG *n)
{
  CK_ULONG count = number (2), max = *n;

  (void) slot;
  for (CK_ULONG i = 0; out && i < count && i < max; i++)
    out[i] = number (i ? CKM_ECDSA_SHA256 : CKM_ECDSA);
  *n = count;
  return outcome ();
}

static CK_RV
open_session (CK_SLOT_ID slot, CK_FLAGS flags, void *data, CK_NOTIFY notify,
              CK_SESSION_HANDLE *out)
{
  (void) slot;
  (void) flags;
  (void) data;
  (void) notify;
  *out = next ();
  run.logged_in = false;
  return outcome ();
}

static CK_RV
close_session (CK_SESSION_HANDLE s)
{
  (void) s;
  return outcome ();
}

static CK_RV
get_session (CK_SESSION_HANDLE s, CK_SESSION_INFO *info)
{
  (void) s;
  *info = (CK_SESSION_INFO){ .state = number (CKS_RO_PUBLIC_SESSION) };
  return outcome ();
}

static CK_RV
login (CK_SESSION_HANDLE s, CK_USER_TYPE user, CK_UTF8CHAR *pin, CK_ULONG len)
{
  CK_RV rv = outcome ();

  (void) s;
  NEVER (pin && memchr (pin, 0, len));
  run.logged_in |= rv == CKR_OK && user == CKU_USER;
  return rv;
}

static CK_RV
logout (CK_SESSION_HANDLE s)
{
  (void) s;
  run.logged_in = false;
  return outcome ();
}

static CK_RV
/* cppcheck-suppress constParameter ; the standard's type */
find_begin (CK_SESSION_HANDLE s, CK_ATTRIBUTE *like, CK_ULONG n)
{
  (void) s;
  NEVER (n > 0 && !like);
  return outcome ();
}

static CK_RV
find (CK_SESSION_HANDLE s, CK_OBJECT_HANDLE *out, CK_ULONG max, CK_ULONG *n)
{
  CK_ULONG count = number (next () & 1);

  (void) s;
  for (CK_ULONG i = 0; i < count && i < max; i++)
    out[i] = next ();
  *n = count;
  return outcome ();
}

static CK_RV
find_end (CK_SESSION_HANDLE s)
{
  (void) s;
  return outcome ();
}

static void
get_one (CK_ATTRIBUTE *a)
{
  const struct emi_span *good = good_certificate ();
  bool usable = a->type == CKA_VALUE && next () < 0xC0;
  CK_ULONG len = number (usable ? good->len : 1);
  CK_ULONG room = a->ulValueLen < len ? a->ulValueLen : len;

  if (a->pValue && usable)
    memcpy (a->pValue, good->data, room < good->len ? room : good->len);
  else if (a->pValue && room == 1)
    *(CK_BYTE *) a->pValue = next () < 0xC0;
  else if (a->pValue)
    fill (a->pValue, room < 4096 ? room : 4096);
  a->ulValueLen = len;
}

static CK_RV
get_attributes (CK_SESSION_HANDLE s, CK_OBJECT_HANDLE o, CK_ATTRIBUTE *a,
                CK_ULONG n)
{
  (void) s;
  (void) o;
  for (CK_ULONG i = 0; i < n; i++)
    get_one (&a[i]);
  return outcome ();
}

static CK_RV
sign_begin (CK_SESSION_HANDLE s, CK_MECHANISM *m, CK_OBJECT_HANDLE key)
{
  (void) s;
  (void) m;
  (void) key;
  return outcome ();
}

static CK_RV
/* cppcheck-suppress constParameter ; the standard's type */
/* NOLINTNEXTLINE(readability-non-const-parameter) */
sign (CK_SESSION_HANDLE s, CK_BYTE *data, CK_ULONG n, CK_BYTE *out,
      CK_ULONG *len)
{
  CK_ULONG made = number (64);

  (void) s;
  run.signed_with_pin = run.logged_in;
  NEVER (n == 0 || !data);
  fill (out, made < *len ? made : *len);
  *len = made;
  return outcome ();
}

static CK_FUNCTION_LIST functions = {
  .C_GetSlotList = get_slots,
  .C_GetSlotInfo = get_slot,
  .C_GetTokenInfo = get_token,
  .C_GetMechanismList = get_mechanisms,
  .C_OpenSession = open_session,
  .C_CloseSession = close_session,
  .C_GetSessionInfo = get_session,
  .C_Login = login,
  .C_Logout = logout,
  .C_FindObjectsInit = find_begin,
  .C_FindObjects = find,
  .C_FindObjectsFinal = find_end,
  .C_GetAttributeValue = get_attributes,
  .C_SignInit = sign_begin,
  .C_Sign = sign,
};

/* In module.c's place.  */
struct card_module
{
  int unused;
};

struct card_module *
module_new (const char *path)
{
  (void) path;
  return calloc (1, sizeof (struct card_module));
}

void
module_free (struct card_module *m)
{
  free (m);
}

enum card_end
module_ready (struct card_module *m, CK_FUNCTION_LIST **out)
{
  (void) m;
  *out = &functions;
  return CARD_FINE;
}

void
module_forget (struct card_module *m)
{
  (void) m;
}

const char *
module_sentence (const struct card_module *m)
{
  (void) m;
  return "";
}

/* --- the host --- */

static const char *
option (void *ctx, const char *name)
{
  (void) ctx;
  if (strcmp (name, "pin") == 0)
    return "reader";
  if (strcmp (name, "uri") == 0 && next () >= 0xC0)
    return "pkcs11:token=card;object=one";
  return strcmp (name, "module") == 0 ? "/module.so" : NULL;
}

static int64_t
option_number (void *ctx, const char *name)
{
  (void) ctx;
  (void) name;
  return next () < 0x40 ? 600 : 0;
}

static emi_rc fail (struct emi_call *call, emi_rc rc, const char *fmt, ...)
    EMI_PRINTF (3, 4);
static emi_rc
fail (struct emi_call *call, emi_rc rc, const char *fmt, ...)
{
  (void) call;
  (void) fmt;
  NEVER (rc == EMI_OK);
  return rc;
}

static emi_rc
put (struct emi_call *call, const char *name, const void *data, size_t len)
{
  (void) call;
  NEVER (len > 0 && !data);
  if (strcmp (name, "verdict") == 0)
    {
      run.granted += len == 7 && memcmp (data, "granted", 7) == 0;
      run.refused += len == 7 && memcmp (data, "refused", 7) == 0;
    }
  return EMI_OK;
}

static emi_rc
put_fields (struct emi_call *call, const char *name,
            const struct emi_fields *fields)
{
  (void) call;
  NEVER (strcmp (name, "attestation") != 0);
  run.attested++;
  for (size_t i = 0; i < fields->n; i++)
    {
      const struct emi_field *f = &fields->v[i];

      NEVER (f->value.len > CERTIFICATE_MAX);
      for (size_t k = 0; k < f->value.len; k++)
        NEVER (((const volatile uint8_t *) f->value.data)[k] > 0xFF);
      if (strcmp (f->name, "methods") == 0)
        run.attested_pin = f->value.len > 4;
    }
  return EMI_OK;
}

static emi_rc
ask (struct emi_call *call, const char *const *ids, size_t n)
{
  (void) ids;
  call->prompts += (int) n;
  NEVER (call->prompts > 8);
  return next () < 0xF0 ? EMI_OK : EMI_CANCELLED;
}

static const char *
answer (struct emi_call *call, const char *id)
{
  (void) call;
  (void) id;
  return "2468";
}

static emi_rc
wait_ms (struct emi_call *call, int fd, short events, int64_t ms)
{
  (void) call;
  (void) fd;
  (void) events;
  (void) ms;
  return next () < 0xF0 ? EMI_RETRY : EMI_CANCELLED;
}

static int64_t
time_left (struct emi_call *call)
{
  (void) call;
  return next () < 0xF8 ? 1000 : 0;
}

static const struct emi_host host = {
  .size = sizeof host,
  .option = option,
  .option_number = option_number,
  .fail = fail,
  .put = put,
  .put_fields = put_fields,
  .ask = ask,
  .answer = answer,
  .wait = wait_ms,
  .time_left = time_left,
};

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t len)
{
  static const unsigned char challenge[CHALLENGE_LEN];
  const struct emi_plugin *p = &smartcard_LTX_emi_plugin;
  const struct emi_auth_ops *ops = p->ops;
  struct emi_auth_verify v = { .size = sizeof v,
                               .account = "dr-a",
                               .enrolment = *good_certificate (),
                               .challenge = { challenge, CHALLENGE_LEN } };
  struct emi_auth_enrol e = { .size = sizeof e,
                              .account = "dr-a",
                              .mode = "set",
                              .challenge = v.challenge };
  struct emi_call call = { 0 };
  void *self = NULL;

  memset (&run, 0, sizeof run);
  run.at = data;
  run.left = len;
  if (p->open (&host, NULL, &call, &self) != EMI_OK)
    return 0;
  if (next () & 1)
    ops->enrol (self, &call, &e);
  else
    ops->verify (self, &call, &v);
  NEVER (run.attested > 1 || run.granted + run.refused > 1);
  NEVER (run.granted && !run.attested);
  NEVER (run.refused && run.attested);
  /* A PIN that was not taken is no factor.  */
  NEVER (run.attested_pin && !run.signed_with_pin);
  p->close (self);
  return 0;
}
