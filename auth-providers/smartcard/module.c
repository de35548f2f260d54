/* SPDX-License-Identifier: Apache-2.0 */
/* The PKCS #11 module itself: looked at, loaded and initialised at the first
   card, and begun anew after it failed (a reader's service that was
   restarted is found only so).  */
#include "smartcard.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct card_module
{
  char *path;
  CK_FUNCTION_LIST *functions; /* NULL: not loaded */
  bool ready;
  char sentence[160];
};

struct card_module *
module_new (const char *path)
{
  struct card_module *m = calloc (1, sizeof *m);

  if (m)
    m->path = strdup (path);
  if (m && !m->path)
    {
      free (m);
      return NULL;
    }
  /* What it has to say is said by us.  */
  p11_kit_be_quiet ();
  return m;
}

void
module_forget (struct card_module *m)
{
  if (m->ready)
    p11_kit_module_finalize (m->functions);
  m->ready = false;
}

void
module_free (struct card_module *m)
{
  if (!m)
    return;
  module_forget (m);
  if (m->functions)
    p11_kit_module_release (m->functions);
  free (m->path);
  free (m);
}

const char *
module_sentence (const struct card_module *m)
{
  return m->sentence;
}

/* Its code will run and see PINs, so nobody else may be able to change it.  */
static bool
trusted (struct card_module *m)
{
  struct stat st;

  if (stat (m->path, &st) != 0)
    snprintf (m->sentence, sizeof m->sentence, "%s", strerror (errno));
  else if (!S_ISREG (st.st_mode) || (st.st_uid != 0 && st.st_uid != geteuid ())
           || (st.st_mode & (S_IWGRP | S_IWOTH)))
    snprintf (m->sentence, sizeof m->sentence, "others could change the file");
  else
    return true;
  return false;
}

static bool
load (struct card_module *m)
{
  const char *said;

  if (m->functions)
    return true;
  m->sentence[0] = '\0';
  if (!trusted (m))
    return false;
  m->functions = p11_kit_module_load (m->path, P11_KIT_MODULE_CRITICAL);
  if (m->functions)
    return true;
  said = p11_kit_message ();
  snprintf (m->sentence, sizeof m->sentence, "%s", said ? said : "");
  return false;
}

enum card_end
module_ready (struct card_module *m, CK_FUNCTION_LIST **out)
{
  CK_RV rv;

  if (!load (m))
    return CARD_MODULE_MISSING;
  if (!m->ready)
    {
      rv = p11_kit_module_initialize (m->functions);
      if (rv == CKR_HOST_MEMORY)
        return CARD_MEMORY;
      /* It is there but cannot work: what it works with is not.  */
      if (rv != CKR_OK)
        return CARD_READER_ABSENT;
      m->ready = true;
    }
  *out = m->functions;
  return CARD_FINE;
}
