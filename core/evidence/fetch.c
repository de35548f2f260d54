/* SPDX-License-Identifier: Apache-2.0 */
/* libcurl, driven so that the person can give up at any time.  */
#include "evidence/fetch.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include <curl/curl.h>

static size_t
take (char *data, size_t size, size_t n, void *ctx)
{
  struct fetched *out = ctx;
  size_t len = size * n;
  unsigned char *more;

  if (len > FETCH_BYTES || out->len + len > FETCH_BYTES)
    return 0;
  if (!len)
    return 0;
  more = realloc (out->data, out->len + len);
  if (!more)
    return 0;
  memcpy (more + out->len, data, len);
  out->data = more;
  out->len += len;
  return len;
}

static bool
set_up (CURL *easy, const char *address, struct curl_slist *headers,
        struct emi_span body, int wait_ms, struct fetched *out)
{
  return curl_easy_setopt (easy, CURLOPT_URL, address) == CURLE_OK
         && curl_easy_setopt (easy, CURLOPT_PROTOCOLS_STR, "http,https")
                == CURLE_OK
         && curl_easy_setopt (easy, CURLOPT_FOLLOWLOCATION, 0L) == CURLE_OK
         && curl_easy_setopt (easy, CURLOPT_NOSIGNAL, 1L) == CURLE_OK
         && curl_easy_setopt (easy, CURLOPT_FAILONERROR, 1L) == CURLE_OK
         && curl_easy_setopt (easy, CURLOPT_TIMEOUT_MS, (long) wait_ms)
                == CURLE_OK
         && curl_easy_setopt (easy, CURLOPT_MAXFILESIZE, (long) FETCH_BYTES)
                == CURLE_OK
         && curl_easy_setopt (easy, CURLOPT_HTTPHEADER, headers) == CURLE_OK
         && curl_easy_setopt (easy, CURLOPT_POSTFIELDSIZE, (long) body.len)
                == CURLE_OK
         && curl_easy_setopt (easy, CURLOPT_POSTFIELDS, body.data) == CURLE_OK
         && curl_easy_setopt (easy, CURLOPT_WRITEFUNCTION, take) == CURLE_OK
         && curl_easy_setopt (easy, CURLOPT_WRITEDATA, out) == CURLE_OK;
}

/* The transfer's own end; CURLE_ABORTED_BY_CALLBACK where it was given up.  */
static CURLcode
ended (CURLM *multi)
{
  int left;
  const CURLMsg *m;

  while ((m = curl_multi_info_read (multi, &left)))
    if (m->msg == CURLMSG_DONE)
      return m->data.result;
  return CURLE_ABORTED_BY_CALLBACK;
}

static CURLcode
run (CURLM *multi, int cancel_fd, struct fetched *out)
{
  struct curl_waitfd cancel = { .fd = cancel_fd, .events = CURL_WAIT_POLLIN };
  struct pollfd look = { .fd = cancel_fd, .events = POLLIN };
  int running = 1;

  for (;;)
    {
      if (curl_multi_perform (multi, &running) != CURLM_OK)
        return CURLE_FAILED_INIT;
      if (!running)
        return ended (multi);
      if (curl_multi_poll (multi, &cancel, cancel_fd >= 0, 1000, NULL)
          != CURLM_OK)
        return CURLE_FAILED_INIT;
      if (cancel_fd >= 0 && poll (&look, 1, 0) > 0)
        {
          out->cancelled = true;
          return CURLE_ABORTED_BY_CALLBACK;
        }
    }
}

static CURLcode
transfer (const char *address, struct curl_slist *headers,
          struct emi_span body, int wait_ms, int cancel_fd,
          struct fetched *out)
{
  CURL *easy = curl_easy_init ();
  CURLM *multi = curl_multi_init ();
  CURLcode end = CURLE_FAILED_INIT;

  if (easy && multi && set_up (easy, address, headers, body, wait_ms, out)
      && curl_multi_add_handle (multi, easy) == CURLM_OK)
    {
      end = run (multi, cancel_fd, out);
      curl_multi_remove_handle (multi, easy);
    }
  curl_easy_cleanup (easy);
  curl_multi_cleanup (multi);
  return end;
}

static const char *
sentence (CURLcode end)
{
  switch (end)
    {
    case CURLE_OPERATION_TIMEDOUT:
      return "it did not answer in time";
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT:
      return "it cannot be reached";
    case CURLE_HTTP_RETURNED_ERROR:
      return "it answers with an error";
    case CURLE_WRITE_ERROR:
    case CURLE_FILESIZE_EXCEEDED:
      return "its answer is too large";
    default:
      return "it cannot be asked";
    }
}

bool
fetch_post (const char *address, const char *type, struct emi_span body,
            int wait_ms, int cancel_fd, struct fetched *out, const char **how)
{
  struct curl_slist *headers;
  CURLcode end = CURLE_FAILED_INIT;

  *out = (struct fetched){ .len = 0 };
  if (curl_global_init (CURL_GLOBAL_DEFAULT) != CURLE_OK)
    {
      *how = sentence (end);
      return false;
    }
  headers = curl_slist_append (NULL, type);
  if (headers)
    end = transfer (address, headers, body, wait_ms, cancel_fd, out);
  curl_slist_free_all (headers);
  curl_global_cleanup ();
  if (end == CURLE_OK)
    return true;
  *how = sentence (end);
  free (out->data);
  out->data = NULL;
  out->len = 0;
  return false;
}
