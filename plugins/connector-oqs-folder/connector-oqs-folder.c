/* SPDX-License-Identifier: Apache-2.0 */
/* The way through the shared folders of the 資格確認端末: a request file goes
   into one, what belongs to it comes back in the other.  A request is sent
   once and never again; nothing is ever moved, locked or removed that we did
   not write.  */
#include "share.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/pattern.h"
#include "lib/snapshot.h"

static const struct emi_option options[] = {
  { "req", EMI_OPT_PATH, EMI_OPT_REQUIRED | EMI_OPT_WRITE, NULL, NULL,
    "folder from which the terminal takes requests" },
  { "res", EMI_OPT_PATH, EMI_OPT_REQUIRED, NULL, NULL,
    "folder in which the terminal leaves results" },
  { "poll", EMI_OPT_MS, 0, "500", "100..60000",
    "how often to look where the kernel does not tell" },
  { "err-grace", EMI_OPT_MS, 0, "2000", "0..60000",
    "how long an .err may follow a request that came back" },
  EMI_OPTION_END
};

static emi_rc
share_new (const struct emi_host *host, void *host_ctx, struct emi_call *call,
           void **self_out)
{
  struct share *s = malloc (sizeof *s);

  if (s == NULL)
    return host->fail (call, EMI_INTERNAL, "no memory");
  *s = (struct share) {
    .host = host,
    .req = host->option (host_ctx, "req"),
    .res = host->option (host_ctx, "res"),
    .poll_ms = host->option_number (host_ctx, "poll"),
    .err_grace_ms = host->option_number (host_ctx, "err-grace"),
  };
  if (s->req == NULL || s->res == NULL)
    {
      free (s);
      return host->fail (call, EMI_CONFIG, "options req and res are needed");
    }
  *self_out = s;
  return EMI_OK;
}

static void
share_free (void *self)
{
  free (self);
}

struct names
{
  const char *prefix;
  const char *suffix;
};

static bool
is_own (const char *name, const void *ctx)
{
  const struct names *n = ctx;

  return pattern_result (name, n->prefix, n->suffix) != PATTERN_OTHER;
}

/* EMI_OK when nothing with our name lies in FD: an old answer must never be
   taken for the new one.  */
static emi_rc
is_free (struct share *s, struct emi_call *call, int fd, const char *path,
         const struct names *names)
{
  struct snapshot list;
  size_t n;

  if (!snapshot_take (fd, is_own, names, NULL, &list))
    return s->host->fail (call, EMI_UNREACHED,
                          "連携フォルダを読めません / cannot read %s: %s", path,
                          strerror (errno));
  n = list.n;
  snapshot_done (&list);
  if (n == 0)
    return EMI_OK;
  return s->host->fail (call, EMI_UNREACHED,
                        "同じ名前のファイルが既にあります / a file with this "
                        "request's name is already in %s",
                        path);
}

/* Whatever can be wrong is found here, before anything leaves.  */
static emi_rc
ready (struct share *s, struct emi_call *call, int req_fd, int res_fd,
       const struct names *names)
{
  emi_rc rc = share_names (s, call, names->prefix, names->suffix);

  if (rc == EMI_OK)
    rc = share_differ (s, call, req_fd, res_fd);
  if (rc == EMI_OK && *s->node != '\0')
    rc = share_owner (s, call, req_fd, false);
  if (rc == EMI_OK)
    rc = is_free (s, call, res_fd, s->res, names);
  if (rc == EMI_OK)
    rc = is_free (s, call, req_fd, s->req, names);
  return rc;
}

static emi_rc
send_request (struct share *s, struct emi_call *call, int req_fd,
              const struct emi_connector_query *in, bool *sent_out)
{
  char name[SHARE_NAME];
  int error;

  share_name (in->prefix, in->suffix, name);
  error = outbox_place (req_fd, name, in->message.data, in->message.len, 0640,
                        s->host->random);
  if (error != 0)
    return s->host->fail (call, EMI_UNREACHED,
                          "要求ファイルを置けません / cannot write to %s: %s",
                          s->req, strerror (error));
  *sent_out = true;
  return s->host->put (call, "sent", name, strlen (name));
}

/* RES_FD is taken over.  */
static emi_rc
query_open (struct share *s, struct emi_call *call, int req_fd, int res_fd,
            const struct emi_connector_query *in)
{
  const struct names names = { in->prefix, in->suffix };
  struct await *a;
  bool sent = false;
  emi_rc rc = ready (s, call, req_fd, res_fd, &names);

  if (rc != EMI_OK)
    {
      close (res_fd);
      return rc;
    }
  a = await_new (s, call, res_fd, in->prefix, in->suffix);
  if (a == NULL)
    return s->host->fail (call, EMI_INTERNAL, "no memory");
  rc = send_request (s, call, req_fd, in, &sent);
  if (rc == EMI_OK)
    rc = await_run (a, in->wait_ms < 0 ? 0 : in->wait_ms);
  await_free (a);
  /* However it ended: what nobody waits for any more is not to be asked, and
     a request that was answered is not to lie about.  */
  if (sent)
    share_withdraw (req_fd, in->prefix, in->suffix);
  return rc;
}

static emi_rc
share_query (void *self, struct emi_call *call,
             const struct emi_connector_query *in)
{
  struct share *s = self;
  emi_rc rc = EMI_OK;
  int res_fd = -1;
  int req_fd = share_open (s, call, s->req, &rc);

  if (req_fd >= 0)
    res_fd = share_open (s, call, s->res, &rc);
  if (res_fd >= 0)
    rc = query_open (s, call, req_fd, res_fd, in);
  if (req_fd >= 0)
    close (req_fd);
  return rc;
}

static emi_rc
share_recover (void *self, struct emi_call *call,
               const struct emi_connector_recover *in)
{
  struct share *s = self;
  struct await *a;
  int fd;
  emi_rc rc = share_names (s, call, in->prefix, in->suffix);

  if (rc != EMI_OK)
    return rc;
  if (in->withdraw != 0)
    {
      fd = share_open (s, call, s->req, &rc);
      if (fd < 0)
        return rc;
      share_withdraw (fd, in->prefix, in->suffix);
      close (fd);
    }
  fd = share_open (s, call, s->res, &rc);
  if (fd < 0)
    return rc;
  a = await_new (s, call, fd, in->prefix, in->suffix);
  if (a == NULL)
    return s->host->fail (call, EMI_INTERNAL, "no memory");
  rc = await_run (a, -1);
  await_free (a);
  return rc;
}

static const struct emi_connector_ops ops = {
  .size = sizeof ops,
  .query = share_query,
  .recover = share_recover,
  .probe = share_probe,
};

EMI_CONNECTOR_PLUGIN (oqs_folder, &ops, options,
                      .threads = EMI_THREAD_INSTANCE,
                      .name = "oqs-folder", .version = "1",
                      .summary = "shared folders of the 資格確認端末",
                      .open = share_new, .close = share_free);
