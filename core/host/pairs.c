/* SPDX-License-Identifier: Apache-2.0 */
/* Pairs of providers, from their descriptors.  */
#include "host/pairs.h"

#include <emi/auth.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/text.h"
#include "host/internal.h"

/* One of the two providers of a pair; NULL where there is none.  */
struct side
{
  const struct config_instance *config;
  const struct emi_plugin *plugin;
};

static const struct emi_plugin *
plugin_of (struct host *h, const struct config_instance *c)
{
  const struct emi_plugin *p;
  struct fault ignored;

  /* A name that is none never becomes a path.  */
  if (!c || !c->plugin || !text_is_name (c->plugin)
      || !host_describe_instance (h, c, &p, &ignored))
    return NULL;
  return p;
}

static struct side
side_of (struct host *h, const char *name)
{
  struct side s = { NULL, NULL };

  if (name)
    s.config = config_instance (h->config, EMI_KIND_AUTH, name);
  s.plugin = plugin_of (h, s.config);
  return s;
}

/* What it can ever attest here: its own list, or the shorter one that <trust>
   leaves of it.  */
static const char *
side_methods (const struct side *s)
{
  if (s->plugin && s->config->trust && s->config->trust->methods)
    return s->config->trust->methods;
  return s->plugin && s->plugin->methods ? s->plugin->methods : "";
}

/* A bit for each class that METHODS could yield.  */
static unsigned
class_bits (const char *methods)
{
  unsigned bits = 0;

  while (*methods)
    {
      if (*methods >= '0' && *methods <= '9' && methods[1] == '-')
        bits |= 1u << (*methods - '0');
      methods += strcspn (methods, " ");
      methods += strspn (methods, " ");
    }
  return bits;
}

static bool
several (unsigned bits)
{
  return (bits & (bits - 1)) != 0;
}

/* Is what P grants checked by the core itself?  */
static bool
is_checked (const struct emi_plugin *p)
{
  return p->auth_flags & (EMI_AUTH_SIGNED | EMI_AUTH_STATEMENT);
}

/* Two classes at once are taken only with evidence that the core checked.  */
static bool
is_joint (const struct emi_plugin *p)
{
  return p && (p->auth_flags & EMI_AUTH_JOINT) && is_checked (p);
}

/* A provider's word may be too little by configuration; what the core checks
   itself is more than a word.  */
static bool
sure_enough (struct host *h, const struct config_instance *c,
             const struct emi_plugin *p)
{
  switch (h->config->minimum)
    {
    case CONFIG_MINIMUM_INSIDE:
      return true;
    case CONFIG_MINIMUM_SEPARATE:
      return is_checked (p)
             || strcmp (host_assurance (h, c), "separate") == 0;
    case CONFIG_MINIMUM_CORE:
      return is_checked (p);
    }
  return false;
}

static enum pair_verdict
judge (struct host *h, const struct side *a, const struct side *b,
       struct pair *p)
{
  unsigned x = class_bits (p->methods_a);
  unsigned y = b ? class_bits (p->methods_b) : x;

  if (!x || !y)
    return PAIR_UNKNOWN;
  if (!several (x | y))
    {
      for (p->one_class = '0'; !(x & 1); x >>= 1)
        p->one_class++;
      return PAIR_ONE_CLASS;
    }
  if (!sure_enough (h, a->config, a->plugin)
      || (b && !sure_enough (h, b->config, b->plugin)))
    return PAIR_MINIMUM;
  return PAIR_GOOD;
}

void
host_pair (struct host *h, const char *a, const char *b, struct pair *out)
{
  struct side x = side_of (h, a), y = side_of (h, b);
  const struct side *second = b ? &y : NULL;

  *out = (struct pair){ .a = x.config ? x.config->name : a,
                        .b = y.config ? y.config->name : b,
                        .methods_a = side_methods (&x),
                        .methods_b = side_methods (&y),
                        .verdict = PAIR_UNKNOWN };
  if (!x.plugin || (b && !y.plugin))
    return;
  out->verdict = !second && !is_joint (x.plugin) ? PAIR_ALONE
                                                 : judge (h, &x, second, out);
}

bool
host_pairs (struct host *h, const struct config_terminal *t, struct pair **out,
            size_t *n_out)
{
  size_t most = t->n_providers * (t->n_providers + 1) / 2, n = 0;
  struct pair *v = calloc (most ? most : 1, sizeof *v);

  if (!v)
    return false;
  for (size_t i = 0; i < t->n_providers; i++)
    {
      if (is_joint (side_of (h, t->providers[i]).plugin))
        host_pair (h, t->providers[i], NULL, &v[n++]);
      for (size_t j = i + 1; j < t->n_providers; j++)
        if (strcmp (t->providers[i], t->providers[j]) != 0)
          host_pair (h, t->providers[i], t->providers[j], &v[n++]);
    }
  *out = v;
  *n_out = n;
  return true;
}

/* --- words --- */

/* The profile's word for WORD of LIST; WORD itself where it has none.  */
static const char *
label (const struct profile *profile, const char *list, const char *word,
       enum lang lang)
{
  const struct profile_word *w
      = profile ? profile_word (profile, list, word) : NULL;

  if (!w)
    return word;
  if (lang == LANG_JA && w->label)
    return w->label;
  return w->means ? w->means : word;
}

/* "記憶 1-01（ID／パスワード）" for each of METHODS.  */
static void
add_methods (const struct profile *profile, const char *methods,
             enum lang lang, struct buffer *out)
{
  for (bool first = true; *methods; first = false)
    {
      char method[5] = "", class_[2] = "";
      size_t n = strcspn (methods, " ");

      memcpy (method, methods, n < 4 ? n : 4);
      class_[0] = method[0];
      buffer_printf (out, said (lang, "%s%s %s（%s）"),
                     first ? "" : said (lang, "・"),
                     label (profile, "class", class_, lang), method,
                     label (profile, "method", method, lang));
      methods += n;
      methods += strspn (methods, " ");
    }
}

static void
add_good (const struct profile *profile, const struct pair *p, enum lang lang,
          struct buffer *out)
{
  add_methods (profile, p->methods_a, lang, out);
  if (!p->b)
    return;
  buffer_text (out, " + ");
  add_methods (profile, p->methods_b, lang, out);
}

void
pair_words (const struct profile *profile, const struct pair *p,
            enum lang lang, struct buffer *out)
{
  const char class_[] = { p->one_class, '\0' };

  switch (p->verdict)
    {
    case PAIR_GOOD:
      add_good (profile, p, lang, out);
      return;
    case PAIR_ONE_CLASS:
      buffer_printf (
          out, said (lang, "どちらも区分 %s（%s）なので、二要素になりません"),
          class_, label (profile, "class", class_, lang));
      return;
    case PAIR_MINIMUM:
      buffer_text (
          out, said (lang, "factors minimum の定める確からしさに足りません"));
      return;
    case PAIR_ALONE:
      buffer_text (out, said (lang, "一つだけでは二要素になりません"));
      return;
    case PAIR_UNKNOWN:
      break;
    }
  buffer_text (out, said (lang, "読み込めない認証手段があります"));
}
