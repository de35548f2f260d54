/* SPDX-License-Identifier: Apache-2.0 */
/* What lies under a path: how much space is left, and whether it is somebody
   else's machine.  */
#include "base/file.h"

#include <linux/magic.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>

#include "base/cleanup.h"

uint64_t
file_free_space (const char *path)
{
  struct statvfs vfs;

  if (statvfs (path, &vfs) != 0)
    return 0;
  return (uint64_t) vfs.f_bavail * vfs.f_frsize;
}

/* FUSE counts as a network: sshfs and the like cannot be told from the rest,
   and what needs this answer needs locks that work for certain.  */
bool
file_on_network (const char *path)
{
  static const uint32_t magic[] = {
    NFS_SUPER_MAGIC,   SMB_SUPER_MAGIC,  CIFS_SUPER_MAGIC, SMB2_SUPER_MAGIC,
    CODA_SUPER_MAGIC,  AFS_SUPER_MAGIC,  AFS_FS_MAGIC,     V9FS_MAGIC,
    CEPH_SUPER_MAGIC,  FUSE_SUPER_MAGIC, OCFS2_SUPER_MAGIC,
    0x564c,     /* NCP */
    0x01161970, /* GFS2 */
    0x0bd00bd0, /* Lustre */
    0x47504653, /* GPFS */
    0x786f4256, /* a virtual machine's shared folder (vboxsf) */
  };
  struct statfs fs;

  if (statfs (path, &fs) != 0)
    return false;
  for (size_t i = 0; i < N_ELEMENTS (magic); i++)
    if ((uint32_t) fs.f_type == magic[i])
      return true;
  return false;
}
