/* SPDX-License-Identifier: Apache-2.0 */
/* The fingerprint provider, through the real module and the real libfprint, at
   its two virtual readers: one that only compares to one template, and one
   with a memory of its own that looks for the finger among several.  A finger
   of a virtual reader is its name.  */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sys/socket.h>
#include <sys/un.h>

#include "lib/caught.h"
#include "lib/finger.h"
#include "lib/scratch.h"
#include "lib/trial.h"

#define PLAIN "FP_VIRTUAL_DEVICE"
#define STORING "FP_VIRTUAL_DEVICE_STORAGE"

static struct trial trial;
static struct caught caught;
static struct fault why;
static struct finger finger;
static char *reader; /* its socket */
static char enrolled[4096];
static size_t enrolled_len;

/* The reader that VARIABLE stands for is plugged in, and no other.  */
static void
plug (const char *variable)
{
  unsetenv (PLAIN);
  unsetenv (STORING);
  if (variable)
    setenv (variable, reader, 1);
}

static void
set_up (void)
{
  trial_init (&trial, 0);
  caught_init (&caught, NULL);
  reader = scratch_path (trial.dir, "reader");
  plug (PLAIN);
}

static void
tear_down (void)
{
  finger_end (&finger);
  caught_done (&caught);
  trial_done (&trial);
  free (reader);
}

TestSuite (fingerprint, .init = set_up, .fini = tear_down);

/* --- what is done --- */

#define DO(...)                                                               \
  finger_start (&finger, reader, (const char *const[]){ __VA_ARGS__, NULL })
#define FIVE(command) command, command, command, command, command

/* An instance that works inside, so that readers are plugged in for it by this
   process's environment.  */
#define WAITING(name, wait, ...)                                              \
  (trial_add (&trial, EMI_KIND_AUTH, name, "fingerprint", "finger-wait",      \
              wait, __VA_ARGS__, NULL)                                        \
       ->run                                                                  \
   = CONFIG_RUN_INSIDE)
#define INSTANCE(name, ...) WAITING (name, "20000", __VA_ARGS__)
#define ONE(name) INSTANCE (name, "fingers", "1")

static struct instance *
instance (const char *name)
{
  struct instance *i;

  cr_assert (host_instance (trial.host, EMI_KIND_AUTH, name, &i, &why), "%s",
             why.detail);
  return i;
}

static const char *const right_index[] = { "finger-1", "right-index", NULL };
static const char *const two_fingers[]
    = { "finger-1", "right-index", "finger-2", "left-thumb", NULL };

static emi_rc
enrol (const char *name, const char *const *answers)
{
  struct emi_auth_enrol in = { .size = sizeof in,
                               .account = "dr-a",
                               .mode = "set",
                               .issuer = "1319999999",
                               .enrolment = { enrolled, enrolled_len } };
  emi_rc rc;

  caught_reset (&caught);
  caught.answers = answers;
  why = (struct fault){ .code = CODE_OK };
  rc = instance_call (instance (name), CALL_auth_enrol, &in, &caught.env,
                      &why);
  if (rc == EMI_OK)
    {
      const struct caught_result *r = caught_get (&caught, "enrolment", 0);

      cr_assert (r && r->span.len <= sizeof enrolled);
      cr_assert_str_eq (caught_text (&caught, "state"), "active");
      memcpy (enrolled, r->span.data, r->span.len);
      enrolled_len = r->span.len;
    }
  else
    cr_assert_eq (caught_count (&caught, "enrolment"), 0);
  return rc;
}

static emi_rc
verify (const char *name)
{
  static const char challenge[] = "0123456789abcdef0123456789abcdef";
  struct emi_auth_verify in = { .size = sizeof in,
                                .account = "dr-a",
                                .enrolment = { enrolled, enrolled_len },
                                .challenge = { challenge, 32 } };

  caught_reset (&caught);
  why = (struct fault){ .code = CODE_OK };
  return instance_call (instance (name), CALL_auth_verify, &in, &caught.env,
                        &why);
}

static const char *
verdict (const char *name)
{
  cr_assert_eq (verify (name), EMI_OK, "%s", why.detail);
  return caught_text (&caught, "verdict");
}

static const char *
evidence (void)
{
  const struct caught_value *v
      = caught_field (caught_get (&caught, "attestation", 0), "evidence");

  return v ? v->data : "";
}

/* It ends as unusable for REASON, and nothing was said of the person.  */
static void
unusable (const char *name, const char *reason)
{
  cr_assert_eq (verify (name), EMI_UNREACHED, "%s", why.detail);
  cr_assert_str_eq (caught_text (&caught, "reason"), reason, "%s", why.detail);
  cr_assert_str_eq (caught_text (&caught, "verdict"), "");
  cr_assert_eq (caught_count (&caught, "attestation"), 0);
}

/* dr-a's finger "a" (and thumb "b") is registered.  */
static void
one_finger (void)
{
  ONE ("finger");
  DO (FIVE ("SCAN a"));
  cr_assert_eq (enrol ("finger", right_index), EMI_OK, "%s", why.detail);
  cr_assert (finger_wait (&finger));
}

static void
both_fingers (const char *variable)
{
  INSTANCE ("finger", "fingers", "2");
  /* The second finger is first compared to the one before; a reader with a
     memory does so itself.  */
  if (strcmp (variable, STORING) == 0)
    DO (FIVE ("SCAN a"), FIVE ("SCAN b"));
  else
    DO (FIVE ("SCAN a"), "SCAN b", FIVE ("SCAN b"));
  cr_assert_eq (enrol ("finger", two_fingers), EMI_OK, "%s", why.detail);
  cr_assert (finger_wait (&finger));
}

/* --- the right and the wrong finger --- */

Test (fingerprint, the_right_finger)
{
  one_finger ();
  DO ("SCAN a");
  cr_assert_str_eq (verdict ("finger"), "granted");
  cr_assert_str_eq (evidence (),
                    "driver=virtual_device finger=right-index tries=1");
  cr_assert_eq (caught_count (&caught, "reason"), 0);
}

Test (fingerprint, anothers_finger)
{
  one_finger ();
  DO ("SCAN x");
  cr_assert_str_eq (verdict ("finger"), "refused");
  cr_assert_str_eq (caught_text (&caught, "reason"), "no-match");
  cr_assert_eq (caught_count (&caught, "attestation"), 0);
  DO ("SCAN a");
  cr_assert_str_eq (verdict ("finger"), "granted");
}

Test (fingerprint, unreadable_is_not_refused)
{
  one_finger ();
  DO ("RETRY 0", "RETRY 1", "RETRY 2", "RETRY 3", "SCAN a");
  cr_assert_str_eq (verdict ("finger"), "granted");
  cr_assert_str_eq (evidence (),
                    "driver=virtual_device finger=right-index tries=5");
  cr_assert_eq (caught.asked, 5, "each is told what to do");
}

Test (fingerprint, unreadable_for_ever)
{
  one_finger ();
  DO ("RETRY 0", "RETRY 0", "RETRY 0", "RETRY 0", "RETRY 0");
  unusable ("finger", "device-quality");
  cr_assert (finger_wait (&finger));
}

Test (fingerprint, more_retries_than_prompts)
{
  one_finger ();
  INSTANCE ("patient", "tries", "20");
  DO (FIVE ("RETRY 0"), FIVE ("RETRY 0"), "SCAN a");
  cr_assert_str_eq (verdict ("patient"), "granted");
  cr_assert_eq (caught.asked, 8);
}

Test (fingerprint, nobody_comes)
{
  one_finger ();
  WAITING ("hasty", "100", "fingers", "2");
  unusable ("hasty", "device-nobody");
}

/* --- two fingers --- */

Test (fingerprint, either_finger_one_by_one)
{
  both_fingers (PLAIN);
  DO ("SCAN a");
  cr_assert_str_eq (verdict ("finger"), "granted");
  cr_assert_str_eq (evidence (),
                    "driver=virtual_device finger=right-index tries=1");
  DO ("SCAN b", "SCAN b");
  cr_assert_str_eq (verdict ("finger"), "granted");
  cr_assert_str_eq (evidence (),
                    "driver=virtual_device finger=left-thumb tries=2");
  DO ("SCAN x", "SCAN x");
  cr_assert_str_eq (verdict ("finger"), "refused");
}

Test (fingerprint, either_finger_among_several)
{
  plug (STORING);
  both_fingers (STORING);
  /* Its memory is this process's: a new reader has forgotten.  */
  DO ("INSERT a", "INSERT b", "SCAN b");
  cr_assert_str_eq (verdict ("finger"), "granted");
  cr_assert_str_eq (evidence (),
                    "driver=virtual_device_storage finger=left-thumb tries=1");
  DO ("INSERT a", "INSERT b", "INSERT x", "SCAN x");
  cr_assert_str_eq (verdict ("finger"), "refused");
  cr_assert_eq (caught.asked, 1);
}

Test (fingerprint, named_twice)
{
  static const char *const same[]
      = { "finger-1", "left-ring", "finger-2", "left-ring", NULL };

  INSTANCE ("finger", "fingers", "2");
  cr_assert_eq (enrol ("finger", same), EMI_PROTOCOL);
  cr_assert (strstr (why.detail, "named twice"), "%s", why.detail);
}

Test (fingerprint, the_same_finger_under_another_name)
{
  INSTANCE ("finger", "fingers", "2");
  DO (FIVE ("SCAN a"), "SCAN a");
  cr_assert_eq (enrol ("finger", two_fingers), EMI_PROTOCOL);
  cr_assert (strstr (why.detail, "enrolled already"), "%s", why.detail);
  DO (FIVE ("SCAN a"), "SCAN b", FIVE ("SCAN a"));
  cr_assert_eq (enrol ("finger", two_fingers), EMI_PROTOCOL);
  cr_assert (strstr (why.detail, "enrolled already"), "%s", why.detail);
  plug (STORING);
  DO (FIVE ("SCAN a"), "SCAN a");
  cr_assert_eq (enrol ("finger", two_fingers), EMI_PROTOCOL);
}

/* --- an enrolment that is broken off --- */

Test (fingerprint, unplugged_after_three_stages)
{
  ONE ("finger");
  DO ("SCAN a", "SCAN a", "SCAN a", "UNPLUG");
  cr_assert_eq (enrol ("finger", right_index), EMI_UNREACHED);
  cr_assert_str_eq (caught_text (&caught, "reason"), "device-pulled");
}

Test (fingerprint, nobody_after_three_stages)
{
  WAITING ("finger", "2000", "fingers", "1");
  DO ("SCAN a", "SCAN a", "SCAN a");
  cr_assert_eq (enrol ("finger", right_index), EMI_UNREACHED);
  cr_assert_str_eq (caught_text (&caught, "reason"), "device-nobody");
  cr_assert (finger_wait (&finger));
}

Test (fingerprint, stages_that_cannot_be_read)
{
  INSTANCE ("finger", "fingers", "1", "tries", "3");
  DO ("SCAN a", "RETRY 1", "SCAN a", "RETRY 2", FIVE ("SCAN a"));
  cr_assert_eq (enrol ("finger", right_index), EMI_OK, "%s", why.detail);
  cr_assert_eq (caught.asked, 4);
  DO ("SCAN a", "RETRY 1", "RETRY 1", "RETRY 1");
  cr_assert_eq (enrol ("finger", right_index), EMI_UNREACHED);
  cr_assert_str_eq (caught_text (&caught, "reason"), "device-quality");
}

/* --- the reader --- */

Test (fingerprint, unplugged)
{
  one_finger ();
  DO ("UNPLUG");
  unusable ("finger", "device-pulled");
  /* Plugged in again it works again.  */
  DO ("SCAN a");
  cr_assert_str_eq (verdict ("finger"), "granted");
}

Test (fingerprint, busy)
{
  char *nowhere = scratch_path (trial.dir, "no-folder/reader");

  one_finger ();
  DO ("ERROR 4");
  unusable ("finger", "device-busy");
  /* One that cannot even be opened.  */
  setenv (PLAIN, nowhere, 1);
  unusable ("finger", "device-busy");
  free (nowhere);
}

Test (fingerprint, it_fails_in_its_own_way)
{
  one_finger ();
  DO ("ERROR 0");
  cr_assert_eq (verify ("finger"), EMI_UNREACHED);
  cr_assert_str_eq (caught_text (&caught, "reason"), "");
  cr_assert (strstr (why.detail, "the reader failed: "), "%s", why.detail);
}

Test (fingerprint, none)
{
  struct emi_auth_probe in = { .size = sizeof in };

  one_finger ();
  INSTANCE ("probe", "device", "virtual_device");
  cr_assert_eq (instance_call (instance ("probe"), CALL_auth_probe, &in,
                               &caught.env, &why),
                EMI_OK, "%s", why.detail);
  plug (NULL);
  unusable ("probe", "device-absent");
  cr_assert_eq (instance_call (instance ("probe"), CALL_auth_probe, &in,
                               &caught.env, &why),
                EMI_UNREACHED);
}

Test (fingerprint, another_kind)
{
  one_finger ();
  plug (STORING);
  unusable ("finger", "device-other");
  cr_assert (strstr (why.detail, "virtual_device_storage"), "%s", why.detail);
}

Test (fingerprint, two_readers)
{
  char *other = scratch_path (trial.dir, "other");

  one_finger ();
  setenv (STORING, other, 1);
  /* The enrolment says which; who enrols must.  */
  DO ("SCAN a");
  cr_assert_str_eq (verdict ("finger"), "granted");
  cr_assert_eq (enrol ("finger", right_index), EMI_CONFIG);
  cr_assert (strstr (why.detail, "option device"), "%s", why.detail);
  INSTANCE ("plain", "fingers", "1", "device", "virtual_device");
  DO (FIVE ("SCAN c"));
  cr_assert_eq (enrol ("plain", right_index), EMI_OK, "%s", why.detail);
  INSTANCE ("storing", "device", "virtual_device_storage");
  unusable ("storing", "device-other");
  free (other);
}

/* --- a reader's own memory --- */

static int waiting = -1; /* a connection that was not taken yet */

/* The reader holds "a" before anything is asked of it, and is free for the
   finger only when that comes.  */
static void
anew (void *ctx, const char *prompt)
{
  struct sockaddr_un to = { .sun_family = AF_UNIX };

  (void) ctx;
  if (strcmp (prompt, "take-1") == 0)
    {
      close (waiting);
      DO (FIVE ("SCAN a"));
    }
  if (strcmp (prompt, "finger-1") != 0)
    return;
  waiting = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  strncpy (to.sun_path, reader, sizeof to.sun_path - 1);
  cr_assert_eq (connect (waiting, (struct sockaddr *) &to, sizeof to), 0);
  cr_assert_eq (write (waiting, "INSERT a", 8), 8);
}

Test (fingerprint, enrolled_anew_at_a_reader_with_a_memory)
{
  plug (STORING);
  one_finger ();
  caught.on_ask = anew;
  cr_assert_eq (enrol ("finger", right_index), EMI_OK, "%s", why.detail);
  /* Somebody else's is not taken over.  */
  enrolled_len = 0;
  caught.on_ask = NULL;
  DO ("INSERT a", FIVE ("SCAN a"));
  cr_assert_eq (enrol ("finger", right_index), EMI_PROTOCOL);
  cr_assert (strstr (why.detail, "enrolled already"), "%s", why.detail);
}

Test (fingerprint, a_reader_that_has_forgotten)
{
  plug (STORING);
  one_finger ();
  DO ("SCAN a");
  cr_assert_neq (strcmp ("granted", verify ("finger") == EMI_OK
                                        ? caught_text (&caught, "verdict")
                                        : ""),
                 0);
}

/* --- who is not known --- */

Test (fingerprint, an_unknown_account_gives_a_finger_too)
{
  INSTANCE ("finger", "fingers", "2");
  DO ("SCAN a", "RETRY 0", "SCAN a");
  cr_assert_str_eq (verdict ("finger"), "refused");
  cr_assert_str_eq (caught_text (&caught, "reason"), "no-match");
  cr_assert_eq (caught.asked, 3);
  cr_assert (finger_wait (&finger), "the finger was not looked at");
  plug (STORING);
  DO ("SCAN a");
  cr_assert_str_eq (verdict ("finger"), "refused");
  cr_assert_eq (caught.asked, 1);
}

Test (fingerprint, an_unknown_account_without_a_finger)
{
  WAITING ("hasty", "100", "fingers", "2");
  unusable ("hasty", "device-nobody");
}

/* --- bytes that were changed --- */

Test (fingerprint, altered_templates)
{
  int granted = 0;

  one_finger ();
  for (size_t at = 0; at < enrolled_len; at++)
    {
      char kept = enrolled[at];

      /* A template with another finger's name in it is a good one, of another
         finger: what keeps it from being changed is the core's seal.  */
      if (kept == 'a')
        continue;
      enrolled[at] = (char) (kept ^ 0x41);
      DO ("SCAN a");
      granted += verify ("finger") == EMI_OK
                 && strcmp (caught_text (&caught, "verdict"), "granted") == 0;
      enrolled[at] = kept;
    }
  /* The four bytes of the enrolment's day say nothing of the finger.  */
  cr_assert_leq (granted, 4);
}

Test (fingerprint, a_template_of_another_driver)
{
  one_finger ();
  /* Behind version, count and length stands the driver's name.  */
  enrolled[3] = 'V';
  unusable ("finger", "device-other");
  enrolled[3] = 'v';
  /* The template itself names it too.  */
  char *inside
      = memmem (enrolled + 20, enrolled_len - 20, "virtual_device", 14);
  cr_assert_not_null (inside);
  inside[0] = 'V';
  cr_assert_eq (verify ("finger"), EMI_PROTOCOL);
}

/* --- the person gives up --- */

static void
give_up (void *ctx, const char *prompt)
{
  (void) ctx;
  (void) prompt;
  trial_cancel (&trial);
}

Test (fingerprint, given_up)
{
  one_finger ();
  caught.on_ask = give_up;
  cr_assert_eq (verify ("finger"), EMI_CANCELLED);
  cr_assert_eq (caught_count (&caught, "reason"), 0);
}

Test (fingerprint, the_time_is_over)
{
  one_finger ();
  caught.env.timeout_ms = 300;
  cr_assert_eq (verify ("finger"), EMI_DEADLINE);
}

Test (fingerprint, a_reader_that_cannot_be_cancelled)
{
  one_finger ();
  caught.env.timeout_ms = 1000;
  DO ("SET_CANCELLATION_ENABLED 0");
  cr_assert_eq (verify ("finger"), EMI_DEADLINE);
}
