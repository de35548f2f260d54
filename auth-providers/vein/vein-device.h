/* SPDX-License-Identifier: Apache-2.0 */
/* The sensor behind a BioAPI 1.1 library: the only file that calls it.  What
   the library says is taken as the word of a stranger: lengths are compared
   with the memory it was given, and answers with what they can be.  */
#ifndef EMI_VEIN_DEVICE_H
#define EMI_VEIN_DEVICE_H

#include "vein-blob.h"
#include "vein-library.h"
#include "vein-text.h"
#include "vein-vendor.h"

struct vein_settings
{
  const char *library; /* its path; lives as long as the device */
  uint8_t module[16];
  const struct vein_vendor *vendor;
  struct vein_codes codes;
  uint32_t device;
};

/* Asked now and then while a library captures that lets us: true ends it.  */
struct vein_gone
{
  bool (*gone) (void *ctx);
  void *ctx;
};

enum vein_what
{
  VEIN_SAMPLE,  /* to be compared */
  VEIN_TEMPLATE /* to be kept */
};

struct vein_match
{
  bool same;
  int32_t far; /* FARAchieved; negative: not told */
};

struct vein_device;

struct vein_device *vein_device_new (const struct vein_settings *s);
void vein_device_free (struct vein_device *d);
/* What went wrong last, for people.  */
const char *vein_device_text (const struct vein_device *d);

/* Takes the sensor, for one call; the library is loaded at the first.  */
enum vein_end vein_device_attach (struct vein_device *d);
void vein_device_detach (struct vein_device *d);

/* One palm; TIMEOUT_MS is the library's to keep.  The handle lives until it
   is dropped or the sensor is given back.  QUALITY_OUT: -1 when the library
   tells none.  */
enum vein_end vein_device_take (struct vein_device *d, enum vein_what what,
                                int32_t timeout_ms,
                                const struct vein_gone *gone,
                                BioAPI_BIR_HANDLE *out, int *quality_out);
void vein_device_drop (struct vein_device *d, BioAPI_BIR_HANDLE bir);

/* What TEMPLATE is made of, valid until the sensor is given back; the handle
   is used up.  */
enum vein_end vein_device_read (struct vein_device *d,
                                BioAPI_BIR_HANDLE template,
                                struct vein_template *out);

/* Is SAMPLE of the palm of T, at the rate FAR or better?  T NULL: the same
   work for nobody's palm.  */
enum vein_end vein_device_match (struct vein_device *d,
                                 BioAPI_BIR_HANDLE sample,
                                 const struct vein_template *t, int32_t far,
                                 struct vein_match *out);

#endif
