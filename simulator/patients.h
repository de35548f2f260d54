/* SPDX-License-Identifier: Apache-2.0 */
/* The simulator's patients, all invented (patients.xml, carried inside).  */
#ifndef EMI_SIMULATOR_PATIENTS_H
#define EMI_SIMULATOR_PATIENTS_H

#include <stdbool.h>
#include <stddef.h>

#include "oqs/person.h"

/* One thing that the national side knows about a patient.  */
struct patient_item
{
  char *kind;
  char *source;
  char *code;
  char *name;
  char *institution;
  int days; /* before today */
};

struct patient
{
  int id;
  struct person card;   /* what a card reading says */
  struct person answer; /* what an answer says */
  struct patient_item *items;
  size_t n_items;
};

struct patients
{
  struct patient *v;
  size_t n;
};

/* Reads the patients carried inside.  False without memory or when they are
   broken.  */
bool patients_read (struct patients *out);
void patients_done (struct patients *p);

/* Patient ID, or NULL.  */
const struct patient *patients_by_id (const struct patients *p, int id);
/* The one with the number of WHO, or NULL.  */
const struct patient *patients_find (const struct patients *p,
                                     const struct person *who);
/* Another one than PATIENT.  */
const struct patient *patients_other (const struct patients *p,
                                      const struct patient *patient);

#endif
