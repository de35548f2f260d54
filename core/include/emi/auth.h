/* SPDX-License-Identifier: Apache-2.0 */
/* Authentication providers.  A provider attests which national class-methods
   ("1-01", "3-02"; SPEC R3) it saw for this challenge; the core counts the
   distinct classes.  Nobody can type a declaration.  */
#ifndef EMI_AUTH_H
#define EMI_AUTH_H

#include <emi/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The provider yields two classes at once from evidence that the core checks
   itself (a card that verified its PIN).  */
#define EMI_AUTH_JOINT 1u
/* Each success carries a "counter" that must be larger than the last one: the
   core keeps it and refuses a replay.  */
#define EMI_AUTH_COUNTER 2u
/* A secret that another person may set once (password): such an enrolment is
   no factor until its owner has changed it.  */
#define EMI_AUTH_ONE_TIME 4u
/* What it grants is proven by a signature of the person's own key, which the
   core checks (security.md, factors 4).  The enrolment is the person's
   certificate, DER, and nothing else: P-256 or RSA of 2048 to 4096 bits, key
   usage digitalSignature and not nonRepudiation, no CA's; an extended key
   usage, where there is one, names a client's authentication.  Beside the
   fields of every attestation there are
     certificate  the one on the device, DER
     algorithm    "ecdsa-sha256" (DER signature), "rsa-pss-sha256" (salt of 32
                  bytes) or "rsa-pkcs1-sha256"
     signature    over the 12 bytes "emi-factor/1" and the challenge
     chain        up to 4 further certificates, DER; may be absent  */
#define EMI_AUTH_SIGNED 8u
/* What it grants is what another product stated and signed: "statement" holds
   it, a JWS in compact form (RFC 7515), which the core checks against the
   keys of the instance's <trust>.  The enrolment is the account's name over
   there, UTF-8.  */
#define EMI_AUTH_STATEMENT 16u

/* Reasons.  A refusal: the person, card or code is not accepted; emi does not
   offer another provider for it (SPEC R9).  */
#define EMI_REASON_PIN_WRONG "pin-wrong"       /* tries are left */
#define EMI_REASON_PIN_FINAL "pin-final"       /* wrong; one try is left */
#define EMI_REASON_PIN_LOCKED "pin-locked"     /* wrong; now it is locked */
#define EMI_REASON_PIN_LENGTH "pin-length"     /* no try was used up */
#define EMI_REASON_CARD_OTHER "card-other"     /* not the registered one */
#define EMI_REASON_NO_MATCH "no-match"         /* another finger or palm */
#define EMI_REASON_STATEMENT "statement-other" /* of somebody or somewhere
                                                  else, or too old */
#define EMI_REASON_STATEMENT_FORM "statement-unreadable" /* it is none */
/* It cannot be used now: the ladder may offer another pair.  */
#define EMI_REASON_CARD_ABSENT "card-absent"
#define EMI_REASON_CARD_PULLED "card-pulled"
#define EMI_REASON_CARD_SEVERAL "card-several"
#define EMI_REASON_CARD_LOCKED "card-locked" /* it was, before any PIN */
#define EMI_REASON_CARD_NO_KEY "card-no-key"
#define EMI_REASON_READER_ABSENT "reader-absent" /* also: its service */
#define EMI_REASON_MODULE_MISSING "module-missing"
#define EMI_REASON_DEVICE_ABSENT "device-absent"
#define EMI_REASON_DEVICE_BUSY "device-busy"
#define EMI_REASON_DEVICE_OTHER "device-other" /* enrolled at another kind */
#define EMI_REASON_DEVICE_PULLED "device-pulled"
#define EMI_REASON_DEVICE_QUALITY "device-quality" /* no try could be read */
#define EMI_REASON_DEVICE_NOBODY "device-nobody"   /* nothing was presented */
#define EMI_REASON_STATEMENT_NONE "statement-none" /* none came in time */

/* verify: does this person hold ENROLMENT?  An empty enrolment stands for an
   unknown account: do the same work and refuse.  Ask, then put:
     fields "attestation"  challenge (32 bytes), methods ("1-01"; both of a
                           joint provider, "3-01 1-02"), evidence (at most
                           200 printable ASCII characters, kept on record:
                           "score=0.93 far=0.0001"; no secret, no template);
                           exactly one, and only together with "granted"
     text   "counter"      decimal; EMI_AUTH_COUNTER providers only
     text   "verdict"      "granted" or "refused"; nothing put admits nobody
     text   "wrong"        "1" when a code was entered and was wrong
     text   "reason"       why it is refused, or, put before `fail`, why it
                           cannot be used: one of the words of EMI_REASON_...;
                           people then hear emi's sentence for it  */
struct emi_auth_verify
{
  uint32_t size;
  const char *account;
  struct emi_span enrolment; /* as put by enrol; empty when there is none */
  struct emi_span challenge; /* 32 bytes */
  int64_t counter;           /* last accepted counter, 0 when none */
  /* -- end of version 1.0 -- */
  const char *terminal; /* the terminal's name */
  /* -- end of version 1.2 -- */
};

/* enrol: makes or changes an enrolment.
   mode "set": another person sets it; ENROLMENT is what it replaces, so that
   a device with a memory of its own can be cleared of it.  "own": the owner changes it.
   "confirm": CONFIRM is what the owner read off their device and is checked
   against ENROLMENT.
     span "enrolment"  what verify will be given; the core seals it
     text "state"      "active", or "pending" until confirmed
     text "show"       what the owner is shown once (an otpauth URI)
     text "counter"    the counter that the confirming code used up
   A refused confirmation is EMI_OK with "verdict" "refused".  "reason" as in
   verify.  An EMI_AUTH_SIGNED provider also puts "attestation" for CHALLENGE:
   only who can sign is registered.  */
struct emi_auth_enrol
{
  uint32_t size;
  const char *account;
  const char *mode;
  const char *confirm;       /* NULL unless mode is "confirm" */
  const char *issuer;        /* facility, for what is shown */
  struct emi_span enrolment; /* the present one, or empty */
  /* -- end of version 1.0 -- */
  struct emi_span challenge; /* 32 bytes */
  const char *terminal;      /* the terminal's name */
  /* -- end of version 1.2 -- */
};

/* probe: can it be used now?  OK, or a failure with its sentence.  */
struct emi_auth_probe
{
  uint32_t size;
};

struct emi_auth_ops
{
  uint32_t size;
  emi_rc (*verify) (void *self, struct emi_call *call,
                    const struct emi_auth_verify *in);
  emi_rc (*enrol) (void *self, struct emi_call *call,
                   const struct emi_auth_enrol *in);
  emi_rc (*probe) (void *self, struct emi_call *call,
                   const struct emi_auth_probe *in);
};

#define EMI_AUTH_PLUGIN(ident, ops, options, ...)                             \
  EMI_PLUGIN_DEFINE (ident, EMI_KIND_AUTH, ops, options, __VA_ARGS__)

#ifdef __cplusplus
}
#endif
#endif
