/* SPDX-License-Identifier: Apache-2.0 */
/* The profile of the emergency messages: prefixes, element names and code
   lists, which are not public and therefore data (SPEC section 5).  */
#ifndef EMI_CONFIG_PROFILE_H
#define EMI_CONFIG_PROFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"
#include "config/config.h"

/* A meaning and the element that carries it.  */
struct profile_name
{
  char *meaning; /* "consent", "pattern", "factor-1", "item.drug.name" ... */
  char *element; /* "EmConsentClassification" */
};

/* A list of the summary: `container` holds `item` elements of one kind.
   `kind_from` says which field decides between drug and prescription
   (placeholder: EmSource).  */
struct profile_list
{
  char *kind;
  char *container;
  char *item;       /* "" when the container's own text children are items */
  char *field_date; /* elements inside the item; NULL where there is none */
  char *field_name;
  char *field_code;
  char *field_source;
  char *field_institution;
};

/* A word of the messages and what it stands for ("receipt" -> "drug").  */
struct profile_word
{
  char *list; /* "source-kind", "method" ... */
  char *word;
  char *means;
  char *label; /* Japanese, for people; or NULL */
};

struct profile
{
  char *version;
  bool placeholder; /* status="placeholder" */
  int64_t card_window_s;
  char *prefix; /* "EMTESTa01" */
  struct profile_name *names;
  size_t n_names;
  struct profile_list *lists;
  size_t n_lists;
  struct profile_word *words;
  size_t n_words;
  unsigned patterns; /* bit N set: pattern N can be asked for */
};

/* Reads the profile; faults with line go to FAULTS as in config_load.  */
bool profile_load (const char *path, struct profile **out,
                   struct config_faults *faults, struct fault *why);
void profile_free (struct profile *p);

/* The element for MEANING, or NULL.  */
const char *profile_element (const struct profile *p, const char *meaning);
/* The row of WORD in LIST, or NULL.  */
const struct profile_word *profile_word (const struct profile *p,
                                         const char *list, const char *word);
/* True when METHOD ("1-01") is one of the national class-methods.  */
bool profile_method (const struct profile *p, const char *method);

#endif
