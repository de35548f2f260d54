/* SPDX-License-Identifier: Apache-2.0 */
/* The device: PIN and signature, in a session that lives for one challenge.
   That the PIN was checked is claimed only when this session was not logged
   in, the token wants a login, it took the PIN here, and the key cannot be
   used without.  */
#include "token.h"

#include <string.h>

struct session
{
  CK_FUNCTION_LIST *f;
  CK_SESSION_HANDLE s;
  struct token *token;
  const struct certificate *c;
  const char *pin;
  CK_OBJECT_HANDLE key;
  bool logged_in;
  bool key_private; /* not to be used without a PIN */
  bool key_always;  /* nor for a second signature */
};

/* --- before --- */

bool
token_wants_pin (const struct token *t)
{
  return t->info.flags & CKF_LOGIN_REQUIRED;
}

enum card_end
token_usable (const struct token *t)
{
  if (!token_wants_pin (t))
    return CARD_FINE;
  return (t->info.flags & CKF_USER_PIN_LOCKED)
                 || !(t->info.flags & CKF_USER_PIN_INITIALIZED)
             ? CARD_LOCKED
             : CARD_FINE;
}

bool
token_fits_pin (const struct token *t, const char *pin)
{
  CK_ULONG low = t->info.ulMinPinLen, high = t->info.ulMaxPinLen;
  size_t len = strlen (pin);

  if (len == 0)
    return false;
  /* Some modules give no lengths, or none that can be.  */
  if (high == 0 || high == CK_UNAVAILABLE_INFORMATION || low > high)
    return true;
  return len >= low && len <= high;
}

/* Whoever changes cards while the PIN is typed must not have it tried on
   another card.  */
static enum card_end
see_again (struct session *p)
{
  struct certificates there = { .n = 0 };
  enum card_end end = session_certificates (p->f, p->s, NULL, &there);

  if (end == CARD_FINE)
    end = CARD_PULLED;
  for (size_t i = 0; i < there.n && end == CARD_PULLED; i++)
    if (there.v[i].len == p->c->len
        && memcmp (there.v[i].der, p->c->der, p->c->len) == 0)
      end = CARD_FINE;
  certificates_done (&there);
  return end;
}

/* --- PIN --- */

static CK_RV
login_as (struct session *p, CK_USER_TYPE user)
{
  return p->f->C_Login (p->s, user, (CK_UTF8CHAR *) p->pin,
                        p->pin ? strlen (p->pin) : 0);
}

/* The token's flags after a PIN; what is known when it does not tell.  */
static CK_FLAGS
flags_now (struct session *p)
{
  CK_TOKEN_INFO info;

  if (p->f->C_GetTokenInfo (p->token->slot, &info) == CKR_OK)
    p->token->info.flags = info.flags;
  return p->token->info.flags;
}

static enum card_end
login (struct session *p)
{
  CK_SESSION_INFO info;
  CK_RV rv;

  if (!token_wants_pin (p->token))
    return CARD_FINE;
  rv = p->f->C_GetSessionInfo (p->s, &info);
  if (rv != CKR_OK)
    return card_end_of (rv);
  /* Somebody else's login is no PIN of this person's.  */
  if (info.state != CKS_RO_PUBLIC_SESSION && p->f->C_Logout (p->s) != CKR_OK)
    return CARD_FAILED;
  rv = login_as (p, CKU_USER);
  if (rv == CKR_USER_ALREADY_LOGGED_IN)
    {
      p->f->C_Logout (p->s);
      rv = login_as (p, CKU_USER);
    }
  p->logged_in = rv == CKR_OK;
  return p->logged_in ? CARD_FINE : card_end_of_login (rv, flags_now (p));
}

/* --- key --- */

static bool
key_says (struct session *p, CK_ATTRIBUTE_TYPE type)
{
  CK_BBOOL yes = CK_FALSE;
  size_t len;

  return object_bytes (p->f, p->s, p->key, type, &yes, sizeof yes, &len)
             == CARD_FINE
         && len == sizeof yes && yes == CK_TRUE;
}

/* The private key of the certificate: by its id, or the only one.  */
static enum card_end
key_find (struct session *p)
{
  CK_OBJECT_CLASS class = CKO_PRIVATE_KEY;
  CK_KEY_TYPE type = p->c->key == KEY_P256 ? CKK_EC : CKK_RSA;
  CK_ATTRIBUTE like[3] = { { CKA_CLASS, &class, sizeof class },
                           { CKA_KEY_TYPE, &type, sizeof type },
                           { CKA_ID, (void *) p->c->id, p->c->id_len } };
  CK_OBJECT_HANDLE found[OBJECTS_MAX];
  size_t n;
  enum card_end end
      = objects_find (p->f, p->s, like, p->c->id_len ? 3 : 2, found, &n);

  if (end != CARD_FINE)
    return end;
  if (n != 1)
    return CARD_NO_KEY;
  p->key = found[0];
  p->key_private = key_says (p, CKA_PRIVATE);
  p->key_always = key_says (p, CKA_ALWAYS_AUTHENTICATE);
  return CARD_FINE;
}

/* --- signature --- */

static CK_RV
sign_begin (struct session *p, const struct sign_way *way)
{
  CK_RSA_PKCS_PSS_PARAMS pss = { CKM_SHA256, CKG_MGF1_SHA256, 32 };
  CK_MECHANISM m
      = { way->mechanism, way->pss ? &pss : NULL, way->pss ? sizeof pss : 0 };
  CK_RV rv = p->f->C_SignInit (p->s, &m, p->key);

  if (rv == CKR_OK && p->key_always)
    rv = login_as (p, CKU_CONTEXT_SPECIFIC);
  return rv;
}

/* The module offers more than this key or card can do.  */
static bool
try_another (CK_RV rv)
{
  return rv == CKR_MECHANISM_INVALID || rv == CKR_MECHANISM_PARAM_INVALID
         || rv == CKR_KEY_TYPE_INCONSISTENT || rv == CKR_FUNCTION_NOT_SUPPORTED
         || rv == CKR_KEY_FUNCTION_NOT_PERMITTED || rv == CKR_ARGUMENTS_BAD;
}

static CK_RV
sign_by (struct session *p, const struct sign_way *way,
         const unsigned char challenge[CHALLENGE_LEN], struct proof *out)
{
  unsigned char input[SIGN_INPUT_MAX];
  size_t input_len = sign_input (way, challenge, input);
  CK_ULONG len = sizeof out->signature;
  CK_RV rv = input_len ? sign_begin (p, way) : CKR_HOST_MEMORY;

  if (rv != CKR_OK)
    return rv;
  rv = p->f->C_Sign (p->s, input, input_len, out->signature, &len);
  if (rv == CKR_OK && len > sizeof out->signature)
    rv = CKR_FUNCTION_FAILED;
  out->len = len;
  out->way = way;
  if (rv == CKR_OK && !sign_output (way, p->c, out->signature, &out->len))
    rv = CKR_FUNCTION_FAILED;
  return rv;
}

static enum card_end
sign (struct session *p, const unsigned char challenge[CHALLENGE_LEN],
      struct proof *out)
{
  CK_MECHANISM_TYPE offered[MECHANISMS_MAX];
  CK_ULONG n = MECHANISMS_MAX;
  const struct sign_way *way;
  CK_RV rv = p->f->C_GetMechanismList (p->token->slot, offered, &n);

  if (rv != CKR_OK)
    return card_end_of (rv);
  if (n > MECHANISMS_MAX)
    return CARD_FAILED;
  rv = CKR_MECHANISM_INVALID;
  for (size_t i = 0;
       try_another (rv) && (way = sign_way (p->c->key, offered, n, i)); i++)
    rv = sign_by (p, way, challenge, out);
  return card_end_of (rv);
}

/* A general error while the card lies there and its reader works is the
   card's own; without the card it was pulled.  */
static enum card_end
look_why (struct session *p, enum card_end end)
{
  CK_TOKEN_INFO info;
  CK_RV rv;

  if (end != CARD_READER_ABSENT && end != CARD_FAILED)
    return end;
  rv = p->f->C_GetTokenInfo (p->token->slot, &info);
  if (rv == CKR_OK)
    return CARD_FAILED;
  return card_end_of (rv) == CARD_PULLED ? CARD_PULLED : end;
}

enum card_end
token_prove (CK_FUNCTION_LIST *f, struct token *t, const struct certificate *c,
             const char *pin, const unsigned char challenge[CHALLENGE_LEN],
             struct proof *out)
{
  struct session p = { .f = f, .token = t, .c = c, .pin = pin };
  enum card_end end = session_open (f, t->slot, &p.s);

  *out = (struct proof){ .pin = false };
  if (end != CARD_FINE)
    return look_why (&p, end);
  end = see_again (&p);
  if (end == CARD_FINE)
    end = login (&p);
  if (end == CARD_FINE)
    end = key_find (&p);
  if (end == CARD_FINE)
    end = sign (&p, challenge, out);
  out->pin = end == CARD_FINE && p.logged_in && p.key_private;
  end = look_why (&p, end);
  if (p.logged_in)
    f->C_Logout (p.s);
  f->C_CloseSession (p.s);
  return end;
}
