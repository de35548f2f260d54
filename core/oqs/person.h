/* SPDX-License-Identifier: Apache-2.0 */
/* A person as the national messages name one, and how two are compared.  */
#ifndef EMI_OQS_PERSON_H
#define EMI_OQS_PERSON_H

#include <stdbool.h>

/* Strings in new memory, UTF-8, NULL where the message had none.  Numbers are
   normalised: NFKC, no spaces; insurer left-padded with 0 to 8 digits, branch
   to 2.  birth is YYYYMMDD, sex "1", "2" or "3".  */
struct person
{
  char *insurer;
  char *symbol; /* 記号, as received but trimmed */
  char *number; /* 番号 */
  char *branch; /* 枝番 */
  char *name;
  char *kana; /* as received */
  char *birth;
  char *sex;
};

void person_done (struct person *p);
bool person_copy (struct person *to, const struct person *from);

/* What differs between two people; a field missing on either side does not
   differ.  Names are compared after folding (base/text.h).  */
enum person_difference
{
  PERSON_KANA = 1,
  PERSON_BIRTH = 2,
  PERSON_SEX = 4,
  PERSON_NUMBER = 8
};
unsigned person_compare (const struct person *a, const struct person *b);

/* The same bits for the fields that P does not have, so that an answer that
   says too little about its person is not taken for one that agrees.  */
unsigned person_missing (const struct person *p);

#endif
