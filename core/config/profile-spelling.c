/* SPDX-License-Identifier: Apache-2.0 */
/* How meanings, element names and labels of a profile are spelled.  As
   patterns in the grammar they cost more than all else of a start: libxml2
   compiles a pattern again for each value that it judges.  */
#include "config/profile-parts.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/lang.h"

#define DIGITS "0123456789"
#define SMALL "abcdefghijklmnopqrstuvwxyz"
#define LETTERS SMALL "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

/* One of FIRST, then some of REST, at most MOST in all.  */
static bool
spelled (const char *text, const char *first, const char *rest, size_t most)
{
  size_t len = strlen (text);

  return len && len <= most && strchr (first, text[0])
         && strspn (text, rest) == len;
}

static bool
is_meaning (const char *text)
{
  return spelled (text, SMALL DIGITS, SMALL DIGITS ".-", 64);
}

static bool
is_element (const char *text)
{
  return spelled (text, LETTERS "_", LETTERS DIGITS "_.-", 128);
}

static bool
is_label (const char *text)
{
  return text[strspn (text, " ")] && !strpbrk (text, "\n\r\t");
}

/* An attribute means the same in whichever element it stands.  */
static const struct spelling
{
  const char *attribute;
  bool (*fits) (const char *text);
  const char *help;
} spellings[] = {
#define MEANING is_meaning, N_ ("英小文字・数字・「-」「.」だけで書いてください")
#define ELEMENT is_element, N_ ("XML の要素名を書いてください")
#define LABEL is_label, N_ ("空にはできません")
  { "meaning", MEANING }, { "means", MEANING }, { "list", MEANING },
  { "element", ELEMENT }, { "container", ELEMENT }, { "item", ELEMENT },
  { "date", ELEMENT },    { "name", ELEMENT },      { "code", ELEMENT },
  { "source", ELEMENT },  { "institution", ELEMENT },
  { "version", LABEL },   { "value", LABEL },       { "label", LABEL },
};

static const struct spelling *
spelling_of (const char *attribute)
{
  for (size_t i = 0; i < N_ELEMENTS (spellings); i++)
    if (strcmp (spellings[i].attribute, attribute) == 0)
      return &spellings[i];
  return NULL;
}

static void
judge (struct reading *r, xmlNode *node, const char *attribute)
{
  const struct spelling *s = spelling_of (attribute);
  CLEANUP_FREE char *value = s ? reading_attribute (r, node, attribute) : NULL;

  if (value && !s->fits (value))
    reading_say_value (r, node, attribute, value, s->help,
                       said (LANG_EN, s->help));
}

void
profile_spelling (struct reading *r, xmlNode *node)
{
  for (xmlAttr *a = node->properties; a && r->faults->n < READING_MAX_FAULTS;
       a = a->next)
    judge (r, node, (const char *) a->name);
  for (xmlNode *e = reading_child (node, NULL); e; e = reading_next (e, NULL))
    profile_spelling (r, e);
}
