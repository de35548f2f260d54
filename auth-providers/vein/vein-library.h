/* SPDX-License-Identifier: Apache-2.0 */
/* The maker's library: loaded, and all calls that its row needs looked up
   before the first one is made.  */
#ifndef EMI_VEIN_LIBRARY_H
#define EMI_VEIN_LIBRARY_H

#include <stdbool.h>

#include "bioapi.h"
#include "vein-vendor.h"

#define VEIN_TEXT 120

struct vein_calls
{
  BioAPI_Init_fn *Init;           /* framework */
  BioAPI_Terminate_fn *Terminate; /* framework */
  BioAPI_ModuleLoad_fn *ModuleLoad;
  BioAPI_ModuleUnload_fn *ModuleUnload;
  BioAPI_ModuleAttach_fn *ModuleAttach;
  BioAPI_ModuleDetach_fn *ModuleDetach;
  BioAPI_FreeBIRHandle_fn *FreeBIRHandle;
  BioAPI_GetBIRFromHandle_fn *GetBIRFromHandle;
  BioAPI_GetHeaderFromHandle_fn *GetHeaderFromHandle;
  BioAPI_Capture_fn *Capture;
  BioAPI_CreateTemplate_fn *CreateTemplate; /* not enroll */
  BioAPI_Enroll_fn *Enroll;                 /* enroll */
  BioAPI_VerifyMatch_fn *VerifyMatch;
  BioAPI_Process_fn *Process;                 /* may be NULL */
  BioAPI_SetGUICallbacks_fn *SetGUICallbacks; /* may be NULL */
};

/* Loads the library at PATH and fills CALLS; false with the reason in WHY.
   Nothing of it is ever unloaded: its threads may still run.  */
bool vein_library_open (const char *path, const struct vein_vendor *vendor,
                        struct vein_calls *calls, char why[VEIN_TEXT]);

#endif
