/* SPDX-License-Identifier: Apache-2.0 */
/* <trust> of a provider that the core checks itself: whom it believes, and
   what is wrong with that though the grammar is right.  */
#include "config/config-parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/lang.h"

#define WAIT_S 5 /* for a responder */

static char *
read_file (struct reading *r, const struct config *c, xmlNode *node,
           const char *name)
{
  CLEANUP_FREE char *file = reading_attribute (r, node, name);
  char *path = file ? file_join (c->dir, file) : NULL;

  if (file && !path)
    r->no_memory = true;
  return path;
}

static void
read_demands (struct reading *r, xmlNode *node, struct config_trust *t)
{
  t->demands
      = reading_array (r, reading_count (node, "demand"), sizeof *t->demands);
  if (!t->demands)
    return;
  for (xmlNode *e = reading_child (node, "demand"); e;
       e = reading_next (e, "demand"))
    t->demands[t->n_demands++] = (struct config_demand){
      .role = reading_attribute (r, e, "role"),
      .hc_role = reading_attribute (r, e, "hc-role"),
    };
}

void
config_read_trust (struct reading *r, const struct config *c, xmlNode *node,
                   struct config_instance *i)
{
  xmlNode *e = reading_child (node, "trust");
  CLEANUP_FREE char *wait = e ? reading_attribute (r, e, "wait") : NULL;
  struct config_trust *t = e ? reading_array (r, 1, sizeof *t) : NULL;
  long seconds = wait ? strtol (wait, NULL, 10) : 0;

  if (!t)
    return;
  t->keys = read_file (r, c, e, "keys");
  t->issuer = reading_attribute (r, e, "issuer");
  t->methods = reading_attribute (r, e, "methods");
  t->by_issuer = reading_attribute_is (r, e, "accept", "issuer");
  t->ca = read_file (r, c, e, "ca");
  t->crl = read_file (r, c, e, "crl");
  t->ocsp = reading_attribute (r, e, "ocsp");
  t->silent_accepts = reading_attribute_is (r, e, "silent", "accept");
  t->wait_ms = 1000 * (seconds > 0 && seconds <= 60 ? (int) seconds : WAIT_S);
  read_demands (r, e, t);
  t->line = reading_line (r, e, NULL);
  i->trust = t;
}

void
config_trust_free (struct config_trust *t)
{
  if (!t)
    return;
  free (t->keys);
  free (t->issuer);
  free (t->methods);
  free (t->ca);
  free (t->crl);
  free (t->ocsp);
  for (size_t i = 0; i < t->n_demands; i++)
    {
      free (t->demands[i].role);
      free (t->demands[i].hc_role);
    }
  free (t->demands);
  free (t);
}

bool
config_trust_of_certificates (const struct config_trust *t)
{
  return t
         && (t->by_issuer || t->ca || t->crl || t->ocsp || t->silent_accepts
             || t->n_demands > 0);
}

/* --- meaning --- */

/* NODE's ATTRIBUTE means nothing without the one called NEEDED.  */
static void
judge_needs (struct reading *r, xmlNode *node, const char *attribute,
             const char *needed)
{
  if (xmlHasProp (node, (const xmlChar *) attribute)
      && !xmlHasProp (node, (const xmlChar *) needed))
    reading_fault (r, reading_line (r, node, attribute),
                   N_ ("<trust> の %s には %s が必要です"), attribute, needed);
}

void
config_judge_trust (struct reading *r, xmlNode *instance)
{
  xmlNode *node = reading_child (instance, "trust");
  xmlNode *demand;

  if (!node)
    return;
  judge_needs (r, node, "crl", "ca");
  judge_needs (r, node, "ocsp", "ca");
  judge_needs (r, node, "silent", "ocsp");
  judge_needs (r, node, "wait", "ocsp");
  if (reading_attribute_is (r, node, "accept", "issuer"))
    judge_needs (r, node, "accept", "ca");
  /* Anybody can write a qualification into a certificate of their own.  */
  demand = reading_child (node, "demand");
  if (demand && !xmlHasProp (node, (const xmlChar *) "ca"))
    reading_fault (r, reading_line (r, demand, NULL),
                   N_ ("<trust> の %s には %s が必要です"), "<demand>", "ca");
}
