/* SPDX-License-Identifier: Apache-2.0 */
/* What a drill must never be: a way to the national system, and a patient who
   could be real.  */
#include "config/config-parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/lang.h"
#include "config/value.h"

/* Where option NAME of I leads, or NULL.  */
static char *
folder (const struct config *c, const struct config_instance *i,
        const char *name)
{
  const char *value = config_option (i, name);
  CLEANUP_FREE char *path = value ? file_join (c->dir, value) : NULL;

  return path ? value_path (path) : NULL;
}

/* The drill's own exchange folders: shared ones would bring test requests to
   a terminal that is real.  */
static void
judge_folders (struct reading *r, const struct config *c, xmlNode *node,
               const struct config_instance *drill)
{
  static const char *const names[] = { "req", "res" };

  for (size_t i = 0; i < c->n_instances; i++)
    for (size_t k = 0; k < N_ELEMENTS (names); k++)
      {
        const struct config_instance *other = &c->instances[i];
        CLEANUP_FREE char *mine = folder (c, drill, names[k]);
        CLEANUP_FREE char *theirs
            = other != drill && other->kind == EMI_KIND_CONNECTOR
                  ? folder (c, other, names[k])
                  : NULL;

        if (mine && theirs && strcmp (mine, theirs) == 0)
          reading_fault (r, reading_line (r, node, "connector"),
                         N_ ("訓練の接続のフォルダ %s は、%s "
                             "と同じです。訓練だけのフォルダにしてください"),
                         names[k], other->name ? other->name : "");
      }
}

static void
judge_connector (struct reading *r, const struct config *c, xmlNode *node)
{
  const struct config_instance *way
      = config_instance (c, EMI_KIND_CONNECTOR, c->drill->connector);

  config_reference (r, c, node, "connector", EMI_KIND_CONNECTOR,
                    c->drill->connector);
  if (!way)
    return;
  if (way->production)
    reading_fault (r, reading_line (r, node, "connector"),
                   N_ ("訓練に本番の接続（production=\"yes\"）は使えません"));
  if (c->connector && strcmp (c->connector, way->name) == 0)
    reading_fault (r, reading_line (r, node, "connector"),
                   N_ ("訓練の接続は、救急時の照会の接続と別にしてください"));
  judge_folders (r, c, node, way);
}

/* Prefecture number 99 is nobody's: digits 3 and 4 of eight, the first two of
   six.  */
static bool
is_test_insurer (const char *insurer)
{
  size_t n = strlen (insurer);

  return (n == 8 && strncmp (insurer + 2, "99", 2) == 0)
         || (n == 6 && strncmp (insurer, "99", 2) == 0);
}

void
config_judge_drill (struct reading *r, const struct config *c, xmlNode *root)
{
  xmlNode *node = reading_child (root, "drill");
  xmlNode *patient = node ? reading_child (node, "patient") : NULL;

  if (!node || !c->drill)
    return;
  if (c->drill->connector)
    judge_connector (r, c, node);
  if (patient && c->drill->insurer && !is_test_insurer (c->drill->insurer))
    reading_fault (r, reading_line (r, patient, "insurer"),
                   N_ ("訓練の患者は試験用（都道府県番号 99）にしてください"));
}
