/* SPDX-License-Identifier: Apache-2.0 */
/* How functions of the core fail: they return false and fill a struct fault
   with a code of the table and a detail for this one case.  The function that
   decides reports it; those in between hand it up unchanged.  */
#ifndef EMI_BASE_FAULT_H
#define EMI_BASE_FAULT_H

#include <stdarg.h>
#include <stdbool.h>

#include "base/codes.h"

/* `detail` is one line of UTF-8 without a full stop, possibly empty: a name
   of the configuration, a file's path, an errno text, a plugin's sentence.
   Never patient data, never a secret.  `next` is what works now in this one
   case, a sentence in the run's language, said after the code's own; empty:
   that is all.  */
struct fault
{
  enum code code;
  char detail[512];
  char next[256];
};

/* Fills F (which may be NULL) and returns false, so that a function can end
   with `return fault_set (why, CODE_X, "...")`.  */
bool fault_set (struct fault *f, enum code code, const char *fmt, ...)
  __attribute__ ((format (printf, 3, 4)));
/* Adds the next step to a fault that is set.  */
void fault_next (struct fault *f, const char *fmt, ...)
  __attribute__ ((format (printf, 2, 3)));
bool fault_vset (struct fault *f, enum code code, const char *fmt, va_list ap)
  __attribute__ ((format (printf, 3, 0)));

#ifdef EMI_ANALYSED
/* Analysers read one file at a time and so would not know what it returns. */
#define fault_set(...) ({ fault_set (__VA_ARGS__); false; })
#define fault_vset(...) ({ fault_vset (__VA_ARGS__); false; })
#endif

#endif
