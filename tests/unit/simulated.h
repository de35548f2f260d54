/* SPDX-License-Identifier: Apache-2.0 */
/* A simulated national side for the tests of emi-sim: its patients, the
   placeholder profile, one exchange of hospital 1319999999.  */
#ifndef EMI_TESTS_UNIT_SIMULATED_H
#define EMI_TESTS_UNIT_SIMULATED_H

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "lib/scratch.h"
#include "simulator/answer.h"
#include "simulator/script.h"
#include "simulator/sim.h"

/* 2026-11-21 02:15 in Japan.  */
#define NOW 1795281300

struct national
{
  struct patients patients;
  struct profile *profile;
  struct config config;
  struct exchange x;
  char *dir;
};

static inline void
begin (struct national *n)
{
  const char *src = getenv ("top_srcdir");
  char *path = scratch_path (src ? src : ".", "conf/profiles/placeholder.xml");
  struct fault why;

  *n = (struct national){ .dir = scratch_new () };
  strcpy (n->config.facility, "1319999999");
  cr_assert (profile_load (path, &n->profile, NULL, &why), "%s", why.detail);
  cr_assert (patients_read (&n->patients));
  n->x = (struct exchange){ .config = &n->config,
                            .profile = n->profile,
                            .state = n->dir };
  free (path);
}

static inline void
finish (struct national *n)
{
  patients_done (&n->patients);
  profile_free (n->profile);
  scratch_done (n->dir);
}

/* A request that passes for PATIENT, borrowing everything.  */
static inline struct asked
asked_for (const struct patient *patient, unsigned on)
{
  return (struct asked) {
    .on = on,
    .limit = 1,
    .e = {
      .day = (char *) "20261121",
      .institution = (char *) "1319999999",
      .file_id = (char *) "E-1",
      .person = patient->card,
      .treatment = on == FOR_EMERGENCY ? 4 : 1,
      .consent = 3,
      .pattern = 1,
      .authority = 1,
      .factor = { (char *) "1-01", (char *) "3-02" },
    },
  };
}

/* The answer where all is well.  */
static inline struct answer
answer_for (const struct asked *asked, const struct patient *who)
{
  return (struct answer){ .asked = asked,
                          .now = NOW,
                          .file_id = asked->e.file_id,
                          .institution = asked->e.institution,
                          .segment = 1,
                          .status = 1,
                          .validity = who->cover.validity,
                          .person = asked->on == FOR_ELIGIBILITY
                                        ? &who->card
                                        : &who->answer,
                          .patient = who,
                          .repeat = 1 };
}

#endif
