/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/catalogue.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/lang.h"

void
catalogue_begin (void)
{
  const char *top = getenv ("top_builddir");
  char *path;

  if (asprintf (&path, "%s/po/locale", top ? top : ".") < 0)
    abort ();
  lang_begin (path);
  free (path);
}
