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

/* verify: does this person hold ENROLMENT?  An empty enrolment stands for an
   unknown account: do the same work and refuse.  Ask, then put:
     fields "attestation"  challenge (32 bytes), methods ("1-01"), evidence;
                           exactly one, and only together with "granted"
     text   "counter"      decimal; EMI_AUTH_COUNTER providers only
     text   "verdict"      "granted" or "refused"; nothing put admits nobody
     text   "wrong"        "1" when a code was entered and was wrong  */
struct emi_auth_verify
{
  uint32_t size;
  const char *account;
  struct emi_span enrolment; /* as put by enrol; empty when there is none */
  struct emi_span challenge; /* 32 bytes */
  int64_t counter;           /* last accepted counter, 0 when none */
};

/* enrol: makes or changes an enrolment.
   mode "set": another person sets it.  "own": the owner changes it.
   "confirm": CONFIRM is what the owner read off their device and is checked
   against ENROLMENT.
     span "enrolment"  what verify will be given; the core seals it
     text "state"      "active", or "pending" until confirmed
     text "show"       what the owner is shown once (an otpauth URI)
     text "counter"    the counter that the confirming code used up
   A refused confirmation is EMI_OK with "verdict" "refused".  */
struct emi_auth_enrol
{
  uint32_t size;
  const char *account;
  const char *mode;
  const char *confirm;       /* NULL unless mode is "confirm" */
  const char *issuer;        /* facility, for what is shown */
  struct emi_span enrolment; /* the present one, or empty */
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
