/* SPDX-License-Identifier: Apache-2.0 */
/* What holds for plugins of every kind.  */
#include "contract.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct emi_plugin *
described (struct ctx *c)
{
  const struct emi_plugin *p;

  CHECK (host_describe_instance (c->trial.host, &c->trial.instances[0], &p,
                                 &c->why),
         "%s", c->why.detail);
  return p;
}

static void
descriptor (struct ctx *c)
{
  const struct emi_plugin *p = described (c);
  const char *digest
    = host_instance_digest (c->trial.host, &c->trial.instances[0]);

  CHECK (strcmp (p->name, c->subject->plugin) == 0, "%s", p->name);
  CHECK (*p->version && *p->summary, "empty");
  CHECK (p->close, "what open makes must be freed");
  CHECK (digest && strlen (digest) == 64, "no digest");
  for (const struct emi_option *o = p->options; o && o->name; o++)
    CHECK (o->help && *o->help, "%s", o->name);
  CHECK (p->kind == EMI_KIND_AUTH || !p->methods, "methods of no provider");
}

/* The page in FOLDER below the source's top.  */
static char *
page_of (const char *folder)
{
  const char *top = getenv ("top_srcdir");
  char *pattern = NULL;
  char *text = NULL;
  glob_t found;

  if (asprintf (&pattern, "%s/%s/*.pod", top ? top : ".", folder) < 0)
    abort ();
  if (glob (pattern, 0, NULL, &found) == 0)
    {
      text = scratch_read ("/", found.gl_pathv[0]);
      globfree (&found);
    }
  free (pattern);
  return text;
}

/* The page beside the plugin names each option and prompt.  */
static void
page (struct ctx *c)
{
  const struct emi_plugin *p = described (c);
  char *text;

  if (!c->subject->folder)
    not_applicable ();
  text = page_of (c->subject->folder);
  CHECK (text, "no page in %s", c->subject->folder);
  for (const struct emi_option *o = p->options; o && o->name; o++)
    CHECK (strstr (text, o->name), "option %s", o->name);
  for (const struct emi_prompt *q = p->prompts; q && q->id; q++)
    CHECK (strstr (text, q->id), "prompt %s", q->id);
  free (text);
}

static void
opened_again (struct ctx *c)
{
  struct instance *first = open_one (c, "one");

  CHECK (open_one (c, "one") == first, "an instance is opened once");
  trial_restart (&c->trial);
  open_one (c, "one");
}

static void
two_instances (struct ctx *c)
{
  struct instance *one = open_one (c, "one");
  struct instance *two = open_one (c, "two");

  CHECK (one != two, "two names, one instance");
  CHECK (instance_plugin (one) == instance_plugin (two), "loaded twice");
  CHECK (strcmp (instance_name (two), "two") == 0, "%s", instance_name (two));
}

/* emi check and emi plugin list work at night, too.  */
static void
opens_without_its_device (struct ctx *c)
{
  if (!c->subject->add_absent)
    not_applicable ();
  open_one (c, "absent");
}

const struct test tests_any[] = {
  { "descriptor", 0, false, descriptor },
  { "page", 0, false, page },
  { "opened again", 0, false, opened_again },
  { "two instances", 0, false, two_instances },
  { "opens without its device", 0, false, opens_without_its_device },
  NO_TEST,
};
