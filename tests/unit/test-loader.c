/* SPDX-License-Identifier: Apache-2.0 */
/* Loading modules: each refusal has its code and its true reason, and what
   was refused does not stay.  */
#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/scratch.h"
#include "lib/trial.h"

static struct trial trial;

static void
set_up (void)
{
  trial_init (&trial, 1700000000);
}

static void
tear_down (void)
{
  trial_done (&trial);
}

TestSuite (loader, .init = set_up, .fini = tear_down);

static const struct emi_plugin *
describe (enum emi_kind kind, const char *name, const char *sha256,
          struct fault *why)
{
  const struct emi_plugin *p = NULL;
  bool good;

  *why = (struct fault) { .code = CODE_OK };
  good = host_describe (trial.host, kind, name, sha256, &p, why);
  cr_assert_eq (good, p != NULL);
  return p;
}

/* Refused with CODE, and the reason says WORD.  */
static void
refused (enum emi_kind kind, const char *name, enum code code,
         const char *word)
{
  struct fault why;

  cr_assert_null (describe (kind, name, NULL, &why), "%s", name);
  cr_assert_eq (why.code, code, "%s: %s: %s", name, code_info (why.code)->word,
                why.detail);
  cr_assert (strstr (why.detail, word), "%s: %s", name, why.detail);
}

static char *
module_path (const char *name)
{
  char base[64];

  snprintf (base, sizeof base, "%s.so", name);
  return scratch_path (trial.config.plugin_folder, base);
}

static size_t
open_files (void)
{
  DIR *d = opendir ("/proc/self/fd");
  size_t n = 0;

  while (readdir (d))
    n++;
  closedir (d);
  return n;
}

Test (loader, describes_a_good_module)
{
  struct fault why;

  cr_assert (trial_module (&trial, "test-vein"));
  const struct emi_plugin *p
    = describe (EMI_KIND_AUTH, "test-vein", NULL, &why);
  cr_assert (p, "%s", why.detail);
  cr_assert_str_eq (p->name, "test-vein");
  cr_assert_str_eq (p->methods, "2-04");
  cr_assert_eq (describe (0, "test-vein", NULL, &why), p);

  char *path = module_path ("test-vein");
  cr_assert_str_eq (host_module_file (trial.host, "test-vein"), path);
  cr_assert_null (host_module_file (trial.host, "password"));
  free (path);
}

Test (loader, digest_is_the_files_and_pins_it)
{
  struct fault why;
  char *path = module_path ("test-vein");
  char *command = NULL;
  char hex[65] = "";

  cr_assert (trial_module (&trial, "test-vein"));
  cr_assert (asprintf (&command, "sha256sum %s", path) > 0);
  FILE *f = popen (command, "r");
  cr_assert_eq (fread (hex, 1, 64, f), 64);
  pclose (f);

  cr_assert (describe (EMI_KIND_AUTH, "test-vein", hex, &why), "%s",
             why.detail);
  cr_assert_str_eq (host_module_digest (trial.host, "test-vein"), hex);
  /* Also when it is loaded already.  */
  hex[10] = hex[10] == '0' ? '1' : '0';
  cr_assert_null (describe (EMI_KIND_AUTH, "test-vein", hex, &why));
  cr_assert_eq (why.code, CODE_PLUGIN_UNSAFE);
  trial_restart (&trial);
  cr_assert_null (describe (EMI_KIND_AUTH, "test-vein", hex, &why));
  cr_assert_eq (why.code, CODE_PLUGIN_UNSAFE);
  cr_assert (strstr (why.detail, "SHA-256"));
  free (command);
  free (path);
}

Test (loader, missing_files_and_odd_names)
{
  refused (EMI_KIND_AUTH, "nothing", CODE_PLUGIN_MISSING, "nothing.so");
  refused (EMI_KIND_AUTH, "../password", CODE_PLUGIN_MISSING, "name");
  refused (EMI_KIND_AUTH, "", CODE_PLUGIN_MISSING, "name");
  refused (EMI_KIND_AUTH, "a/b", CODE_PLUGIN_MISSING, "name");
}

Test (loader, unsafe_files)
{
  char *path = module_path ("test-vein");
  char *other = module_path ("test-memory2");

  cr_assert (trial_module (&trial, "test-vein"));
  chmod (path, 0775);
  refused (EMI_KIND_AUTH, "test-vein", CODE_PLUGIN_UNSAFE, "written");
  chmod (path, 0757);
  refused (EMI_KIND_AUTH, "test-vein", CODE_PLUGIN_UNSAFE, "written");
  chmod (path, 0755);
  cr_assert_eq (link (path, other), 0);
  refused (EMI_KIND_AUTH, "test-vein", CODE_PLUGIN_UNSAFE, "link");
  unlink (other);
  cr_assert_eq (symlink (path, other), 0);
  refused (EMI_KIND_AUTH, "test-memory2", CODE_PLUGIN_UNSAFE, "link");
  unlink (other);
  cr_assert_eq (mkfifo (other, 0600), 0);
  refused (EMI_KIND_AUTH, "test-memory2", CODE_PLUGIN_UNSAFE, "regular");
  unlink (other);
  if (geteuid () == 0)
    {
      cr_assert_eq (chown (path, 4711, 0), 0);
      refused (EMI_KIND_AUTH, "test-vein", CODE_PLUGIN_UNSAFE, "belongs");
    }
  free (path);
  free (other);
}

Test (loader, unsafe_folder)
{
  cr_assert (trial_module (&trial, "test-vein"));
  chmod (trial.config.plugin_folder, 0777);
  refused (EMI_KIND_AUTH, "test-vein", CODE_PLUGIN_UNSAFE, "plugins");
  chmod (trial.config.plugin_folder, 0755);
  /* A folder above it.  */
  chmod (trial.dir, 0777);
  refused (EMI_KIND_AUTH, "test-vein", CODE_PLUGIN_UNSAFE, trial.dir);
  chmod (trial.dir, 0700);
}

Test (loader, no_module_at_all)
{
  size_t before = open_files ();

  scratch_write (trial.config.plugin_folder, "text.so", "no ELF\n", 0644);
  refused (EMI_KIND_AUTH, "text", CODE_PLUGIN_LOAD, "text.so");
  scratch_write (trial.config.plugin_folder, "empty.so", "", 0644);
  refused (EMI_KIND_AUTH, "empty", CODE_PLUGIN_LOAD, "empty.so");
  cr_assert_eq (open_files (), before, "a refused file stays open");
}

Test (loader, true_reasons)
{
  cr_assert (trial_module (&trial, "bad-undefined"));
  cr_assert (trial_module (&trial, "bad-symbol"));
  cr_assert (trial_module (&trial, "bad-major"));
  cr_assert (trial_module (&trial, "bad-kind"));
  refused (EMI_KIND_AUTH, "bad-undefined", CODE_PLUGIN_LOAD,
           "vendor_library_open");
  refused (EMI_KIND_AUTH, "bad-symbol", CODE_PLUGIN_LOAD,
           "bad_symbol_LTX_emi_plugin");
  refused (EMI_KIND_AUTH, "bad-major", CODE_PLUGIN_CONTRACT,
           "version 2, wanted 1");
  refused (EMI_KIND_AUTH, "bad-kind", CODE_PLUGIN_CONTRACT,
           "reader, wanted auth");
}

/* The same file under another name says a name that is not its own.  */
Test (loader, name_must_be_its_own)
{
  char *from = module_path ("test-vein");
  char *to = module_path ("test-veiN");

  cr_assert (trial_module (&trial, "test-vein"));
  free (to);
  to = module_path ("someone-else");
  cr_assert (trial_module (&trial, "bad-symbol"));
  char *bad = module_path ("bad-symbol");
  cr_assert_eq (rename (bad, to), 0);
  /* Its entry is someone_else, its name says bad-symbol.  */
  refused (EMI_KIND_AUTH, "someone-else", CODE_PLUGIN_CONTRACT,
           "names itself \"bad-symbol\", wanted \"someone-else\"");
  free (bad);
  free (from);
  free (to);
}

/* Two modules never share a descriptor's number while both are loaded, and
   closing the host gives everything back.  */
Test (loader, many_hosts_and_modules)
{
  struct fault why;

  cr_assert (trial_module (&trial, "test-vein"));
  cr_assert (trial_module (&trial, "test-memory2"));
  for (int i = 0; i < 20; i++)
    {
      const char *first = i % 2 ? "test-vein" : "test-memory2";
      const char *second = i % 2 ? "test-memory2" : "test-vein";
      const struct emi_plugin *a
        = describe (EMI_KIND_AUTH, first, NULL, &why);
      const struct emi_plugin *b
        = describe (EMI_KIND_AUTH, second, NULL, &why);
      cr_assert (a && b, "%s", why.detail);
      cr_assert_str_eq (a->name, first);
      cr_assert_str_eq (b->name, second);
      trial_restart (&trial);
    }
#ifndef __SANITIZE_ADDRESS__
  size_t before = open_files ();
  describe (EMI_KIND_AUTH, "test-vein", NULL, &why);
  trial_restart (&trial);
  cr_assert_eq (open_files (), before);
#endif
}
