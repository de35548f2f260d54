/* SPDX-License-Identifier: Apache-2.0 */
/* emi-sim as a whole: what its parts share.  */
#ifndef EMI_SIMULATOR_SIM_H
#define EMI_SIMULATOR_SIM_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "config/config.h"
#include "config/profile.h"
#include "oqs/emergency.h"
#include "patients.h"
#include "post.h"

struct scenario;

struct sim
{
  const struct clock *clock;
  enum lang lang;
  struct config *config;
  struct profile *profile;
  struct patients patients;
  struct post post; /* files still to be left */
  char *req;        /* the terminal's folders */
  char *res;
  char *face;  /* where the reader's results go; NULL: no such reader */
  char *state; /* what the national side remembers */
  const struct scenario *scenario;
  int64_t delay_ms; /* -1: the scenario's own */
};

/* Prints one line: what was done, no patient's data.  */
void sim_say (const struct sim *s, const char *ja, const char *en, ...)
  __attribute__ ((format (printf, 2, 4), format (printf, 3, 4)));

/* Answers requests until told to stop (SIGTERM, SIGINT), or the first one
   only.  The exit status.  */
int sim_serve (struct sim *s, bool once);

/* A card reading of patient PERSON: a file into FOLDER.  GENERIC: the form of
   the 汎用カードリーダー.  The exit status.  */
int sim_press (struct sim *s, const char *folder, bool generic, int person);

#endif
