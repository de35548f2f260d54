/* SPDX-License-Identifier: Apache-2.0 */
/* On which line something of a document stands.  Every element carries the
   offset of its "<" in _private; lines are counted in the bytes when a fault
   needs them, which is rare.  */
#include "config/document.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>

int
document_line_at (const struct document *d, size_t offset)
{
  const char *at = d->data, *end = at + (offset < d->len ? offset : d->len);
  int line = 1;

  /* Asked for each instance and option of a good file too.  */
  while ((at = memchr (at, '\n', (size_t) (end - at))) != NULL)
    {
      line++;
      at++;
    }
  return line;
}

void
document_mark (const struct document *d, xmlNode *node, size_t end)
{
  /* No "<" can stand inside a well-formed tag, so the nearest one behind us
     begins it.  */
  size_t at = end < d->len ? end : d->len;
  while (at > 0 && d->data[at - 1] != '<')
    at--;
  node->_private = (void *) (uintptr_t) at;
}

/* The offset of ATTRIBUTE's name in the tag at AT, or AT itself.  */
static size_t
attribute_offset (const struct document *d, size_t at, const char *attribute)
{
  size_t len = strlen (attribute);
  char quote = 0;

  for (size_t i = at; i + len < d->len; i++)
    {
      char c = d->data[i];
      if (quote)
        {
          if (c == quote)
            quote = '\0';
        }
      else if (c == '"' || c == '\'')
        quote = c;
      else if (c == '>')
        break;
      else if (i > at && isspace ((unsigned char) d->data[i - 1])
               && memcmp (d->data + i, attribute, len) == 0
               && (d->data[i + len] == '='
                   || isspace ((unsigned char) d->data[i + len])))
        return i;
    }
  return at;
}

int
document_line (const struct document *d, const xmlNode *node,
               const char *attribute)
{
  size_t at = (uintptr_t) node->_private;

  if (at == 0) /* not marked: no element, or the parser did not finish it */
    return (int) xmlGetLineNo (node);
  if (attribute)
    at = attribute_offset (d, at, attribute);
  return document_line_at (d, at);
}
