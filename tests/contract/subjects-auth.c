/* SPDX-License-Identifier: Apache-2.0 */
/* What the suite must know of each auth provider.  */
#include "contract.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <liboath/oath.h>
#include <sodium.h>

#include "lib/finger.h"
#include "lib/soft-card.h"

#define PASSWORD "correct horse battery"

static void
right_password (struct ctx *c, const struct caught_value *enrolment,
                char out[RIGHT_BYTES])
{
  (void) c;
  (void) enrolment;
  snprintf (out, 64, "%s", PASSWORD);
}

const struct auth_skill skill_password = {
  .prompt = "password",
  .wrong = "correct horse batterx",
  .enrol_answers = (const char *const[]) { "new", PASSWORD, NULL },
  .right = right_password,
};

/* The code an authenticator would show, made by the library's other half.  */
static void
right_code (struct ctx *c, const struct caught_value *enrolment, char out[RIGHT_BYTES])
{
  time_t now = (time_t) clock_seconds (c->trial.clock);

  CHECK (enrolment->len == 21, "%zu bytes", enrolment->len);
  CHECK (oath_totp_generate (enrolment->data + 1, 20, now, 30, 0, 6, out)
           == OATH_OK,
         "no code");
}

const struct auth_skill skill_totp = {
  .prompt = "code",
  .wrong = "12345x",
  .right = right_code,
};

/* What a product would sign; the provider cannot tell whether it did.  */
static void
right_statement (struct ctx *c, const struct caught_value *enrolment,
                 char out[RIGHT_BYTES])
{
  char claims[256], body[400];

  snprintf (claims, sizeof claims,
            "{\"sub\":\"%.*s\",\"terminal\":\"er-1\",\"iat\":%lld,"
            "\"methods\":[{\"method\":\"3-01\",\"at\":1}]}",
            (int) enrolment->len, enrolment->data,
            (long long) clock_seconds (c->trial.clock));
  sodium_bin2base64 (body, sizeof body, (const unsigned char *) claims,
                     strlen (claims),
                     sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  snprintf (out, RIGHT_BYTES, "e30.%s.AAAA", body);
}

const struct auth_skill skill_assertion = {
  .prompt = "statement",
  .wrong = "e30.e30.AAAA",
  .enrol_answers = (const char *const[]) { "subject", "sato.h", NULL },
  .right = right_statement,
};

static void
right_palm (struct ctx *c, const struct caught_value *enrolment, char out[RIGHT_BYTES])
{
  (void) c;
  (void) enrolment;
  strcpy (out, "yes");
}

const struct auth_skill skill_vein
  = { .prompt = "palm", .wrong = "no", .right = right_palm };

static void
right_pin (struct ctx *c, const struct caught_value *enrolment, char out[RIGHT_BYTES])
{
  (void) c;
  (void) enrolment;
  strcpy (out, "2468");
}

const struct auth_skill skill_memory2
  = { .prompt = "pin", .wrong = "8642", .right = right_pin };
const struct auth_skill skill_pin
  = { .prompt = "pin", .wrong = "8642", .right = right_pin };

static void
right_card_pin (struct ctx *c, const struct caught_value *enrolment,
                char out[RIGHT_BYTES])
{
  (void) c;
  (void) enrolment;
  strcpy (out, SOFT_CARD_PIN);
}

const struct auth_skill skill_smartcard = {
  .prompt = "pin",
  .wrong = "8642",
  .enrol_answers = (const char *const[]) { "pin", SOFT_CARD_PIN, NULL },
  .right = right_card_pin,
  .looks_first = true,
};

/* What plugins/bioapi-scripted.c sees.  */
static void
present_palm (struct ctx *c, bool right)
{
  scratch_write (c->trial.dir, "script", right ? "scan a\n" : "scan b\n",
                 0600);
}

const struct auth_skill skill_palm = { .present = present_palm };

/* --- fingerprint: libfprint's virtual readers --- */

/* The finger's owner or another person, in this test's process.  */
static struct finger person;
static const char *scan = "SCAN own";

static void
present_finger (struct ctx *c, bool right)
{
  (void) c;
  scan = right ? "SCAN own" : "SCAN stranger";
}

static void
finger_does (struct ctx *c, const char *const *commands)
{
  char *socket = scratch_path (c->trial.dir, FINGER_SOCKET);

  finger_start (&person, socket, commands);
  free (socket);
}

#define FIVE(what) what, what, what, what, what

static void
finger_before (struct ctx *c, enum call_op op)
{
  static const char *const enrols[] = { FIVE ("SCAN own"), NULL };

  if (op == CALL_auth_enrol)
    finger_does (c, enrols);
  if (op == CALL_auth_verify)
    finger_does (c, (const char *const[]) { scan, NULL });
}

/* This reader's memory is new with each call; and it takes two fingers, the
   second of which is looked at before it is taken.  */
static void
storing_before (struct ctx *c, enum call_op op)
{
  static const char *const enrols[]
      = { FIVE ("SCAN own"), "SCAN thumb", FIVE ("SCAN thumb"), NULL };

  if (op == CALL_auth_enrol)
    finger_does (c, enrols);
  if (op == CALL_auth_verify)
    finger_does (c, (const char *const[]) { "INSERT own", "INSERT stranger",
                                            scan, NULL });
}

static void
finger_after (struct ctx *c)
{
  (void) c;
  finger_end (&person);
}

const struct auth_skill skill_finger = {
  .enrol_answers = (const char *const[]) { "finger-1", "right-index", NULL },
  .present = present_finger,
  .before = finger_before,
  .after = finger_after,
};

const struct auth_skill skill_finger_storing = {
  .enrol_answers = (const char *const[]) { "finger-1", "right-index",
                                           "finger-2", "left-thumb", NULL },
  .present = present_finger,
  .before = storing_before,
  .after = finger_after,
};

/* Those that ask nothing.  */
const struct auth_skill skill_none = { .prompt = NULL };
