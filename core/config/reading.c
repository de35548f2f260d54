/* SPDX-License-Identifier: Apache-2.0 */
/* The small tools of everything that reads emi.xml or a profile.  */
#include "config/reading.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/cleanup.h"
#include "base/lang.h"
#include "base/text.h"

#define QUOTE_CHARS 80

void
reading_fault (struct reading *r, int line, const char *ja, ...)
{
  va_list ap;

  if (r->faults->n >= READING_MAX_FAULTS)
    return;
  va_start (ap, ja);
  config_faults_vsay (r->faults, r->doc->file, line, ja, ap);
  va_end (ap);
}

void
reading_add (struct reading *r, int line, struct buffer *ja, struct buffer *en)
{
  if (r->faults->n >= READING_MAX_FAULTS)
    return;
  if (ja->failed || en->failed)
    r->faults->failed = true;
  else
    config_faults_add (r->faults, r->doc->file, line, buffer_string (ja),
                       buffer_string (en));
}

void
reading_say_why (struct reading *r, int line, const char *ja, const char *why)
{
  CLEANUP (buffer_done) struct buffer j = BUFFER_INIT;
  CLEANUP (buffer_done) struct buffer e = BUFFER_INIT;

  buffer_text (&j, ja);
  buffer_text (&e, said (LANG_EN, ja));
  if (why && why[0])
    {
      buffer_printf (&j, "（%s）", why);
      buffer_printf (&e, " (%s)", why);
    }
  reading_add (r, line, &j, &e);
}

void
reading_say_value (struct reading *r, const xmlNode *node, const char *name,
                   const char *value, const char *ja, const char *en)
{
  CLEANUP_FREE char *quoted = reading_quote (value);
  CLEANUP (buffer_done) struct buffer j = BUFFER_INIT;
  CLEANUP (buffer_done) struct buffer e = BUFFER_INIT;

  for (int lang = LANG_JA; lang <= LANG_EN; lang++)
    buffer_printf (lang == LANG_JA ? &j : &e,
                   said (lang, "<%s> の %s の値「%s」は使えません"),
                   (const char *) node->name, name, quoted ? quoted : "");
  if (ja && en)
    {
      buffer_printf (&j, "。%s", ja);
      buffer_printf (&e, "; %s", en);
    }
  reading_add (r, reading_line (r, node, name), &j, &e);
}

char *
reading_quote (const char *text)
{
  size_t len = strlen (text);

  /* libxml2 ends its sentences with a new line.  */
  while (len > 0 && text[len - 1] == '\n')
    len--;
  CLEANUP_FREE char *line = strndup (text, len);
  return line ? text_safe (line, QUOTE_CHARS) : NULL;
}

int
reading_line (const struct reading *r, const xmlNode *node,
              const char *attribute)
{
  /* Counting lines is what would cost time (see READING_MAX_FAULTS).  */
  return r->faults->n < READING_MAX_FAULTS
             ? document_line (r->doc, node, attribute)
             : 0;
}

char *
reading_copy (struct reading *r, const char *text)
{
  char *copy = strdup (text);

  if (!copy)
    r->no_memory = true;
  return copy;
}

char *
reading_attribute (struct reading *r, xmlNode *node, const char *name)
{
  xmlChar *value = xmlGetNoNsProp (node, BAD_CAST name);
  if (!value)
    return NULL;
  char *copy = reading_copy (r, (const char *) value);
  xmlFree (value);
  return copy;
}

char *
reading_attribute_or (struct reading *r, xmlNode *node, const char *name,
                      const char *fallback)
{
  char *value = node ? reading_attribute (r, node, name) : NULL;

  return value ? value : reading_copy (r, fallback);
}

bool
reading_attribute_is (struct reading *r, xmlNode *node, const char *name,
                      const char *word)
{
  CLEANUP_FREE char *value = reading_attribute (r, node, name);

  return value && strcmp (value, word) == 0;
}

char *
reading_text (struct reading *r, xmlNode *node)
{
  static const char blanks[] = " \t\r\n";
  xmlChar *content = xmlNodeGetContent (node);
  if (!content)
    {
      r->no_memory = true;
      return NULL;
    }

  char *text = (char *) content + strspn ((char *) content, blanks);
  size_t len = strlen (text);
  while (len > 0 && strchr (blanks, text[len - 1]))
    len--;
  char *copy = NULL;
  text[len] = '\0';
  if (len > 0)
    copy = reading_copy (r, text);
  xmlFree (content);
  return copy;
}

/* The bytes of the blank at P, 0 when it is none.  The ideographic space is
   what a Japanese keyboard gives between words.  */
static size_t
blank_len (const char *p)
{
  if (*p && strchr (" \t\r\n", *p))
    return 1;
  return strncmp (p, "\xe3\x80\x80", 3) == 0 ? 3 : 0;
}

/* The length of the word that begins at *P behind blanks; 0 at the end.  */
static size_t
next_word (const char **p)
{
  size_t len = 0;

  while (blank_len (*p))
    *p += blank_len (*p);
  while ((*p)[len] && !blank_len (*p + len))
    len++;
  return len;
}

char **
reading_words (struct reading *r, const char *text, size_t *n_out)
{
  size_t n = 0, len;

  *n_out = 0;
  if (!text)
    return NULL;
  for (const char *p = text; (len = next_word (&p)) > 0; p += len)
    n++;
  char **words = reading_array (r, n, sizeof *words);
  if (!words)
    return NULL;
  for (const char *p = text; (len = next_word (&p)) > 0; p += len)
    if (!(words[(*n_out)++] = strndup (p, len)))
      r->no_memory = true;
  return words;
}

void *
reading_array (struct reading *r, size_t n, size_t size)
{
  void *v = n ? calloc (n, size) : NULL;

  if (n && !v)
    r->no_memory = true;
  return v;
}

bool
reading_is (const xmlNode *node, const char *name)
{
  return node->type == XML_ELEMENT_NODE && !node->ns
         && strcmp ((const char *) node->name, name) == 0;
}

static xmlNode *
first_from (xmlNode *node, const char *name)
{
  while (node
         && !(name ? reading_is (node, name) : node->type == XML_ELEMENT_NODE))
    node = node->next;
  return node;
}

xmlNode *
reading_child (xmlNode *parent, const char *name)
{
  return first_from (parent->children, name);
}

xmlNode *
reading_next (xmlNode *node, const char *name)
{
  return first_from (node->next, name);
}

size_t
reading_count (xmlNode *parent, const char *name)
{
  size_t n = 0;

  for (xmlNode *e = reading_child (parent, name); e;
       e = reading_next (e, name))
    n++;
  return n;
}
