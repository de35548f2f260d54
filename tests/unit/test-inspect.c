/* SPDX-License-Identifier: Apache-2.0 */
/* Claims about core/inspect: what a sheet says of modules whose faults are
   known (tests/plugins), with the built helper.  */
#include "inspect/inspect.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "lib/catalogue.h"
#include "lib/scratch.h"
#include "lib/trial.h"

static struct trial trial;
static struct inspection_report *report;
static struct fault why;

static void
set_up (void)
{
  trial_init (&trial, 0);
}

static void
tear_down (void)
{
  inspection_free (report);
  report = NULL;
  trial_done (&trial);
}

TestSuite (inspect, .init = set_up, .fini = tear_down);

/* Inspects the built module NAME as a file of the trial's plugin folder.  */
static bool
inspect_built (const char *name, const char *const *options)
{
  char *base = NULL, *file;
  struct inspection_setup setup = { .options = options,
                                    .clock = clock_system (),
                                    .cancel_fd = -1,
                                    .lang = LANG_EN,
                                    .helper = trial.helper };
  bool good;

  cr_assert (trial_module (&trial, name), "%s was not built", name);
  cr_assert_geq (asprintf (&base, "%s.so", name), 0);
  file = scratch_path (trial.config.plugin_folder, base);
  setup.file = file;
  inspection_free (report);
  report = NULL;
  good = inspect (&setup, &report, &why);
  free (file);
  free (base);
  return good;
}

static const struct check_result *
result (const char *id)
{
  for (size_t i = 0; i < report->n; i++)
    if (strcmp (report->v[i].id, id) == 0)
      return &report->v[i];
  return NULL;
}

static void
only_failure (const char *id)
{
  cr_assert_eq (report->failed, 1, "%zu", report->failed);
  cr_assert_eq (result (id)->state, CHECK_FAIL, "%s", id);
}

Test (inspect, an_honest_one_passes)
{
  cr_assert (inspect_built ("test-vein", NULL), "%s", why.detail);
  cr_assert_eq (report->failed, 0);
  cr_assert_eq (report->kind, EMI_KIND_AUTH);
  cr_assert_str_eq (report->name, "test-vein");
  cr_assert_eq (result ("round-trip")->state, CHECK_PASS);
  cr_assert_null (result ("delivers"), "of another kind");
}

Test (inspect, what_is_skipped_says_why)
{
  cr_assert (inspect_built ("test-vein", NULL), "%s", why.detail);
  for (size_t i = 0; i < report->n; i++)
    if (report->v[i].state != CHECK_PASS)
      cr_assert_gt (strlen (report->v[i].message), 0, "%s", report->v[i].id);
}

Test (inspect, a_fault_is_found_where_it_is)
{
  cr_assert (inspect_built ("bad-two", NULL), "%s", why.detail);
  only_failure ("attestation");
  cr_assert (inspect_built ("bad-verdict", NULL), "%s", why.detail);
  only_failure ("verdict");
  cr_assert (inspect_built ("bad-stdout", NULL), "%s", why.detail);
  only_failure ("silent");
}

/* What it says out of turn is heard by nobody and no proof of anything.  */
Test (inspect, a_store_that_talks_out_of_turn)
{
  cr_assert (inspect_built ("test-store", NULL), "%s", why.detail);
  cr_assert_eq (report->failed, 0);
  cr_assert_eq (result ("stored")->state, CHECK_PASS);
  cr_assert (inspect_built ("bad-store", NULL), "%s", why.detail);
  only_failure ("stored");
}

Test (inspect, one_that_ends_while_it_loads)
{
  cr_assert (inspect_built ("bad-start-end", NULL), "%s", why.detail);
  only_failure ("loads");
  cr_assert_eq (report->kind, 0);
  cr_assert_null (report->version);
}

Test (inspect, an_option_that_is_none)
{
  static const char *const none[] = { "nothing=1", NULL };

  cr_assert_not (inspect_built ("test-vein", none));
  cr_assert_eq (why.code, CODE_VALUE);
}

Test (inspect, files_and_their_names)
{
  char *folder = NULL, *name = NULL;

  cr_assert_not (inspected_file ("karte", &folder, &name, &why));
  cr_assert_eq (why.code, CODE_VALUE);
  cr_assert_not (inspected_file (".so", &folder, &name, &why));
  cr_assert_not (inspected_file ("/no/such/x.so", &folder, &name, &why));
  cr_assert_eq (why.code, CODE_PLUGIN_MISSING);
  cr_assert (inspected_file ("/usr/x.so", &folder, &name, &why));
  cr_assert_str_eq (folder, "/usr");
  cr_assert_str_eq (name, "x");
  free (folder);
  free (name);
}
