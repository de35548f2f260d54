/* SPDX-License-Identifier: Apache-2.0 */
/* Names in emi.xml that stand for an instance: whether it is there, and of the
   kind that is wanted.  */
#include "config/config-parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/lang.h"
#include "base/text.h"

static bool
kind_unnamed (const struct config *c, enum emi_kind kind)
{
  for (size_t i = 0; i < c->n_instances; i++)
    if (c->instances[i].kind == kind && !c->instances[i].name)
      return true;
  return false;
}

/* NAME, written in NODE's ATTRIBUTE, must be an instance of KIND.  */
static void
judge_reference (struct reading *r, const struct config *c, xmlNode *node,
                 const char *attribute, enum emi_kind kind, const char *name)
{
  const struct config_instance *other = config_instance (c, 0, name);
  CLEANUP_FREE char *quoted = name ? reading_quote (name) : NULL;

  if (!quoted || config_instance (c, kind, name))
    return;
  if (other)
    reading_fault (r, reading_line (r, node, attribute),
                   N_ ("%s の「%s」は <%s> ではなく <%s> です"), attribute,
                   quoted, config_kind_name (kind),
                   config_kind_name (other->kind));
  else if (!kind_unnamed (c, kind)) /* else it may well be the one */
    reading_fault (r, reading_line (r, node, attribute),
                   N_ ("%s の「%s」という <%s> はありません"), attribute,
                   quoted, config_kind_name (kind));
}

static void
judge_words (struct reading *r, const struct config *c, xmlNode *node,
             const char *attribute, enum emi_kind kind, char **words, size_t n)
{
  for (size_t i = 0; i < n; i++)
    judge_reference (r, c, node, attribute, kind, words[i]);
  config_repeated (r, reading_line (r, node, attribute), words, n);
}

static void
judge_connector (struct reading *r, const struct config *c, xmlNode *profile)
{
  size_t n = 0;

  for (size_t i = 0; i < c->n_instances; i++)
    n += c->instances[i].kind == EMI_KIND_CONNECTOR
         && !(c->drill && c->drill->connector && c->instances[i].name
              && strcmp (c->drill->connector, c->instances[i].name) == 0);
  if (!c->connector && n > 1)
    reading_fault (r, reading_line (r, profile, NULL),
                   N_ ("<connector> が複数あります。救急時の照会に使うものを "
                       "<profile> の connector に書いてください"));
  else
    judge_reference (r, c, profile, "connector", EMI_KIND_CONNECTOR,
                     c->connector);
}

void
config_reference (struct reading *r, const struct config *c, xmlNode *node,
                  const char *attribute, enum emi_kind kind, const char *name)
{
  judge_reference (r, c, node, attribute, kind, name);
}

void
config_references (struct reading *r, const struct config *c)
{
  xmlNode *root = xmlDocGetRootElement (r->doc->xml);
  xmlNode *ledger = reading_child (root, "ledger");
  xmlNode *profile = reading_child (root, "profile");
  const struct config_terminal *t = c->terminals;

  /* A name that cannot be one was told by the grammar.  */
  if (ledger && text_is_name (c->ledger_store))
    judge_reference (r, c, ledger, "store", EMI_KIND_STORE, c->ledger_store);
  if (profile)
    judge_connector (r, c, profile);
  for (xmlNode *e = reading_child (root, "terminal"); e && t;
       e = reading_next (e, "terminal"), t++)
    {
      judge_words (r, c, e, "readers", EMI_KIND_READER, t->readers,
                   t->n_readers);
      judge_words (r, c, e, "providers", EMI_KIND_AUTH, t->providers,
                   t->n_providers);
    }
}
