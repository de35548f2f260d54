/* SPDX-License-Identifier: Apache-2.0 */
/* A new hospital's files: complete, loadable, and open to nobody else.  */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "config/builtin.h"
#include "config/config.h"
#include "config/profile.h"
#include "lib/scratch.h"

static char *dir;
static struct config *config;
static struct fault why;

static void
begin (void)
{
  umask (077);
  dir = scratch_new ();
}

static void
end (void)
{
  config_free (config);
  scratch_done (dir);
}

TestSuite (config_write, .init = begin, .fini = end);

static void
load (void)
{
  CLEANUP_FREE char *file = scratch_path (dir, "emi.xml");

  config_free (config);
  config = NULL;
  cr_assert (config_load (file, &config, NULL, &why), "%s", why.detail);
}

static unsigned
mode_of (const char *name)
{
  CLEANUP_FREE char *path = scratch_path (dir, name);
  struct stat st;

  cr_assert_eq (lstat (path, &st), 0, "%s", name);
  return st.st_mode & 07777;
}

Test (config_write, a_whole_hospital)
{
  struct profile *profile = NULL;

  cr_assert (config_write_new (dir, "0123456789", NULL, &why), "%s",
             why.detail);
  load ();
  cr_assert_str_eq (config->facility, "0123456789");
  cr_assert (profile_load (config->profile, &profile, NULL, &why));
  profile_free (profile);
  cr_assert_eq (scratch_count (dir), 9, "emi.xml, profile.xml, 7 folders");
}

Test (config_write, modes_do_not_depend_on_the_umask)
{
  static const char *const own[] = { "data", "keys", "seal", "run" };
  static const char *const shared[]
      = { "exchange", "exchange/req", "exchange/res", "exchange/face",
          "outbox",   "drill",        "drill/req",    "drill/res",
          "drill/outbox" };

  cr_assert (config_write_new (dir, NULL, NULL, &why));
  for (size_t i = 0; i < N_ELEMENTS (own); i++)
    cr_assert_eq (mode_of (own[i]), 0700, "%s", own[i]);
  for (size_t i = 0; i < N_ELEMENTS (shared); i++)
    cr_assert_eq (mode_of (shared[i]), 0750, "%s", shared[i]);
  cr_assert_eq (mode_of ("emi.xml"), 0644);
  cr_assert_eq (mode_of ("profile.xml"), 0644);
}

Test (config_write, without_a_facility_the_test_one)
{
  cr_assert (config_write_new (dir, NULL, PLUGINDIR, &why));
  load ();
  cr_assert_str_eq (config->facility, "1319999999");
  cr_assert_str_eq (config->plugin_folder, PLUGINDIR);

  /* Then the file is the template, letter for letter.  */
  CLEANUP_FREE char *text = scratch_read (dir, "emi.xml");
  cr_assert_str_eq (text, builtin_emi_xml.text);
}

Test (config_write, a_plugin_folder_with_any_name)
{
  static const char name[] = "a \"b\" <c> & 'd' 救急 -- x";
  CLEANUP_FREE char *folder = scratch_path (dir, name);
  CLEANUP_FREE char *hospital = NULL;

  scratch_mkdir (dir, name, 0700);
  scratch_mkdir (dir, "h", 0700);
  hospital = scratch_path (dir, "h");
  cr_assert (config_write_new (hospital, NULL, folder, &why));
  CLEANUP_FREE char *file = scratch_path (hospital, "emi.xml");
  cr_assert (config_load (file, &config, NULL, &why), "%s", why.detail);
  cr_assert_str_eq (config->plugin_folder, folder);
}

Test (config_write, a_relative_plugin_folder_is_the_callers)
{
  scratch_mkdir (dir, "p", 0700);
  scratch_mkdir (dir, "h", 0700);
  CLEANUP_FREE char *folder = scratch_path (dir, "p");
  cr_assert_eq (chdir (dir), 0);
  cr_assert (config_write_new ("h", NULL, "p", &why));
  cr_assert (config_load ("h/emi.xml", &config, NULL, &why));
  cr_assert_str_eq (config->plugin_folder, folder);
}

Test (config_write, no_facility_code)
{
  static const char *const bad[] = { "",
                                     "131999999",
                                     "13199999999",
                                     "131999999x",
                                     "１３１９９９９９９９",
                                     "131999999\"" };

  for (size_t i = 0; i < N_ELEMENTS (bad); i++)
    {
      cr_assert_not (config_write_new (dir, bad[i], NULL, &why));
      cr_assert_eq (why.code, CODE_VALUE, "%s", bad[i]);
    }
  cr_assert_eq (scratch_count (dir), 0, "nothing was left behind");
}

Test (config_write, folders_that_cannot_be)
{
  CLEANUP_FREE char *nowhere = scratch_path (dir, "nowhere");

  cr_assert_not (config_write_new (nowhere, NULL, NULL, &why));
  cr_assert_eq (why.code, CODE_FILE_IO);
  cr_assert_not (config_write_new (dir, NULL, nowhere, &why));
  cr_assert_eq (why.code, CODE_VALUE);
  scratch_mkdir (dir, "a\nb", 0700);
  CLEANUP_FREE char *two_lines = scratch_path (dir, "a\nb");
  cr_assert_not (config_write_new (dir, NULL, two_lines, &why));
  cr_assert_eq (why.code, CODE_VALUE);
}

Test (config_write, never_over_what_is_there)
{
  scratch_write (dir, "emi.xml", "mine", 0600);
  cr_assert_not (config_write_new (dir, NULL, NULL, &why));
  cr_assert_eq (why.code, CODE_FILE_IO);
  CLEANUP_FREE char *text = scratch_read (dir, "emi.xml");
  cr_assert_str_eq (text, "mine");
}
