/* SPDX-License-Identifier: Apache-2.0 */
/* Who is behind a chart id, out of a file that the EHR or an export leaves:
   <charts><chart id="" name="" kana="" birth="YYYY-MM-DD" sex="1"/></charts>.
   Read in one pass at each question, so that it is always today's.  */
#include "folder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <libxml/xmlreader.h>

/* A hospital's whole register fits; a file that is none does not.  */
#define CHARTS_MAX_BYTES (64 * 1024 * 1024)

static emi_rc
unreadable (struct folder *f, struct emi_call *call, const char *why)
{
  return f->host->fail (call, EMI_UNREACHED,
                        "患者一覧を読めません / cannot read %s: %s", f->charts,
                        why);
}

static int
charts_open (struct folder *f, struct emi_call *call, emi_rc *rc)
{
  struct stat st;
  int fd = open (f->charts, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);

  if (fd < 0)
    {
      *rc = unreadable (f, call, strerror (errno));
      return -1;
    }
  if (fstat (fd, &st) == 0 && S_ISREG (st.st_mode)
      && st.st_size <= CHARTS_MAX_BYTES)
    return fd;
  close (fd);
  *rc = unreadable (f, call, "no regular file, or too big");
  return -1;
}

/* libxml2 would print to stderr, where no patient's data may go.  */
static void
silent (void *ctx, xmlErrorPtr error)
{
  (void) ctx;
  (void) error;
}

static bool
is_chart (xmlTextReaderPtr r, const char *id)
{
  xmlChar *value;
  bool same;

  if (xmlTextReaderNodeType (r) != XML_READER_TYPE_ELEMENT
      || !xmlStrEqual (xmlTextReaderConstLocalName (r), BAD_CAST "chart"))
    return false;
  value = xmlTextReaderGetAttribute (r, BAD_CAST "id");
  same = value != NULL && strcmp ((const char *) value, id) == 0;
  xmlFree (value);
  return same;
}

/* Puts what the element under the reader knows.  */
static emi_rc
put_patient (struct folder *f, struct emi_call *call, xmlTextReaderPtr r)
{
  static const char *const names[] = { "name", "kana", "birth", "sex" };
  enum { N = sizeof names / sizeof *names };
  struct emi_field v[N];
  struct emi_fields fields = { v, 0 };
  xmlChar *value[N];
  emi_rc rc;

  for (int i = 0; i < N; i++)
    {
      value[i] = xmlTextReaderGetAttribute (r, BAD_CAST names[i]);
      if (value[i] != NULL && *value[i] != '\0')
        v[fields.n++]
          = (struct emi_field) { names[i],
                                 { value[i],
                                   strlen ((const char *) value[i]) } };
    }
  rc = f->host->put_fields (call, "patient", &fields);
  for (int i = 0; i < N; i++)
    xmlFree (value[i]);
  return rc;
}

static emi_rc
search (struct folder *f, struct emi_call *call, xmlTextReaderPtr r,
        const char *id)
{
  int more;

  while ((more = xmlTextReaderRead (r)) == 1)
    {
      if (xmlTextReaderNodeType (r) == XML_READER_TYPE_DOCUMENT_TYPE)
        return unreadable (f, call, "DOCTYPE");
      if (is_chart (r, id))
        return put_patient (f, call, r);
    }
  if (more < 0)
    return unreadable (f, call, "no well-formed XML");
  return f->host->fail (call, EMI_ABSENT,
                        "その診療録番号はありません / no such chart");
}

emi_rc
folder_resolve (void *self, struct emi_call *call,
                const struct emi_adapter_resolve *in)
{
  struct folder *f = self;
  xmlTextReaderPtr r;
  emi_rc rc = EMI_OK;
  int fd;

  if (f->charts == NULL)
    return f->host->fail (call, EMI_UNSUPPORTED,
                          "患者一覧がありません / there is no list of charts");
  fd = charts_open (f, call, &rc);
  if (fd < 0)
    return rc;
  r = xmlReaderForFd (fd, NULL, NULL, XML_PARSE_NONET | XML_PARSE_NOCDATA);
  if (r == NULL)
    rc = f->host->fail (call, EMI_INTERNAL, "no memory");
  else
    {
      xmlTextReaderSetStructuredErrorHandler (r, silent, NULL);
      rc = search (f, call, r, in->chart);
      xmlFreeTextReader (r);
    }
  close (fd);
  return rc;
}
