/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes to tree with libxml2, held short: no network, no DTD (the parser is
   stopped at its first letter), no encoding but UTF-8.  libxml2's errors
   become one sentence each; what only follows from an earlier one is left
   out.  */
#include "config/document.h"

#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <string.h>
#include <strings.h>
#include <unistr.h>

#include "base/cleanup.h"
#include "base/lang.h"
#include "config/reading.h"

#define MAX_ATTRIBUTES 4096 /* "=" between two "<", also in text */

struct parse
{
  struct document *d;
  struct reading r;
  bool no_declaration; /* said already */
  bool broken;         /* no tree worth reading; nothing more is said */
};

/* What libxml2 finds most often, in words of ours.  LOCAL: the tree is as the
   writer meant it but for this one place, so reading goes on.  */
static const struct
{
  int code;
  bool local;
  const char *ja; /* for the catalogue */
} parser_errors[] = {
  { XML_ERR_TAG_NAME_MISMATCH, false, N_ ("開始タグと終了タグが合いません") },
  { XML_ERR_TAG_NOT_FINISHED, false, N_ ("閉じていないタグがあります") },
  { XML_ERR_GT_REQUIRED, false, N_ ("タグの「>」がありません") },
  { XML_ERR_ATTRIBUTE_REDEFINED, true, N_ ("同じ属性が二度書かれています") },
  { XML_ERR_ATTRIBUTE_NOT_STARTED, false,
    N_ ("属性の値を引用符 \" で囲んでください") },
  { XML_ERR_ATTRIBUTE_NOT_FINISHED, false,
    N_ ("属性の値を閉じる引用符がありません") },
  { XML_ERR_LT_IN_ATTRIBUTE, false,
    N_ ("属性の値の中の「<」は &lt; と書いてください") },
  { XML_ERR_UNDECLARED_ENTITY, true,
    N_ ("使えない実体参照です（使えるのは &amp; &lt; &gt; &quot; &apos; "
        "だけです）") },
  { XML_WAR_UNDECLARED_ENTITY, true,
    N_ ("使えない実体参照です（使えるのは &amp; &lt; &gt; &quot; &apos; "
        "だけです）") },
  { XML_ERR_ENTITYREF_SEMICOL_MISSING, true,
    N_ ("「&」は &amp; と書いてください") },
  { XML_ERR_NAME_REQUIRED, false,
    N_ ("名前がありません。「&」は &amp;、「<」は &lt; と書いてください") },
  { XML_ERR_INTERNAL_ERROR, false, N_ ("入れ子が深すぎます") },
  { XML_ERR_HYPHEN_IN_COMMENT, true, N_ ("注釈の中に「--」は書けません") },
  { XML_ERR_DOCUMENT_EMPTY, false, N_ ("XML の文書ではありません") },
  { XML_ERR_DOCUMENT_END, false,
    N_ ("文書の終わりの後に余分なものがあります") },
};

static void
say_error (struct parse *p, const xmlError *e)
{
  CLEANUP_FREE char *text = reading_quote (e->message ? e->message : "");
  const char *ja = N_ ("XML として読めません");

  p->broken = true;
  for (size_t i = 0; i < N_ELEMENTS (parser_errors); i++)
    if (parser_errors[i].code == e->code)
      {
        ja = parser_errors[i].ja;
        p->broken = !parser_errors[i].local;
      }
  reading_say_why (&p->r, e->line, ja, text);
}

static void
on_error (void *ctx, xmlErrorPtr e)
{
  struct parse *p = ((xmlParserCtxtPtr) ctx)->_private;

  /* The grammar tells more clearly what is wrong with a foreign name.  */
  if (p->broken || e->level == XML_ERR_WARNING
      || e->domain == XML_FROM_NAMESPACE)
    return;
  if (e->code == XML_ERR_RESERVED_XML_NAME && p->no_declaration)
    return;
  if (e->code == XML_ERR_NO_MEMORY)
    {
      p->r.no_memory = p->broken = true;
      return;
    }
  say_error (p, e);
}

/* A DOCTYPE: nothing inside it is looked at.  */
static void
on_doctype (void *ctx, const xmlChar *name, const xmlChar *external,
            const xmlChar *system)
{
  xmlParserCtxtPtr parser = ctx;
  struct parse *p = parser->_private;

  (void) name, (void) external, (void) system;
  if (!p->broken)
    reading_fault (&p->r, parser->input->line,
                   N_ ("DOCTYPE は使えません。消してください"));
  p->broken = true;
  xmlStopParser (parser);
}

static void
on_element (void *ctx, const xmlChar *name, const xmlChar *prefix,
            const xmlChar *uri, int n_namespaces, const xmlChar **namespaces,
            int n_attributes, int n_defaulted, const xmlChar **attributes)
{
  xmlParserCtxtPtr parser = ctx;
  struct parse *p = parser->_private;
  xmlNodePtr parent = parser->node;
  long end;

  xmlSAX2StartElementNs (ctx, name, prefix, uri, n_namespaces, namespaces,
                         n_attributes, n_defaulted, attributes);
  end = xmlByteConsumed (parser);
  if (parser->node && parser->node != parent && end > 0)
    document_mark (p->d, parser->node, (size_t) end);
}

/* The encoding that the declaration names, lower case; "" without one.  */
static void
declared_encoding (const struct document *d, char out[32])
{
  size_t end = 0;
  const char *at = NULL;

  out[0] = '\0';
  while (end < d->len && end < 256 && d->data[end] != '>')
    end++;
  at = memmem (d->data, end, "encoding", 8);
  while (at && at < d->data + end && *at != '"' && *at != '\'')
    at++;
  if (!at || at >= d->data + end)
    return;
  char quote = *at++;
  for (size_t i = 0; i < 31 && at < d->data + end && *at != quote; i++, at++)
    {
      out[i] = *at;
      out[i + 1] = '\0';
    }
}

/* False when the bytes are no UTF-8 text: then nothing can be read.  */
static bool
check_encoding (struct parse *p)
{
  struct document *d = p->d;
  char name[32];
  const uint8_t *bad = u8_check ((const uint8_t *) d->data, d->len);
  if (!bad)
    bad = memchr (d->data, 0, d->len);
  if (bad)
    {
      size_t at = (size_t) ((const char *) bad - d->data);
      reading_fault (
          &p->r, document_line_at (d, at),
          N_ ("UTF-8 でない文字があります。UTF-8 で保存してください"));
      return false;
    }

  declared_encoding (d, name);
  if (name[0] && strcasecmp (name, "UTF-8") != 0)
    {
      CLEANUP_FREE char *quoted = reading_quote (name);
      reading_fault (&p->r, 1,
                     N_ ("文字コードは UTF-8 と書いてください（今は「%s」）"),
                     quoted ? quoted : "");
    }
  return true;
}

static void
check_declaration (struct parse *p)
{
  p->no_declaration = p->d->len < 6 || memcmp (p->d->data, "<?xml ", 6) != 0;
  if (p->no_declaration)
    reading_fault (&p->r, 1,
                   N_ ("最初の行に <?xml version=\"1.0\" encoding=\"UTF-8\"?> "
                       "が要ります"));
}

/* libxml2 compares every attribute of a tag with every other: a tag of nothing
   but attributes would hold it for a minute.  False when there is one.  */
static bool
check_attributes (struct parse *p)
{
  size_t in_tag = 0;

  for (size_t i = 0; i < p->d->len; i++)
    if (p->d->data[i] == '<')
      in_tag = 0;
    else if (p->d->data[i] == '=' && ++in_tag > MAX_ATTRIBUTES)
      {
        reading_fault (&p->r, document_line_at (p->d, i),
                       N_ ("一つのタグの属性が多すぎます"));
        return false;
      }
  return true;
}

static void
parse_tree (struct parse *p)
{
  xmlParserCtxtPtr parser
      = xmlCreateMemoryParserCtxt (p->d->data, (int) p->d->len);
  if (!parser)
    {
      p->r.no_memory = true;
      return;
    }
  /* Going on after a fault is for finding more faults only: a document with
     one is never used.  */
  xmlCtxtUseOptions (parser, XML_PARSE_NONET | XML_PARSE_RECOVER
                                 | XML_PARSE_NOERROR | XML_PARSE_NOWARNING
                                 | XML_PARSE_NOCDATA | XML_PARSE_IGNORE_ENC);
  parser->_private = p;
  parser->sax->serror = on_error;
  parser->sax->internalSubset = on_doctype;
  parser->sax->startElementNs = on_element;
  xmlParseDocument (parser);
  p->d->xml = parser->myDoc;
  parser->myDoc = NULL;
  xmlFreeParserCtxt (parser);
}

bool
document_parse (struct document *d, const char *file, const char *data,
                size_t len, struct config_faults *faults, bool *no_memory_out)
{
  struct parse p = { .d = d, .r = { .doc = d, .faults = faults } };

  /* The mark that some editors put before UTF-8 is not text.  */
  if (len >= 3 && memcmp (data, "\xef\xbb\xbf", 3) == 0)
    data += 3, len -= 3;
  *d = (struct document){ .file = file, .data = data, .len = len };
  if (len == 0)
    {
      reading_fault (&p.r, 0, N_ ("ファイルが空です"));
      return false;
    }
  if (!check_encoding (&p) || !check_attributes (&p))
    return false;
  check_declaration (&p);
  parse_tree (&p);

  if (p.r.no_memory)
    *no_memory_out = true;
  if (p.r.no_memory || p.broken || !d->xml || !xmlDocGetRootElement (d->xml))
    {
      document_done (d);
      return false;
    }
  return true;
}

void
document_done (struct document *d)
{
  xmlFreeDoc (d->xml);
  d->xml = NULL;
}
