/* SPDX-License-Identifier: Apache-2.0 */
/* Delivery into an outbox, and who is behind a chart.  */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <emi/adapter.h>

#include "lib/plugin-double.h"
#include "lib/scratch.h"

#define ID "r-abcdefghijklmnopqrstuvwxyz"

extern const struct emi_plugin folder_LTX_emi_plugin;

struct ehr
{
  char *dir;
  char *outbox;
  char *charts;
  struct double_pair options[3];
  struct emi_call call;
  void *self;
};

static void
begin (struct ehr *e, bool charts)
{
  *e = (struct ehr) { .dir = scratch_new () };
  scratch_mkdir (e->dir, "outbox", 0700);
  e->outbox = scratch_path (e->dir, "outbox");
  e->charts = scratch_path (e->dir, "charts.xml");
  e->options[0] = (struct double_pair) { "folder", e->outbox };
  if (charts)
    e->options[1] = (struct double_pair) { "charts", e->charts };
  e->call.options = e->options;
  e->self = double_open (&folder_LTX_emi_plugin, &e->call);
}

static void
finish (struct ehr *e)
{
  folder_LTX_emi_plugin.close (e->self);
  scratch_done (e->dir);
  free (e->outbox);
  free (e->charts);
}

static const struct emi_adapter_ops *
ops (void)
{
  return folder_LTX_emi_plugin.ops;
}

static emi_rc
deliver (struct ehr *e, const char *request, const char *xml)
{
  struct emi_adapter_deliver in = { .size = sizeof in,
                                    .request = request,
                                    .chart = "12345",
                                    .summary_xml = { xml, strlen (xml) },
                                    .summary_html = { "<p>", 3 },
                                    .manifest_json = { "{}", 2 } };

  return ops ()->deliver (e->self, &e->call, &in);
}

static emi_rc
resolve (struct ehr *e, const char *chart)
{
  struct emi_adapter_resolve in = { .size = sizeof in, .chart = chart };

  e->call.failed = EMI_OK;
  return ops ()->resolve (e->self, &e->call, &in);
}

Test (adapter_folder, delivers_whole_with_modes)
{
  struct ehr e;
  struct stat st;
  char *text;
  char *path;

  umask (077);
  begin (&e, false);
  cr_assert_eq (deliver (&e, ID, "<x/>"), EMI_OK);
  cr_assert (double_put (&e.call, "ref=outbox/" ID));
  cr_assert_eq (scratch_count (e.outbox), 1);
  path = scratch_path (e.outbox, ID);
  cr_assert_eq (scratch_count (path), 3, "no pdf");
  cr_assert_eq (stat (path, &st), 0);
  cr_assert_eq (st.st_mode & 07777, 0750);
  text = scratch_read (path, "summary.xml");
  cr_assert_str_eq (text, "<x/>");
  free (text);
  free (path);
  path = scratch_path (e.outbox, ID "/manifest.json");
  cr_assert_eq (stat (path, &st), 0);
  cr_assert_eq (st.st_mode & 07777, 0640);
  free (path);
  finish (&e);
}

Test (adapter_folder, a_second_delivery_changes_nothing)
{
  struct ehr e;
  char *text;

  begin (&e, false);
  cr_assert_eq (deliver (&e, ID, "<first/>"), EMI_OK);
  cr_assert_eq (deliver (&e, ID, "<second/>"), EMI_OK);
  cr_assert_eq (double_count (&e.call, "ref"), 2);
  text = scratch_read (e.outbox, ID "/summary.xml");
  cr_assert_str_eq (text, "<first/>");
  cr_assert_eq (scratch_count (e.outbox), 1);
  free (text);
  finish (&e);
}

Test (adapter_folder, the_reference_is_known_before)
{
  struct ehr e;
  struct emi_adapter_reference in = { .size = sizeof in, .request = ID };

  begin (&e, false);
  cr_assert_eq (ops ()->reference (e.self, &e.call, &in), EMI_OK);
  cr_assert (double_put (&e.call, "ref=outbox/" ID));
  cr_assert_eq (scratch_count (e.outbox), 0);
  finish (&e);
}

Test (adapter_folder, an_id_is_no_path)
{
  static const char *const bad[] = { "", "../x", "a/b", ".x", "A" };

  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    {
      struct ehr e;

      begin (&e, false);
      cr_assert_eq (deliver (&e, bad[i], "<x/>"), EMI_INTERNAL);
      cr_assert_eq (scratch_count (e.outbox), 0);
      finish (&e);
    }
}

Test (adapter_folder, says_when_it_cannot_deliver)
{
  struct ehr e;
  struct emi_adapter_probe in = { .size = sizeof in };

  begin (&e, false);
  cr_assert_eq (ops ()->probe (e.self, &e.call, &in), EMI_OK);
  cr_assert_eq (scratch_count (e.outbox), 0);
  /* What is there under this name is no delivery.  */
  scratch_write (e.outbox, ID, "a file", 0600);
  cr_assert_eq (deliver (&e, ID, "<x/>"), EMI_UNREACHED);
  e.call.failed = EMI_OK;
  cr_assert_eq (scratch_count (e.outbox), 1);
  scratch_done (strdup (e.outbox));
  cr_assert_eq (ops ()->probe (e.self, &e.call, &in), EMI_UNREACHED);
  e.call.failed = EMI_OK;
  cr_assert_eq (deliver (&e, ID, "<x/>"), EMI_UNREACHED);
  finish (&e);
}

Test (adapter_folder, resolves_charts)
{
  struct ehr e;

  begin (&e, true);
  scratch_write (e.dir, "charts.xml",
                 "<?xml version='1.0' encoding='UTF-8'?><charts>"
                 "<chart id='1' kana='シケン タロウ' birth='1953-05-03'"
                 " sex='1'/>"
                 "<chart id='12' name='試験　花子' sex=''/></charts>",
                 0600);
  cr_assert_eq (resolve (&e, "12"), EMI_OK);
  cr_assert (double_put (&e.call, "patient.name=試験　花子"));
  cr_assert_eq (double_count (&e.call, "patient.sex"), 0);
  cr_assert_eq (resolve (&e, "1"), EMI_OK);
  cr_assert (double_put (&e.call, "patient.birth=1953-05-03"));
  cr_assert_eq (resolve (&e, "2"), EMI_ABSENT);
  finish (&e);
}

Test (adapter_folder, a_bad_list_is_no_answer)
{
  struct ehr e;

  begin (&e, false);
  cr_assert_eq (resolve (&e, "1"), EMI_UNSUPPORTED);
  finish (&e);
  begin (&e, true);
  cr_assert_eq (resolve (&e, "1"), EMI_UNREACHED);
  scratch_write (e.dir, "charts.xml", "<charts><chart id='2'/>", 0600);
  cr_assert_eq (resolve (&e, "1"), EMI_UNREACHED);
  scratch_write (e.dir, "charts.xml",
                 "<!DOCTYPE charts [<!ENTITY a 'b'>]>"
                 "<charts><chart id='1'/></charts>",
                 0600);
  cr_assert_eq (resolve (&e, "1"), EMI_UNREACHED);
  cr_assert_eq (double_count (&e.call, "patient.name"), 0);
  finish (&e);
}
