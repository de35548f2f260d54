/* SPDX-License-Identifier: Apache-2.0 */
/* The files of conf/ that emi carries inside: the grammars it checks with and
   the templates it writes, so that it needs none of them at run time and
   nobody can put others in their place.  Made from conf/ by embed.awk.  */
#ifndef EMI_CONFIG_BUILTIN_H
#define EMI_CONFIG_BUILTIN_H

#include <stddef.h>

struct builtin
{
  const char *text; /* NUL-terminated */
  size_t len;
};

extern const struct builtin builtin_emi_rng;
extern const struct builtin builtin_profile_rng;
extern const struct builtin builtin_emi_xml;
extern const struct builtin builtin_facts_rng;
extern const struct builtin builtin_facts_xml;
extern const struct builtin builtin_placeholder_xml;

#endif
