/* SPDX-License-Identifier: Apache-2.0 */
/* The simulator's patients, all invented (patients.xml, carried inside).  */
#ifndef EMI_SIMULATOR_PATIENTS_H
#define EMI_SIMULATOR_PATIENTS_H

#include <stdbool.h>
#include <stddef.h>

#include "oqs/person.h"

/* One line of a check-up.  */
struct patient_value
{
  const char *code;
  const char *name;
  const char *type;
  const char *value;
  const char *unit;
  const char *value_name;
};

/* One thing that the national side knows about a patient.  Strings may be
   NULL; they belong to the patients.  */
struct patient_item
{
  const char *kind;
  const char *source;
  const char *code;
  const char *name;
  const char *ingredient;
  const char *quantity;
  const char *unit;
  const char *usage;
  const char *special;
  const char *id_class; /* 診療識別 */
  const char *institution;
  const char *institution_code;
  const char *from; /* who prescribed what another dispensed */
  const char *from_code;
  int days;  /* before today */
  int times; /* days of a drug, times of a treatment */
  struct patient_value *values;
  size_t n_values;
};

/* What a reading or an ordinary 資格確認 says beside the person.  */
struct patient_cover
{
  const char *insurer_name;
  const char *insured_name;
  const char *relation; /* 1 本人, 2 家族 */
  const char *preschool;
  const char *ratio;
  const char *elderly; /* 高齢受給者証の割合 */
  const char *limit;   /* 限度額適用認定証の区分 */
  const char *disease; /* 特定疾病 */
  const char *chart;   /* 照会番号 */
  int validity;        /* 1..6 */
  int ended_days;      /* before today; 0: it has not ended */
};

struct patient
{
  int id;
  struct person card;   /* what a card reading says */
  struct person answer; /* what an answer says */
  struct patient_cover cover;
  struct patient_item *items;
  size_t n_items;
};

struct patients
{
  struct patient *v;
  size_t n;
  void *doc; /* where the strings lie */
};

/* Reads the patients carried inside.  False without memory or when they are
   broken.  */
bool patients_read (struct patients *out);
void patients_done (struct patients *p);

/* Patient ID, or NULL.  */
const struct patient *patients_by_id (const struct patients *p, int id);
/* The one with the numbers of WHO, or NULL.  People who share a number differ
   in the branch; one that WHO does not have is not looked at.  */
const struct patient *patients_find (const struct patients *p,
                                     const struct person *who);
/* Another one than PATIENT.  */
const struct patient *patients_other (const struct patients *p,
                                      const struct patient *patient);

#endif
