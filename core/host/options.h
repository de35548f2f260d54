/* SPDX-License-Identifier: Apache-2.0 */
/* Declared options: whether a value fits its declaration.  One place for the
   configuration's check, for opening an instance and for the declarations'
   own defaults.  */
#ifndef EMI_HOST_OPTIONS_H
#define EMI_HOST_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <emi/plugin.h>

#include "base/codes.h"

enum option_fault
{
  OPTION_FITS,
  OPTION_NO_NUMBER,
  OPTION_OUT_OF_RANGE,
  OPTION_NO_BOOL,
  OPTION_NO_CHOICE,
  OPTION_EMPTY
};

/* Does VALUE fit O?  NUMBER_OUT (may be NULL) is what option_number gives:
   the number, 1 or 0 for yes or no, else -1.  */
enum option_fault option_check (const struct emi_option *o, const char *value,
                                int64_t *number_out);
const char *option_fault_text (enum option_fault f, enum lang lang);

/* The declaration of NAME in a table that may be NULL; NULL when absent.  */
const struct emi_option *option_find (const struct emi_option *table,
                                      const char *name);

/* Is O itself well-formed (type, limits, default)?  */
bool option_sane (const struct emi_option *o);

#endif
