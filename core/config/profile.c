/* SPDX-License-Identifier: Apache-2.0 */
/* Loads a profile of the emergency messages, and finds in it.  */
#include "config/profile.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/cleanup.h"
#include "base/lang.h"
#include "config/grammar.h"
#include "config/own-file.h"
#include "config/profile-parts.h"

static void
read_tree (struct reading *r, struct profile *p)
{
  xmlNode *root = xmlDocGetRootElement (r->doc->xml);

  grammar_check (r, &builtin_profile_rng);
  if (!reading_is (root, "profile"))
    return;
  profile_spelling (r, root);
  profile_read (r, p);
  if (!r->no_memory)
    profile_meaning (r, p);
}

static bool
load (const char *path, struct profile *p, struct config_faults *faults,
      struct fault *why)
{
  CLEANUP (buffer_done) struct buffer bytes = BUFFER_INIT;
  CLEANUP (document_done) struct document doc = { .file = path };
  struct reading r = { .doc = &doc, .faults = faults };
  size_t before = faults->n;
  enum file_status status;

  if (!own_file_read (path, &bytes, &status, why))
    {
      if (status == FILE_TOO_BIG)
        own_file_say (&r, 0, status, N_ ("ファイル"));
      return false;
    }
  if (document_parse (&doc, path, buffer_string (&bytes), bytes.len, faults,
                      &r.no_memory))
    read_tree (&r, p);
  if (r.no_memory || faults->failed)
    return fault_set (why, CODE_MEMORY, "%s", "");
  return faults->n == before || own_file_faults (faults, before, why);
}

bool
profile_load (const char *path, struct profile **out,
              struct config_faults *faults, struct fault *why)
{
  CLEANUP (config_faults_done) struct config_faults own = { .v = NULL };
  struct profile *p = calloc (1, sizeof *p);
  if (!p)
    return fault_set (why, CODE_MEMORY, "%s", "");

  if (!load (path, p, faults ? faults : &own, why))
    {
      profile_free (p);
      return false;
    }
  *out = p;
  return true;
}

static void
list_done (struct profile_list *l)
{
  free (l->kind);
  free (l->container);
  free (l->item);
  free (l->field_date);
  free (l->field_name);
  free (l->field_code);
  free (l->field_source);
  free (l->field_institution);
}

void
profile_free (struct profile *p)
{
  if (!p)
    return;
  free (p->version);
  free (p->prefix);
  for (size_t i = 0; i < p->n_names; i++)
    {
      free (p->names[i].meaning);
      free (p->names[i].element);
    }
  free (p->names);
  for (size_t i = 0; i < p->n_lists; i++)
    list_done (&p->lists[i]);
  free (p->lists);
  for (size_t i = 0; i < p->n_words; i++)
    {
      free (p->words[i].list);
      free (p->words[i].word);
      free (p->words[i].means);
      free (p->words[i].label);
    }
  free (p->words);
  for (size_t i = 0; i < p->n_pattern; i++)
    {
      for (size_t k = 0; k < p->pattern[i].n_reaches; k++)
        free (p->pattern[i].reaches[k].kind);
      free (p->pattern[i].reaches);
    }
  free (p->pattern);
  free (p);
}

const char *
profile_element (const struct profile *p, const char *meaning)
{
  for (size_t i = 0; i < p->n_names; i++)
    if (p->names[i].meaning && strcmp (p->names[i].meaning, meaning) == 0)
      return p->names[i].element;
  return NULL;
}

const struct profile_word *
profile_word (const struct profile *p, const char *list, const char *word)
{
  for (size_t i = 0; i < p->n_words; i++)
    if (p->words[i].list && strcmp (p->words[i].list, list) == 0
        && p->words[i].word && strcmp (p->words[i].word, word) == 0)
      return &p->words[i];
  return NULL;
}

bool
profile_method (const struct profile *p, const char *method)
{
  return profile_word (p, "method", method) != NULL;
}

const struct profile_pattern *
profile_pattern (const struct profile *p, int number)
{
  static const struct profile_pattern plain = { .forms = PROFILE_XML };

  for (size_t i = 0; i < p->n_pattern; i++)
    if (p->pattern[i].number == number)
      return &p->pattern[i];
  return &plain;
}

const struct profile_reach *
profile_reach (const struct profile_pattern *pattern, const char *kind)
{
  for (size_t i = 0; i < pattern->n_reaches; i++)
    if (pattern->reaches[i].kind
        && strcmp (pattern->reaches[i].kind, kind) == 0)
      return &pattern->reaches[i];
  return NULL;
}

bool
profile_tells (const struct profile_pattern *pattern, const char *kind)
{
  return pattern->n_reaches == 0 || profile_reach (pattern, kind);
}

const char *
profile_prefix (const struct profile *p, enum profile_message message)
{
  switch (message)
    {
    case PROFILE_YZK:
      return "YZKsiquc01";
    case PROFILE_TKK:
      return "TKKsiquc01";
    case PROFILE_EMERGENCY:
      break;
    }
  return p->prefix;
}
