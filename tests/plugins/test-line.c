/* SPDX-License-Identifier: Apache-2.0 */
/* A way out without a terminal behind it.  What it does with a request stands
   in the file that the option `script` names: one word, read anew for each
   call.  It notes in that file's folder, in `asked`, that it was asked.  */
#include <emi/connector.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct line
{
  const struct emi_host *host;
  const char *script;
};

static const struct emi_option options[]
    = { { "script", EMI_OPT_PATH, EMI_OPT_REQUIRED, NULL, NULL,
          "one word: what to do" },
        EMI_OPTION_END };

static const char answer_format[]
    = "<XmlMsg><MessageHeader>"
      "<ProcessExecutionTime>20260101090000</ProcessExecutionTime>"
      "<QualificationConfirmationDate>20260101</QualificationConfirmationDate>"
      "<MedicalInstitutionCode>1319999999</MedicalInstitutionCode>"
      "<ArbitraryFileIdentifier>%s</ArbitraryFileIdentifier>"
      "<ReferenceClassification>1</ReferenceClassification>"
      "<SegmentOfResult>%s</SegmentOfResult>"
      "<CharacterCodeIdentifier>0</CharacterCodeIdentifier></MessageHeader>"
      "<MessageBody><ProcessingResultStatus>1</ProcessingResultStatus>"
      "<EmConsentClassification>3</EmConsentClassification>"
      "<EmRequestPattern>1</EmRequestPattern><EmPerson>"
      "<InsurerNumber>01990019</InsurerNumber>"
      "<InsuredIdentificationNumber>%s</InsuredIdentificationNumber>"
      "<NameKana>ｼｹﾝ ｼﾞﾛｳ</NameKana><Birthdate>%s</Birthdate>"
      "<Sex1>%s</Sex1></EmPerson><EmSummary><EmDrugs><EmDrug>"
      "<EmSource>receipt</EmSource><EmDate>20251210</EmDate>"
      "<EmDrugCode>699999902</EmDrugCode>"
      "<EmDrugName>試験用抗凝固カプセル</EmDrugName>"
      "</EmDrug></EmDrugs></EmSummary></MessageBody></XmlMsg>";

static emi_rc
line_open (const struct emi_host *host, void *host_ctx, struct emi_call *call,
           void **self_out)
{
  struct line *l = malloc (sizeof *l);

  if (!l)
    return host->fail (call, EMI_INTERNAL, "no memory");
  *l = (struct line){ host, host->option (host_ctx, "script") };
  *self_out = l;
  return EMI_OK;
}

static void
line_close (void *self)
{
  free (self);
}

static void
word (const struct line *l, char out[32])
{
  FILE *f = fopen (l->script, "r");

  if (!f || fscanf (f, "%31s", out) != 1)
    strcpy (out, "silent");
  if (f)
    fclose (f);
}

static void
note_asked (const struct line *l)
{
  char path[512];
  FILE *f;

  snprintf (path, sizeof path, "%s.asked", l->script);
  f = fopen (path, "a");
  if (f)
    fclose (f);
}

/* The text of ELEMENT in MESSAGE.  */
static void
element (struct emi_span message, const char *name, char out[64])
{
  const char *at = memmem (message.data, message.len, name, strlen (name));

  out[0] = '\0';
  if (at)
    sscanf (at + strlen (name), ">%63[^<]", out);
}

static emi_rc
say (const struct line *l, struct emi_call *call, const char *name,
     const char *text)
{
  return l->host->put (call, name, text, strlen (text));
}

static emi_rc
answer (const struct line *l, struct emi_call *call, struct emi_span message,
        const char *how)
{
  char file[64], number[64], text[4096];

  element (message, "<ArbitraryFileIdentifier", file);
  element (message, "<InsuredIdentificationNumber", number);
  snprintf (text, sizeof text, answer_format,
            strcmp (how, "foreign") == 0 ? "E-other" : file,
            strcmp (how, "refused") == 0       ? "9"
            : strcmp (how, "in-progress") == 0 ? "2"
                                               : "1",
            strcmp (how, "other-person") == 0 ? "9999999" : number,
            strcmp (how, "other-person") == 0 ? "19010101" : "19680722",
            strcmp (how, "other-person") == 0 ? "2" : "1");
  emi_rc rc = say (l, call, "message", text);
  return rc == EMI_RETRY ? EMI_DEADLINE : rc;
}

static emi_rc
query (void *self, struct emi_call *call, const struct emi_connector_query *in)
{
  const struct line *l = self;
  char how[32];

  note_asked (l);
  word (l, how);
  if (strcmp (how, "unreached") == 0)
    return l->host->fail (call, EMI_UNREACHED, "no line");
  say (l, call, "sent", "1");
  if (strcmp (how, "silent") == 0)
    return EMI_DEADLINE;
  if (strcmp (how, "err") == 0)
    return say (l, call, "error", "refused by the test");
  if (strcmp (how, "returned") == 0)
    return say (l, call, "returned", "a.xml");
  if (strcmp (how, "link") == 0)
    return say (l, call, "unfit", "link");
  if (strcmp (how, "broken") == 0)
    {
      say (l, call, "message", "<XmlMsg><MessageHea");
      return EMI_DEADLINE;
    }
  return answer (l, call, in->message, how);
}

static emi_rc
recover (void *self, struct emi_call *call,
         const struct emi_connector_recover *in)
{
  (void) self, (void) call, (void) in;
  return EMI_ABSENT;
}

static emi_rc
probe (void *self, struct emi_call *call, const struct emi_connector_probe *in)
{
  const struct line *l = self;
  char how[32];

  (void) in;
  word (l, how);
  if (strcmp (how, "closed") == 0)
    return l->host->fail (call, EMI_CONFIG, "another node's");
  return EMI_OK;
}

static const struct emi_connector_ops ops = {
  .size = sizeof ops, .query = query, .recover = recover, .probe = probe
};

EMI_CONNECTOR_PLUGIN (test_line, &ops, options, .name = "test-line",
                      .version = "1", .summary = "for tests only",
                      .open = line_open, .close = line_close);
