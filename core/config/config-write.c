/* SPDX-License-Identifier: Apache-2.0 */
/* The files of a new hospital: emi.xml and the profile from the templates
   that emi carries, and the folders that emi.xml names.  */
#include "config/config.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <libxml/entities.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buffer.h"
#include "base/cleanup.h"
#include "base/file.h"
#include "base/text.h"
#include "config/builtin.h"
#include "config/config-parts.h"

#ifndef PLUGINDIR
#define PLUGINDIR "/usr/local/lib/emi/plugins"
#endif

/* The places of the template that differ from hospital to hospital.  */
#define TEMPLATE_FACILITY "facility=\"" CONFIG_DEFAULT_FACILITY "\""
#define TEMPLATE_PLUGINS "<!-- <plugins folder=\"/usr/lib/emi/plugins\"/> -->"

/* Evidence and keys are for emi alone.  The terminal and the EHR have to come
   to exchange and outbox, which carry patients' data: so not everybody, but
   one group, that the hospital makes theirs.  */
static const struct
{
  const char *name;
  mode_t mode;
} folders[] = {
  { "data", 0700 },         { "keys", 0700 },
  { "seal", 0700 },         { "run", 0700 },
  { "exchange", 0750 },     { "exchange/req", 0750 },
  { "exchange/res", 0750 }, { "exchange/face", 0750 },
  { "outbox", 0750 },
  { "drill", 0750 },        { "drill/req", 0750 },
  { "drill/res", 0750 },    { "drill/outbox", 0750 },
};

static bool
make_folders (int dirfd, struct fault *why)
{
  for (size_t i = 0; i < N_ELEMENTS (folders); i++)
    /* The mode a second time: mkdir takes the umask off.  */
    if (mkdirat (dirfd, folders[i].name, folders[i].mode) != 0
        || fchmodat (dirfd, folders[i].name, folders[i].mode, 0) != 0)
      return fault_set (why, CODE_FILE_IO, "%s: %s", folders[i].name,
                        strerror (errno));
  return true;
}

/* Adds the template up to MARK, which is there, and returns what follows.  */
static const char *
add_until (struct buffer *b, const char *rest, const char *mark)
{
  const char *at = strstr (rest, mark);

  assert (at);
  buffer_add (b, rest, (size_t) (at - rest));
  return at + strlen (mark);
}

/* PATH as an attribute's value; false when it cannot be one.  */
static bool
add_escaped (struct buffer *b, const char *path)
{
  xmlChar *escaped;

  for (const char *p = path; *p; p++)
    if ((unsigned char) *p < 0x20)
      return false;
  if (!text_is_utf8 (path, strlen (path)))
    return false;
  escaped = xmlEncodeSpecialChars (NULL, BAD_CAST path);
  if (!escaped)
    b->failed = true;
  else
    buffer_text (b, (const char *) escaped);
  xmlFree (escaped);
  return true;
}

static bool
add_configuration (struct buffer *b, const char *facility,
                   const char *plugin_folder, struct fault *why)
{
  const char *rest = add_until (b, builtin_emi_xml.text, TEMPLATE_FACILITY);

  buffer_printf (b, "facility=\"%s\"", facility);
  if (plugin_folder)
    {
      rest = add_until (b, rest, TEMPLATE_PLUGINS);
      buffer_text (b, "<plugins folder=\"");
      if (!add_escaped (b, plugin_folder))
        return fault_set (why, CODE_VALUE, "the plugin folder's name");
      buffer_text (b, "\"/>");
    }
  buffer_text (b, rest);
  return !b->failed || fault_set (why, CODE_MEMORY, "%s", "");
}

static bool
write_file (int dirfd, const char *name, const void *data, size_t len,
            struct fault *why)
{
  /* No secret is in them, and the simulator or a vendor may read them.  */
  int err = file_write (dirfd, name, data, len, 0644, false);

  if (err == 0 && fchmodat (dirfd, name, 0644, 0) != 0)
    err = errno;
  return err == 0
         || fault_set (why, CODE_FILE_IO, "%s: %s", name, strerror (err));
}

static bool
write_all (int dirfd, const char *facility, const char *plugin_folder,
           struct fault *why)
{
  CLEANUP (buffer_done) struct buffer b = BUFFER_INIT;

  return add_configuration (&b, facility, plugin_folder, why)
         && make_folders (dirfd, why)
         && write_file (dirfd, "profile.xml", builtin_placeholder_xml.text,
                        builtin_placeholder_xml.len, why)
         && write_file (dirfd, "emi.xml", b.data, b.len, why);
}

static bool
is_facility (const char *code)
{
  return strlen (code) == 10 && strspn (code, "0123456789") == 10;
}

bool
config_write_new (const char *dir, const char *facility,
                  const char *plugin_folder, struct fault *why)
{
  CLEANUP_CLOSE int dirfd = -1;
  CLEANUP_FREE char *plugins = NULL;

  if (!facility)
    facility = CONFIG_DEFAULT_FACILITY;
  if (!is_facility (facility))
    return fault_set (why, CODE_VALUE, "facility: 10 digits");
  if (plugin_folder && strcmp (plugin_folder, PLUGINDIR) != 0)
    {
      /* In emi.xml it would otherwise begin at another folder.  */
      plugins = realpath (plugin_folder, NULL);
      if (!plugins)
        return fault_set (why, CODE_VALUE, "%s: %s", plugin_folder,
                          strerror (errno));
    }
  dirfd = open (dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (dirfd < 0)
    return fault_set (why, CODE_FILE_IO, "%s: %s", dir, strerror (errno));
  return write_all (dirfd, facility, plugins, why);
}
