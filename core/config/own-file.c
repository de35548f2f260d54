/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes of emi.xml and the profile.  */
#include "config/own-file.h"

#include <fcntl.h>

#include "base/cleanup.h"

/* What a status that is not FILE_OK means, in words.  */
static const struct
{
  enum code code;
  const char *ja;
  const char *en;
} ends[] = {
  [FILE_ABSENT] = { CODE_CONFIG_MISSING, "がありません", "is not there" },
  [FILE_LINK]
  = { CODE_CONFIG_UNSAFE,
      "がシンボリックリンクです。ファイルそのものを指定してください",
      "is a symbolic link; name the file itself" },
  [FILE_IRREGULAR] = { CODE_CONFIG_MISSING, "が普通のファイルではありません",
                       "is no regular file" },
  [FILE_TOO_BIG] = { CODE_CONFIG_FAULTS, "が大きすぎます（1 MiB まで）",
                     "is too large (at most 1 MiB)" },
  [FILE_DENIED]
  = { CODE_FILE_IO, "を読む権限がありません", "may not be read by this user" },
  [FILE_IO] = { CODE_FILE_IO, "を読めません", "cannot be read" },
};

bool
own_file_read (const char *path, struct buffer *out,
               enum file_status *status_out, struct fault *why)
{
  *status_out = file_read (AT_FDCWD, path, DOCUMENT_MAX_BYTES, out, NULL);
  if (out->failed)
    return fault_set (why, CODE_MEMORY, "%s", "");
  if (*status_out == FILE_OK)
    return true;
  return fault_set (why, ends[*status_out].code, "%s %s", path,
                    ends[*status_out].en);
}

void
own_file_say (struct reading *r, int line, enum file_status status,
              const char *ja, const char *en)
{
  CLEANUP (buffer_done) struct buffer j = BUFFER_INIT;
  CLEANUP (buffer_done) struct buffer e = BUFFER_INIT;

  buffer_printf (&j, "%s%s", ja, ends[status].ja);
  buffer_printf (&e, "%s %s", en, ends[status].en);
  reading_say_why (r, line, buffer_string (&j), buffer_string (&e), NULL);
}

bool
own_file_faults (const struct config_faults *faults, size_t before,
                 struct fault *why)
{
  const struct config_fault *first = &faults->v[before];
  size_t more = faults->n - before - 1;

  if (more > 0)
    return fault_set (why, CODE_CONFIG_FAULTS, "%s:%d (+%zu)", first->file,
                      first->line, more);
  return fault_set (why, CODE_CONFIG_FAULTS, "%s:%d", first->file,
                    first->line);
}
