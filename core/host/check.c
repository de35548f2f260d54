/* SPDX-License-Identifier: Apache-2.0 */
/* The part of a configuration's check that needs the plugins' descriptors.
   Every fault is added with its line; nothing is opened.  */
#include "host/check.h"

#include <emi/auth.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/cleanup.h"
#include "base/file.h"
#include "base/lang.h"
#include "base/text.h"
#include "base/words.h"
#include "host/ability.h"
#include "host/check-apart.h"
#include "host/check-terminal.h"
#include "host/internal.h"
#include "host/options.h"

struct checking
{
  struct host *host;
  const struct config *config;
  const struct profile *profile;
  struct config_faults *faults;
};

/* "SUBJECT: SENTENCE (DETAIL)" for sentences that exist in both languages;
   DETAIL may be empty or NULL.  */
static void
add_about (struct checking *c, int line, const char *subject,
           const char *const sentence[2], const char *detail)
{
  bool more = detail && *detail;
  const char *left = more ? " (" : "";
  const char *right = more ? ")" : "";
  char *text[2] = { NULL, NULL };

  for (int lang = LANG_JA; lang <= LANG_EN; lang++)
    if (asprintf (&text[lang], "%s%s%s%s%s%s", subject,
                  lang == LANG_JA ? "：" : ": ", sentence[lang], left,
                  more ? detail : "", right)
        < 0)
      text[lang] = NULL;
  config_faults_add (c->faults, c->config->file, line,
                     text[LANG_JA] ? text[LANG_JA] : sentence[LANG_JA],
                     text[LANG_EN] ? text[LANG_EN] : sentence[LANG_EN]);
  free (text[LANG_JA]);
  free (text[LANG_EN]);
}

/* --- options --- */

static void
check_setting (struct checking *c, const struct config_instance *i,
               const struct emi_plugin *p, size_t at)
{
  const struct config_setting *s = &i->options[at];
  const struct emi_option *o
      = s->name ? option_find (p->options, s->name) : NULL;
  CLEANUP (buffer_done) struct buffer subject = BUFFER_INIT;
  enum option_fault f;

  if (!s->name || !s->value)
    return; /* the grammar's fault */
  if (!o)
    {
      config_faults_say (c->faults, c->config->file, s->line,
                         N_ ("%s：プラグイン %s に設定 %s はありません"),
                         i->name, i->plugin, s->name);
      return;
    }
  for (size_t k = 0; k < at; k++)
    if (i->options[k].name && strcmp (i->options[k].name, s->name) == 0)
      config_faults_say (c->faults, c->config->file, s->line,
                         N_ ("%s：設定 %s が二度あります"), i->name, s->name);

  f = option_check (o, s->value, NULL);
  if (f == OPTION_FITS)
    return;
  buffer_printf (&subject, "%s %s", i->name, s->name);
  add_about (c, s->line, buffer_string (&subject),
             (const char *const[2]){ option_fault_text (f, LANG_JA),
                                     option_fault_text (f, LANG_EN) },
             o->limits);
}

static bool
is_set (const struct config_instance *i, const char *name)
{
  for (size_t k = 0; k < i->n_options; k++)
    if (i->options[k].name && strcmp (i->options[k].name, name) == 0)
      return true;
  return false;
}

static void
check_options (struct checking *c, const struct config_instance *i,
               const struct emi_plugin *p)
{
  for (size_t k = 0; k < i->n_options; k++)
    check_setting (c, i, p, k);
  for (const struct emi_option *o = p->options; o && o->name; o++)
    if ((o->flags & EMI_OPT_REQUIRED) && !is_set (i, o->name))
      config_faults_say (c->faults, c->config->file, i->line,
                         N_ ("%s：設定 %s が必要です"), i->name, o->name);
}

/* --- methods --- */

/* Takes the next class-method of a list that descriptor.c found well-formed;
   false at its end.  */
static bool
next_method (const char **at, char out[5])
{
  if (strlen (*at) < 4)
    return false;
  memcpy (out, *at, 4);
  out[4] = '\0';
  *at += 4;
  *at += **at == ' ';
  return true;
}

static void
check_methods (struct checking *c, const struct config_instance *i,
               const struct emi_plugin *p)
{
  const char *at = p->methods;
  char method[5];

  if (!c->profile || p->kind != EMI_KIND_AUTH)
    return;
  while (next_method (&at, method))
    if (!profile_method (c->profile, method))
      config_faults_say (c->faults, c->config->file, i->line,
                         N_ ("%s：認証方法 %s は電文定義にありません"),
                         i->name, method);
}

/* --- trust --- */

static void
check_trust_methods (struct checking *c, const struct config_instance *i,
                     const struct emi_plugin *p)
{
  const char *at = i->trust->methods ? i->trust->methods : "";
  char method[5];

  while (next_method (&at, method))
    if (!words_have (p->methods, method))
      config_faults_say (
          c->faults, c->config->file, i->trust->line,
          N_ ("%s：<trust> の認証方法 %s は、プラグイン %s にありません"),
          i->name, method, i->plugin);
}

/* FILE (may be NULL) of I's trust must be there and ours.  */
static void
check_file (struct checking *c, const struct config_instance *i,
            const char *file, enum code code)
{
  CLEANUP_FREE char *reason = file ? file_distrust (file, false) : NULL;

  if (reason)
    add_about (c, i->trust->line, i->name, code_info (code)->message, reason);
}

/* A statement is worth its keys; without them nothing of it would hold.  */
static void
check_trust (struct checking *c, const struct config_instance *i,
             const struct emi_plugin *p)
{
  bool stated = p->kind == EMI_KIND_AUTH
                && (p->auth_flags & EMI_AUTH_STATEMENT);
  const struct config_trust *t = i->trust;

  if (stated && (!t || !t->keys || !t->issuer))
    config_faults_say (
        c->faults, c->config->file, t ? t->line : i->line,
        N_ ("%s：プラグイン %s には <trust> の keys と issuer が必要です"),
        i->name, i->plugin);
  if (!stated && t && (t->keys || t->issuer))
    config_faults_say (
        c->faults, c->config->file, t->line,
        N_ ("%s：プラグイン %s は <trust> の keys と issuer を使いません"),
        i->name, i->plugin);
  if (config_trust_of_certificates (t)
      && (p->kind != EMI_KIND_AUTH || !(p->auth_flags & EMI_AUTH_SIGNED)))
    config_faults_say (
        c->faults, c->config->file, t->line,
        N_ ("%s：プラグイン %s は <trust> の ca などを使いません"), i->name,
        i->plugin);
  if (t)
    check_trust_methods (c, i, p);
  if (!t)
    return;
  check_file (c, i, stated ? t->keys : NULL, CODE_STATEMENT_KEYS);
  check_file (c, i, t->ca, CODE_TRUST_UNREADABLE);
  check_file (c, i, t->crl, CODE_TRUST_UNREADABLE);
}

/* --- instances --- */

static void
check_instance (struct checking *c, const struct config_instance *i)
{
  const struct module *m;
  struct fault why;

  if (i->production && c->profile && c->profile->placeholder)
    add_about (c, i->line, i->name,
               code_info (CODE_PROFILE_PLACEHOLDER)->message, NULL);
  if ((m = host_module (c->host, i, &why)))
    {
      check_options (c, i, &m->plugin);
      check_methods (c, i, &m->plugin);
      check_trust (c, i, &m->plugin);
      check_apart (c->config, i, m, c->faults);
      return;
    }
  CLEANUP_FREE char *safe = text_safe (why.detail, 0);
  add_about (c, i->line, i->name, code_info (why.code)->message, safe);
}

/* --- all of them --- */

/* Its plugin can be looked for.  A name that is none never becomes a path.  */
static bool
is_named (const struct config_instance *i)
{
  return i->name && i->plugin && text_is_name (i->name)
         && text_is_name (i->plugin);
}

void
host_check_plugins (struct host *h, const struct profile *profile,
                    struct config_faults *faults)
{
  struct checking c = { h, h->config, profile, faults };

  for (size_t k = 0; h->config->plugin_folder && k < h->config->n_instances;
       k++)
    if (is_named (&h->config->instances[k]))
      check_instance (&c, &h->config->instances[k]);
}

bool
host_check (struct host *h, const struct profile *profile,
            struct config_faults *faults)
{
  size_t before = faults->n;

  host_check_plugins (h, profile, faults);
  for (size_t k = 0; k < h->config->n_terminals; k++)
    check_terminal (h, &h->config->terminals[k], faults);
  if (profile)
    host_check_abilities (h, profile, faults);
  return faults->n == before;
}
