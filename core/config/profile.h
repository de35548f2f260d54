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

/* A message family: the emergency one of this profile, or one of the ordinary
   ones, whose names are public.  */
enum profile_message
{
  PROFILE_EMERGENCY,
  PROFILE_YZK, /* 薬剤情報, 診療情報 */
  PROFILE_TKK  /* 特定健診 */
};

enum profile_form
{
  PROFILE_XML = 1,
  PROFILE_PDF = 2
};

/* How far back a pattern tells about KIND; both 0: no limit.  */
struct profile_reach
{
  char *kind;
  int days;
  int months;
};

/* What a 情報要求パターン is asked with, and what comes.  */
struct profile_pattern
{
  int number;
  enum profile_message request;
  enum profile_message answer;
  unsigned forms; /* of enum profile_form */
  struct profile_reach *reaches; /* none: all kinds, no limit */
  size_t n_reaches;
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
  struct profile_pattern *pattern;
  size_t n_pattern;
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
/* What is declared for pattern NUMBER; without a declaration the emergency
   messages, XML, no limit of time.  Never NULL.  */
const struct profile_pattern *profile_pattern (const struct profile *p,
                                               int number);
/* Whether PATTERN tells of KIND: one that names its kinds tells of no other. */
bool profile_tells (const struct profile_pattern *pattern, const char *kind);
/* Its reach for KIND, or NULL: no limit known.  */
const struct profile_reach *
profile_reach (const struct profile_pattern *pattern, const char *kind);
/* The prefix of MESSAGE's files: "EMTESTa01", "YZKsiquc01", "TKKsiquc01".  */
const char *profile_prefix (const struct profile *p,
                            enum profile_message message);
/* True when METHOD ("1-01") is one of the national class-methods.  */
bool profile_method (const struct profile *p, const char *method);

#endif
