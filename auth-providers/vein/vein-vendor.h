/* SPDX-License-Identifier: Apache-2.0 */
/* How libraries differ in calling details, as data: option `vendor` names a
   row.  A new difference is a new row, or a new column that the device looks
   at in one place.  */
#ifndef EMI_VEIN_VENDOR_H
#define EMI_VEIN_VENDOR_H

#include <stdbool.h>

struct vein_vendor
{
  const char *name;
  /* There are BioAPI_Init and BioAPI_Terminate.  */
  bool framework;
  /* Templates are made by BioAPI_Enroll, which captures itself, and not by
     BioAPI_Capture and BioAPI_CreateTemplate.  */
  bool enroll;
  /* What BioAPI_GetBIRFromHandle gives stays the library's until
     BioAPI_FreeBIRHandle; it does not ask for our memory.  */
  bool lent;
  /* FARAchieved is the maker's own score and not a rate: it is recorded and
     cannot be compared with the rate that was asked for.  */
  bool score;
};

/* The words of option `vendor`, for its table.  */
#define VEIN_VENDORS "standard enroll score plain"

/* NULL: no such row.  */
const struct vein_vendor *vein_vendor (const char *name);

#endif
