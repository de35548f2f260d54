/* SPDX-License-Identifier: Apache-2.0 */
/* Landlock: the files that a plugin may open.  The kernel lets through what
   lies below an allowed folder, so where something that must stay shut lies
   there too, its neighbours are allowed one by one instead of the folder.  */
#include <dirent.h>
#include <fcntl.h>
#include <glob.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/landlock.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/words.h"
#include "host/helper.h"

/* Newer than the headers: what kernels add to the interface, by its
   version.  */
#define FS_TRUNCATE (1ull << 14)      /* 3 */
#define FS_IOCTL_DEV (1ull << 15)     /* 5 */
#define NET_BIND_TCP (1ull << 0)      /* 4 */
#define NET_CONNECT_TCP (1ull << 1)   /* 4 */
#define SCOPE_ABSTRACT_UNIX (1ull << 0) /* 6 */
#define SCOPE_SIGNAL (1ull << 1)        /* 6 */

struct attributes
{
  uint64_t files;
  uint64_t net;
  uint64_t scoped;
};

#define READ (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define RUN (READ | LANDLOCK_ACCESS_FS_EXECUTE)
#define WRITE                                                                 \
  (READ | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR       \
   | LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_DIR             \
   | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SYM                \
   | LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_SOCK              \
   | LANDLOCK_ACCESS_FS_REFER | FS_TRUNCATE)
#define DEVICE                                                                \
  (READ | LANDLOCK_ACCESS_FS_WRITE_FILE | FS_TRUNCATE | FS_IOCTL_DEV)
/* What can be allowed for a file that is no folder.  */
#define OF_FILE                                                               \
  (LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE                 \
   | LANDLOCK_ACCESS_FS_READ_FILE | FS_TRUNCATE | FS_IOCTL_DEV)

struct files
{
  int rules;
  uint64_t known; /* accesses that this kernel knows */
  const struct emi_fields *paths;
};

/* --- what every program needs --- */

static const char *const system_folders[]
  = { "/usr", "/lib", "/lib64", "/lib32", "/bin", "/sbin", "/etc", "/opt" };
static const char *const system_files[]
  = { "/dev/zero", "/dev/urandom", "/dev/random", "/proc/self" };
static const char *const devices[]
  = { "/dev/bus/usb",  "/dev/hidraw*", "/dev/ttyS*",
      "/dev/ttyUSB*", "/dev/ttyACM*" };
static const char *const device_facts[] = { "/sys", "/run/udev" };

/* --- rules --- */

static int
new_rules (const char *needs, uint64_t *known_out)
{
  struct attributes a = { .files = (1ull << 13) - 1 };
  long version = syscall (SYS_landlock_create_ruleset, NULL, 0,
                          LANDLOCK_CREATE_RULESET_VERSION);
  size_t size = sizeof a.files;

  if (version < 1)
    return -1;
  if (version >= 2)
    a.files |= LANDLOCK_ACCESS_FS_REFER;
  if (version >= 3)
    a.files |= FS_TRUNCATE;
  if (version >= 4)
    {
      size = offsetof (struct attributes, scoped);
      if (!words_have (needs, "network"))
        a.net = NET_BIND_TCP | NET_CONNECT_TCP;
    }
  if (version >= 5)
    a.files |= FS_IOCTL_DEV;
  if (version >= 6)
    {
      size = sizeof a;
      a.scoped = SCOPE_SIGNAL;
      if (!words_have (needs, "unix"))
        a.scoped |= SCOPE_ABSTRACT_UNIX;
    }
  *known_out = a.files;
  return (int) syscall (SYS_landlock_create_ruleset, &a, size, 0);
}

static void
allow_fd (const struct files *f, int fd, uint64_t access)
{
  struct landlock_path_beneath_attr rule = { .parent_fd = fd };
  struct stat st;

  if (fstat (fd, &st) != 0)
    return;
  rule.allowed_access
    = access & f->known & (S_ISDIR (st.st_mode) ? ~0ull : OF_FILE);
  if (rule.allowed_access)
    syscall (SYS_landlock_add_rule, f->rules, LANDLOCK_RULE_PATH_BENEATH,
             &rule, 0);
}

static void allow_real (const struct files *f, const char *path,
                        uint64_t access);

/* Everything in PATH but what is shut.  Links lead elsewhere, where the
   question is asked again.  */
static void
allow_inside (const struct files *f, const char *path, uint64_t access)
{
  DIR *dir = opendir (path);

  for (struct dirent *e; dir && (e = readdir (dir));)
    {
      CLEANUP_FREE char *child
        = strcmp (e->d_name, ".") != 0 && strcmp (e->d_name, "..") != 0
            ? file_join (path, e->d_name)
            : NULL;
      struct stat st;
      if (child && lstat (child, &st) == 0 && !S_ISLNK (st.st_mode))
        allow_real (f, child, access);
    }
  if (dir)
    closedir (dir);
}

static void
allow_real (const struct files *f, const char *path, uint64_t access)
{
  switch (files_shut (f->paths, path))
    {
    case SHUT_WHOLE:
      return;
    case SHUT_BELOW:
      allow_inside (f, path, access);
      return;
    case SHUT_NONE:
      break;
    }
  CLEANUP_CLOSE int fd = open (path, O_PATH | O_CLOEXEC);
  if (fd >= 0)
    allow_fd (f, fd, access);
}

/* What is not there cannot be allowed, and cannot be opened either.  */
static void
allow (const struct files *f, const char *path, uint64_t access)
{
  CLEANUP_FREE char *real = realpath (path, NULL);

  if (real)
    allow_real (f, real, access);
}

static void
allow_devices (const struct files *f)
{
  for (size_t i = 0; i < N_ELEMENTS (devices); i++)
    {
      glob_t found;

      if (glob (devices[i], 0, NULL, &found) == 0)
        {
          for (size_t k = 0; k < found.gl_pathc; k++)
            allow (f, found.gl_pathv[k], DEVICE);
          globfree (&found);
        }
    }
  for (size_t i = 0; i < N_ELEMENTS (device_facts); i++)
    allow (f, device_facts[i], READ);
}

#ifdef __SANITIZE_ADDRESS__
/* Where the sanitizer writes what it finds.  */
static void
allow_report (const struct files *f)
{
  const char *options = getenv ("ASAN_OPTIONS");
  const char *at = options ? strstr (options, "log_path=") : NULL;
  char path[PATH_MAX];

  if (!at)
    return;
  at += strlen ("log_path=");
  size_t n = strcspn (at, ":");
  while (n > 0 && at[n - 1] != '/')
    n--;
  if (n == 0 || n >= sizeof path)
    return;
  memcpy (path, at, n);
  path[n] = '\0';
  allow (f, path, WRITE);
}
#endif

static void
allow_told (const struct files *f)
{
  for (size_t i = 0; i < f->paths->n; i++)
    {
      const struct emi_field *p = &f->paths->v[i];

      if (strcmp (p->name, "read") == 0)
        allow (f, p->value.data, READ);
      else if (strcmp (p->name, "write") == 0)
        allow (f, p->value.data, WRITE);
    }
}

bool
files_prepare (const struct emi_fields *paths, const char *needs, int module,
               int *rules_out)
{
  struct files f = { .paths = paths };

  f.rules = new_rules (needs, &f.known);
  if (f.rules < 0)
    return false;
  for (size_t i = 0; i < N_ELEMENTS (system_folders); i++)
    allow (&f, system_folders[i], RUN);
  for (size_t i = 0; i < N_ELEMENTS (system_files); i++)
    allow (&f, system_files[i], READ);
  allow (&f, "/dev/null", READ | LANDLOCK_ACCESS_FS_WRITE_FILE);
  allow_fd (&f, module, RUN);
  allow_told (&f);
  if (words_have (needs, "devices"))
    allow_devices (&f);
#ifdef __SANITIZE_ADDRESS__
  allow_report (&f);
#endif
  *rules_out = f.rules;
  return true;
}

bool
files_enter (int rules)
{
  bool good = syscall (SYS_landlock_restrict_self, rules, 0) == 0;

  close (rules);
  return good;
}
