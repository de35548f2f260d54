/* SPDX-License-Identifier: Apache-2.0 */
/* bare-start FILE FOLDER MODULE...: parses FILE and loads each module of
   FOLDER with its entry, and nothing else.  */
#include <libxml/parser.h>
#include <ltdl.h>
#include <stdio.h>

static int
load (const char *folder, const char *name)
{
  char path[4096], symbol[128];
  lt_dlhandle h;

  snprintf (path, sizeof path, "%s/%s.so", folder, name);
  snprintf (symbol, sizeof symbol, "%s_LTX_emi_plugin", name);
  for (char *p = symbol; *p; p++)
    if (*p == '-')
      *p = '_';
  h = lt_dlopen (path);
  return h && lt_dlsym (h, symbol);
}

int
main (int argc, char **argv)
{
  xmlDocPtr doc;

  if (argc < 3 || lt_dlinit () != 0)
    return 1;
  doc = xmlReadFile (argv[1], NULL, XML_PARSE_NONET);
  if (!doc)
    return 1;
  for (int i = 3; i < argc; i++)
    if (!load (argv[2], argv[i]))
      {
        fprintf (stderr, "%s: %s\n", argv[i], lt_dlerror ());
        return 1;
      }
  xmlFreeDoc (doc);
  return 0;
}
