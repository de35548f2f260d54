/* SPDX-License-Identifier: Apache-2.0 */
/* The list of a configuration's faults, kept in the order in which a person
   works through them: file after file, each from top to bottom.  */
#include "config/config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"

/* Behind the last fault of FILE that stands on LINE or above; files follow
   each other in the order in which they were first named.  */
static size_t
place_of (const struct config_faults *list, const char *file, int line)
{
  size_t at = list->n;

  for (size_t i = 0; i < list->n; i++)
    if (strcmp (list->v[i].file, file) == 0)
      {
        if (list->v[i].line > line)
          return i;
        at = i + 1;
      }
  return at;
}

static void
fault_done (struct config_fault *f)
{
  free (f->file);
  free (f->message[LANG_JA]);
  free (f->message[LANG_EN]);
}

void
config_faults_add (struct config_faults *list, const char *file, int line,
                   const char *ja, const char *en)
{
  struct config_fault f = {
    .file = strdup (file),
    .line = line,
    .message = { [LANG_JA] = strdup (ja), [LANG_EN] = strdup (en) },
  };
  struct config_fault *v = NULL;

  if (f.file && f.message[LANG_JA] && f.message[LANG_EN])
    v = reallocarray (list->v, list->n + 1, sizeof *v);
  if (!v)
    {
      list->failed = true;
      fault_done (&f);
      return;
    }
  list->v = v;

  size_t at = place_of (list, file, line);
  memmove (v + at + 1, v + at, (list->n - at) * sizeof *v);
  v[at] = f;
  list->n++;
}

void
config_faults_vsay (struct config_faults *list, const char *file, int line,
                    const char *ja, va_list ap)
{
  char *text[2] = { NULL, NULL };

  for (int lang = LANG_JA; lang <= LANG_EN; lang++)
    {
      va_list again;

      va_copy (again, ap);
      if (vasprintf (&text[lang], said (lang, ja), again) < 0)
        text[lang] = NULL;
      va_end (again);
    }
  if (text[LANG_JA] && text[LANG_EN])
    config_faults_add (list, file, line, text[LANG_JA], text[LANG_EN]);
  else
    list->failed = true;
  free (text[LANG_JA]);
  free (text[LANG_EN]);
}

void
config_faults_say (struct config_faults *list, const char *file, int line,
                   const char *ja, ...)
{
  va_list ap;

  va_start (ap, ja);
  config_faults_vsay (list, file, line, ja, ap);
  va_end (ap);
}

void
config_faults_done (struct config_faults *list)
{
  for (size_t i = 0; i < list->n; i++)
    fault_done (&list->v[i]);
  free (list->v);
  *list = (struct config_faults){ .v = NULL };
}
