/* SPDX-License-Identifier: Apache-2.0 */
/* Dressing messages: see dress.h.  Order, white space and strange elements are
   made in the tree, encoding and document type on the bytes.  */
#include "dress.h"

#include <errno.h>
#include <iconv.h>
#include <limits.h>
#include <string.h>

#include <libxml/parser.h>

#include "base/cleanup.h"
#include "script.h"

#define TREE (HOW_ONE_LINE | HOW_ANY_ORDER | HOW_UNKNOWN)

/* Backwards: no order of another program is as far from ours.  */
static void
turn_around (xmlNodePtr node)
{
  xmlNodePtr last = xmlLastElementChild (node);

  for (xmlNodePtr at = last ? xmlPreviousElementSibling (last) : NULL; at;)
    {
      xmlNodePtr before = xmlPreviousElementSibling (at);

      xmlUnlinkNode (at);
      xmlAddChild (node, at);
      at = before;
    }
  for (xmlNodePtr at = xmlFirstElementChild (node); at;
       at = xmlNextElementSibling (at))
    turn_around (at);
}

/* One strange element, with one inside, at the start of every group; and a
   strange attribute.  */
static bool
add_strangers (xmlNodePtr node)
{
  xmlNodePtr first = xmlFirstElementChild (node);
  xmlNodePtr stranger;
  bool good = true;

  for (xmlNodePtr at = first; at && good; at = xmlNextElementSibling (at))
    good = add_strangers (at);
  if (!first || !good)
    return good;
  stranger = xmlNewNode (NULL, BAD_CAST "NewInNextYear");
  if (!stranger)
    return false;
  xmlAddPrevSibling (first, stranger);
  return xmlNewTextChild (stranger, NULL, BAD_CAST "Name",
                          BAD_CAST "（試験用）知らない要素")
         && xmlNewProp (node, BAD_CAST "since", BAD_CAST "2030");
}

static bool
dress_tree (const struct buffer *message, unsigned how, struct buffer *out)
{
  /* Our own message: its blanks are only indentation.  */
  xmlDocPtr doc = message->len < INT_MAX ? xmlReadMemory (
                      buffer_string (message), (int) message->len, NULL, NULL,
                      XML_PARSE_NONET | XML_PARSE_NOBLANKS | XML_PARSE_NOERROR)
                                         : NULL;
  xmlNodePtr root = doc ? xmlDocGetRootElement (doc) : NULL;
  xmlChar *text = NULL;
  int len = 0;
  bool good = root != NULL;

  if (good && how & HOW_ANY_ORDER)
    turn_around (root);
  if (good && how & HOW_UNKNOWN)
    good = add_strangers (root);
  if (good)
    xmlDocDumpFormatMemoryEnc (doc, &text, &len, "UTF-8",
                               !(how & HOW_ONE_LINE));
  if (text)
    buffer_add (out, text, (size_t) len);
  good = good && text;
  xmlFree (text);
  xmlFreeDoc (doc);
  return good && !out->failed;
}

/* A document type behind the declaration, with an entity to expand.  */
static void
with_doctype (const struct buffer *message, struct buffer *out)
{
  static const char doctype[]
      = "\n<!DOCTYPE XmlMsg [<!ENTITY a \"aaaaaaaaaa\">"
        "<!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>";
  const char *text = buffer_string (message);
  const char *end = strstr (text, "?>");
  size_t head = end ? (size_t) (end + 2 - text) : 0;

  buffer_add (out, text, head);
  buffer_text (out, doctype);
  buffer_add (out, text + head, message->len - head);
}

/* glibc's CP932 knows the extension characters that its Shift_JIS refuses. */
bool
dress_cp932 (const char *text, size_t len, struct buffer *out)
{
  char piece[4096];
  char *in = (char *) text;
  iconv_t cd = iconv_open ("CP932", "UTF-8");
  bool good = true;

  if (cd == (iconv_t) -1)
    return false;
  while (len > 0 && good)
    {
      char *to = piece;
      size_t room = sizeof piece;

      good
          = iconv (cd, &in, &len, &to, &room) != (size_t) -1 || errno == E2BIG;
      buffer_add (out, piece, (size_t) (to - piece));
    }
  iconv_close (cd);
  return good && !out->failed;
}

/* As Windows writes it: declared as Shift_JIS, CRLF.  */
static bool
windows (const struct buffer *message, struct buffer *out)
{
  static const char utf8[] = "UTF-8";
  CLEANUP (buffer_done) struct buffer crlf = BUFFER_INIT;
  const char *text = buffer_string (message);
  const char *mark = strstr (text, utf8);

  if (mark)
    {
      buffer_add (&crlf, text, (size_t) (mark - text));
      buffer_text (&crlf, "Shift_JIS");
      text = mark + sizeof utf8 - 1;
    }
  while (*text)
    {
      size_t line = strcspn (text, "\n");

      buffer_add (&crlf, text, line);
      if (text[line] == '\n')
        buffer_text (&crlf, "\r\n");
      text += line + (text[line] == '\n');
    }
  return !crlf.failed && dress_cp932 (buffer_string (&crlf), crlf.len, out);
}

bool
dress (const struct buffer *message, unsigned how, struct buffer *out)
{
  CLEANUP (buffer_done) struct buffer tree = BUFFER_INIT;
  CLEANUP (buffer_done) struct buffer typed = BUFFER_INIT;

  if (how & TREE)
    {
      if (!dress_tree (message, how, &tree))
        return false;
      message = &tree;
    }
  if (how & HOW_DOCTYPE)
    {
      with_doctype (message, &typed);
      message = &typed;
    }
  if (message->failed)
    return false;
  if (how & HOW_CP932)
    return windows (message, out);
  if (how & HOW_BOM)
    buffer_text (out, "\xef\xbb\xbf");
  buffer_add (out, message->data, message->len);
  return !out->failed;
}
