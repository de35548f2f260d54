/* SPDX-License-Identifier: Apache-2.0 */
/* Delivery: a folder that appears whole or not at all.  It is filled under a
   dot name beside its place, made durable and renamed; the request's id makes
   a repeated delivery find the first one.  */
#include "folder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/outbox.h"
#include "lib/snapshot.h"

#define FOLDER_MODE 0750
#define FILE_MODE 0640

static emi_rc
unreached (struct folder *f, struct emi_call *call, int error)
{
  return f->host->fail (call, EMI_UNREACHED,
                        "受渡しフォルダに書けません / cannot write to %s: %s",
                        f->path, strerror (error));
}

/* One file of a result; an empty span is a file that is not part of it.  */
struct part
{
  const char *name;
  const struct emi_span *bytes;
};

static int
fill (int fd, const struct emi_adapter_deliver *in)
{
  const struct part parts[] = {
    { "summary.xml", &in->summary_xml },
    { "summary.html", &in->summary_html },
    { "summary.pdf", &in->summary_pdf },
    { "manifest.json", &in->manifest_json },
  };
  int error = 0;

  for (size_t i = 0; error == 0 && i < sizeof parts / sizeof *parts; i++)
    if (parts[i].bytes->len > 0)
      error = outbox_write (fd, parts[i].name, parts[i].bytes->data,
                            parts[i].bytes->len, FILE_MODE);
  /* mkdir's mode went through the umask.  */
  if (error == 0 && fchmod (fd, FOLDER_MODE) != 0 && errno != EPERM
      && errno != ENOTSUP)
    error = errno;
  return error != 0 ? error : outbox_sync (fd);
}

/* Makes the folder NAME with all files; what failed is removed.  */
static int
build (int outbox, const char *name, const struct emi_adapter_deliver *in)
{
  int error;
  int fd;

  if (mkdirat (outbox, name, FOLDER_MODE) != 0)
    return errno;
  fd = openat (outbox, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (fd < 0)
    error = errno;
  else
    {
      error = fill (fd, in);
      close (fd);
    }
  if (error != 0)
    outbox_remove (outbox, name);
  return error;
}

/* 0 when REQUEST is there as a folder, ENOENT when nothing is.  */
static int
delivered (int outbox, const char *request)
{
  struct stat st;

  if (fstatat (outbox, request, &st, AT_SYMLINK_NOFOLLOW) != 0)
    return errno;
  return S_ISDIR (st.st_mode) ? 0 : ENOTDIR;
}

/* 0 when it is delivered, now or before.  */
static int
place (struct folder *f, int outbox, const struct emi_adapter_deliver *in)
{
  char temporary[OUTBOX_NAME];
  int error = delivered (outbox, in->request);

  if (error == ENOENT)
    {
      outbox_name (f->host->random, temporary);
      error = build (outbox, temporary, in);
      if (error != 0)
        return error;
      error = outbox_rename (outbox, temporary, in->request);
      if (error != 0)
        outbox_remove (outbox, temporary);
      /* Another process may have delivered it meanwhile.  */
      if (error == EEXIST || error == ENOTEMPTY)
        error = delivered (outbox, in->request);
    }
  /* Also for one that was there: its maker may have died before this.  */
  return error != 0 ? error : outbox_sync (outbox);
}

emi_rc
folder_deliver (void *self, struct emi_call *call,
                const struct emi_adapter_deliver *in)
{
  struct folder *f = self;
  emi_rc rc = folder_put_ref (f, call, in->request);
  int outbox;
  int error;

  if (rc != EMI_OK)
    return rc;
  outbox = snapshot_open (f->path);
  if (outbox < 0)
    return unreached (f, call, errno);
  outbox_tidy (outbox, f->host->now (call));
  error = place (f, outbox, in);
  close (outbox);
  return error == 0 ? EMI_OK : unreached (f, call, error);
}

emi_rc
folder_probe (void *self, struct emi_call *call,
              const struct emi_adapter_probe *in)
{
  struct folder *f = self;
  char name[OUTBOX_NAME];
  int error = 0;
  int outbox = snapshot_open (f->path);

  (void) in;
  if (outbox < 0)
    return unreached (f, call, errno);
  outbox_name (f->host->random, name);
  if (mkdirat (outbox, name, 0700) != 0
      || unlinkat (outbox, name, AT_REMOVEDIR) != 0)
    error = errno;
  close (outbox);
  return error == 0 ? EMI_OK : unreached (f, call, error);
}
