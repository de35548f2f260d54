/* SPDX-License-Identifier: Apache-2.0 */
/* A PKCS #11 module for tests: SoftHSM, made to misbehave like real cards.
   $CARD_SHIM names a folder that says how; it is looked at in every call, so
   that the world can change in the middle:

     tries      wrong PINs so far (ours to write); the third locks the card
     removed    it is there: the card was taken away
     mode       words, separated by blanks:
       lock         count tries at all
       final-rv     a locked PIN is told as CKR_GENERAL_ERROR (as SW 6984)
       pull-login   the card is taken at the PIN
       pull-sign    the card is taken at the signature
       no-reader    there is no slot
       no-service   nothing can be asked: CKR_GENERAL_ERROR
       gone-sign    the reader's service ends at the signature
       fail-sign    the card does not sign, and stays
       stranger     a card that the module does not know
       pad          the reader has keys of its own; they type the right PIN
       no-login     the token wants no PIN
       logged-in    somebody left the token logged in
       no-pss only-hash only-digest   mechanisms that are not offered
       short-sign long-sign huge-cert many-slots many-found odd-length
                    answers that cannot be

   $CARD_SHIM_REAL is the module behind it.  */
#include <p11-kit/pkcs11.h>

#include <dlfcn.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PIN "2468"
#define TRIES 3

static CK_FUNCTION_LIST mine, *real;

/* --- what the folder says --- */

static const char *
path (char *buffer, size_t size, const char *name)
{
  const char *dir = getenv ("CARD_SHIM");

  snprintf (buffer, size, "%s/%s", dir ? dir : "/nonexistent", name);
  return buffer;
}

static size_t
read_file (const char *name, char *out, size_t size)
{
  char p[4096];
  int fd = open (path (p, sizeof p, name), O_RDONLY | O_CLOEXEC);
  ssize_t n = fd < 0 ? 0 : read (fd, out, size - 1);

  if (fd >= 0)
    close (fd);
  out[n > 0 ? n : 0] = '\0';
  return n > 0 ? (size_t) n : 0;
}

static void
write_file (const char *name, const char *text)
{
  char p[4096];
  FILE *f = fopen (path (p, sizeof p, name), "we");

  if (f)
    {
      fputs (text, f);
      fclose (f);
    }
}

static bool
mode (const char *word)
{
  char words[512] = " ", want[64];
  size_t n = read_file ("mode", words + 1, sizeof words - 2);

  for (size_t i = 1; i <= n; i++)
    if (words[i] == '\n')
      words[i] = ' ';
  words[n + 1] = ' ';
  words[n + 2 < sizeof words ? n + 2 : n + 1] = '\0';
  snprintf (want, sizeof want, " %s ", word);
  return strstr (words, want) != NULL;
}

static bool
removed (void)
{
  char p[4096];

  return access (path (p, sizeof p, "removed"), F_OK) == 0;
}

static int
tries (void)
{
  char text[16];

  read_file ("tries", text, sizeof text);
  return mode ("lock") ? atoi (text) : 0;
}

/* --- slots --- */

static CK_RV
slot_list (CK_BBOOL present, CK_SLOT_ID *slots, CK_ULONG *n)
{
  if (mode ("no-service"))
    return CKR_GENERAL_ERROR;
  if (mode ("no-reader"))
    {
      *n = 0;
      return CKR_OK;
    }
  if (mode ("many-slots") && slots)
    {
      *n = 1000000;
      return CKR_OK;
    }
  return real->C_GetSlotList (present, slots, n);
}

static CK_RV
token_info (CK_SLOT_ID slot, CK_TOKEN_INFO *info)
{
  CK_RV rv;
  int n = tries ();

  if (mode ("no-service"))
    return CKR_GENERAL_ERROR;
  if (removed ())
    return CKR_TOKEN_NOT_PRESENT;
  if (mode ("stranger"))
    return CKR_TOKEN_NOT_RECOGNIZED;
  rv = real->C_GetTokenInfo (slot, info);
  if (rv != CKR_OK)
    return rv;
  if (mode ("lock"))
    info->flags &= ~(CK_FLAGS) CKF_USER_PIN_COUNT_LOW;
  if (n > 0)
    info->flags |= CKF_USER_PIN_COUNT_LOW;
  if (n == TRIES - 1)
    info->flags |= CKF_USER_PIN_FINAL_TRY;
  if (n >= TRIES)
    info->flags |= CKF_USER_PIN_LOCKED;
  if (mode ("pad"))
    info->flags |= CKF_PROTECTED_AUTHENTICATION_PATH;
  if (mode ("no-login"))
    info->flags &= ~(CK_FLAGS) CKF_LOGIN_REQUIRED;
  if (mode ("odd-length"))
    info->ulMinPinLen = info->ulMaxPinLen = CK_UNAVAILABLE_INFORMATION;
  return rv;
}

static CK_RV
open_session (CK_SLOT_ID slot, CK_FLAGS flags, void *data, CK_NOTIFY notify,
              CK_SESSION_HANDLE *out)
{
  CK_RV rv;

  if (removed ())
    return CKR_TOKEN_NOT_PRESENT;
  rv = real->C_OpenSession (slot, flags, data, notify, out);
  /* A token that wants no PIN, or that somebody else left open.  */
  if (rv == CKR_OK && (mode ("no-login") || mode ("logged-in")))
    real->C_Login (*out, CKU_USER, (CK_UTF8CHAR *) PIN, strlen (PIN));
  return rv;
}

/* --- objects --- */

static CK_RV
find_objects (CK_SESSION_HANDLE s, CK_OBJECT_HANDLE *out, CK_ULONG max,
              CK_ULONG *n)
{
  CK_RV rv
      = removed () ? CKR_DEVICE_REMOVED : real->C_FindObjects (s, out, max, n);

  if (rv == CKR_OK && mode ("many-found"))
    *n = max + 5;
  return rv;
}

static CK_RV
attributes (CK_SESSION_HANDLE s, CK_OBJECT_HANDLE o, CK_ATTRIBUTE *a,
            CK_ULONG n)
{
  CK_RV rv = removed () ? CKR_DEVICE_REMOVED
                        : real->C_GetAttributeValue (s, o, a, n);

  for (CK_ULONG i = 0; rv == CKR_OK && i < n; i++)
    if (a[i].type == CKA_VALUE && mode ("huge-cert"))
      a[i].ulValueLen = 100000000;
  return rv;
}

/* --- mechanisms: SoftHSM has no ECDSA that hashes by itself --- */

static CK_OBJECT_HANDLE hashing; /* the key of such a signature, or 0 */

static CK_RV
mechanisms (CK_SLOT_ID slot, CK_MECHANISM_TYPE *out, CK_ULONG *n)
{
  CK_ULONG max = *n;
  CK_RV rv = real->C_GetMechanismList (slot, out, n);

  if (rv == CKR_OK && out && mode ("only-hash") && *n < max)
    out[(*n)++] = CKM_ECDSA_SHA256;
  return rv;
}

static CK_RV
hash_and_sign (CK_SESSION_HANDLE s, CK_BYTE *data, CK_ULONG n, CK_BYTE *out,
               CK_ULONG *len)
{
  CK_MECHANISM sha = { CKM_SHA256, NULL, 0 }, plain = { CKM_ECDSA, NULL, 0 };
  CK_BYTE hash[32];
  CK_ULONG hash_len = sizeof hash;
  CK_RV rv = real->C_DigestInit (s, &sha);

  if (rv == CKR_OK)
    rv = real->C_Digest (s, data, n, hash, &hash_len);
  if (rv == CKR_OK)
    rv = real->C_SignInit (s, &plain, hashing);
  return rv == CKR_OK ? real->C_Sign (s, hash, hash_len, out, len) : rv;
}

/* --- PIN and signature --- */

static CK_RV
wrong_pin (void)
{
  char text[16];
  int n = tries () + 1;

  snprintf (text, sizeof text, "%d", n);
  if (mode ("lock"))
    write_file ("tries", text);
  return mode ("final-rv") && n >= TRIES ? CKR_GENERAL_ERROR
                                         : CKR_PIN_INCORRECT;
}

static CK_RV
login (CK_SESSION_HANDLE s, CK_USER_TYPE user, CK_UTF8CHAR *pin, CK_ULONG len)
{
  CK_RV rv;

  if (mode ("pull-login"))
    write_file ("removed", "");
  if (removed ())
    return CKR_DEVICE_REMOVED;
  if (tries () >= TRIES)
    return CKR_PIN_LOCKED;
  if (!pin && mode ("pad"))
    rv = real->C_Login (s, user, (CK_UTF8CHAR *) PIN, strlen (PIN));
  else
    rv = pin ? real->C_Login (s, user, pin, len) : CKR_ARGUMENTS_BAD;
  if (rv == CKR_PIN_INCORRECT)
    return wrong_pin ();
  if (rv == CKR_OK && mode ("lock"))
    write_file ("tries", "0");
  return rv;
}

static CK_RV
sign_init (CK_SESSION_HANDLE s, CK_MECHANISM *m, CK_OBJECT_HANDLE key)
{
  bool pss = m->mechanism == CKM_RSA_PKCS_PSS
             || m->mechanism == CKM_SHA256_RSA_PKCS_PSS;
  bool plain = m->mechanism == CKM_RSA_PKCS || m->mechanism == CKM_ECDSA
               || m->mechanism == CKM_RSA_PKCS_PSS;

  if ((pss && mode ("no-pss")) || (plain && mode ("only-hash"))
      || (m->mechanism != CKM_RSA_PKCS && mode ("only-digest")))
    return CKR_MECHANISM_INVALID;
  hashing = m->mechanism == CKM_ECDSA_SHA256 ? key : 0;
  if (hashing)
    return CKR_OK;
  return real->C_SignInit (s, m, key);
}

static CK_RV
sign (CK_SESSION_HANDLE s, CK_BYTE *data, CK_ULONG n, CK_BYTE *out,
      CK_ULONG *len)
{
  CK_RV rv;

  if (mode ("pull-sign"))
    write_file ("removed", "");
  if (mode ("gone-sign"))
    write_file ("mode", "no-service");
  if (mode ("no-service"))
    return CKR_GENERAL_ERROR;
  if (mode ("fail-sign"))
    return CKR_GENERAL_ERROR;
  if (removed ())
    return CKR_DEVICE_REMOVED;
  rv = hashing ? hash_and_sign (s, data, n, out, len)
               : real->C_Sign (s, data, n, out, len);
  if (rv == CKR_OK && mode ("short-sign"))
    *len = 10;
  if (rv == CKR_OK && mode ("long-sign"))
    *len = 100000000;
  return rv;
}

/* --- the one symbol --- */

__attribute__ ((visibility ("default"))) CK_RV
C_GetFunctionList (CK_FUNCTION_LIST **out)
{
  const char *name = getenv ("CARD_SHIM_REAL");
  CK_RV (*get) (CK_FUNCTION_LIST **);
  void *module;

  if (!real)
    {
      module = dlopen (name ? name : "/usr/lib/softhsm/libsofthsm2.so",
                       RTLD_NOW | RTLD_LOCAL);
      get = module ? dlsym (module, "C_GetFunctionList") : NULL;
      if (!get || get (&real) != CKR_OK)
        return CKR_GENERAL_ERROR;
      mine = *real;
      mine.C_GetFunctionList = C_GetFunctionList;
      mine.C_GetSlotList = slot_list;
      mine.C_GetTokenInfo = token_info;
      mine.C_OpenSession = open_session;
      mine.C_FindObjects = find_objects;
      mine.C_GetAttributeValue = attributes;
      mine.C_GetMechanismList = mechanisms;
      mine.C_Login = login;
      mine.C_SignInit = sign_init;
      mine.C_Sign = sign;
    }
  *out = &mine;
  return CKR_OK;
}
