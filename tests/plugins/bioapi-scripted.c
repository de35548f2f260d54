/* SPDX-License-Identifier: Apache-2.0 */
/* A vein sensor without a sensor: a library with the calls of BioAPI 1.1 that
   follows a script, the file that EMI_BIOAPI_SCRIPT names.  It knows nothing
   of emi and exports nothing but the standard's names, so a maker's library
   can take its place.  The script is read at each ModuleAttach.

   One line for each capture, the last one again and again:
     scan WHO [QUALITY]  a palm; WHO is a letter
     poor      it could not be read        nobody    nobody came
     wait      waits for a palm until the timeout, asking the application
     unplug    the sensor goes away        code HEX  a return of its own
     tell      returns 0x40000000 with the timeout
     null      says OK and gives no handle
     crash, hang, exit
   and lines for all of it:
     load HEX, attach HEX     the return of ModuleLoad, ModuleAttach
     match HEX                the return of VerifyMatch
     match-tell               VerifyMatch returns 0x40000000 with the rate
     far N, result N          what VerifyMatch gives, whatever the palms are
     signed                   templates have a signature
     size N                   templates say they are N bytes longer
     outside                  the template lies outside of what it was given
     signature-size N         the signature says that it has N bytes
     none                     GetBIRFromHandle gives NULL
     bad-header               a header that is too short

   With PLAIN it is a library without framework and without our memory.  */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "../../auth-providers/vein/bioapi.h"

#define BIRS 8
#define LINES 32
#define DATA_LEN 24
#define TELL 0x40000000u
/* 0.0000466 and 0.47 */
#define FAR_SAME 100000
#define FAR_OTHER 1000000000
#define DEVICE_BROKEN (BioAPI_DEVICE_BASE_ERROR + 0x10A)
#define POINTER 0x1004u
#define FORMAT_OWNER 0x7E57u

struct bir
{
  int used;
  BioAPI_BIR bir;
  BioAPI_DATA signature;
  uint8_t data[DATA_LEN], mark[4];
};

/* One sensor to a process, as the libraries of makers have it.  */
static struct
{
  struct bir birs[BIRS];
  char line[LINES][64];
  int n, at;
  BioAPI_MEMORY_FUNCS memory;
  BioAPI_ModuleEventHandler handler;
  void *handler_ctx;
  BioAPI_GUI_STATE_CALLBACK state;
  void *state_ctx;
} lib;

/* The build hides what is not marked.  */
#pragma GCC visibility push(default)
BioAPI_Init_fn BioAPI_Init;
BioAPI_Terminate_fn BioAPI_Terminate;
BioAPI_ModuleLoad_fn BioAPI_ModuleLoad;
BioAPI_ModuleUnload_fn BioAPI_ModuleUnload;
BioAPI_ModuleAttach_fn BioAPI_ModuleAttach;
BioAPI_ModuleDetach_fn BioAPI_ModuleDetach;
BioAPI_FreeBIRHandle_fn BioAPI_FreeBIRHandle;
BioAPI_GetBIRFromHandle_fn BioAPI_GetBIRFromHandle;
BioAPI_GetHeaderFromHandle_fn BioAPI_GetHeaderFromHandle;
BioAPI_SetGUICallbacks_fn BioAPI_SetGUICallbacks;
BioAPI_Capture_fn BioAPI_Capture;
BioAPI_CreateTemplate_fn BioAPI_CreateTemplate;
BioAPI_Process_fn BioAPI_Process;
BioAPI_Enroll_fn BioAPI_Enroll;
BioAPI_VerifyMatch_fn BioAPI_VerifyMatch;
#pragma GCC visibility pop

/* --- the script --- */

static void
read_script (void)
{
  const char *path = getenv ("EMI_BIOAPI_SCRIPT");
  FILE *f = path ? fopen (path, "re") : NULL;

  lib.n = lib.at = 0;
  while (f && lib.n < LINES && fgets (lib.line[lib.n], sizeof lib.line[0], f))
    {
      lib.line[lib.n][strcspn (lib.line[lib.n], "\n")] = '\0';
      lib.n++;
    }
  if (f)
    fclose (f);
}

/* What follows WORD in LINE, or NULL when it is another one.  */
static const char *
after (const char *line, const char *word)
{
  size_t len = strlen (word);

  if (strncmp (line, word, len) != 0 || (line[len] && line[len] != ' '))
    return NULL;
  return line + len + (line[len] == ' ');
}

static const char *
setting (const char *word)
{
  const char *found = NULL;

  for (int i = 0; i < lib.n && !found; i++)
    found = after (lib.line[i], word);
  return found;
}

static uint32_t
setting_hex (const char *word)
{
  const char *text = setting (word);

  return text ? (uint32_t) strtoul (text, NULL, 16) : 0;
}

static int
is_capture (const char *line)
{
  static const char *const words[]
      = { "scan", "poor", "nobody", "wait", "unplug", "code",
          "tell", "null", "crash",  "hang", "exit" };

  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (after (line, words[i]))
      return 1;
  return 0;
}

/* The next capture's line; the last one stays.  */
static const char *
next_line (void)
{
  const char *line = "nobody";

  for (int i = 0; i < lib.n; i++)
    if (is_capture (lib.line[i]))
      {
        line = lib.line[i];
        if (i >= lib.at)
          {
            lib.at = i + 1;
            break;
          }
      }
  return line;
}

/* --- BIRs --- */

static struct bir *
bir_of (BioAPI_BIR_HANDLE h)
{
  return h >= 0 && h < BIRS && lib.birs[h].used ? &lib.birs[h] : NULL;
}

static BioAPI_RETURN
bir_new (char who, int quality, uint8_t type, BioAPI_BIR_HANDLE *out)
{
  int h = 0;

  while (h < BIRS && lib.birs[h].used)
    h++;
  if (h == BIRS)
    return 0x1102; /* too many handles */
  struct bir *b = &lib.birs[h];
  *b = (struct bir){ .used = 1 };
  memset (b->data, who, sizeof b->data);
  b->bir.Header = (BioAPI_BIR_HEADER){
    .Length = (uint32_t) sizeof b->bir.Header + DATA_LEN,
    .HeaderVersion = 1,
    .Type = type,
    .Format = { FORMAT_OWNER, 1 },
    .Quality = (BioAPI_QUALITY) quality,
    .Purpose = BioAPI_PURPOSE_VERIFY,
  };
  b->bir.BiometricData = b->data;
  *out = h;
  return BioAPI_OK;
}

static BioAPI_BIR *
input (const BioAPI_INPUT_BIR *in)
{
  struct bir *b;

  if (!in)
    return NULL;
  if (in->Form == BioAPI_FULLBIR_INPUT)
    return in->InputBIR.BIR;
  b = in->Form == BioAPI_BIR_HANDLE_INPUT ? bir_of (*in->InputBIR.BIRinBSP)
                                          : NULL;
  return b ? &b->bir : NULL;
}

#ifndef PLAIN
static BioAPI_RETURN
derive (const BioAPI_INPUT_BIR *in, BioAPI_BIR_HANDLE *out)
{
  BioAPI_BIR *from = input (in);

  if (!from || !out)
    return POINTER;
  return bir_new ((char) from->BiometricData[0], from->Header.Quality,
                  BioAPI_BIR_DATA_TYPE_PROCESSED, out);
}
#endif

/* --- life --- */

#ifndef PLAIN
BioAPI_RETURN
BioAPI_Init (const BioAPI_VERSION *version, uint32_t reserved1,
             const void *reserved2, uint32_t reserved3, const void *reserved4)
{
  (void) reserved1;
  (void) reserved2;
  (void) reserved3;
  (void) reserved4;
  return !version || version->Major != 1 ? BioAPI_ERRCODE_INCOMPATIBLE_VERSION
                                         : BioAPI_OK;
}

BioAPI_RETURN
BioAPI_Terminate (void)
{
  return BioAPI_OK;
}
#endif

/* The module's name as a UUID is "scripted-bioapi1".  */
static int
known (const BioAPI_UUID *module)
{
  return module && memcmp (*module, "scripted-bioapi1", 16) == 0;
}

BioAPI_RETURN
BioAPI_ModuleLoad (const BioAPI_UUID *module, uint32_t reserved,
                   BioAPI_ModuleEventHandler handler, void *ctx)
{
  (void) reserved;
  read_script ();
  if (setting ("load"))
    return setting_hex ("load");
  lib.handler = handler;
  lib.handler_ctx = ctx;
  return known (module) ? BioAPI_OK : BioAPI_ERRCODE_INVALID_UUID;
}

BioAPI_RETURN
BioAPI_ModuleUnload (const BioAPI_UUID *module,
                     BioAPI_ModuleEventHandler handler, void *ctx)
{
  if (handler == lib.handler && ctx == lib.handler_ctx)
    lib.handler = NULL;
  return known (module) ? BioAPI_OK : BioAPI_ERRCODE_INVALID_UUID;
}

BioAPI_RETURN
BioAPI_ModuleAttach (const BioAPI_UUID *module, const BioAPI_VERSION *version,
                     const BioAPI_MEMORY_FUNCS *memory, uint32_t device,
                     uint32_t reserved1, uint32_t reserved2,
                     uint32_t reserved3, void *function_table,
                     uint32_t n_function_table, const void *reserved4,
                     BioAPI_HANDLE *handle_out)
{
  (void) reserved1;
  (void) reserved2;
  (void) reserved3;
  (void) function_table;
  (void) n_function_table;
  (void) reserved4;
  read_script ();
  if (!known (module))
    return BioAPIERR_H_FRAMEWORK_MODULE_NOT_LOADED;
  if (setting ("attach"))
    return setting_hex ("attach");
  if (!version || !memory || !handle_out)
    return POINTER;
  if (device > 1)
    return BioAPIERR_H_FRAMEWORK_INVALID_DEVICE_ID;
  memset (lib.birs, 0, sizeof lib.birs);
  lib.memory = *memory;
  lib.state = NULL;
  *handle_out = 7;
  return BioAPI_OK;
}

BioAPI_RETURN
BioAPI_ModuleDetach (BioAPI_HANDLE module)
{
  memset (lib.birs, 0, sizeof lib.birs);
  return module == 7 ? BioAPI_OK : POINTER;
}

BioAPI_RETURN
BioAPI_SetGUICallbacks (BioAPI_HANDLE module,
                        BioAPI_GUI_STREAMING_CALLBACK streaming,
                        void *streaming_ctx, BioAPI_GUI_STATE_CALLBACK state,
                        void *state_ctx)
{
  (void) module;
  (void) streaming;
  (void) streaming_ctx;
  lib.state = state;
  lib.state_ctx = state_ctx;
  return BioAPI_OK;
}

/* --- captures --- */

static BioAPI_RETURN
unplug (void)
{
  if (lib.handler)
    lib.handler (NULL, lib.handler_ctx, 0, 0, BioAPI_NOTIFY_REMOVE);
  return DEVICE_BROKEN;
}

static BioAPI_RETURN
wait_for_nobody (int32_t timeout_ms)
{
  const struct timespec step = { .tv_nsec = 20000000 };

  for (int32_t ms = 0; ms < timeout_ms; ms += 20)
    {
      BioAPI_GUI_RESPONSE response = BioAPI_CONTINUE;

      if (lib.state)
        lib.state (lib.state_ctx, 0, &response, 0, 0, NULL);
      if (response == BioAPI_CANCEL)
        return BioAPIERR_BSP_UNABLE_TO_CAPTURE;
      nanosleep (&step, NULL);
    }
  return BioAPIERR_BSP_TIMEOUT_EXPIRED;
}

static void
misbehave (const char *line)
{
  if (after (line, "crash"))
    raise (SIGSEGV);
  if (after (line, "exit"))
    _exit (0);
  while (after (line, "hang"))
    pause ();
}

static BioAPI_RETURN
scan (const char *text, uint8_t type, BioAPI_BIR_HANDLE *out)
{
  int quality = text[0] && text[1] ? (int) strtol (text + 1, NULL, 10) : 80;

  return bir_new (text[0], quality, type, out);
}

static BioAPI_RETURN
capture (uint8_t type, BioAPI_BIR_HANDLE *out, int32_t timeout_ms)
{
  const char *line = next_line ();
  const char *rest;

  misbehave (line);
  if (!out)
    return POINTER;
  if ((rest = after (line, "scan")))
    return scan (rest, type, out);
  if (after (line, "poor"))
    return BioAPIERR_BSP_UNABLE_TO_CAPTURE;
  if (after (line, "wait"))
    return wait_for_nobody (timeout_ms);
  if (after (line, "unplug"))
    return unplug ();
  if ((rest = after (line, "code")))
    return (BioAPI_RETURN) strtoul (rest, NULL, 16);
  if (after (line, "tell"))
    return TELL | (uint32_t) timeout_ms;
  if (after (line, "null"))
    return BioAPI_OK;
  return BioAPIERR_BSP_TIMEOUT_EXPIRED;
}

/* What is not supported is said so where it was asked for.  */
static void
not_made (BioAPI_BIR_HANDLE *optional)
{
  if (optional)
    *optional = BioAPI_UNSUPPORTED_BIR_HANDLE;
}

BioAPI_RETURN
BioAPI_Capture (BioAPI_HANDLE module, BioAPI_BIR_PURPOSE purpose,
                BioAPI_BIR_HANDLE *captured_out, int32_t timeout_ms,
                BioAPI_BIR_HANDLE *audit_optional)
{
  (void) module;
  (void) purpose;
  not_made (audit_optional);
  return capture (BioAPI_BIR_DATA_TYPE_INTERMEDIATE, captured_out, timeout_ms);
}

BioAPI_RETURN
BioAPI_Enroll (BioAPI_HANDLE module, BioAPI_BIR_PURPOSE purpose,
               const BioAPI_INPUT_BIR *stored, BioAPI_BIR_HANDLE *template_out,
               const BioAPI_DATA *payload, int32_t timeout_ms,
               BioAPI_BIR_HANDLE *audit_optional)
{
  (void) module;
  (void) purpose;
  (void) stored;
  (void) payload;
  not_made (audit_optional);
  return capture (BioAPI_BIR_DATA_TYPE_PROCESSED, template_out, timeout_ms);
}

#ifndef PLAIN
BioAPI_RETURN
BioAPI_CreateTemplate (BioAPI_HANDLE module, const BioAPI_INPUT_BIR *captured,
                       const BioAPI_INPUT_BIR *stored,
                       BioAPI_BIR_HANDLE *template_out,
                       const BioAPI_DATA *payload)
{
  (void) module;
  (void) stored;
  (void) payload;
  return derive (captured, template_out);
}

BioAPI_RETURN
BioAPI_Process (BioAPI_HANDLE module, const BioAPI_INPUT_BIR *captured,
                BioAPI_BIR_HANDLE *processed_out)
{
  (void) module;
  return derive (captured, processed_out);
}
#endif

/* --- what comes of it --- */

BioAPI_RETURN
BioAPI_FreeBIRHandle (BioAPI_HANDLE module, BioAPI_BIR_HANDLE bir)
{
  struct bir *b = bir_of (bir);

  (void) module;
  if (!b)
    return BioAPIERR_BSP_INVALID_BIR_HANDLE;
  b->used = 0;
  return BioAPI_OK;
}

BioAPI_RETURN
BioAPI_GetHeaderFromHandle (BioAPI_HANDLE module, BioAPI_BIR_HANDLE bir,
                            BioAPI_BIR_HEADER *header_out)
{
  struct bir *b = bir_of (bir);

  (void) module;
  if (!b || !header_out)
    return BioAPIERR_BSP_INVALID_BIR_HANDLE;
  *header_out = b->bir.Header;
  if (setting ("bad-header"))
    header_out->Length = 3;
  return BioAPI_OK;
}

static void *
copy (const void *data, size_t len)
{
#ifdef PLAIN
  (void) len;
  return (void *) data;
#else
  void *to = lib.memory.Malloc_func ((uint32_t) len, lib.memory.AllocRef);

  return to ? memcpy (to, data, len) : NULL;
#endif
}

static void
sign (struct bir *b)
{
  const char *size = setting ("signature-size");

  memcpy (b->mark, "mark", sizeof b->mark);
  b->bir.Header.Type |= BioAPI_BIR_DATA_TYPE_SIGNED;
  b->signature.Length = sizeof b->mark;
  b->signature.Data = copy (b->mark, sizeof b->mark);
  if (size)
    b->signature.Length = (uint32_t) strtoul (size, NULL, 10);
  b->bir.Signature = copy (&b->signature, sizeof b->signature);
}

BioAPI_RETURN
BioAPI_GetBIRFromHandle (BioAPI_HANDLE module, BioAPI_BIR_HANDLE bir,
                         BioAPI_BIR **bir_out)
{
  struct bir *b = bir_of (bir);
  const char *size = setting ("size");

  (void) module;
  if (!b || !bir_out)
    return BioAPIERR_BSP_INVALID_BIR_HANDLE;
  *bir_out = NULL;
  if (setting ("none"))
    return BioAPI_OK;
  if (!setting ("outside"))
    b->bir.BiometricData = copy (b->data, sizeof b->data);
  if (size)
    b->bir.Header.Length += (uint32_t) strtol (size, NULL, 10);
  if (setting ("signed") || setting ("signature-size"))
    sign (b);
  *bir_out = copy (&b->bir, sizeof b->bir);
#ifndef PLAIN
  b->used = 0;
#endif
  return BioAPI_OK;
}

/* Is it a template of ours, whole?  */
static BioAPI_RETURN
check (const BioAPI_BIR *t)
{
  if (t->Header.Format.FormatOwner != FORMAT_OWNER)
    return BioAPIERR_BSP_UNSUPPORTED_FORMAT;
  if (t->Header.Length != sizeof t->Header + DATA_LEN)
    return BioAPIERR_BSP_INVALID_BIR;
  if ((t->Header.Type & BioAPI_BIR_DATA_TYPE_SIGNED)
      && (!t->Signature || t->Signature->Length != 4
          || memcmp (t->Signature->Data, "mark", 4) != 0))
    return BioAPIERR_BSP_BIR_SIGNATURE_FAILURE;
  return BioAPI_OK;
}

BioAPI_RETURN
BioAPI_VerifyMatch (BioAPI_HANDLE module, const BioAPI_FAR *far_requested,
                    const BioAPI_FRR *frr_requested,
                    const BioAPI_BOOL *far_precedence,
                    const BioAPI_INPUT_BIR *processed,
                    const BioAPI_INPUT_BIR *stored,
                    BioAPI_BIR_HANDLE *adapted_optional,
                    BioAPI_BOOL *result_out, BioAPI_FAR *far_out,
                    BioAPI_FRR *frr_optional, BioAPI_DATA **payload_optional)
{
  const BioAPI_BIR *p = input (processed), *t = input (stored);
  BioAPI_RETURN code;
  int same;

  (void) module;
  (void) frr_requested;
  not_made (adapted_optional);
  if (frr_optional)
    *frr_optional = BioAPI_NOT_SUPPORTED;
  (void) payload_optional;
  if (!p || !t || !far_requested || !far_precedence || !result_out || !far_out)
    return POINTER;
  if (setting ("match"))
    return setting_hex ("match");
  if (setting ("match-tell"))
    return TELL | (uint32_t) *far_requested;
#ifndef PLAIN
  if (!(p->Header.Type & BioAPI_BIR_DATA_TYPE_PROCESSED))
    return 0x110E; /* not fully processed */
#endif
  if ((code = check (t)) != BioAPI_OK)
    return code;
  same = p->BiometricData[0] == t->BiometricData[0];
  *far_out = same ? FAR_SAME : FAR_OTHER;
  *result_out = same && *far_out <= *far_requested;
  if (setting ("far"))
    *far_out = (BioAPI_FAR) strtol (setting ("far"), NULL, 10);
  if (setting ("result"))
    *result_out = (BioAPI_BOOL) strtoul (setting ("result"), NULL, 10);
  return BioAPI_OK;
}
