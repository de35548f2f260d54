/* SPDX-License-Identifier: Apache-2.0 */
/* Is a module's descriptor one that this host can use?  Size, major and kind
   are looked at before anything that depends on them; then as many bytes as
   both sides know are taken over.  */
#include <inttypes.h>
#include <string.h>

#include "base/text.h"
#include "base/words.h"
#include "config/value.h"
#include "host/module.h"
#include "host/options.h"

/* Where version 1.0 ends (plugin.h); nothing shorter was ever made.  */
#define SIZE_1_0                                                              \
  (offsetof (struct emi_plugin, auth_flags) + sizeof (uint32_t))
#define SIZE_MAX_SANE 4096

static const char *const kinds[]
  = { "unknown", "reader", "connector", "store", "auth", "adapter" };

static const char *
kind_text (uint32_t kind)
{
  return kinds[kind < sizeof kinds / sizeof *kinds ? kind : 0];
}

/* Bytes of the ops of version 1.0, and those that this host knows.  */
static size_t
ops_size (uint32_t kind)
{
  switch ((enum emi_kind) kind)
    {
    case EMI_KIND_READER:
      return sizeof (struct emi_reader_ops);
    case EMI_KIND_CONNECTOR:
      return sizeof (struct emi_connector_ops);
    case EMI_KIND_STORE:
      return sizeof (struct emi_store_ops);
    case EMI_KIND_AUTH:
      return sizeof (struct emi_auth_ops);
    case EMI_KIND_ADAPTER:
      return sizeof (struct emi_adapter_ops);
    }
  return 0;
}

static bool
sane_id (const char *id)
{
  return id && *id >= 'a' && *id <= 'z' && text_is_name (id);
}

static bool
sane_options (const struct emi_option *table)
{
  size_t n = 0;

  for (const struct emi_option *o = table; o && o->name; o++)
    if (++n > MODULE_TABLE_MAX || !sane_id (o->name) || !option_sane (o)
        || option_find (table, o->name) != o)
      return false;
  return true;
}

static bool
sane_prompt_text (const char *text)
{
  return text && *text && text_is_utf8 (text, strlen (text))
         && text_chars (text) <= PROMPT_CHARS;
}

static bool
sane_prompts (const struct emi_prompt *table)
{
  size_t n = 0;

  for (const struct emi_prompt *p = table; p && p->id; p++)
    {
      if (++n > MODULE_TABLE_MAX || !sane_id (p->id))
        return false;
      if (p->kind < EMI_PROMPT_TEXT || p->kind > EMI_PROMPT_NOTICE)
        return false;
      if (p->kind == EMI_PROMPT_CHOICE && (!p->choices || !*p->choices))
        return false;
      if (!sane_prompt_text (p->text_ja) || !sane_prompt_text (p->text_en))
        return false;
      for (const struct emi_prompt *q = table; q < p; q++)
        if (strcmp (p->id, q->id) == 0)
          return false;
    }
  return true;
}

/* "3-01 1-02": at least one, each a digit, '-', two digits.  */
static bool
sane_methods (const char *at)
{
  static const char shape[] = "0-00";

  if (!at || !*at)
    return false;
  for (;; at++)
    {
      for (const char *s = shape; *s; s++, at++)
        if (*s == '-' ? *at != '-' : *at < '0' || *at > '9')
          return false;
      if (!*at)
        return true;
      if (*at != ' ')
        return false;
    }
}

/* What an adapter says it can take, in the words of the configuration.  */
static bool
sane_abilities (const struct emi_plugin *p)
{
  unsigned bits;
  int days, months;

  return (!p->patterns || value_patterns (p->patterns, &bits))
         && (!p->forms || strcmp (p->forms, "xml") == 0
             || strcmp (p->forms, "pdf") == 0
             || strcmp (p->forms, "xml pdf") == 0)
         && (!p->period || value_period (p->period, &days, &months));
}

/* Words that the sandbox knows (plugin.h).  */
static bool
sane_needs (const char *at)
{
  static const char known[] = "network unix devices exec";

  while (at && *at)
    {
      size_t n = strcspn (at, " ");

      if (!words_have_span (known, at, n))
        return false;
      at += n + (at[n] == ' ');
    }
  return true;
}

/* The first operation is the kind's reason to exist.  */
static bool
sane_ops (const struct module *m)
{
  switch ((enum emi_kind) m->plugin.kind)
    {
    case EMI_KIND_READER:
      return m->ops.reader.identify;
    case EMI_KIND_CONNECTOR:
      return m->ops.connector.query;
    case EMI_KIND_STORE:
      return m->ops.store.begin;
    case EMI_KIND_AUTH:
      return m->ops.auth.verify;
    case EMI_KIND_ADAPTER:
      return m->ops.adapter.deliver;
    }
  return false;
}

static bool
take_ops (struct module *m, struct fault *why)
{
  const union module_ops *ops = m->plugin.ops;
  size_t known = ops_size (m->plugin.kind);

  if (!ops)
    return fault_set (why, CODE_PLUGIN_CONTRACT, "%s: has no operations",
                      m->file);
  if (ops->size < known || ops->size > SIZE_MAX_SANE)
    return fault_set (why, CODE_PLUGIN_CONTRACT,
                      "%s: operations of %" PRIu32 " bytes, wanted %zu",
                      m->file, ops->size, known);
  memcpy (&m->ops, ops, known);
  m->plugin.ops = &m->ops;
  return sane_ops (m)
         || fault_set (why, CODE_PLUGIN_CONTRACT,
                       "%s: lacks its first operation", m->file);
}

static bool
take_head (struct module *m, const struct emi_plugin *d, struct fault *why)
{
  if (d->size < SIZE_1_0 || d->size > SIZE_MAX_SANE)
    return fault_set (why, CODE_PLUGIN_CONTRACT,
                      "%s: descriptor of %" PRIu32 " bytes, wanted %zu",
                      m->file, d->size, SIZE_1_0);
  if (d->major != EMI_PLUGIN_MAJOR)
    return fault_set (why, CODE_PLUGIN_CONTRACT,
                      "%s: contract version %u, wanted %u", m->file,
                      (unsigned) d->major, (unsigned) EMI_PLUGIN_MAJOR);
  if (!ops_size (d->kind))
    return fault_set (why, CODE_PLUGIN_CONTRACT,
                      "%s: kind %" PRIu32 " is %s, wanted 1 to 5", m->file,
                      d->kind, kind_text (d->kind));
  memcpy (&m->plugin, d,
          d->size < sizeof m->plugin ? d->size : sizeof m->plugin);
  return true;
}

static bool
named (const struct module *m, struct fault *why)
{
  const struct emi_plugin *p = &m->plugin;

  if (!p->name || strcmp (p->name, m->name) != 0)
    return fault_set (why, CODE_PLUGIN_CONTRACT,
                      "%s: names itself \"%s\", wanted \"%s\"", m->file,
                      p->name && text_is_name (p->name) ? p->name : "?",
                      m->name);
  return true;
}

bool
descriptor_sane (struct module *m, struct fault *why)
{
  const struct emi_plugin *p = &m->plugin;
  const char *bad = NULL;

  if (!named (m, why))
    return false;
  if (!ops_size (p->kind))
    bad = "its kind is unknown";
  else if (!p->version || !p->summary || !p->open)
    bad = "lacks version, summary or open";
  else if (!sane_options (p->options))
    bad = "its table of options is wrong";
  else if (!sane_prompts (p->prompts))
    bad = "its table of prompts is wrong";
  else if (p->kind == EMI_KIND_AUTH && !sane_methods (p->methods))
    bad = "its class-methods are wrong";
  else if (!sane_abilities (p))
    bad = "its patterns, forms or period are wrong";
  else if (!sane_needs (p->needs))
    bad = "what it needs is unknown";
  return !bad
         || fault_set (why, CODE_PLUGIN_CONTRACT, "%s: %s", m->file, bad);
}

bool
descriptor_take (struct module *m, const struct emi_plugin *descriptor,
                 struct fault *why)
{
  return take_head (m, descriptor, why) && named (m, why)
         && take_ops (m, why) && descriptor_sane (m, why);
}
