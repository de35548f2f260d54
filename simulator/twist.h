/* SPDX-License-Identifier: Apache-2.0 */
/* A person who is not quite the one that was meant.  */
#ifndef EMI_SIMULATOR_TWIST_H
#define EMI_SIMULATOR_TWIST_H

#include "oqs/person.h"

/* Copies FROM, changed in what HOW (HOW_NAME, BIRTH, SEX) names.  False
   without memory; OUT may be half made and is the caller's to free.  */
bool twist (unsigned how, const struct person *from, struct person *out);

#endif
