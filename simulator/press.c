/* SPDX-License-Identifier: Apache-2.0 */
/* A card reading: the file that the terminal writes for a reader, and the
   entry in the national history.  */
#include "sim.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <sodium.h>

#include "answer.h"
#include "base/date.h"
#include "base/digest.h"
#include "reply.h"
#include "scenario.h"
#include "state.h"
#include "xml.h"

struct reading
{
  const struct patient *who;
  int64_t now; /* ProcessExecutionTime */
  bool generic;
  const struct scenario *scenario;
  const char *institution;
};

static void
opaque (struct xml *x, const char *name)
{
  unsigned char bytes[15];
  char *text;

  randombytes_buf (bytes, sizeof bytes);
  text = base64_encode (bytes, sizeof bytes);
  xml_text (x, name, text);
  free (text);
}

static void
write_header (struct xml *x, const struct reading *r)
{
  char now[15];
  char day[9];
  bool refused = r->scenario->does & SC_REFUSED;

  date_to_national (r->now, now);
  snprintf (day, sizeof day, "%.8s", now);
  xml_open (x, "MessageHeader");
  xml_text (x, "ProcessExecutionTime", now);
  xml_text (x, "QualificationConfirmationDate", day);
  xml_text (x, "MedicalInstitutionCode", r->institution);
  opaque (x, "ArbitraryFileIdentifier");
  xml_text (x, "ReferenceClassification", "1");
  xml_text (x, "SegmentOfResult", refused ? "9" : "1");
  if (refused)
    {
      xml_text (x, "ErrorCode", "ZZZT9001E");
      xml_text (x, "ErrorMessage", "（試験用）処理が異常終了しました。");
    }
  xml_text (x, "CharacterCodeIdentifier",
            r->scenario->does & SC_CP932 ? "1" : "0");
  xml_close (x);
}

/* One viewing flag; a consent comes with its time and how long it lasts.  */
static void
write_flag (struct xml *x, const struct reading *r, const char *what)
{
  char name[64];
  char when[15];
  bool given = r->scenario->does & SC_GIVEN;

  snprintf (name, sizeof name, "%sConsFlg", what);
  xml_text (x, name, given ? "1" : "0");
  if (!given)
    return;
  date_to_national (r->now, when);
  snprintf (name, sizeof name, "%sConsTime", what);
  xml_text (x, name, when);
  date_to_national (r->now + 24 * 3600, when);
  snprintf (name, sizeof name, "%sAvailableTime", what);
  xml_text (x, name, when);
}

static void
write_flags (struct xml *x, const struct reading *r)
{
  static const char *const viewing[]
    = { "SpecificHealthCheckupsInfo", "PharmacistsInfo", "DiagnosisInfo",
        "OperationInfo" };

  xml_text (x, "LimitApplicationCertificateRelatedConsFlg", "0");
  xml_text (x, "SpecificDiseasesCertificateRelatedConsFlg", "0");
  for (size_t i = 0; i < sizeof viewing / sizeof *viewing; i++)
    write_flag (x, r, viewing[i]);
}

/* One qualification; NUMBER is the insured number of it, LOST its last day. */
static void
write_result (struct xml *x, const struct reading *r, const char *number,
              const char *from, const char *lost)
{
  const struct person *p = &r->who->card;
  char insurer[9];

  answer_insurer (p->insurer, insurer);
  xml_open (x, "ResultOfQualificationConfirmation");
  xml_text (x, "InsurerNumber", insurer);
  xml_text (x, "InsuredCardSymbol", p->symbol);
  xml_text (x, "InsuredIdentificationNumber", number);
  xml_text (x, "InsuredBranchNumber", p->branch);
  xml_text (x, "PersonalFamilyClassification", "1");
  xml_text (x, "InsuredName", p->name);
  xml_text (x, "Name", p->name);
  xml_text (x, "NameKana", p->kana);
  xml_text (x, "Sex1", p->sex);
  xml_text (x, "Birthdate", p->birth);
  xml_text (x, "Address",
            r->scenario->does & SC_CP932 ? "架空県架空市髙﨑町①－２～３"
                                         : "架空県架空市試験町１－２－３");
  xml_text (x, "PostNumber", "000-0000");
  xml_text (x, "QualificationDate", from);
  xml_text (x, "DisqualificationDate", lost);
  xml_text (x, "ReasonOfLoss", lost ? "03" : NULL);
  xml_text (x, "InsurerName", "架空健康保険組合");
  /* The generic reader's second choice replaces the question: no flags.  */
  if (!r->generic || r->scenario->does & SC_GIVEN)
    write_flags (x, r);
  xml_close (x);
}

static void
write_body (struct xml *x, const struct reading *r)
{
  const char *number = r->who->card.number;
  int validity = r->scenario->validity;

  xml_open (x, "MessageBody");
  if (!(r->scenario->does & SC_REFUSED))
    {
      xml_text (x, "ProcessingResultStatus", "1");
      xml_int (x, "QualificationValidity", validity);
      if (validity != 4 && validity != 5)
        {
          xml_open (x, "ResultList");
          if (validity == 3)
            write_result (x, r, "9999999", "20180401", "20200331");
          write_result (x, r, number, "20200401",
                        validity == 2 ? "20260331" : NULL);
          xml_close (x);
        }
      opaque (x, "QualificationConfirmationKey");
    }
  xml_close (x);
}

static bool
write_reading (const struct reading *r, struct buffer *out)
{
  struct xml x;

  xml_begin (&x, r->scenario->does & SC_ONE_LINE);
  xml_open (&x, "XmlMsg");
  write_header (&x, r);
  write_body (&x, r);
  xml_close (&x);
  return xml_end (&x, r->scenario->does & SC_CP932, out);
}

static void
reading_name (const struct sim *s, const struct reading *r, char out[128])
{
  unsigned char bytes[10];
  char hex[21];
  char when[15];

  date_to_national (r->now, when);
  if (r->generic)
    {
      snprintf (out, 128, "OQSsiquc01res_%.8s%04u.xml", when,
                (unsigned) randombytes_uniform (10000));
      return;
    }
  randombytes_buf (bytes, sizeof bytes);
  hex_encode (bytes, sizeof bytes, hex);
  snprintf (out, 128, "OQSsiquc01res_face_%s%s_%s.xml", s->config->facility,
            hex, when);
}

static bool
post_reading (struct sim *s, const char *folder, const struct reading *r)
{
  struct buffer bytes = BUFFER_INIT;
  char name[128];
  int error = 0;
  bool good;

  reading_name (s, r, name);
  good = write_reading (r, &bytes)
         && reply_post (s, r->scenario->does,
                        s->clock->mono_ms (s->clock), folder, name, &bytes);
  buffer_done (&bytes);
  if (good && !(r->scenario->does & SC_UNREAD))
    error = state_pressed (s->state, &r->who->card, r->now);
  if (error)
    sim_say (s, "%s に書けません: %s", "cannot write to %s: %s", s->state,
             strerror (error));
  else if (good)
    sim_say (s, "%s（患者 %d、%s）", "%s (person %d, %s)", name, r->who->id,
             r->scenario->name);
  return good && !error;
}

/* Leaves the files at their times.  */
static int
post_all (struct sim *s)
{
  int64_t next;
  int error = 0;

  while (!error
         && (next = post_next (&s->post, s->clock->mono_ms (s->clock))) >= 0)
    {
      struct timespec t = { next / 1000, next % 1000 * 1000000 };

      nanosleep (&t, NULL);
      error = post_run (&s->post, s->clock->mono_ms (s->clock));
    }
  return error;
}

int
sim_press (struct sim *s, const char *folder, bool generic, int person)
{
  struct reading r = { .who = patients_by_id (&s->patients, person),
                       .now = clock_seconds (s->clock),
                       .generic = generic,
                       .scenario = s->scenario };
  int error = 0;
  bool good;

  if (!r.who)
    {
      sim_say (s, "患者 %d はいません", "there is no person %d", person);
      return 2;
    }
  r.institution = s->scenario->does & SC_FACILITY ? "1318888888"
                                                  : s->config->facility;
  good = post_reading (s, folder, &r);
  if (s->scenario->does & SC_TWO)
    r.who = patients_other (&s->patients, r.who);
  if (s->scenario->does & (SC_TWO | SC_SAME))
    {
      r.now++;
      good = good && post_reading (s, folder, &r);
    }
  if (good)
    error = post_all (s);
  if (error)
    sim_say (s, "%s に置けません: %s", "cannot write to %s: %s", folder,
             strerror (error));
  return good && !error ? 0 : 1;
}
