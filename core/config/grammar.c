/* SPDX-License-Identifier: Apache-2.0 */
/* Judges a document by a RELAX NG grammar that emi carries inside.  */
#include "config/grammar.h"

#include <libxml/parser.h>
#include <libxml/relaxng.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "config/grammar-parts.h"

/* What libxml2 said last, kept for the case that we cannot explain it.  */
struct said
{
  int line;
  char text[200];
};

static void
on_error (void *ctx, xmlErrorPtr e)
{
  struct said *said = ctx;

  said->line = e->line;
  strncpy (said->text, e->message ? e->message : "", sizeof said->text - 1);
}

/* 0 good, > 0 broken, < 0 neither could be told.  */
static int
judge (xmlDoc *doc, const struct builtin *grammar, struct said *said)
{
  xmlRelaxNGParserCtxtPtr parser
      = xmlRelaxNGNewMemParserCtxt (grammar->text, (int) grammar->len);
  xmlRelaxNGPtr schema = NULL;
  xmlRelaxNGValidCtxtPtr valid = NULL;
  int result = -1;

  if (parser)
    {
      xmlRelaxNGSetParserStructuredErrors (parser, on_error, said);
      schema = xmlRelaxNGParse (parser);
    }
  if (schema)
    valid = xmlRelaxNGNewValidCtxt (schema);
  if (valid)
    {
      xmlRelaxNGSetValidStructuredErrors (valid, on_error, said);
      result = xmlRelaxNGValidateDoc (valid, doc);
    }
  xmlRelaxNGFreeValidCtxt (valid);
  xmlRelaxNGFree (schema);
  xmlRelaxNGFreeParserCtxt (parser);
  return result;
}

/* Also what the parser found may be why the grammar is broken.  */
static bool
said_already (const struct reading *r)
{
  for (size_t i = 0; i < r->faults->n; i++)
    if (strcmp (r->faults->v[i].file, r->doc->file) == 0)
      return true;
  return r->faults->failed;
}

static void
explain (struct reading *r, const struct builtin *grammar,
         const struct said *said)
{
  xmlDoc *tree = xmlReadMemory (grammar->text, (int) grammar->len, NULL,
                                "UTF-8", XML_PARSE_NONET);
  if (!tree)
    {
      r->no_memory = true;
      return;
    }

  grammar_explain (r, tree);
  if (!said_already (r))
    {
      char *quoted = reading_quote (said->text);
      reading_say_why (r, said->line, N_ ("書き方が決まりに合いません"),
                       quoted);
      free (quoted);
    }
  xmlFreeDoc (tree);
}

bool
grammar_check (struct reading *r, const struct builtin *grammar)
{
  struct said said = { .text = "" };
  int result = judge (r->doc->xml, grammar, &said);

  if (result < 0)
    r->no_memory = true;
  else if (result > 0)
    explain (r, grammar, &said);
  return result == 0;
}
