/* SPDX-License-Identifier: Apache-2.0 */
/* The plainest way to an EHR: each result becomes a folder of files in an
   outbox that the EHR looks into.  */
#include "folder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct emi_option options[] = {
  { "folder", EMI_OPT_PATH, EMI_OPT_REQUIRED | EMI_OPT_WRITE, NULL, NULL,
    "outbox: each result becomes a folder in it" },
  { "charts", EMI_OPT_PATH, 0, NULL, NULL,
    "XML file of the hospital's patients, to compare cards with" },
  EMI_OPTION_END
};

static emi_rc
folder_open (const struct emi_host *host, void *host_ctx,
             struct emi_call *call, void **self_out)
{
  struct folder *f = malloc (sizeof *f);

  if (f == NULL)
    return host->fail (call, EMI_INTERNAL, "no memory");
  *f = (struct folder) { .host = host,
                         .path = host->option (host_ctx, "folder"),
                         .charts = host->option (host_ctx, "charts") };
  if (f->path == NULL)
    {
      free (f);
      return host->fail (call, EMI_CONFIG, "option folder is missing");
    }
  *self_out = f;
  return EMI_OK;
}

static void
folder_close (void *self)
{
  free (self);
}

/* The last part of PATH, however many slashes end it.  */
static void
last_part (const char *path, const char **at_out, size_t *len_out)
{
  size_t end = strlen (path);
  size_t begin;

  while (end > 1 && path[end - 1] == '/')
    end--;
  begin = end;
  while (begin > 0 && path[begin - 1] != '/')
    begin--;
  *at_out = path + begin;
  *len_out = end - begin;
}

emi_rc
folder_put_ref (struct folder *f, struct emi_call *call, const char *request)
{
  char ref[512];
  const char *part;
  size_t len;
  int n;

  if (request[strspn (request, "abcdefghijklmnopqrstuvwxyz0123456789-")]
        != '\0'
      || *request == '\0' || strlen (request) > 64)
    return f->host->fail (call, EMI_INTERNAL, "this is no id of a request");
  last_part (f->path, &part, &len);
  n = snprintf (ref, sizeof ref, "%.*s/%s", (int) len, part, request);
  if (n < 0 || (size_t) n >= sizeof ref)
    return f->host->fail (call, EMI_CONFIG, "the folder's name is too long");
  return f->host->put (call, "ref", ref, (size_t) n);
}

static emi_rc
folder_reference (void *self, struct emi_call *call,
                  const struct emi_adapter_reference *in)
{
  return folder_put_ref (self, call, in->request);
}

static const struct emi_adapter_ops ops = {
  .size = sizeof ops,
  .resolve = folder_resolve,
  .deliver = folder_deliver,
  .reference = folder_reference,
  .probe = folder_probe,
};

EMI_ADAPTER_PLUGIN (folder, &ops, options, .threads = EMI_THREAD_INSTANCE,
                    .name = "folder", .version = "1",
                    .summary = "results as files in an outbox",
                    .patterns = "1 2 3 4 5 6", .forms = "xml pdf",
                    .open = folder_open, .close = folder_close);
