/* SPDX-License-Identifier: Apache-2.0 */
/* Loads emi.xml: bytes, who could have changed them, tree, grammar, meaning,
   and the digest that goes into every record.  */
#include "config/config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buffer.h"
#include "base/cleanup.h"
#include "base/file.h"
#include "base/lang.h"
#include "config/config-parts.h"
#include "config/grammar.h"
#include "config/own-file.h"

/* Sets file and dir, both absolute; links in the folders above are followed,
   the file's own name is left as it is.  */
static bool
find_file (const char *path, struct config *c, struct fault *why)
{
  const char *slash = strrchr (path, '/');
  const char *base = slash ? slash + 1 : path;
  CLEANUP_FREE char *above
      = slash ? strndup (path, (size_t) (slash - path) + 1) : strdup (".");
  if (!above)
    return fault_set (why, CODE_MEMORY, "%s", "");

  c->dir = realpath (above, NULL);
  if (!c->dir && errno != ENOMEM)
    return fault_set (why, CODE_CONFIG_MISSING, "%s: %s", path,
                      strerror (errno));
  c->file = c->dir ? file_join (c->dir, base) : NULL;
  if (!c->file)
    return fault_set (why, CODE_MEMORY, "%s", "");
  return true;
}

/* Appends the profile's bytes to OUT; what is wrong with the file is a fault
   of the line that names it.  */
static void
read_profile (struct reading *r, const struct config *c, struct buffer *out)
{
  xmlNode *root = xmlDocGetRootElement (r->doc->xml);
  xmlNode *node = reading_child (root, "profile");
  enum file_status status;

  if (node && !own_file_read (c->profile, out, &status, NULL) && !out->failed)
    own_file_say (r, reading_line (r, node, "file"), status,
                  N_ ("電文定義のファイル"));
}

static void
read_tree (struct reading *r, struct config *c, struct buffer *profile)
{
  xmlNode *root = xmlDocGetRootElement (r->doc->xml);

  grammar_check (r, &builtin_emi_rng);
  if (!reading_is (root, "emi"))
    return;
  config_read (r, c);
  if (r->no_memory)
    return;
  read_profile (r, c, profile);
  config_meaning (r, c);
}

/* Keys are made after the first emi.xml, so that none are no fault here.  */
static bool
trust_places (const struct config *c, struct fault *why)
{
  struct stat st;

  if (c->keys && lstat (c->keys, &st) == 0
      && !config_trust (c->keys, true, why))
    return false;
  return config_trust (c->profile, false, why);
}

static bool
load (const char *path, struct config *c, struct config_faults *faults,
      struct fault *why)
{
  CLEANUP (buffer_done) struct buffer bytes = BUFFER_INIT;
  CLEANUP (buffer_done) struct buffer profile = BUFFER_INIT;
  CLEANUP (document_done) struct document doc = { .xml = NULL };
  struct reading r = { .doc = &doc, .faults = faults };
  size_t before = faults->n;
  enum file_status status;

  if (!find_file (path, c, why))
    return false;
  doc.file = c->file;
  if (!own_file_read (c->file, &bytes, &status, why))
    {
      if (status == FILE_TOO_BIG)
        own_file_say (&r, 0, status, N_ ("ファイル"));
      return false;
    }
  if (!config_trust (c->file, false, why)
      || !config_trust (c->dir, false, why))
    return false;
  if (document_parse (&doc, c->file, buffer_string (&bytes), bytes.len, faults,
                      &r.no_memory))
    read_tree (&r, c, &profile);
  if (r.no_memory || faults->failed || profile.failed)
    return fault_set (why, CODE_MEMORY, "%s", "");
  if (faults->n > before)
    return own_file_faults (faults, before, why);
  if (!trust_places (c, why))
    return false;

  const struct digest_part parts[]
      = { { bytes.data, bytes.len }, { profile.data, profile.len } };
  digest_parts (parts, N_ELEMENTS (parts), c->digest);
  return true;
}

bool
config_load (const char *path, struct config **out,
             struct config_faults *faults, struct fault *why)
{
  CLEANUP (config_faults_done) struct config_faults own = { .v = NULL };
  struct config *c = calloc (1, sizeof *c);
  if (!c)
    return fault_set (why, CODE_MEMORY, "%s", "");

  if (!load (path, c, faults ? faults : &own, why))
    {
      config_free (c);
      return false;
    }
  *out = c;
  return true;
}

bool
config_examine (const char *path, struct config **out,
                struct config_faults *faults, struct fault *why)
{
  struct config *c = calloc (1, sizeof *c);
  bool good;

  if (!c)
    return fault_set (why, CODE_MEMORY, "%s", "");
  good = load (path, c, faults, why);
  if (good || why->code == CODE_CONFIG_FAULTS)
    *out = c;
  else
    config_free (c);
  return good;
}
