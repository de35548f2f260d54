/* SPDX-License-Identifier: Apache-2.0 */
#include "template.h"

#include <string.h>

/* libfprint's format 3: this mark, then a value of this type (type, driver,
   device id, stored on the device, finger, user, description, day, extensions,
   data), little-endian.  */
#define MARK "FP3"
#define MARK_LEN 3
#define TYPE "(issbymsmsia{sv}v)"
#define TYPE_RAW 1  /* the driver's own data */
#define TYPE_NBIS 2 /* minutiae, of drivers that give images */
#define NBIS_DATA "(a(aiaiai))"
#define MINUTIAE_MAX 200 /* of one image, libfprint's own limit */

struct wiped
{
  size_t len;
  unsigned char *bytes;
};

static void
wiped_free (void *data)
{
  struct wiped *w = data;

  explicit_bzero (w->bytes, w->len);
  g_free (w->bytes);
  g_free (w);
}

/* The value behind the mark, in memory of its own (aligned, and wiped when it
   goes); NULL when it is not written as it should be.  */
static GVariant *
value_read (const struct emi_span *bytes)
{
  if (bytes->len <= MARK_LEN || memcmp (bytes->data, MARK, MARK_LEN) != 0)
    return NULL;
  struct wiped *w = g_new0 (struct wiped, 1);
  w->len = bytes->len - MARK_LEN;
  w->bytes = g_malloc (w->len);
  memcpy (w->bytes, (const char *) bytes->data + MARK_LEN, w->len);
  GVariant *v = g_variant_ref_sink (g_variant_new_from_data (
      G_VARIANT_TYPE (TYPE), w->bytes, w->len, FALSE, wiped_free, w));
  if (g_variant_is_normal_form (v))
    return v;
  g_variant_unref (v);
  return NULL;
}

static bool
child_is (GVariant *v, gsize at, const char *text)
{
  GVariant *child = g_variant_get_child_value (v, at);
  bool same = strcmp (g_variant_get_string (child, NULL), text) == 0;

  g_variant_unref (child);
  return same;
}

/* One image's minutiae: as many rows in each of the three columns, and no
   more than fit.  */
static bool
image_holds (GVariant *image)
{
  gsize rows[3];

  for (gsize i = 0; i < 3; i++)
    {
      GVariant *column = g_variant_get_child_value (image, i);

      rows[i] = g_variant_n_children (column);
      g_variant_unref (column);
    }
  return rows[0] == rows[1] && rows[0] == rows[2] && rows[0] <= MINUTIAE_MAX;
}

static bool
minutiae_hold (GVariant *data)
{
  GVariant *images = g_variant_get_child_value (data, 0);
  bool good = true;

  for (gsize i = 0; good && i < g_variant_n_children (images); i++)
    {
      GVariant *image = g_variant_get_child_value (images, i);

      good = image_holds (image);
      g_variant_unref (image);
    }
  g_variant_unref (images);
  return good;
}

static bool
data_holds (gint32 type, GVariant *data)
{
  if (type == TYPE_NBIS)
    return g_variant_is_of_type (data, G_VARIANT_TYPE (NBIS_DATA))
           && minutiae_hold (data);
  /* A raw print's data is a variant once more.  */
  return type == TYPE_RAW
         && g_variant_is_of_type (data, G_VARIANT_TYPE_VARIANT);
}

static bool
value_holds (GVariant *v, const char *driver, const char *device)
{
  gint32 type = 0, day = 0;
  guchar finger = 0;
  GVariant *boxed = g_variant_get_child_value (v, 9);
  GVariant *data = g_variant_get_variant (boxed);

  g_variant_get_child (v, 0, "i", &type);
  g_variant_get_child (v, 4, "y", &finger);
  g_variant_get_child (v, 7, "i", &day);
  /* Day 0 is none, GLib says; "no day" is the least number.  */
  bool good = child_is (v, 1, driver) && child_is (v, 2, device)
              && finger <= FP_FINGER_LAST && day != 0
              && data_holds (type, data);
  g_variant_unref (data);
  g_variant_unref (boxed);
  return good;
}

FpPrint *
template_read (const struct emi_span *bytes, const char *driver,
               const char *device)
{
  GVariant *v = G_BYTE_ORDER == G_LITTLE_ENDIAN ? value_read (bytes) : NULL;

  if (!v)
    return NULL;
  bool good = value_holds (v, driver, device);
  g_variant_unref (v);
  return good ? fp_print_deserialize (bytes->data, bytes->len, NULL) : NULL;
}

bool
template_write (FpPrint *print, struct emi_span *out)
{
  guchar *data = NULL;
  gsize len = 0;

  if (!fp_print_serialize (print, &data, &len, NULL))
    return false;
  *out = (struct emi_span){ data, len };
  return true;
}

void
template_wipe (struct emi_span *bytes)
{
  guchar *data = (guchar *) bytes->data;

  if (data)
    explicit_bzero (data, bytes->len);
  g_free (data);
  *bytes = (struct emi_span){ NULL, 0 };
}
