/* SPDX-License-Identifier: Apache-2.0 */
/* Reading an emergency answer of 2 MB into facts, beside libxml2's SAX2 parse
   of the same bytes with handlers that only count.  Each side is a child of
   its own, so that its memory is its own.  */
#include <libxml/parser.h>
#include <stdio.h>

#include "base/buffer.h"
#include "bench/bench.h"
#include "fuzz/fuzz-profile-bytes.h"
#include "oqs/ordinary.h"

#define BYTES ((size_t) 2 * 1000 * 1000)
#define ROUNDS 11
#define TIMES 3

static void
make_answer (struct buffer *b)
{
  buffer_text (b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<XmlMsg>"
                  "<MessageHeader><SegmentOfResult>1</SegmentOfResult>"
                  "</MessageHeader><MessageBody>"
                  "<ProcessingResultStatus>1</ProcessingResultStatus>"
                  "<EmPerson><NameKana>ｼｹﾝ ｼﾞﾛｳ</NameKana>"
                  "<Birthdate>19680722</Birthdate></EmPerson>\n"
                  "<EmSummary><EmDrugs>\n");
  for (int i = 0; b->len < BYTES; i++)
    buffer_printf (b,
                   "<EmDrug><EmSource>receipt</EmSource>"
                   "<EmDate>2026%02d%02d</EmDate>"
                   "<EmDrugCode>%09d</EmDrugCode>"
                   "<EmDrugName>試験用錠剤第%d号１００ｍｇ</EmDrugName>"
                   "<EmInstitutionName>架空内科クリニック"
                   "</EmInstitutionName></EmDrug>\n",
                   i % 12 + 1, i % 28 + 1, i, i);
  buffer_text (b, "</EmDrugs></EmSummary></MessageBody></XmlMsg>\n");
}

/* The same size as a 薬剤情報・診療情報 answer: claims of five years, with
   the last month also as dispensed, so that precedence has something to do.  */
static void
make_yzk (struct buffer *b)
{
  buffer_text (b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<XmlMsg>"
                  "<MessageHeader><ResultCode>1</ResultCode><QuaInf>"
                  "<KanaName>ｼｹﾝ ｼﾞﾛｳ</KanaName><Birth>19680722</Birth>"
                  "<AdmGendCode>1</AdmGendCode></QuaInf></MessageHeader>"
                  "<MessageBody>\n");
  for (int i = 0; b->len < BYTES; i++)
    {
      bool late = i % 40 == 0;
      const char *p = late ? "Cz" : "";
      buffer_printf (b, "%s",
                     late ? "<CzDiInf><CzDiMonthInf>" : "<MeTrMonthInf>");
      buffer_printf (b,
                     "<%sMeTrDiHCd>99%08d</%sMeTrDiHCd><%sMeTrDiHNm>"
                     "架空内科クリニック</%sMeTrDiHNm><%sDiDateInfs>"
                     "<%sDiDateInf><%sDiDate>%d%02d%02d</%sDiDate>",
                     p, i % 7, p, p, p, p, p, p,
                     late ? 2026 : 2022 + i % 60 / 12, late ? 12 : i % 12 + 1,
                     i % 28 + 1, p);
      buffer_printf (
          b,
          "<%sDrugInfs><%sDrugInf><%sDrugC>%09d</%sDrugC><%sDrugN>"
          "試験用錠剤第%d号１００ｍｇ</%sDrugN><%sIngreN>試験成分"
          "</%sIngreN><%sQua1>1</%sQua1><%sUnit>錠</%sUnit><%sUsageN>"
          "１日１回　朝食後</%sUsageN><%sTimes>28</%sTimes></%sDrugInf>"
          "</%sDrugInfs></%sDateInf></%sDateInfs>",
          p, p, p, i % 900, p, p, i % 900, p, p, p, p, p, p, p, p, p, p, p, p,
          p, late ? "CzDi" : "Di", late ? "CzDi" : "Di");
      buffer_text (b,
                   late ? "</CzDiMonthInf></CzDiInf>\n" : "</MeTrMonthInf>\n");
    }
  buffer_text (b, "</MessageBody></XmlMsg>\n");
}

/* --- the bare side --- */

struct counts
{
  size_t elements;
  size_t text;
};

static void
on_start (void *ctx, const xmlChar *name, const xmlChar *prefix,
          const xmlChar *uri, int n_ns, const xmlChar **ns, int n_attr,
          int n_default, const xmlChar **attr)
{
  struct counts *c = ctx;

  (void) name, (void) prefix, (void) uri, (void) n_ns, (void) ns;
  (void) n_attr, (void) n_default, (void) attr;
  c->elements++;
}

static void
on_text (void *ctx, const xmlChar *text, int len)
{
  struct counts *c = ctx;

  (void) text;
  c->text += (size_t) len;
}

static void
bare (const struct buffer *b)
{
  struct counts c = { 0 };
  xmlSAXHandler sax = {
    .initialized = XML_SAX2_MAGIC,
    .startElementNs = on_start,
    .characters = on_text,
    .ignorableWhitespace = on_text,
  };

  bench_must (
      xmlSAXUserParseMemory (&sax, &c, (const char *) b->data, (int) b->len)
              == 0
          && c.elements > 0,
      "the bare parse");
}

static void
emi (const struct buffer *b)
{
  struct emergency_answer a;

  bench_must (emergency_read (profile_placeholder (), b->data, b->len, &a)
                      == OQS_READ_OK
                  && a.summary.n_items > 1000,
              "reading the answer");
  emergency_answer_done (&a);
}

static void
emi_yzk (const struct buffer *b)
{
  struct emergency_answer a;

  bench_must (yzk_read (profile_placeholder (), b->data, b->len, &a)
                      == OQS_READ_OK
                  && a.summary.n_items > 1000,
              "reading the YZK answer");
  emergency_answer_done (&a);
}

/* --- both --- */

struct measured
{
  double seconds;
  double kb;
};

struct work
{
  const struct buffer *bytes;
  void (*run) (const struct buffer *);
};

/* Memory of the first time, time of the later ones.  */
static void
measure (void *ctx, void *out)
{
  const struct work *w = ctx;
  struct measured *m = out;

  profile_placeholder ();
  bench_peak_reset ();
  long before = bench_peak_kb ();
  w->run (w->bytes);
  m->kb = (double) (bench_peak_kb () - before);
  double start = bench_cpu ();
  for (int i = 0; i < TIMES; i++)
    w->run (w->bytes);
  m->seconds = (bench_cpu () - start) / TIMES;
}

/* A row of time and one of memory for READ over what MAKE makes.  */
static void
rows (void (*make) (struct buffer *), void (*read) (const struct buffer *),
      const char *time_row, const char *memory_row)
{
  struct bench_pairs time = { .n = 0 }, kb = { .n = 0 };
  struct buffer bytes = BUFFER_INIT;

  make (&bytes);
  for (int i = 0; i < ROUNDS; i++)
    {
      struct work work[2] = { { &bytes, read }, { &bytes, bare } };
      struct measured m[2];

      for (int k = 0; k < 2; k++)
        bench_child (measure, &work[k], &m[k], sizeof m[k]);
      bench_pair (&time, m[0].seconds, m[1].seconds);
      bench_pair (&kb, m[0].kb, m[1].kb);
    }
  bench_time_row (time_row, &time, "ms", 1e-3, 2, 0);
  const struct bench_row memory = { .what = memory_row,
                                    .unit = "MB",
                                    .emi = bench_emi (&kb) / 1024,
                                    .absolute = 6 };
  bench_row (&memory);
  bench_note ("the bare parse takes %.1f MB", bench_bare (&kb) / 1024);
  buffer_done (&bytes);
}

int
main (void)
{
  rows (make_answer, emi, "2 MB answer: time", "2 MB answer: extra memory");
  rows (make_yzk, emi_yzk, "2 MB YZK answer: time",
        "2 MB YZK answer: extra memory");
  return 0;
}
