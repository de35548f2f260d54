/* SPDX-License-Identifier: Apache-2.0 */
/* Card readings that no reception took: read before `emi receive` began, or
   left over when one was refused.  Found by looking, since nothing of emi's
   says that they came.  */
#include "access/receive-parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/digest.h"

#define UNCLAIMED_MAX 1000

struct unclaimed
{
  struct session *s;
  struct received_files files;
  int64_t since;
  unsigned char (*seen)[DIGEST_LEN]; /* readers may share a folder */
  size_t n;
  int64_t newest;
};

static bool
is_new (struct unclaimed *u, const unsigned char of[DIGEST_LEN])
{
  unsigned char (*grown)[DIGEST_LEN];

  for (size_t i = 0; i < u->n; i++)
    if (memcmp (u->seen[i], of, DIGEST_LEN) == 0)
      return false;
  if (u->n == UNCLAIMED_MAX)
    return false;
  grown = realloc (u->seen, (u->n + 1) * sizeof *grown);
  if (!grown)
    return false;
  u->seen = grown;
  memcpy (u->seen[u->n++], of, DIGEST_LEN);
  return true;
}

static void
look (struct unclaimed *u, const void *data, size_t len)
{
  const struct received_file *one = &u->files.file[0];

  if (received_files_message (&u->files, data, len) == EMI_OK && u->files.n
      && one->result.process_time >= u->since && is_new (u, one->digest)
      && one->result.process_time > u->newest)
    u->newest = one->result.process_time;
  received_files_done (&u->files);
}

static emi_rc
on_put (void *ctx, const char *name, const void *data, size_t len)
{
  struct unclaimed *u = ctx;

  if (strcmp (name, "name") == 0)
    received_files_name (&u->files, data, len);
  else if (strcmp (name, "message") == 0)
    look (u, data, len);
  return EMI_OK;
}

static void
ask_reader (struct unclaimed *u, const char *name)
{
  struct call_env env = { .timeout_ms = 10000, .ctx = u, .put = on_put };
  struct emi_reader_status in = { .size = sizeof in, .day = "" };
  struct instance *reader = NULL;

  if (host_instance (u->s->host, EMI_KIND_READER, name, &reader, NULL))
    instance_call (reader, CALL_reader_status, &in, &env, NULL);
}

size_t
receive_unclaimed (struct session *s, int64_t since, int64_t *newest_out)
{
  struct unclaimed u = { .s = s, .since = since };

  received_files_init (&u.files, s);
  for (size_t i = 0; i < s->config->n_instances; i++)
    if (s->config->instances[i].kind == EMI_KIND_READER)
      ask_reader (&u, s->config->instances[i].name);
  free (u.seen);
  *newest_out = u.newest;
  return u.n;
}
