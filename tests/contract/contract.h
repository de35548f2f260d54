/* SPDX-License-Identifier: Apache-2.0 */
/* The contract suite: every test of a kind runs over every plugin of that
   kind, once plainly, once with poisoned arguments and once with the plugin in
   a process of its own (run="separate"), each in a process of its own.  A plugin is added by one row in subjects.c; what its suite must
   know of it (which prompt, which folder) is its `skill`.  */
#ifndef EMI_TESTS_CONTRACT_H
#define EMI_TESTS_CONTRACT_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/caught.h"
#include "lib/scratch.h"
#include "lib/trial.h"

struct ctx;

/* Room for the longest right answer: another product's statement.  */
#define RIGHT_BYTES 512

/* Where the virtual fingerprint reader listens, below the trial's folder.  */
#define FINGER_SOCKET "fingers/reader"

struct auth_skill
{
  const char *prompt; /* asked by verify; NULL: none */
  const char *wrong;  /* an answer that never fits; NULL: none */
  /* Prompts of enrol "set", as in struct caught.  */
  const char *const *enrol_answers;
  /* The answer that fits ENROLMENT now.  */
  void (*right) (struct ctx *c, const struct caught_value *enrolment,
                 char out[RIGHT_BYTES]);
  /* Whoever it does not know is refused before anything is asked, so an
     unknown account must be, too.  */
  bool looks_first;
  /* Lets the sensor see the right person from now on, or another one; NULL:
     there is none.  */
  void (*present) (struct ctx *c, bool right);
  /* What somebody does at the device while OP runs, and that they go away.  */
  void (*before) (struct ctx *c, enum call_op op);
  void (*after) (struct ctx *c);
};

struct connector_skill
{
  /* Leaves BYTES as the answer to PREFIX, SUFFIX; as an error text.  */
  void (*answer) (struct ctx *c, const char *bytes);
  void (*error) (struct ctx *c, const char *bytes);
  /* An answer that must not be read.  */
  void (*unfit) (struct ctx *c);
  /* How many requests wait to be fetched.  */
  size_t (*waiting) (struct ctx *c);
};

struct reader_skill
{
  /* A card is read: its file, number N, holds BYTES.  */
  void (*card) (struct ctx *c, int n, const char *bytes);
  /* Something that must never be read lies in the way.  */
  void (*unfit) (struct ctx *c);
  const char *const *answers;  /* for a patient who is who they seem */
  const char *const *mismatch; /* and one who is not */
};

struct subject
{
  enum emi_kind kind;
  const char *plugin;
  const char *folder; /* below the source's top; NULL: for tests only */
  /* Adds instance NAME, ready to work, to the trial's configuration.  */
  void (*add) (struct trial *t, const char *name);
  /* The same with its device, folder or peer missing; NULL: it has none.  */
  void (*add_absent) (struct trial *t, const char *name);
  const struct auth_skill *auth;
  const struct connector_skill *connector;
  const struct reader_skill *reader;
};

/* What a test has: a host with the subject's instances "one" and "two", not
   opened yet.  */
enum mode
{
  MODE_PLAIN,
  MODE_POISON,
  MODE_SEPARATE
};

struct ctx
{
  const struct subject *subject;
  enum mode mode;
  struct trial trial;
  struct caught caught;
  struct fault why;
};

struct test
{
  const char *name;
  enum emi_kind kind; /* 0: all */
  bool real_clock;    /* else one that stands at 2026-11-22 */
  void (*run) (struct ctx *c);
};

#define NO_TEST { NULL, 0, false, NULL }

/* Found in subjects.c; both end with a row without plugin.  */
extern const struct subject subjects[];
extern const struct subject bad_subjects[];

/* Each ends with NO_TEST.  */
extern const struct test tests_any[];
extern const struct test tests_adapter[];
extern const struct test tests_auth[];
extern const struct test tests_connector[];
extern const struct test tests_reader[];
extern const struct test tests_store[];

extern const struct auth_skill skill_password;
extern const struct auth_skill skill_totp;
extern const struct auth_skill skill_vein;
extern const struct auth_skill skill_memory2;
extern const struct auth_skill skill_none;
extern const struct auth_skill skill_palm;
extern const struct auth_skill skill_pin;
extern const struct auth_skill skill_assertion;
extern const struct auth_skill skill_smartcard;
extern const struct auth_skill skill_finger;
extern const struct auth_skill skill_finger_storing;

/* Ends the test as failed.  */
void check_failed (const char *file, int line, const char *what,
                   const char *fmt, ...)
  __attribute__ ((noreturn, format (printf, 4, 5)));

#define CHECK(cond, ...)                                                      \
  do                                                                          \
    if (!(cond))                                                              \
      check_failed (__FILE__, __LINE__, #cond, __VA_ARGS__);                  \
  while (0)

/* Ends the test as not applicable to this subject.  */
void not_applicable (void) __attribute__ ((noreturn));

/* The instance NAME, opened.  */
struct instance *open_one (struct ctx *c, const char *name);

/* Calls OP of I; the results are in C->caught (the earlier ones are gone), the
   fault in C->why.  */
#define CALL(c, i, op, ...)                                                   \
  call_op ((c), (i), CALL_##op,                                               \
           &(struct emi_##op){ .size = sizeof (struct emi_##op),              \
                               ##__VA_ARGS__ })
emi_rc call_op (struct ctx *c, struct instance *i, enum call_op op,
                const void *args);

#endif
