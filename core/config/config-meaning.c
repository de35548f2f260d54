/* SPDX-License-Identifier: Apache-2.0 */
/* What is wrong with a configuration though its grammar is right: things that
   are there twice, roles that cannot be, places that defeat the evidence.  */
#include "config/config-parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/lang.h"
#include "base/variables.h"
#include "config/value.h"

/* How often WORDS[I] stands before I.  */
static size_t
count_before (char **words, size_t i)
{
  size_t n = 0;

  for (size_t k = 0; k < i; k++)
    n += words[i] && words[k] && strcmp (words[i], words[k]) == 0;
  return n;
}

void
config_repeated (struct reading *r, int line, char **words, size_t n)
{
  /* Nobody lists so many; past it comparing all with all costs time.  */
  for (size_t i = 1; i < n && i < 1000; i++)
    if (count_before (words, i) == 1)
      {
        CLEANUP_FREE char *quoted = reading_quote (words[i]);
        reading_fault (r, line, N_ ("「%s」が二度書かれています"),
                       quoted ? quoted : "");
      }
}

/* Names are unique over all kinds, since prompts and answers go by them.  */
static void
instances_twice (struct reading *r, const struct config *c)
{
  for (size_t i = 1; i < c->n_instances; i++)
    {
      const struct config_instance *later = &c->instances[i];
      const struct config_instance *first
          = config_instance (c, 0, later->name);
      CLEANUP_FREE char *name
          = first && first != later ? reading_quote (later->name) : NULL;
      if (name)
        reading_fault (r, later->line,
                       N_ ("名前「%s」は %d 行目の <%s> がすでに使っています"),
                       name, first->line, config_kind_name (first->kind));
    }
}

static void
terminals_twice (struct reading *r, const struct config *c)
{
  for (size_t i = 1; i < c->n_terminals; i++)
    {
      const struct config_terminal *later = &c->terminals[i];
      const struct config_terminal *first = config_terminal (c, later->name);
      CLEANUP_FREE char *name
          = first && first != later ? reading_quote (later->name) : NULL;
      if (name)
        reading_fault (r, later->line, N_ ("端末「%s」は %d 行目にもあります"),
                       name, first->line);
    }
}

void
config_children_twice (struct reading *r, xmlNode *parent, const char *element,
                       const char *attribute)
{
  for (xmlNode *e = reading_child (parent, element); e;
       e = reading_next (e, element))
    {
      CLEANUP_FREE char *name = reading_attribute (r, e, attribute);
      xmlNode *first = reading_child (parent, element);
      while (name && first != e
             && !reading_attribute_is (r, first, attribute, name))
        first = reading_next (first, element);
      CLEANUP_FREE char *quoted
          = name && first != e ? reading_quote (name) : NULL;
      if (quoted)
        reading_fault (r, reading_line (r, e, attribute),
                       N_ ("<%s> の「%s」が二度書かれています"), element,
                       quoted);
    }
}

static void
judge_environment (struct reading *r, xmlNode *instance)
{
  for (xmlNode *e = reading_child (instance, "env"); e;
       e = reading_next (e, "env"))
    {
      CLEANUP_FREE char *name = reading_attribute (r, e, "name");
      CLEANUP_FREE char *quoted = name && variable_is_hostile (name)
                                      ? reading_quote (name)
                                      : NULL;
      if (quoted)
        reading_fault (r, reading_line (r, e, "name"),
                       N_ ("<env> の「%s」は、他のコードや設定を読み込ませる"
                           "ので渡せません"),
                       quoted);
    }
}

static void
judge_instances (struct reading *r, const struct config *c)
{
  xmlNode *root = xmlDocGetRootElement (r->doc->xml);

  for (xmlNode *e = reading_child (root, NULL); e; e = reading_next (e, NULL))
    if (config_kind (e))
      {
        config_children_twice (r, e, "option", "name");
        config_children_twice (r, e, "step", "name");
        config_children_twice (r, e, "env", "name");
        judge_environment (r, e);
        config_judge_trust (r, e);
      }
  instances_twice (r, c);
  terminals_twice (r, c);
}

static void
judge_roles (struct reading *r, const struct config *c)
{
  static const char *const roles[]
      = { "physician", "nurse", "reception", "support", "privacy", "vendor" };
  xmlNode *root = xmlDocGetRootElement (r->doc->xml);
  xmlNode *node = reading_child (root, "permission");
  int line = node ? reading_line (r, node, "roles") : 0;

  for (size_t i = 0; i < c->n_permission_roles; i++)
    {
      const char *role = c->permission_roles[i];
      bool known = false;
      for (size_t k = 0; role && k < N_ELEMENTS (roles); k++)
        known = known || strcmp (role, roles[k]) == 0;
      CLEANUP_FREE char *quoted = role && !known ? reading_quote (role) : NULL;
      if (quoted && strcmp (role, "admin") == 0)
        reading_fault (r, line,
                       N_ ("admin は救急時医療情報閲覧権限を持てません"));
      else if (quoted)
        reading_fault (r, line, N_ ("「%s」という役割はありません"), quoted);
    }
  config_repeated (r, line, c->permission_roles, c->n_permission_roles);
}

static void
judge_reserve (struct reading *r, xmlNode *ledger)
{
  CLEANUP_FREE char *reserve = reading_attribute (r, ledger, "reserve");
  size_t digits = reserve ? strspn (reserve, "0123456789") : 0;
  uint64_t bytes;

  /* What is no number with a unit was told by the grammar.  */
  if (digits && digits <= 12 && strlen (reserve) <= digits + 1
      && strchr ("KMG", reserve[digits]) && !value_size (reserve, &bytes))
    reading_fault (r, reading_line (r, ledger, "reserve"),
                   N_ ("reserve が大きすぎます"));
}

/* The folder of STORE's file, or NULL when it has none (a store elsewhere).  */
static char *
store_folder (const struct config *c, const struct config_instance *store)
{
  const char *file = config_option (store, "file");
  CLEANUP_FREE char *path = file && file[0] ? file_join (c->dir, file) : NULL;
  char *folder = path ? value_path (path) : NULL;
  char *slash = folder ? strrchr (folder, '/') : NULL;

  if (slash)
    slash[slash == folder] = '\0';
  return folder;
}

/* Keys beside the records would go into the same backup, and a copy of the
   seal beside them would go back in time together with them (ledger.md).  */
static void
judge_apart (struct reading *r, xmlNode *ledger, const char *folder,
             const char *keys, const char *seal)
{
  if (value_path_inside (keys, folder))
    reading_fault (r, reading_line (r, ledger, "keys"),
                   N_ ("鍵のフォルダ keys が、記録のフォルダの中にあります。"
                       "別の場所にしてください"));
  else if (value_path_inside (folder, keys))
    reading_fault (r, reading_line (r, ledger, "keys"),
                   N_ ("記録が、鍵のフォルダ keys の中にあります。"
                       "別の場所にしてください"));
  if (value_path_inside (seal, folder))
    reading_fault (r, reading_line (r, ledger, "seal"),
                   N_ ("封印の写し seal が、記録のフォルダの中にあります。"
                       "別の場所にしてください"));
}

static void
judge_places (struct reading *r, const struct config *c, xmlNode *ledger)
{
  CLEANUP_FREE char *keys = value_path (c->keys);
  CLEANUP_FREE char *seal = value_path (c->seal);

  judge_reserve (r, ledger);
  for (size_t i = 0; keys && seal && i < c->n_instances; i++)
    if (c->instances[i].kind == EMI_KIND_STORE)
      {
        CLEANUP_FREE char *folder = store_folder (c, &c->instances[i]);
        if (folder)
          judge_apart (r, ledger, folder, keys, seal);
      }
}

/* One text a language: a second would never be shown.  */
static void
judge_procedure (struct reading *r, xmlNode *root)
{
  bool seen[2] = { false, false };

  for (xmlNode *e = reading_child (root, "procedure"); e;
       e = reading_next (e, "procedure"))
    {
      enum lang lang
          = reading_attribute_is (r, e, "lang", "en") ? LANG_EN : LANG_JA;

      if (seen[lang])
        reading_fault (r, reading_line (r, e, NULL),
                       N_ ("同じ言語の <procedure> が二つあります"));
      seen[lang] = true;
    }
}

/* One that marks nothing would look as if nothing were there to mark.  */
static void
judge_highlights (struct reading *r, xmlNode *root)
{
  for (xmlNode *e = reading_child (root, "highlight"); e;
       e = reading_next (e, "highlight"))
    {
      CLEANUP_FREE char *words = reading_attribute (r, e, "words");
      CLEANUP_FREE char *codes = reading_attribute (r, e, "codes");
      if (!words && !codes)
        reading_fault (r, reading_line (r, e, NULL),
                       N_ ("<highlight> には words か codes が要ります"));
    }
}

void
config_meaning (struct reading *r, const struct config *c)
{
  xmlNode *root = xmlDocGetRootElement (r->doc->xml);
  xmlNode *arrange = reading_child (root, "arrange");
  xmlNode *ledger = reading_child (root, "ledger");

  judge_instances (r, c);
  judge_roles (r, c);
  if (ledger)
    judge_places (r, c, ledger);
  if (arrange)
    config_children_twice (r, arrange, "section", "kind");
  config_judge_plan (r, c, root);
  judge_procedure (r, root);
  config_judge_drill (r, c, root);
  config_children_twice (r, root, "ask", "pattern");
  judge_highlights (r, root);
  config_references (r, c);
}
