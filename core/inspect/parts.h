/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of this folder share.  */
#ifndef EMI_INSPECT_PARTS_H
#define EMI_INSPECT_PARTS_H

#include "access/asking.h"
#include "base/buffer.h"
#include "inspect/inspect.h"

/* The checks, in the order of the sheet (checks.c).  */
enum check_id
{
  CHECK_LOADS,
  CHECK_CONTRACT,
  CHECK_TEXTS,
  CHECK_OPENS,
  CHECK_OPENS_TWICE,
  CHECK_ODD_OPTIONS,
  CHECK_IN_TIME,
  CHECK_DEADLINE,
  CHECK_CANCEL,
  CHECK_ABSENT,
  CHECK_ENROLS,
  CHECK_PROMPTS,
  CHECK_SECRETS,
  CHECK_VERDICT,
  CHECK_ATTESTATION,
  CHECK_METHODS,
  CHECK_EVIDENCE,
  CHECK_OLD_CHALLENGE,
  CHECK_OTHER_CHALLENGE,
  CHECK_REFUSAL,
  CHECK_EMPTY,
  CHECK_WRONG_ANSWER,
  CHECK_COUNTER,
  CHECK_ROUND_TRIP,
  CHECK_PROOF,
  CHECK_DELIVERS,
  CHECK_REPEATS,
  CHECK_PROBE,
  CHECK_QUERY,
  CHECK_STATUS,
  CHECK_STORED,
  CHECK_SURVIVES,
  CHECK_LEAKS,
  CHECK_CLOSES,
  CHECK_SILENT,
  CHECK_KEYS,
  CHECK_COUNT
};

struct check_row
{
  const char *id;
  enum emi_kind kind; /* 0: all */
  const char *title;  /* in Japanese, for the catalogue */
};
extern const struct check_row check_rows[CHECK_COUNT];

struct note
{
  bool made;
  enum check_state state;
  char *message;
};

/* Instances of the module under inspection.  */
enum which
{
  ONE,
  TWO,  /* the same beside it */
  GONE, /* its paths lead nowhere */
  ODD,  /* its options are strange */
  INSTANCES
};

#define GIVEN_MOST 16

struct inspection
{
  const struct inspection_setup *setup;
  struct note notes[CHECK_COUNT];
  enum check_id lost; /* what ended the helper for good; CHECK_COUNT: none */

  /* place.c */
  char *dir;
  char *run;     /* run/ in it, as a hospital has it */
  int watch;     /* inotify on what is not the plugin's */
  int output;    /* where standard output and error go */
  int given_up;  /* an eventfd that the checks write */
  int cancel_fd; /* that, or the person's */

  struct config config;
  struct config_instance instances[INSTANCES];
  char *names[INSTANCES];
  struct config_allow allow[2];
  struct profile *profile;
  struct host *host;
  struct session session;
  const struct emi_plugin *plugin;
  struct emi_plugin copy; /* of it, when the host is gone */
  struct instance *one;

  /* ask.c */
  struct prompter prompter;
  bool makes_up; /* secrets may be guessed */
  char secret[24];
  unsigned asked; /* in this call */
  bool asked_secret;
  struct secret given[GIVEN_MOST]; /* lines, shown or not, in this call */
  size_t n_given;
  bool gave_secret; /* ever */

  /* call.c */
  struct fault why; /* of the newest call */
  enum check_id blame;
  int64_t timeout_ms;
  bool may_wait;         /* the deadline is no surprise */
  bool made_up;          /* a required option that nobody gave */
  bool worked;           /* some call did what the plugin is for */
  struct fault unusable; /* why none did; the first reason */

  /* auth.c: what the rounds verify.  */
  struct buffer kept;
  bool has_kept;
};

/* --- notes.c: the first failure stays, a pass yields to a failure --- */
void note_pass (struct inspection *in, enum check_id id);
/* The same for what shows only where the plugin works: a device that is not
   there is no proof.  */
void note_pass_used (struct inspection *in, enum check_id id);
void note_fail (struct inspection *in, enum check_id id, const char *ja, ...)
    __attribute__ ((format (printf, 3, 4)));
void note_skip (struct inspection *in, enum check_id id, const char *ja, ...)
    __attribute__ ((format (printf, 3, 4)));
bool noted_fail (const struct inspection *in, enum check_id id);
/* Whether there is still somebody to call.  */
bool alive (const struct inspection *in);

/* --- place.c --- */
bool place_make (struct inspection *in, struct fault *why);
void place_judge (struct inspection *in); /* CHECK_SILENT, CHECK_KEYS */
void place_done (struct inspection *in);

/* --- settings.c --- */
/* Settings of all instances, once the descriptor is known.  */
bool settings_make (struct inspection *in, struct fault *why);
void settings_done (struct inspection *in);

/* --- ask.c --- */
void ask_init (struct inspection *in);
void secret_new (struct inspection *in);
void given_forget (struct inspection *in);
/* Whether DATA tells a line that was answered in this call.  */
bool given_told (const struct inspection *in, const void *data, size_t len);

/* --- call.c --- */
/* What takes the results of a call, where they are of interest; the ctx of both
   is the struct that ASKING begins.  */
struct inspected_env
{
  struct asking *asking;
  emi_rc (*put) (void *ctx, const char *name, const void *data, size_t len);
  emi_rc (*put_fields) (void *ctx, const char *name,
                        const struct emi_fields *fields);
};
/* Calls, and notes what holds for every call; the fault is in IN->why.  ENV
   NULL: whatever the plugin puts goes nowhere.  */
emi_rc inspect_call (struct inspection *in, struct instance *i,
                     enum call_op op, const void *args,
                     const struct inspected_env *env);
#define CALL(in, i, op, env, ...)                                             \
  inspect_call (                                                              \
      (in), (i), CALL_##op,                                                   \
      &(struct emi_##op){ .size = sizeof (struct emi_##op), ##__VA_ARGS__ },  \
      (env))

/* --- general.c: what holds for every kind --- */
void general_texts (struct inspection *in);
bool general_open (struct inspection *in);
void general_others (struct inspection *in);

/* --- rounds.c --- */
void rounds (struct inspection *in);
void closing (struct inspection *in);

/* --- the kinds --- */
struct kind_part
{
  /* The kind's own checks on IN->one.  */
  void (*judge) (struct inspection *in);
  /* Call N of many, on I: what the plugin is for.  True when it did it.  */
  bool (*use) (struct inspection *in, struct instance *i, int n);
};
const struct kind_part *kind_part (enum emi_kind kind);

extern const struct kind_part part_auth;
extern const struct kind_part part_adapter;
extern const struct kind_part part_connector;
extern const struct kind_part part_reader;
extern const struct kind_part part_store;

#endif
