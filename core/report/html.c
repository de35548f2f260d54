/* SPDX-License-Identifier: Apache-2.0 */
/* Escaping for pages.  */
#include "report/html.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"

static const char *
entity (char c)
{
  switch (c)
    {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
    default:
      return "";
    }
}

static void
escape (struct buffer *b, const char *text)
{
  while (*text)
    {
      size_t n = strcspn (text, "&<>\"'");

      buffer_add (b, text, n);
      text += n;
      buffer_text (b, entity (*text));
      text += *text != '\0';
    }
}

void
html_text (struct buffer *b, const char *text)
{
  CLEANUP_FREE char *own = NULL;
  CLEANUP_FREE char *safe = NULL;

  if (!text)
    return;
  if (text_is_plain (text))
    {
      escape (b, text);
      return;
    }
  own = text_guess (text, strlen (text));
  safe = own ? text_safe (own, 0) : NULL;
  if (safe)
    escape (b, safe);
  else
    b->failed = true;
}

void
html_element (struct buffer *b, const char *element, const char *class,
              const char *text)
{
  buffer_printf (b, "<%s class=\"%s\">", element, class);
  html_text (b, text);
  buffer_printf (b, "</%s>", element);
}
