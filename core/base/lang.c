/* SPDX-License-Identifier: Apache-2.0 */
/* gettext picks a catalogue by the process's locale.  A session has its own
   language, and a report may be in another, so the locale is always one that
   finds the English catalogue, and whoever wants Japanese is not sent there.
   C.UTF-8 is part of the C library and needs no package.  */
#include "base/lang.h"

#include <libintl.h>
#include <locale.h>
#include <stdlib.h>

#define DOMAIN "emi"

const char *
said (enum lang lang, const char *japanese)
{
  /* gettext answers "" with the catalogue's own header.  */
  if (lang != LANG_EN || !japanese[0])
    return japanese;
  return dgettext (DOMAIN, japanese);
}

void
lang_begin (const char *localedir)
{
  /* The other categories are as well C's own, and each costs two files.  */
  setlocale (LC_CTYPE, "C.UTF-8");
  setlocale (LC_MESSAGES, "C.UTF-8");
  setenv ("LANGUAGE", "en", 1);
  bindtextdomain (DOMAIN, localedir);
  bind_textdomain_codeset (DOMAIN, "UTF-8");
}
