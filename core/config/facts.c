/* SPDX-License-Identifier: Apache-2.0 */
/* Finds and loads facts.xml, and looks things up in it.  A hospital that never
   looks after the file must not lose the telephone number: what emi carries
   inside is always there.  */
#include "config/facts.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/cleanup.h"
#include "base/file.h"
#include "base/lang.h"
#include "config/config-parts.h"
#include "config/facts-parts.h"
#include "config/grammar.h"
#include "config/own-file.h"

#define FACTS_NAME "facts.xml"

static void
read_tree (struct reading *r, struct facts *f)
{
  size_t before = r->faults->n;

  grammar_check (r, &builtin_facts_rng);
  if (r->faults->n > before)
    return;
  facts_read (r, f);
  if (!r->no_memory)
    facts_judge (r, f);
}

/* TEXT, which is called NAME.  */
static bool
parse (const char *name, const char *text, size_t len, struct facts *f,
       struct config_faults *faults, struct fault *why)
{
  CLEANUP (document_done) struct document doc = { .file = name };
  struct reading r = { .doc = &doc, .faults = faults };
  size_t before = faults->n;

  if (document_parse (&doc, name, text, len, faults, &r.no_memory))
    read_tree (&r, f);
  if (r.no_memory || faults->failed)
    return fault_set (why, CODE_MEMORY, "%s", "");
  return faults->n == before || own_file_faults (faults, before, why);
}

static bool
load (const char *path, struct facts *f, struct config_faults *faults,
      struct fault *why)
{
  CLEANUP (buffer_done) struct buffer bytes = BUFFER_INIT;
  struct document doc = { .file = path };
  struct reading r = { .doc = &doc, .faults = faults };
  enum file_status status;

  if (!own_file_read (path, &bytes, &status, why))
    {
      if (status != FILE_OK) /* else memory ran out */
        own_file_say (&r, 0, status, N_ ("ファイル"));
      return false;
    }
  if (!config_trust (path, false, why))
    {
      config_faults_add (faults, path, 0,
                         code_info (why->code)->message[LANG_JA],
                         code_info (why->code)->message[LANG_EN]);
      return false;
    }
  f->file = strdup (path);
  return f->file
             ? parse (path, buffer_string (&bytes), bytes.len, f, faults, why)
             : fault_set (why, CODE_MEMORY, "%s", "");
}

bool
facts_load (const char *path, struct facts **out, struct config_faults *faults,
            struct fault *why)
{
  struct facts *f = calloc (1, sizeof *f);

  if (!f)
    return fault_set (why, CODE_MEMORY, "%s", "");
  if (!load (path, f, faults, why))
    {
      facts_free (f);
      return false;
    }
  *out = f;
  return true;
}

static bool
load_builtin (struct facts **out, struct fault *why)
{
  CLEANUP (config_faults_done) struct config_faults none = { .v = NULL };
  struct facts *f = calloc (1, sizeof *f);

  if (!f)
    return fault_set (why, CODE_MEMORY, "%s", "");
  if (!parse (FACTS_NAME, builtin_facts_xml.text, builtin_facts_xml.len, f,
              &none, why))
    {
      facts_free (f);
      return false;
    }
  *out = f;
  return true;
}

static bool
is_there (const char *path)
{
  struct stat st;

  return lstat (path, &st) == 0;
}

bool
facts_find (const char *dir, const char *installed, struct facts **out,
            struct config_faults *faults, struct fault *why)
{
  CLEANUP_FREE char *own = dir ? file_join (dir, FACTS_NAME) : NULL;
  struct fault ignored;

  if (dir && !own)
    return fault_set (why, CODE_MEMORY, "%s", "");
  if (own && is_there (own) && facts_load (own, out, faults, &ignored))
    return true;
  if (installed && facts_load (installed, out, faults, &ignored))
    return true;
  return load_builtin (out, why);
}

static void
fact_done (struct fact *f)
{
  free (f->name);
  free (f->text[LANG_JA]);
  free (f->text[LANG_EN]);
  free (f->url);
  free (f->source);
  free (f->date);
  free (f->checked);
}

void
facts_free (struct facts *f)
{
  if (!f)
    return;
  for (size_t i = 0; i < f->n; i++)
    fact_done (&f->v[i]);
  free (f->v);
  fact_done (&f->centre);
  fact_done (&f->listed);
  free (f->phone);
  for (size_t i = 0; i < f->n_unsaid; i++)
    {
      free (f->unsaid[i].from);
      free (f->unsaid[i].to);
    }
  free (f->unsaid);
  for (size_t i = 0; i < f->n_years; i++)
    free (f->years[i]);
  free (f->years);
  for (size_t i = 0; i < f->n_holidays; i++)
    {
      free (f->holidays[i].day);
      free (f->holidays[i].name);
    }
  free (f->holidays);
  free (f->file);
  free (f);
}

const struct fact *
facts_get (const struct facts *f, const char *name)
{
  for (size_t i = 0; i < f->n; i++)
    if (strcmp (f->v[i].name, name) == 0)
      return &f->v[i];
  return NULL;
}

const char *
fact_as_of (const struct fact *f)
{
  return f->checked && strcmp (f->checked, f->date) > 0 ? f->checked : f->date;
}

const char *
facts_holiday (const struct facts *f, const char *day, bool *known_out)
{
  *known_out = false;
  for (size_t i = 0; i < f->n_years; i++)
    if (strncmp (f->years[i], day, 4) == 0)
      *known_out = true;
  for (size_t i = 0; i < f->n_holidays; i++)
    if (strcmp (f->holidays[i].day, day) == 0)
      return f->holidays[i].name;
  return NULL;
}

bool
facts_unsaid (const struct facts *f, const char *day)
{
  const char *md = day + 5;

  for (size_t i = 0; i < f->n_unsaid; i++)
    {
      bool after = strcmp (md, f->unsaid[i].from) >= 0;
      bool before = strcmp (md, f->unsaid[i].to) <= 0;
      bool turns = strcmp (f->unsaid[i].from, f->unsaid[i].to) > 0;

      if (turns ? after || before : after && before)
        return true;
    }
  return false;
}
