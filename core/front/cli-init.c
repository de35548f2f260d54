/* SPDX-License-Identifier: Apache-2.0 */
/* emi init: a working hospital, made in a temporary folder beside its place
   and renamed when everything stands, so that a failure leaves nothing.  */
#include "front/front.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "access/account.h"
#include "base/cleanup.h"
#include "base/file.h"
#include "base/id.h"
#include "base/lang.h"

static bool
check_arguments (const char *dir, const char *facility, struct fault *why)
{
  struct stat st;

  if (strlen (facility) != 10 || strspn (facility, "0123456789") != 10)
    return fault_set (why, CODE_VALUE, "--facility %s", facility);
  if (lstat (dir, &st) == 0 || errno != ENOENT)
    return fault_set (why, CODE_INIT_NOT_NEW, "%s", dir);
  return true;
}

/* A sibling of DIR, so that the rename stays on one file system.  */
static char *
temporary_name (const char *dir)
{
  struct buffer b = BUFFER_INIT;
  const char *slash;
  char id[ID_LEN + 1];
  size_t len = strlen (dir);

  while (len > 1 && dir[len - 1] == '/')
    len--;
  slash = memrchr (dir, '/', len);
  id_new ('x', id);
  buffer_printf (&b, "%.*s.emi-init-%s", slash ? (int) (slash - dir + 1) : 0,
                 dir, id);
  return buffer_steal (&b, NULL);
}

static bool
setup_docs (struct txn *t, void *ctx, struct fault *why)
{
  return account_first_admin (ctx, t, "admin", why);
}

static bool
make_ledger (struct cli *c, struct fault *why)
{
  struct session *s = &c->session;
  struct instance *store;
  struct ledger_setup setup;
  struct draft *first;

  if (!host_instance (s->host, EMI_KIND_STORE, s->config->ledger_store, &store,
                      why))
    return false;
  session_ledger_setup (s, store, &setup);
  first = session_draft (s, "genesis");
  draft_text (first, "first-admin", "admin");
  draft_token (first, "account", "admin");
  return ledger_create (&setup, first, setup_docs, s, why);
}

static bool
build (struct cli *c, const char *dir, const char *facility, struct fault *why)
{
  CLEANUP_FREE char *file = file_join (dir, "emi.xml");

  return file && config_write_new (dir, facility, PLUGINDIR, why)
         && cli_host (c, file, why) && make_ledger (c, why);
}

bool
cmd_init (struct cli *c, int argc, char **argv, struct fault *why)
{
  const char *dir = NULL, *facility = NULL;
  const struct cli_opt opts[]
      = { { "--facility", CLI_VALUE, false, &facility },
          { NULL, CLI_FLAG, false, NULL } };
  static const char *const names[] = { "DIR" };
  CLEANUP_FREE char *temporary = NULL;

  cli_keys (c, "dir config");
  if (!cli_parse (argc, argv, opts, &dir, names, 1, why))
    return false;
  if (!facility)
    facility = "1319999999";
  if (!check_arguments (dir, facility, why) || !cli_people (c, why))
    return false;
  temporary = temporary_name (dir);
  if (!temporary)
    return fault_set (why, CODE_MEMORY, "%s", "");
  if (mkdir (temporary, 0755) != 0)
    return fault_set (why, CODE_FILE_IO, "%s: %s", dir, strerror (errno));
  if (!build (c, temporary, facility, why))
    {
      cli_close (c);
      file_remove_tree (AT_FDCWD, temporary);
      return false;
    }
  cli_close (c);
  if (renameat2 (AT_FDCWD, temporary, AT_FDCWD, dir, RENAME_NOREPLACE) != 0)
    {
      int error = errno;

      file_remove_tree (AT_FDCWD, temporary);
      return fault_set (why,
                        error == EEXIST ? CODE_INIT_NOT_NEW : CODE_FILE_IO,
                        "%s: %s", dir, strerror (error));
    }
  free (temporary);
  temporary = file_join (dir, "emi.xml");
  cli_set (c->out, "dir", dir);
  cli_set (c->out, "config", temporary);
  cli_print (c, "%s\n", temporary);
  cli_say (c, N_ ("病院の設定と記録を作りました。次: emi -c %s doctor"),
           temporary);
  return true;
}
