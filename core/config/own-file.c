/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes of emi.xml and the profile.  */
#include "config/own-file.h"

#include <fcntl.h>

#include "base/cleanup.h"
#include "base/lang.h"

/* What a status that is not FILE_OK means, in words.  */
static const struct
{
  enum code code;
  const char *ja; /* for the catalogue */
} ends[] = {
  [FILE_ABSENT] = { CODE_CONFIG_MISSING, N_ ("がありません") },
  [FILE_LINK]
  = { CODE_CONFIG_UNSAFE,
      N_ ("がシンボリックリンクです。ファイルそのものを指定してください") },
  [FILE_IRREGULAR]
  = { CODE_CONFIG_MISSING, N_ ("が普通のファイルではありません") },
  [FILE_TOO_BIG] = { CODE_CONFIG_FAULTS, N_ ("が大きすぎます（1 MiB まで）") },
  [FILE_DENIED] = { CODE_FILE_IO, N_ ("を読む権限がありません") },
  [FILE_IO] = { CODE_FILE_IO, N_ ("を読めません") },
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
                    said (LANG_EN, ends[*status_out].ja));
}

void
own_file_say (struct reading *r, int line, enum file_status status,
              const char *what)
{
  CLEANUP (buffer_done) struct buffer j = BUFFER_INIT;
  CLEANUP (buffer_done) struct buffer e = BUFFER_INIT;

  buffer_printf (&j, "%s%s", what, ends[status].ja);
  buffer_printf (&e, "%s %s", said (LANG_EN, what),
                 said (LANG_EN, ends[status].ja));
  reading_add (r, line, &j, &e);
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
