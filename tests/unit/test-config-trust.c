/* SPDX-License-Identifier: Apache-2.0 */
/* What others could change of emi.xml, the profile and the keys is not used,
   nor what is no plain file.  */
#include <criterion/criterion.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "small-config.h"

TestSuite (config_trust, .init = begin, .fini = end);

static void
ends_with (enum code code, const char *words)
{
  cr_assert_not (load (NULL));
  cr_assert_eq (why.code, code, "%d: %s", why.code, why.detail);
  cr_assert (strstr (why.detail, words), "%s", why.detail);
  cr_assert_eq (faults.n, 0);
}

Test (config_trust, no_file)
{
  ends_with (CODE_CONFIG_MISSING, "emi.xml");
  cr_assert_not (
      config_load ("/nowhere/at/all/emi.xml", &config, &faults, &why));
  cr_assert_eq (why.code, CODE_CONFIG_MISSING);
  cr_assert_not (config_load (dir, &config, &faults, &why));
  cr_assert_eq (why.code, CODE_CONFIG_MISSING, "a folder");
  cr_assert_not (config_load ("", &config, &faults, &why));
  cr_assert_eq (why.code, CODE_CONFIG_MISSING);
}

Test (config_trust, a_pipe_does_not_hang, .timeout = 20)
{
  cr_assert_eq (mkfifo (file, 0600), 0);
  ends_with (CODE_CONFIG_MISSING, "no regular file");
}

Test (config_trust, a_link)
{
  CLEANUP_FREE char *real = scratch_path (dir, "real.xml");

  scratch_write (dir, "real.xml", small, 0644);
  cr_assert_eq (symlink (real, file), 0);
  ends_with (CODE_CONFIG_UNSAFE, "symbolic link");
}

Test (config_trust, a_link_above_is_followed)
{
  CLEANUP_FREE char *link = scratch_path (dir, "link");
  CLEANUP_FREE char *there = scratch_path (dir, "link/emi.xml");

  scratch_write (dir, "emi.xml", small, 0644);
  cr_assert_eq (symlink (dir, link), 0);
  cr_assert (config_load (there, &config, &faults, &why), "%s", why.detail);
  cr_assert_str_eq (config->file, file, "absolute and without links");
}

Test (config_trust, a_relative_path)
{
  scratch_write (dir, "emi.xml", small, 0644);
  cr_assert_eq (chdir (dir), 0);
  cr_assert (config_load ("emi.xml", &config, &faults, &why));
  cr_assert_str_eq (config->file, file);
}

Test (config_trust, what_others_can_write)
{
  static const mode_t bad[] = { 0664, 0646, 0666 };

  cr_assert (load (small));
  for (size_t i = 0; i < N_ELEMENTS (bad); i++)
    {
      chmod (file, bad[i]);
      ends_with (CODE_CONFIG_UNSAFE, "emi.xml");
    }
  chmod (file, 0600);
  cr_assert (load (NULL));

  chmod (dir, 0770);
  ends_with (CODE_CONFIG_UNSAFE, dir);
  chmod (dir, 01777); /* sticky is enough for a folder above, not for ours */
  ends_with (CODE_CONFIG_UNSAFE, dir);
  chmod (dir, 0755);
  cr_assert (load (NULL));
}

Test (config_trust, keys)
{
  CLEANUP_FREE char *keys = scratch_path (dir, "keys");

  cr_assert (load (small), "not made yet");
  scratch_mkdir (dir, "keys", 0700);
  cr_assert (load (NULL));
  chmod (keys, 0750);
  ends_with (CODE_CONFIG_UNSAFE, "keys");
  chmod (keys, 0702);
  ends_with (CODE_CONFIG_UNSAFE, "keys");
}

Test (config_trust, the_profile)
{
  CLEANUP_FREE char *profile = scratch_path (dir, "profile.xml");

  cr_assert (load (small));
  chmod (profile, 0666);
  ends_with (CODE_CONFIG_UNSAFE, "profile.xml");
  unlink (profile);
  cr_assert_eq (symlink ("/dev/zero", profile), 0);
  cr_assert_not (load (NULL));
  cr_assert_eq (faults.n, 1);
  cr_assert_eq (faults.v[0].line, 4);
  cr_assert (strstr (faults.v[0].message[LANG_EN], "symbolic link"));
}

Test (config_trust, of_another_owner)
{
  if (geteuid () != 0)
    cr_skip ("only root can give a file away");
  cr_assert (load (small));
  cr_assert_eq (chown (file, 12345, 0), 0);
  ends_with (CODE_CONFIG_UNSAFE, "another user");
  cr_assert_eq (chown (file, 0, 0), 0);
  cr_assert_eq (chown (dir, 12345, 0), 0);
  ends_with (CODE_CONFIG_UNSAFE, "another user");
}
