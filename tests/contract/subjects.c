/* SPDX-License-Identifier: Apache-2.0 */
/* The plugins that the contract suite runs over.  To add one: a row here, and
   a skill if its kind's suite needs one.  */
#include "contract.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/soft-card.h"

/* --- helpers: folders below the trial's --- */

static void
make_folder (struct trial *t, const char *name)
{
  char *path = scratch_path (t->dir, name);

  if (mkdir (path, 0700) != 0 && access (path, F_OK) != 0)
    abort ();
  free (path);
}

/* --- auth --- */

#define ADD_PLAIN(ident, kind, module)                                        \
  static void add_##ident (struct trial *t, const char *name)                 \
  {                                                                           \
    trial_add (t, kind, name, module, NULL);                                  \
  }

ADD_PLAIN (password, EMI_KIND_AUTH, "password")
ADD_PLAIN (totp, EMI_KIND_AUTH, "totp")
ADD_PLAIN (vein, EMI_KIND_AUTH, "test-vein")
ADD_PLAIN (memory2, EMI_KIND_AUTH, "test-memory2")
ADD_PLAIN (bad_keeper, EMI_KIND_AUTH, "bad-keeper")
ADD_PLAIN (bad_verdict, EMI_KIND_AUTH, "bad-verdict")
ADD_PLAIN (bad_two, EMI_KIND_AUTH, "bad-two")
ADD_PLAIN (bad_undeclared, EMI_KIND_AUTH, "bad-undeclared")
ADD_PLAIN (bad_oldchallenge, EMI_KIND_AUTH, "bad-oldchallenge")
ADD_PLAIN (bad_asker, EMI_KIND_AUTH, "bad-asker")
ADD_PLAIN (bad_echo, EMI_KIND_AUTH, "bad-echo")
ADD_PLAIN (bad_hang, EMI_KIND_AUTH, "bad-hang")

/* --- smartcard: SoftHSM's token is the card --- */

/* All tests of a run share the card; making its keys takes longer than they
   do.  */
static char *
lay_card (void)
{
  const char *tmp = getenv ("TMPDIR");
  char *dir = scratch_path (tmp ? tmp : "/tmp", "card");
  char *conf = scratch_path (dir, "softhsm2.conf");

  if (access (conf, F_OK) != 0)
    {
      soft_card (dir, "new", "card", NULL);
      soft_card (dir, "key", "card", "01", "ec", "digitalSignature",
                 "/C=JP/CN=Shiken Ishi", NULL);
    }
  soft_card_use (dir);
  free (conf);
  return dir;
}

static void
add_smartcard (struct trial *t, const char *name)
{
  char *dir = lay_card ();
  struct config_instance *i
    = trial_add (t, EMI_KIND_AUTH, name, "smartcard", "module",
                 SOFT_CARD_MODULE, "card-wait", "0", NULL);

  trial_env (i, "SOFTHSM2_CONF", getenv ("SOFTHSM2_CONF"));
  trial_allow (i, dir, true);
  free (dir);
}

static void
absent_smartcard (struct trial *t, const char *name)
{
  trial_add (t, EMI_KIND_AUTH, name, "smartcard", "module", "nowhere.so",
             NULL);
}

/* --- vein: a scripted library is the sensor --- */

#define PALM_MODULE "73637269-7074-6564-2d62-696f61706931"

static void
add_palm (struct trial *t, const char *name)
{
  char *script = scratch_path (t->dir, "script");
  char *library = trial_built ("bioapi-scripted");

  if (!library)
    abort ();
  scratch_write (t->dir, "script", "scan a\n", 0600);
  setenv ("EMI_BIOAPI_SCRIPT", script, 1);
  struct config_instance *i
    = trial_add (t, EMI_KIND_AUTH, name, "vein", "library", library, "module",
                 PALM_MODULE, NULL);
  trial_env (i, "EMI_BIOAPI_SCRIPT", script);
  trial_allow (i, script, false);
  free (library);
  free (script);
}

static void
absent_palm (struct trial *t, const char *name)
{
  trial_add (t, EMI_KIND_AUTH, name, "vein", "library", "nowhere.so",
             "module", PALM_MODULE, NULL);
}

/* --- assertion --- */

ADD_PLAIN (assertion, EMI_KIND_AUTH, "assertion")

static void
absent_assertion (struct trial *t, const char *name)
{
  trial_add (t, EMI_KIND_AUTH, name, "assertion", "folder", "nowhere", NULL);
}

/* --- fingerprint: one of libfprint's virtual readers is plugged in --- */

/* I's reader is the one that VARIABLE stands for.  It listens in a folder of
   its own, where it makes its socket.  */
static void
plug (struct trial *t, struct config_instance *i, const char *variable)
{
  char *folder = scratch_path (t->dir, "fingers");
  char *socket = scratch_path (t->dir, FINGER_SOCKET);

  make_folder (t, "fingers");
  unsetenv ("FP_VIRTUAL_DEVICE");
  unsetenv ("FP_VIRTUAL_DEVICE_STORAGE");
  setenv (variable, socket, 1);
  trial_env (i, variable, socket);
  trial_allow (i, folder, true);
  free (folder);
  free (socket);
}

static void
add_finger (struct trial *t, const char *name)
{
  plug (t,
        trial_add (t, EMI_KIND_AUTH, name, "fingerprint", "fingers", "1",
                   "device", "virtual_device", NULL),
        "FP_VIRTUAL_DEVICE");
}

static void
add_finger_storing (struct trial *t, const char *name)
{
  plug (t,
        trial_add (t, EMI_KIND_AUTH, name, "fingerprint", "device",
                   "virtual_device_storage", NULL),
        "FP_VIRTUAL_DEVICE_STORAGE");
}

static void
absent_finger (struct trial *t, const char *name)
{
  trial_add (t, EMI_KIND_AUTH, name, "fingerprint", "device", "nowhere",
             NULL);
}

/* --- sqlite --- */

static void
add_sqlite (struct trial *t, const char *name)
{
  make_folder (t, "data");
  /* Both instances are the same store: two processes on one file.  */
  trial_add (t, EMI_KIND_STORE, name, "sqlite", "file", "data/ledger.db",
             NULL);
}

static void
absent_sqlite (struct trial *t, const char *name)
{
  trial_add (t, EMI_KIND_STORE, name, "sqlite", "file", "nowhere/ledger.db",
             NULL);
}

/* --- folder (adapter) --- */

static void
add_folder (struct trial *t, const char *name)
{
  make_folder (t, "outbox");
  trial_add (t, EMI_KIND_ADAPTER, name, "folder", "folder", "outbox", NULL);
}

static void
absent_folder (struct trial *t, const char *name)
{
  trial_add (t, EMI_KIND_ADAPTER, name, "folder", "folder", "nowhere", NULL);
}

/* --- oqs-folder --- */

static void
add_oqs (struct trial *t, const char *name)
{
  make_folder (t, "req");
  make_folder (t, "res");
  trial_add (t, EMI_KIND_CONNECTOR, name, "oqs-folder", "req", "req", "res",
             "res", "err-grace", "100", NULL);
}

static void
absent_oqs (struct trial *t, const char *name)
{
  trial_add (t, EMI_KIND_CONNECTOR, name, "oqs-folder", "req", "nowhere",
             "res", "nowhere", NULL);
}

/* Written beside and moved in, as a careful writer does.  */
static void
drop (struct ctx *c, const char *name, const char *bytes)
{
  char *from = scratch_path (c->trial.dir, "moving");
  char *to = scratch_path (c->trial.dir, name);

  scratch_write (c->trial.dir, "moving", bytes, 0644);
  if (rename (from, to) != 0)
    abort ();
  free (from);
  free (to);
}

static void
oqs_answer (struct ctx *c, const char *bytes)
{
  drop (c, "res/EMTESTa01res_contract1.xml", bytes);
}

static void
oqs_error (struct ctx *c, const char *bytes)
{
  drop (c, "res/EMTESTa01req_contract1.err", bytes);
}

static void
oqs_unfit (struct ctx *c)
{
  char *to = scratch_path (c->trial.dir, "res/EMTESTa01res_contract1.xml");

  if (symlink ("/etc/hostname", to) != 0)
    abort ();
  free (to);
}

static size_t
oqs_waiting (struct ctx *c)
{
  char *path = scratch_path (c->trial.dir, "req/EMTESTa01req_contract1.xml");
  size_t n = access (path, F_OK) == 0;

  free (path);
  return n;
}

static const struct connector_skill skill_oqs
  = { oqs_answer, oqs_error, oqs_unfit, oqs_waiting };

/* --- face-device --- */

static void
add_face (struct trial *t, const char *name)
{
  make_folder (t, "face");
  trial_add (t, EMI_KIND_READER, name, "face-device", "face", "face",
             "settle", "50", NULL);
}

static void
absent_face (struct trial *t, const char *name)
{
  trial_add (t, EMI_KIND_READER, name, "face-device", "face", "nowhere",
             NULL);
}

#define FACE_NAME                                                             \
  "OQSsiquc01res_face_1319999999%02dabcdef12345678_2026112203%04d.xml"

static void
face_card (struct ctx *c, int n, const char *bytes)
{
  char name[128];

  snprintf (name, sizeof name, "face/" FACE_NAME, n, n);
  drop (c, name, bytes);
}

static void
face_unfit (struct ctx *c)
{
  char name[128];

  snprintf (name, sizeof name, "face/" FACE_NAME, 99, 99);
  char *to = scratch_path (c->trial.dir, name);
  if (mkfifo (to, 0600) != 0)
    abort ();
  free (to);
}

static const struct reader_skill skill_face = {
  .card = face_card,
  .unfit = face_unfit,
  .answers
  = (const char *const[]) { "photo", "match", "person", "yes", NULL },
  .mismatch
  = (const char *const[]) { "photo", "mismatch", "person", "no", NULL },
};

/* --- face-terminal: the same files --- */

static void
add_face_terminal (struct trial *t, const char *name)
{
  make_folder (t, "face");
  trial_add (t, EMI_KIND_READER, name, "face-terminal", "face", "face",
             "settle", "50", NULL);
}

static void
absent_face_terminal (struct trial *t, const char *name)
{
  trial_add (t, EMI_KIND_READER, name, "face-terminal", "face", "nowhere",
             NULL);
}

static const struct reader_skill skill_face_terminal = {
  .card = face_card,
  .unfit = face_unfit,
  .answers
  = (const char *const[]) { "date", "2026-11-22", "photo", "match", "person",
                            "yes", "restored", "yes", NULL },
  .mismatch
  = (const char *const[]) { "date", "2026-11-22", "photo", "mismatch", NULL },
};

/* --- generic --- */

static void
add_generic (struct trial *t, const char *name)
{
  make_folder (t, "res");
  trial_add (t, EMI_KIND_READER, name, "generic", "res", "res", "settle", "50",
             NULL);
}

static void
absent_generic (struct trial *t, const char *name)
{
  trial_add (t, EMI_KIND_READER, name, "generic", "res", "nowhere", NULL);
}

#define GENERIC_NAME "OQSsiquc01res_2026112203%04d.xml"

static void
generic_card (struct ctx *c, int n, const char *bytes)
{
  char name[128];

  snprintf (name, sizeof name, "res/" GENERIC_NAME, n);
  drop (c, name, bytes);
}

static void
generic_unfit (struct ctx *c)
{
  char name[128];

  snprintf (name, sizeof name, "res/" GENERIC_NAME, 99);
  char *to = scratch_path (c->trial.dir, name);
  if (mkfifo (to, 0600) != 0)
    abort ();
  free (to);
}

static const struct reader_skill skill_generic = {
  .card = generic_card,
  .unfit = generic_unfit,
  .answers
  = (const char *const[]) { "photo", "match", "date", "2026-11-22", "person",
                            "yes", "completed", "no", NULL },
  .mismatch = (const char *const[]) { "photo", "mismatch", NULL },
};

/* --- the tables --- */

#define AUTH(name, dir, ident, skill)                                         \
  { EMI_KIND_AUTH, name, dir, add_##ident, NULL, &skill, NULL, NULL }
#define NO_SUBJECT { 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL }

const struct subject subjects[] = {
  AUTH ("password", "auth-providers/password", password, skill_password),
  AUTH ("totp", "auth-providers/totp", totp, skill_totp),
  { EMI_KIND_AUTH, "assertion", "auth-providers/assertion", add_assertion,
    absent_assertion, &skill_assertion, NULL, NULL },
  { EMI_KIND_AUTH, "smartcard", "auth-providers/smartcard", add_smartcard,
    absent_smartcard, &skill_smartcard, NULL, NULL },
  { EMI_KIND_AUTH, "vein", "auth-providers/vein", add_palm, absent_palm,
    &skill_palm, NULL, NULL },
  { EMI_KIND_AUTH, "fingerprint", "auth-providers/fingerprint", add_finger,
    absent_finger, &skill_finger, NULL, NULL },
  { EMI_KIND_AUTH, "fingerprint", "auth-providers/fingerprint",
    add_finger_storing, absent_finger, &skill_finger_storing, NULL, NULL },
  AUTH ("test-vein", NULL, vein, skill_vein),
  AUTH ("test-memory2", NULL, memory2, skill_memory2),
  { EMI_KIND_STORE, "sqlite", "plugins/store-sqlite", add_sqlite,
    absent_sqlite, NULL, NULL, NULL },
  { EMI_KIND_ADAPTER, "folder", "ehr-adapters/folder", add_folder,
    absent_folder, NULL, NULL, NULL },
  { EMI_KIND_CONNECTOR, "oqs-folder", "plugins/connector-oqs-folder", add_oqs,
    absent_oqs, NULL, &skill_oqs, NULL },
  { EMI_KIND_READER, "face-device", "plugins/reader-face-device", add_face,
    absent_face, NULL, NULL, &skill_face },
  { EMI_KIND_READER, "face-terminal", "plugins/reader-face-terminal",
    add_face_terminal, absent_face_terminal, NULL, NULL,
    &skill_face_terminal },
  { EMI_KIND_READER, "generic", "plugins/reader-generic", add_generic,
    absent_generic, NULL, NULL, &skill_generic },
  NO_SUBJECT,
};

/* Run by name only: each of them must fail (test-bad.sh).  */
const struct subject bad_subjects[] = {
  AUTH ("bad-keeper", NULL, bad_keeper, skill_none),
  AUTH ("bad-verdict", NULL, bad_verdict, skill_none),
  AUTH ("bad-two", NULL, bad_two, skill_none),
  AUTH ("bad-undeclared", NULL, bad_undeclared, skill_none),
  AUTH ("bad-oldchallenge", NULL, bad_oldchallenge, skill_none),
  AUTH ("bad-asker", NULL, bad_asker, skill_none),
  AUTH ("bad-echo", NULL, bad_echo, skill_pin),
  AUTH ("bad-hang", NULL, bad_hang, skill_none),
  NO_SUBJECT,
};
