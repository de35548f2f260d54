/* SPDX-License-Identifier: Apache-2.0 */
/* Settings of the instances: as they were given, else made up where one is
   required.  */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "host/options.h"
#include "inspect/parts.h"

#define TEXT_ODD "%s%n;$(x)'\"<&\\"
#define ODD_LEN 300

/* Paths to a file or to something that has to be there, by their names in
   common use; any other is taken for a folder, which is made.  */
static bool
names_file (const char *option)
{
  static const char *const ends[]
      = { "file", "library", "module", "socket", "key", "jwks", "ca", "crl" };

  for (size_t k = 0; k < N_ELEMENTS (ends); k++)
    {
      size_t n = strlen (ends[k]), len = strlen (option);

      if (len >= n && strcmp (option + len - n, ends[k]) == 0)
        return true;
    }
  return false;
}

/* The value that was given for NAME; NULL: none.  */
static const char *
given_value (const struct inspection *in, const char *name)
{
  size_t n = strlen (name);

  for (const char *const *o = in->setup->options; o && *o; o++)
    if (strncmp (*o, name, n) == 0 && (*o)[n] == '=')
      return *o + n + 1;
  return NULL;
}

static char *
absolute (const char *path)
{
  CLEANUP_FREE char *here = getcwd (NULL, 0);

  return here ? file_join (here, path) : NULL;
}

/* The lowest number that is allowed.  */
static char *
lowest (const struct emi_option *o)
{
  return o->limits ? strndup (o->limits, strcspn (o->limits, "."))
                   : strdup ("1");
}

static char *
folder_made (struct inspection *in, const char *name)
{
  CLEANUP_FREE char *path = file_join (in->dir, name);

  /* What cannot be made the plugin will miss, and say so.  */
  if (path && !names_file (name))
    (void) mkdir (path, 0700);
  return strdup (name);
}

static char *
made_up (struct inspection *in, const struct emi_option *o)
{
  switch ((enum emi_option_type) o->type)
    {
    case EMI_OPT_PATH:
      in->made_up |= names_file (o->name);
      return folder_made (in, o->name);
    case EMI_OPT_NUMBER:
    case EMI_OPT_MS:
    case EMI_OPT_BYTES:
      return lowest (o);
    case EMI_OPT_BOOL:
      return strdup ("no");
    case EMI_OPT_CHOICE:
      return strndup (o->limits, strcspn (o->limits, " "));
    case EMI_OPT_TEXT:
      break;
    }
  in->made_up = true;
  return strdup ("trial");
}

static char *
usual (struct inspection *in, const struct emi_option *o)
{
  const char *given = given_value (in, o->name);

  if (given)
    return o->type == EMI_OPT_PATH ? absolute (given) : strdup (given);
  if (o->flags & EMI_OPT_REQUIRED)
    return made_up (in, o);
  if (o->type == EMI_OPT_PATH && o->fallback && o->fallback[0] != '/'
      && !strchr (o->fallback, '/'))
    free (folder_made (in, o->fallback));
  return NULL;
}

static char *
nowhere (struct inspection *in, const struct emi_option *o)
{
  CLEANUP_FREE char *as_usual = usual (in, o);
  char *path = NULL;

  if (o->type != EMI_OPT_PATH)
    {
      path = as_usual;
      as_usual = NULL;
      return path;
    }
  if (!as_usual && !o->fallback)
    return NULL;
  return asprintf (&path, "nowhere/%s", o->name) < 0 ? NULL : path;
}

static char *
odd (struct inspection *in, const struct emi_option *o)
{
  bool text = o->type == EMI_OPT_TEXT, path = o->type == EMI_OPT_PATH;
  char *made;

  if (!text && !path)
    return o->type == EMI_OPT_NUMBER || o->type == EMI_OPT_BYTES
               ? lowest (o)
               : usual (in, o);
  made = malloc (ODD_LEN + 1);
  if (!made)
    return NULL;
  memset (made, 'x', ODD_LEN);
  made[ODD_LEN] = '\0';
  memcpy (made, path ? "nowhere/" : TEXT_ODD,
          path ? strlen ("nowhere/") : strlen (TEXT_ODD));
  return made;
}

static bool
fill (struct inspection *in, struct config_instance *c,
      char *(*value) (struct inspection *, const struct emi_option *) )
{
  const struct emi_option *o = in->plugin->options;
  size_t n = 0;

  while (o && o[n].name)
    n++;
  if (n && !(c->options = calloc (n, sizeof *c->options)))
    return false;
  for (size_t k = 0; k < n; k++)
    {
      char *text = value (in, &o[k]);

      if (text)
        c->options[c->n_options++]
            = (struct config_setting){ .name = (char *) o[k].name,
                                       .value = text };
    }
  return true;
}

/* Each that was given exists.  */
static bool
given_exist (const struct inspection *in, struct fault *why)
{
  for (const char *const *o = in->setup->options; o && *o; o++)
    {
      CLEANUP_FREE char *name = strndup (*o, strcspn (*o, "="));

      if (!strchr (*o, '=') || !name
          || !option_find (in->plugin->options, name))
        return fault_set (why, CODE_VALUE, "--option %s", *o);
    }
  return true;
}

bool
settings_make (struct inspection *in, struct fault *why)
{
  if (!given_exist (in, why))
    return false;
  if (!fill (in, &in->instances[ONE], usual)
      || !fill (in, &in->instances[TWO], usual)
      || !fill (in, &in->instances[GONE], nowhere)
      || !fill (in, &in->instances[ODD], odd))
    return fault_set (why, CODE_MEMORY, "%s", "");
  return true;
}

void
settings_done (struct inspection *in)
{
  for (size_t i = 0; i < INSTANCES; i++)
    {
      for (size_t k = 0; k < in->instances[i].n_options; k++)
        free (in->instances[i].options[k].value);
      free (in->instances[i].options);
    }
}
