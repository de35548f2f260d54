/* SPDX-License-Identifier: Apache-2.0 */
/* The face-authentication reader, worked on the reader itself: the shortest
   of the three flows (SPEC section 4).  emi shows the steps, asks two things
   and takes the result file that the terminal writes; it never sees the
   passcode and restores nothing, since the reader returns by itself.  */
#include "face.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/snapshot.h"

static const struct emi_option options[] = {
  { "face", EMI_OPT_PATH, EMI_OPT_REQUIRED, NULL, NULL,
    "folder in which the terminal writes the reader's results" },
  { "settle", EMI_OPT_MS, 0, "1500", "0..60000",
    "how long another file may follow one that was taken" },
  EMI_OPTION_END
};

/* Nothing is preselected: a person says both, every time.  */
static const struct emi_prompt prompts[] = {
  { "photo", EMI_PROMPT_CHOICE, "match mismatch unable",
    "マイナ保険証の顔写真は患者本人ですか"
    "（match 一致 / mismatch 一致しない / unable 見比べられない）",
    "Is the photo on the card this patient (match, mismatch, unable)?", NULL },
  { "person", EMI_PROMPT_CHOICE, "yes no",
    "読み取ったカードの人は、この患者ですか（yes はい / no いいえ）",
    "Is the person read this patient (yes, no)?", NULL },
  EMI_PROMPT_END
};

static emi_rc
face_open (const struct emi_host *host, void *host_ctx, struct emi_call *call,
           void **self_out)
{
  struct face *f = malloc (sizeof *f);

  if (f == NULL)
    return host->fail (call, EMI_INTERNAL, "no memory");
  *f = (struct face) { .host = host,
                       .folder = host->option (host_ctx, "face"),
                       .settle_ms = host->option_number (host_ctx, "settle") };
  if (f->folder == NULL)
    {
      free (f);
      return host->fail (call, EMI_CONFIG, "option face is missing");
    }
  *self_out = f;
  return EMI_OK;
}

static void
face_close (void *self)
{
  struct face *f = self;

  snapshot_done (&f->before);
  free (f);
}

/* Before anything is asked of anybody.  */
static emi_rc
face_prepare (void *self, struct emi_call *call,
              const struct emi_reader_prepare *in)
{
  (void) in;
  return collect_prepare (self, call);
}

/* Asks ID and puts what was answered under PUT.  */
static emi_rc
attest (struct face *f, struct emi_call *call, const char *id, const char *put,
        const char **answer_out)
{
  emi_rc rc = f->host->ask (call, &id, 1);
  const char *answer;

  if (rc != EMI_OK)
    return rc;
  answer = f->host->answer (call, id);
  if (answer == NULL)
    return f->host->fail (call, EMI_CANCELLED, "%s: no answer", id);
  *answer_out = answer;
  return f->host->put (call, put, answer, strlen (answer));
}

/* The emergency flow: steps, photo, file, person.  */
static emi_rc
receive (struct face *f, struct emi_call *call, struct collect *c,
         int64_t wait_ms)
{
  const char *answer;
  emi_rc rc = face_steps (f, call);

  if (rc == EMI_OK)
    rc = attest (f, call, "photo", "answer.photo", &answer);
  if (rc != EMI_OK)
    return rc;
  /* Another face: no card is read for it.  The core says so.  */
  if (strcmp (answer, "match") != 0)
    return EMI_OK;
  rc = face_step (f, call, STEP_PHOTO, "done");
  if (rc == EMI_OK)
    rc = collect_run (c, wait_ms);
  if (rc == EMI_OK)
    rc = attest (f, call, "person", "answer.person", &answer);
  return rc;
}

static emi_rc
face_identify (void *self, struct emi_call *call,
               const struct emi_reader_identify *in)
{
  struct face *f = self;
  emi_rc rc = EMI_OK;
  struct collect *c = collect_new (f, call, &rc);

  if (c == NULL)
    return rc;
  if (strcmp (in->mode, "refusal") == 0)
    rc = collect_run (c, in->wait_ms);
  else
    rc = receive (f, call, c, in->wait_ms);
  collect_free (c);
  return rc;
}

/* This flow leaves nothing open: the reader goes back to face mode when the
   card is taken.  Files that nobody claimed are the core's to find.  */
static emi_rc
face_status (void *self, struct emi_call *call,
             const struct emi_reader_status *in)
{
  struct face *f = self;
  int fd = snapshot_open (f->folder);

  (void) in;
  if (fd < 0)
    return f->host->fail (call, EMI_UNREACHED,
                          "face フォルダを開けません / cannot open %s: %s",
                          f->folder, strerror (errno));
  close (fd);
  return EMI_OK;
}

static const struct emi_reader_ops ops = {
  .size = sizeof ops,
  .identify = face_identify,
  .status = face_status,
  .prepare = face_prepare,
};

EMI_READER_PLUGIN (face_device, &ops, options,
                   .threads = EMI_THREAD_INSTANCE, .prompts = prompts,
                   .name = "face-device", .version = "1",
                   .summary = "face-authentication card reader, worked on "
                              "the reader",
                   .open = face_open, .close = face_close);
