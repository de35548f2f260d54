/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of this provider share.

     smartcard.c   the contract: options, prompts, verdicts
     find.c        which card is the one, and waiting for it
     ends.c        how a card's turn can end, in words          (protocol)
     certificate.c what a certificate says of its key           (protocol)
     signing.c     mechanisms, what is signed, how it is read   (protocol)
     token.c       slots, sessions, objects, PIN, signature     (device)
     module.c      loading the PKCS #11 module                  (device)  */
#ifndef EMI_SMARTCARD_H
#define EMI_SMARTCARD_H

#include <stdbool.h>

#include <emi/auth.h>
#include <p11-kit/p11-kit.h>
#include <p11-kit/uri.h>

/* What a card may hold that emi reads at all.  */
#define CERTIFICATE_MAX 16384
#define OBJECTS_MAX 32
#define SLOTS_MAX 64
#define MECHANISMS_MAX 512
#define ID_MAX 256
#define CHAIN_MAX 4
/* More than RSA of 4096 bits.  */
#define SIGNATURE_MAX 1024
#define CHALLENGE_LEN 32

/* --- ends.c --- */

enum card_end
{
  CARD_FINE,
  /* refusals */
  CARD_PIN_WRONG,
  CARD_PIN_FINAL,
  CARD_PIN_LOCKED,
  CARD_PIN_LENGTH,
  CARD_OTHER,
  /* it cannot be used now */
  CARD_ABSENT,
  CARD_PULLED,
  CARD_SEVERAL,
  CARD_LOCKED,
  CARD_NO_KEY,
  CARD_READER_ABSENT,
  CARD_MODULE_MISSING,
  CARD_FAILED,
  CARD_CANCELLED,
  CARD_MEMORY
};

struct card_words
{
  const char *reason;   /* EMI_REASON_..., or NULL */
  const char *gesture;  /* the prompt that lets the person mend it, or NULL */
  const char *sentence; /* NULL: it is a refusal */
  emi_rc rc;
};

const struct card_words *card_words (enum card_end end);
/* What RV says outside of a login.  */
enum card_end card_end_of (CK_RV rv);
/* What RV says of a PIN, with the token's flags after it.  */
enum card_end card_end_of_login (CK_RV rv, CK_FLAGS flags);

/* --- certificate.c --- */

enum certificate_kind
{
  CERTIFICATE_UNFIT, /* also: of a key for legal signatures */
  CERTIFICATE_PERSON,
  CERTIFICATE_CA
};

enum key_kind
{
  KEY_UNKNOWN,
  KEY_P256,
  KEY_RSA
};

struct certificate
{
  unsigned char *der;
  size_t len;
  unsigned char id[ID_MAX]; /* of the key that belongs to it */
  size_t id_len;
  enum certificate_kind kind;
  enum key_kind key;
  size_t signature_len; /* of the card, in bytes */
  int64_t from;         /* UTC seconds */
};

/* Reads the certificate at the beginning of DATA (cards pad with zeros);
   CERTIFICATE_UNFIT when it is none.  CERTIFICATE is the caller's to end.
   False without memory.  */
bool certificate_read (const void *data, size_t len,
                       struct certificate *certificate);
void certificate_done (struct certificate *certificate);

enum likeness
{
  LIKE_NOTHING,
  LIKE_OTHER,  /* of somebody else */
  LIKE_PERSON, /* the same subject: a renewed card; the core judges */
  LIKE_SAME
};

/* C beside the registered certificate (empty: of nobody).  */
enum likeness certificate_like (const struct certificate *c,
                                const struct emi_span *enrolled);
/* Are these bytes a certificate and nothing else?  */
bool certificate_is (const struct emi_span *der);

/* --- signing.c --- */

/* One way to have the card sign.  */
struct sign_way
{
  CK_MECHANISM_TYPE mechanism;
  enum key_kind key;
  const char *algorithm; /* as in emi/auth.h */
  const char *name;      /* for the record */
  enum
  {
    SIGN_MESSAGE,
    SIGN_HASH,
    SIGN_DIGEST_INFO
  } input;
  bool pss;
};

/* The Nth best way for KEY among what the token offers, or NULL.  */
const struct sign_way *sign_way (enum key_kind key,
                                 const CK_MECHANISM_TYPE *offered,
                                 size_t n_offered, size_t n);

#define SIGN_INPUT_MAX 64
/* What WAY is given to sign: made of "emi-factor/1" and CHALLENGE.  Its
   length; 0 without memory.  */
size_t sign_input (const struct sign_way *way,
                   const unsigned char challenge[CHALLENGE_LEN],
                   unsigned char out[SIGN_INPUT_MAX]);
/* The card's answer as the core takes it, in place; ECDSA becomes DER.  False
   when it is no signature of C's key.  */
bool sign_output (const struct sign_way *way, const struct certificate *c,
                  unsigned char buffer[SIGNATURE_MAX], size_t *len);

/* --- module.c --- */

struct card_module;

/* PATH, not loaded yet.  NULL without memory.  */
struct card_module *module_new (const char *path);
void module_free (struct card_module *m);
/* Its functions, loaded and initialised; kept until module_forget.  */
enum card_end module_ready (struct card_module *m, CK_FUNCTION_LIST **out);
/* Ends its work, so that the next call starts it anew.  */
void module_forget (struct card_module *m);
/* Why it could not be loaded; "" when nothing is known.  */
const char *module_sentence (const struct card_module *m);

/* --- token.c --- */

/* A token in a slot.  */
struct token
{
  CK_SLOT_ID slot;
  CK_TOKEN_INFO info;
};

struct tokens
{
  struct token v[SLOTS_MAX];
  size_t n;
  size_t slots;  /* that there are, with or without a token */
  bool stranger; /* something lies there that the module does not know */
};

/* The initialised tokens that URI (NULL: any) means.  */
enum card_end tokens_list (CK_FUNCTION_LIST *f, P11KitUri *uri,
                           struct tokens *out);

struct certificates
{
  struct certificate v[OBJECTS_MAX];
  size_t n;
};

/* The certificates on T that need no PIN.  OUT is the caller's to end, also
   after a failure.  */
enum card_end token_certificates (CK_FUNCTION_LIST *f, const struct token *t,
                                  P11KitUri *uri, struct certificates *out);
void certificates_done (struct certificates *c);

/* What a card did for one challenge.  */
struct proof
{
  bool pin; /* it checked the PIN in this session */
  const struct sign_way *way;
  unsigned char signature[SIGNATURE_MAX];
  size_t len;
};

/* Does the token want a PIN, and can it be used?  */
bool token_wants_pin (const struct token *t);
enum card_end token_usable (const struct token *t);
/* Would PIN use up no try because of its length?  */
bool token_fits_pin (const struct token *t, const char *pin);

/* In a session of its own, which is closed in any case: sees that C is still
   there, logs in (PIN NULL: at the reader's own keys), signs, logs out.  */
enum card_end token_prove (CK_FUNCTION_LIST *f, struct token *t,
                           const struct certificate *c, const char *pin,
                           const unsigned char challenge[CHALLENGE_LEN],
                           struct proof *out);

/* --- find.c --- */

/* The card that was found.  */
struct found
{
  struct token token;
  struct certificate certificate;
  struct certificate chain[CHAIN_MAX];
  size_t n_chain;
};

void found_done (struct found *f);

/* Looks once.  ENROLLED NULL: any card that can authenticate; else the card
   of that certificate.  OUT is the caller's to end.  */
enum card_end card_look (CK_FUNCTION_LIST *f, P11KitUri *uri,
                         const struct emi_span *enrolled, struct found *out);

#endif
