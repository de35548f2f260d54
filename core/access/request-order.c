/* SPDX-License-Identifier: Apache-2.0 */
/* The words of a request (R4): known codes, what must go together, what the
   profile can ask for.  Looked at before any prompt.  */
#include "access/request.h"

#include <string.h>

#include "access/drill.h"
#include "base/cleanup.h"
#include "base/text.h"
#include "host/ability.h"

#define TEXT_MAX 2000 /* characters of free text in a record (ledger.md) */

static const char *const hardships[]
  = { "unconscious", "confused", "sedated", "aphasia", "minor", "other" };
static const char *const necessities[]
  = { "shock",   "trauma",    "stroke",      "cardiac", "respiratory",
      "seizure", "poisoning", "anaphylaxis", "sepsis",  "other" };

static bool
known (const char *word, const char *const *list, size_t n)
{
  for (size_t i = 0; i < n; i++)
    if (strcmp (word, list[i]) == 0)
      return true;
  return false;
}

static bool
free_text (const char *option, const char *text, bool required,
           struct fault *why)
{
  if (!text || !text[0])
    return !required
           || fault_set (why, CODE_VALUE, "%s: words are required", option);
  if (!text_is_utf8 (text, strlen (text)) || text_chars (text) > TEXT_MAX)
    return fault_set (why, CODE_VALUE, "%s: at most %d characters of UTF-8",
                      option, TEXT_MAX);
  return true;
}

static bool
check_consent (const struct request_order *o, struct fault *why)
{
  bool difficult;

  if (!o->consent)
    return fault_set (why, CODE_VALUE, "--consent given|difficult");
  difficult = strcmp (o->consent, "difficult") == 0;
  if (!difficult && strcmp (o->consent, "given") != 0)
    return fault_set (why, CODE_VALUE, "--consent %s", o->consent);
  if (!difficult && o->hardship)
    return fault_set (why, CODE_VALUE, "--hardship with --consent given");
  if (difficult && o->given_by)
    return fault_set (why, CODE_VALUE, "--given-by with --consent difficult");
  if (o->given_by && strcmp (o->given_by, "patient") != 0
      && strcmp (o->given_by, "representative") != 0)
    return fault_set (why, CODE_VALUE, "--given-by %s", o->given_by);
  if (!difficult)
    return free_text ("--effort", o->effort, false, why);
  if (!o->hardship || !known (o->hardship, hardships, N_ELEMENTS (hardships)))
    return fault_set (why, CODE_VALUE, "--hardship %s",
                      o->hardship ? o->hardship : "");
  return free_text ("--hardship", o->hardship_text,
                    strcmp (o->hardship, "other") == 0, why)
         && free_text ("--effort", o->effort, true, why);
}

void
request_settle_order (const struct session *s, struct request_order *o)
{
  if (o->pattern == 0)
    o->pattern = ability_default_pattern (s->config, s->profile);
  o->pdf = o->form ? strcmp (o->form, "pdf") == 0
                   : ability_pdf (s->config, s->profile, o->pattern);
}

/* The adapter that will get it: the one named, else the first.  */
static const struct config_instance *
order_adapter (const struct session *s, const struct request_order *o)
{
  if (o->adapter)
    return config_instance (s->config, EMI_KIND_ADAPTER, o->adapter);
  if (o->drill)
    return NULL; /* which one takes drills is the drill's business */
  for (size_t i = 0; i < s->config->n_instances; i++)
    if (s->config->instances[i].kind == EMI_KIND_ADAPTER)
      return &s->config->instances[i];
  return NULL;
}

/* What is wished for must be had from the profile and taken by the EHR.  */
static bool
check_ability (const struct session *s, const struct request_order *o,
               struct fault *why)
{
  const struct config_instance *adapter = order_adapter (s, o);
  unsigned form = o->pdf ? PROFILE_PDF : PROFILE_XML;
  const char *word = o->pdf ? "pdf" : "xml";

  if (!(s->profile->patterns & (1u << o->pattern)))
    return fault_set (why, CODE_PATTERN_UNSUPPORTED, "--pattern %d",
                      o->pattern);
  if (!(profile_pattern (s->profile, o->pattern)->forms & form))
    return fault_set (why, CODE_PATTERN_UNSUPPORTED, "--pattern %d, %s",
                      o->pattern, word);
  if (o->adapter && !adapter)
    return fault_set (why, CODE_VALUE, "--adapter %s", o->adapter);
  return !adapter || !s->host
         || host_adapter_takes (s->host, adapter, o->pattern, o->pdf)
         || fault_set (why, CODE_PATTERN_UNSUPPORTED, "%s: --pattern %d, %s",
                       adapter->name, o->pattern, word);
}

bool
request_check_order (const struct session *s, const struct request_order *o,
                     struct fault *why)
{
  if (!check_consent (o, why))
    return false;
  if (!o->necessity
      || !known (o->necessity, necessities, N_ELEMENTS (necessities)))
    return fault_set (why, CODE_VALUE, "--necessity %s",
                      o->necessity ? o->necessity : "");
  if (!free_text ("--necessity", o->necessity_text,
                  strcmp (o->necessity, "other") == 0, why))
    return false;
  if (o->pattern < 1 || o->pattern > 6)
    return fault_set (why, CODE_VALUE, "--pattern %d", o->pattern);
  if (!viewers_check (o->with, why))
    return false;
  if (o->without && !o->drill)
    return fault_set (why, CODE_USAGE, "--without");
  if (o->without && !drill_without_check (s, o->without, why))
    return false;
  if (o->drill && o->reception)
    return fault_set (why, CODE_USAGE, "--drill --reception");
  if (o->drill && !drill_ready (s, why))
    return false;
  if (o->drill && o->adapter && !drill_takes (s->config, o->adapter))
    return fault_set (why, CODE_VALUE, "--adapter %s: drill=\"yes\"",
                      o->adapter);
  if (o->form && strcmp (o->form, "xml") != 0 && strcmp (o->form, "pdf") != 0)
    return fault_set (why, CODE_VALUE, "--form %s", o->form);
  return check_ability (s, o, why);
}
