/* SPDX-License-Identifier: Apache-2.0 */
/* Replies, good and bad: see reply.h.  */
#include "reply.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "answer.h"
#include "base/date.h"
#include "checks.h"
#include "scenario.h"

#define LATE_MS 200000   /* past emi's default deadline of 180 s */
#define HALF_MS 1500     /* between the halves of a file */
#define AGAIN_MS 150     /* an answer written a second time */
#define ERR_AFTER_MS 800 /* an .err behind the request it belongs to */
#define NAME_LEN 320

static const char err[]
  = "（試験用）要求ファイルの項目が不正です。MessageBody\r\n";
static const struct refusal spoiled
  = { "ZZZT9001E", "（試験用）処理が異常終了しました。" };
static const struct refusal bad_date
  = { "ZZZT9002E", "（試験用）資格確認日が不正です。" };
static const struct refusal in_progress
  = { "ZZZT0002I", "（試験用）処理中です。" };

/* Puts a document type behind the declaration, with an entity to expand.  */
static bool
with_doctype (const struct buffer *data, struct buffer *out)
{
  static const char doctype[]
    = "<!DOCTYPE XmlMsg [<!ENTITY a \"aaaaaaaaaa\">"
      "<!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>\n";
  const char *text = buffer_string (data);
  const char *end = strstr (text, "?>");
  size_t head = end ? (size_t) (end + 2 - text) : 0;

  buffer_add (out, text, head);
  buffer_text (out, doctype);
  buffer_add (out, text + head, data->len - head);
  return !out->failed;
}

bool
reply_post (struct sim *s, unsigned does, int64_t due_ms, const char *folder,
            const char *name, const struct buffer *data)
{
  struct buffer spoilt = BUFFER_INIT;
  enum post_how how = POST_WHOLE;
  size_t len = data->len;
  bool good = true;

  if (does & SC_DOCTYPE)
    {
      good = with_doctype (data, &spoilt);
      data = &spoilt;
      len = data->len;
    }
  if (does & SC_BIG)
    how = POST_BIG;
  else if (does & SC_LINK)
    how = POST_LINK;
  else if (does & SC_FIFO)
    how = POST_FIFO;
  else if (does & (SC_HALF | SC_CUT))
    how = POST_IN_PLACE;
  if (does & (SC_HALF | SC_CUT))
    len /= 2;
  good = good
         && post_add (&s->post, due_ms, how, folder, name, data->data, len);
  if (does & SC_HALF)
    good = good
           && post_add (&s->post, due_ms + HALF_MS, POST_IN_PLACE, folder,
                        name, data->data, data->len);
  if (does & SC_TWICE)
    good = good
           && post_add (&s->post, due_ms + AGAIN_MS, POST_WHOLE, folder, name,
                        data->data, data->len);
  buffer_done (&spoilt);
  return good;
}

/* The request back, an .err, or one after the other.  */
static bool
post_back (struct sim *s, unsigned does, const struct request_seen *seen,
           int64_t now_ms)
{
  char name[NAME_LEN];
  bool good = true;

  if (does & SC_BACK)
    {
      good = post_add (&s->post, now_ms, POST_WHOLE, s->res, seen->name,
                       seen->bytes->data, seen->bytes->len);
      now_ms += ERR_AFTER_MS;
    }
  if (!good || !(does & SC_ERR))
    return good;
  snprintf (name, sizeof name, "%.*s.err", (int) strlen (seen->name) - 4,
            seen->name);
  return post_add (&s->post, now_ms, POST_WHOLE, s->res, name, err,
                   sizeof err - 1);
}

static bool
replace (char **slot, const char *text)
{
  char *copy = strdup (text);

  if (!copy)
    return false;
  free (*slot);
  *slot = copy;
  return true;
}

/* The person of the answer, as the scenario twists one.  */
static bool
twist (unsigned does, const struct person *from, struct person *out)
{
  char dashed[11];
  char next[11];
  char birth[9];

  if (!person_copy (out, from))
    return false;
  if (does & SC_KANA)
    return replace (&out->name, "架空　見本")
           && replace (&out->kana, "ｶｸｳ ﾐﾎﾝ");
  if (does & SC_BIRTH)
    return date_dash (out->birth, dashed)
           && date_shift_days (dashed, 1, next) && date_compact (next, birth)
           && replace (&out->birth, birth);
  return true;
}

static void
refuse (struct answer *a, int segment, int status, const struct refusal *why)
{
  a->segment = segment;
  a->status = status;
  a->code = why->code;
  a->text = why->text;
}

/* Fills A for what is asked.  The patient of an answer with content, or NULL
   where there is none.  */
static const struct patient *
decide (struct sim *s, unsigned does, const struct emergency_asked *asked,
        struct answer *a)
{
  const struct patient *who = patients_find (&s->patients, &asked->person);
  const struct refusal *why;

  *a = (struct answer) {
    .asked = asked,
    .now = clock_seconds (s->clock),
    .file_id = does & SC_IDENTIFIER ? "E-OTHER-0001" : asked->file_id,
    .institution = does & SC_FACILITY ? "1318888888" : asked->institution,
    .segment = 1,
    .status = 1,
    .one_line = does & SC_ONE_LINE,
    .cp932 = does & SC_CP932,
  };
  if (does & SC_REFUSED)
    refuse (a, 9, 0, &spoiled);
  else if (does & SC_PROGRESS)
    refuse (a, 2, 0, &in_progress);
  else if (does & SC_STATUS_2)
    refuse (a, 1, 2, &bad_date);
  else if ((why = checks_fail (s, asked, a->now)) != NULL)
    refuse (a, 9, 0, why);
  else
    return who && does & SC_PERSON ? patients_other (&s->patients, who) : who;
  return NULL;
}

static bool
write_and_post (struct sim *s, unsigned does, const struct request_seen *seen,
                const struct emergency_asked *asked, int64_t due_ms)
{
  struct buffer bytes = BUFFER_INIT;
  struct person person = { .name = NULL };
  char name[NAME_LEN];
  struct answer a;
  const struct patient *who = decide (s, does, asked, &a);
  const struct patient *card = patients_find (&s->patients, &asked->person);
  bool good = !who || twist (does, &who->answer, &person);

  a.patient = who;
  a.person = who ? &person : NULL;
  snprintf (name, sizeof name, "%sres_%s", s->profile->prefix, seen->suffix);
  good = good && answer_write (s->profile, &a, &bytes)
         && reply_post (s, does, due_ms, s->res, name, &bytes);
  if (good && a.code)
    sim_say (s, "%s: %s（患者 %d）%s", "%s: %s (person %d) %s", seen->name,
             a.code, card ? card->id : 0, a.text);
  else if (good)
    sim_say (s, "%s: %s（患者 %d）", "%s: %s (person %d)", seen->name,
             s->scenario->name, card ? card->id : 0);
  buffer_done (&bytes);
  person_done (&person);
  return good;
}

bool
reply (struct sim *s, const struct request_seen *seen,
       const struct emergency_asked *asked)
{
  unsigned does = asked ? s->scenario->does : SC_BACK | SC_ERR;
  int64_t now_ms = s->clock->mono_ms (s->clock);
  int64_t delay = s->delay_ms;
  bool good;

  if (!asked || does & (SC_SILENT | SC_BACK | SC_ERR))
    {
      sim_say (s, "%s: %s", "%s: %s", seen->name,
               asked ? s->scenario->name : "returned-err");
      return post_back (s, does, seen, now_ms);
    }
  if (delay < 0)
    delay = does & SC_LATE ? LATE_MS : 0;
  if (!(does & SC_PROGRESS))
    return write_and_post (s, does, seen, asked, now_ms + delay);
  good = write_and_post (s, does, seen, asked, now_ms);
  if (good && delay > 0)
    good = write_and_post (s, 0, seen, asked, now_ms + delay);
  return good;
}
