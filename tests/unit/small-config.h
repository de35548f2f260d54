/* SPDX-License-Identifier: Apache-2.0 */
/* The smallest emi.xml in a scratch folder, and what reading it came to.
   Static: each test program has its own.  */
#ifndef EMI_TESTS_UNIT_SMALL_CONFIG_H
#define EMI_TESTS_UNIT_SMALL_CONFIG_H

#include <criterion/criterion.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "config/builtin.h"
#include "config/config.h"
#include "lib/catalogue.h"
#include "lib/scratch.h"

/* As small as it may be; tests change one place in it.  */
static const char small[]
    = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<emi version=\"1\" facility=\"1319999999\">\n"
      "  <ledger store=\"ledger\"/>\n"
      "  <profile file=\"profile.xml\"/>\n"
      "  <store name=\"ledger\" plugin=\"sqlite\">\n"
      "    <option name=\"file\" value=\"data/ledger.db\"/>\n"
      "  </store>\n"
      "  <connector name=\"oqs\" plugin=\"oqs-folder\"/>\n"
      "  <reader name=\"er-face\" plugin=\"face-device\"/>\n"
      "  <auth name=\"password\" plugin=\"password\"/>\n"
      "  <auth name=\"totp\" plugin=\"totp\"/>\n"
      "  <terminal name=\"er-1\" readers=\"er-face\"\n"
      "            providers=\"password totp\"/>\n"
      "</emi>\n";

/* Its line of the second factor, and that with <trust> in it.  */
#define TOTP "  <auth name=\"totp\" plugin=\"totp\"/>\n"
#define TRUSTED(trust)                                                        \
  "  <auth name=\"totp\" plugin=\"totp\">" trust "</auth>\n"

static char *dir;
static char *file;
static struct config *config;
static struct config_faults faults;
static struct fault why;

static inline void
begin (void)
{
  catalogue_begin ();
  umask (022);
  dir = scratch_new ();
  file = scratch_path (dir, "emi.xml");
  scratch_write (dir, "profile.xml", builtin_placeholder_xml.text, 0644);
}

static inline void
end (void)
{
  config_free (config);
  config_faults_done (&faults);
  free (file);
  scratch_done (dir);
}

/* Reads TEXT, or the file as it stands (NULL).  */
static inline bool
load (const char *text)
{
  config_free (config);
  config = NULL;
  config_faults_done (&faults);
  why = (struct fault){ .code = CODE_OK };
  if (text)
    {
      unlink (file);
      scratch_write (dir, "emi.xml", text, 0644);
    }
  bool good = config_load (file, &config, &faults, &why);
  cr_assert_eq (good, config != NULL);
  return good;
}

#endif
