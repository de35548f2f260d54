/* SPDX-License-Identifier: Apache-2.0 */
/* emi-sim as a whole: what its parts share.  */
#ifndef EMI_SIMULATOR_SIM_H
#define EMI_SIMULATOR_SIM_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "config/config.h"
#include "config/profile.h"
#include "patients.h"
#include "post.h"
#include "script.h"

/* Names of requests that stay where they are.  */
struct kept
{
  char **v;
  size_t n;
};

/* One pair of exchange folders, and the hospital that it belongs to.  */
struct exchange
{
  const struct config *config;
  const struct profile *profile;
  char *req; /* the terminal's folders */
  char *res;
  const char *state; /* what the national side remembers */
  bool drill;        /* the hospital's drills: no card was read for them */
  struct kept kept;
  int error; /* errno of the last look, so that it is told once */
};

/* One configuration.  */
struct hospital
{
  struct config *config;
  struct profile *profile;
  char *state;
};

struct sim
{
  const struct clock *clock;
  enum lang lang;
  struct patients patients;
  struct post post; /* files still to be left */
  struct script script;
  struct hospital *hospitals;
  size_t n_hospitals;
  struct exchange *exchanges;
  size_t n_exchanges;
  bool drill;       /* --drill: drills only */
  int64_t delay_ms; /* --delay; -1: none */
  int64_t stay_ms;  /* how long an answer stays in res; 0: for ever */
};

/* A card reading.  */
struct press
{
  const char *reader; /* "face", "terminal", "generic" */
  int person;
  bool has_consent;
  unsigned consent;  /* CONSENT_ */
  unsigned mismatch; /* HOW_ bits that the file differs in */
};

/* Prints one line: what was done, no patient's data.  */
void sim_say (const struct sim *s, const char *ja, ...)
    __attribute__ ((format (printf, 2, 3)));

/* Reads emi.xml FILE: one more hospital, and the exchange folders of all its
   connectors that are not production.  0, or the exit status after a
   message.  */
int sim_load (struct sim *s, const char *file);
/* The folder for readings of a READER of the first hospital, in new memory.
   NULL when there is none.  */
char *sim_reader_folder (const struct sim *s, const char *reader);
void sim_done (struct sim *s);

/* Answers requests until told to stop (SIGTERM, SIGINT), or the first one
   only.  The exit status.  */
int sim_serve (struct sim *s, bool once);

/* A card reading as P says: a file into FOLDER.  The exit status.  */
int sim_press (struct sim *s, const char *folder, const struct press *p);

#endif
