/* SPDX-License-Identifier: Apache-2.0 */
/* The stream behind message.h: libxml2's SAX2 interface over decoded pieces.
   No document type, no entities but the five, nothing from outside the
   bytes; the first fault in the XML ends it.  */
#include "oqs/message.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include "base/buffer.h"
#include "oqs/decode.h"

struct slot
{
  const xmlChar *name; /* of the parser's dictionary */
  const struct message_rule *rule;
};

struct stream
{
  const struct message_reader *reader;
  struct decode decode;
  xmlParserCtxtPtr parser;
  enum oqs_read end; /* OK while it goes on */
  size_t depth;      /* open elements */
  size_t skip_from;  /* depth at which skipping began; 0: not skipping */
  size_t n_open;     /* open groups */
  int open[MESSAGE_MAX_DEPTH];
  int text_id;        /* the text element that is open, or 0 */
  struct slot *slots; /* rules by parent and name, twice as many as needed */
  size_t n_slots;
  struct buffer text;
  size_t n_unknown;
  size_t equals; /* signs since the last '<' */
};

/* libxml2 compares every attribute of a tag with every other, so a tag of
   nothing but attributes would hold it for hours.  The messages have none at
   all; text has no such run of equals signs either.  */
#define MAX_EQUALS 4096

static void
stop (struct stream *s, enum oqs_read why)
{
  if (s->end == OQS_READ_OK)
    s->end = why;
  xmlStopParser (s->parser);
}

static void
check (struct stream *s, enum oqs_read rc)
{
  if (rc != OQS_READ_OK)
    stop (s, rc);
}

static size_t
slot_of (const struct stream *s, int parent, const xmlChar *name)
{
  return (((uintptr_t) name >> 3) * 31 + (size_t) parent * 17)
         & (s->n_slots - 1);
}

/* libxml2 gives each name one address in its dictionary, so that two names
   are equal when their addresses are; the rules are found by that.  */
static bool
index_rules (struct stream *s)
{
  const struct message_reader *r = s->reader;

  for (s->n_slots = 64; s->n_slots < r->n_rules * 2;)
    s->n_slots *= 2;
  s->slots = calloc (s->n_slots, sizeof *s->slots);
  for (size_t i = 0; s->slots && i < r->n_rules; i++)
    {
      const xmlChar *name
          = xmlDictLookup (s->parser->dict, BAD_CAST r->rules[i].name, -1);
      if (!name)
        return false;
      size_t at = slot_of (s, r->rules[i].parent, name);
      while (s->slots[at].rule)
        at = (at + 1) & (s->n_slots - 1);
      s->slots[at] = (struct slot){ name, &r->rules[i] };
    }
  return s->slots != NULL;
}

static const struct message_rule *
find_rule (const struct stream *s, const xmlChar *name)
{
  int parent = s->n_open ? s->open[s->n_open - 1] : 0;
  size_t at = slot_of (s, parent, name);

  for (; s->slots[at].rule; at = (at + 1) & (s->n_slots - 1))
    if (s->slots[at].name == name && s->slots[at].rule->parent == parent)
      return s->slots[at].rule;
  return NULL;
}

/* The arguments are libxml2's; namespaces and attributes mean nothing to us,
   these messages have none.  */
static void
on_start (void *ctx, const xmlChar *name, const xmlChar *prefix,
          const xmlChar *uri, int n_ns, const xmlChar **ns, int n_attr,
          int n_default, const xmlChar **attr)
{
  struct stream *s = ctx;

  (void) prefix, (void) uri, (void) n_ns, (void) ns;
  (void) n_attr, (void) n_default, (void) attr;
  if (++s->depth >= MESSAGE_MAX_DEPTH)
    {
      stop (s, OQS_READ_TOO_BIG);
      return;
    }
  if (s->skip_from)
    return;

  const struct message_rule *rule = s->text_id ? NULL : find_rule (s, name);
  if (!rule)
    s->n_unknown++;
  if (!rule || rule->kind == MESSAGE_SKIP)
    s->skip_from = s->depth;
  else if (rule->kind == MESSAGE_TEXT)
    {
      s->text_id = rule->id;
      buffer_reset (&s->text);
    }
  else
    {
      s->open[s->n_open++] = rule->id;
      if (s->reader->open)
        check (s, s->reader->open (s->reader->ctx, rule->id));
    }
}

static void
end_text (struct stream *s)
{
  static const char white[] = " \t\r\n";
  int id = s->text_id;

  s->text_id = 0;
  if (s->text.failed)
    {
      stop (s, OQS_READ_MEMORY);
      return;
    }
  while (s->text.len && strchr (white, s->text.data[s->text.len - 1]))
    s->text.data[--s->text.len] = '\0';
  const char *text = buffer_string (&s->text);
  text += strspn (text, white);
  check (s, s->reader->text (s->reader->ctx, id, text));
}

static void
on_end (void *ctx, const xmlChar *name, const xmlChar *prefix,
        const xmlChar *uri)
{
  struct stream *s = ctx;

  (void) name, (void) prefix, (void) uri;
  if (s->end != OQS_READ_OK)
    return;
  if (s->skip_from)
    {
      if (s->skip_from == s->depth)
        s->skip_from = 0;
    }
  else if (s->text_id)
    end_text (s);
  else
    {
      int id = s->open[--s->n_open];
      if (s->reader->close)
        check (s, s->reader->close (s->reader->ctx, id));
    }
  s->depth--;
}

static void
on_text (void *ctx, const xmlChar *text, int len)
{
  struct stream *s = ctx;

  if (!s->text_id || s->skip_from)
    return;
  if (s->text.len + (size_t) len > MESSAGE_MAX_TEXT)
    stop (s, OQS_READ_TOO_BIG);
  else
    buffer_add (&s->text, text, (size_t) len);
}

static void
on_doctype (void *ctx, const xmlChar *name, const xmlChar *external,
            const xmlChar *system)
{
  (void) name, (void) external, (void) system;
  stop (ctx, OQS_READ_DOCTYPE);
}

/* libxml2's sentence may quote the message: dropped.  */
static void
on_error (void *ctx, xmlErrorPtr error)
{
  (void) ctx, (void) error;
}

static bool
few_attributes (struct stream *s, const char *bytes, size_t n)
{
  for (size_t i = 0; i < n; i++)
    if (bytes[i] == '<')
      s->equals = 0;
    else if (bytes[i] == '=' && ++s->equals > MAX_EQUALS)
      return false;
  return true;
}

static int
on_read (void *ctx, char *out, int cap)
{
  struct stream *s = ctx;
  size_t n = decode_next (&s->decode, out, (size_t) cap);

  if (!few_attributes (s, out, n))
    {
      /* Stopping the parser from here would take its input away under it. */
      s->end = OQS_READ_TOO_BIG;
      return -1;
    }
  return s->decode.bad ? -1 : (int) n;
}

static xmlParserCtxtPtr
new_parser (struct stream *s)
{
  xmlSAXHandler sax = {
    .initialized = XML_SAX2_MAGIC,
    .startElementNs = on_start,
    .endElementNs = on_end,
    .characters = on_text,
    .cdataBlock = on_text,
    .ignorableWhitespace = on_text,
    .internalSubset = on_doctype,
    .serror = on_error,
  };
  xmlParserCtxtPtr parser = xmlCreateIOParserCtxt (&sax, s, on_read, NULL, s,
                                                   XML_CHAR_ENCODING_UTF8);

  /* The declaration was judged with the bytes; what is read now is UTF-8.  */
  if (parser)
    xmlCtxtUseOptions (parser, XML_PARSE_NONET | XML_PARSE_IGNORE_ENC
                                   | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
  return parser;
}

static enum oqs_read
parse (struct stream *s)
{
  s->parser = new_parser (s);
  if (!s->parser || !index_rules (s))
    return OQS_READ_MEMORY;
  xmlParseDocument (s->parser);
  if (s->end != OQS_READ_OK)
    return s->end;
  if (s->parser->errNo == XML_ERR_NO_MEMORY)
    return OQS_READ_MEMORY;
  return s->parser->wellFormed && !s->decode.bad ? OQS_READ_OK
                                                 : OQS_READ_UNFINISHED;
}

enum oqs_read
message_read (const struct message_reader *r, const void *data, size_t len,
              size_t *n_unknown_out)
{
  struct stream s = { .reader = r };

  enum oqs_read rc = decode_open (&s.decode, data, len);
  if (rc != OQS_READ_OK)
    return rc;
  rc = parse (&s);
  if (rc == OQS_READ_OK)
    *n_unknown_out = s.n_unknown;

  xmlFreeParserCtxt (s.parser);
  decode_close (&s.decode);
  buffer_done (&s.text);
  free (s.slots);
  return rc;
}
