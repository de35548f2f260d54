/* SPDX-License-Identifier: Apache-2.0 */
/* What this provider uses of BioAPI 1.1, in our own words and order.

   Source: the BioAPI Consortium's "BioAPI Specification Version 1.1" of 16
   March 2001 (later ANSI/INCITS 358-2002).  Names, order of parameters and
   numbers were compared with the Consortium's public reference framework for
   Linux.  What could not be seen confirmed twice is marked "(once)".

   Numbers are of fixed width and structures laid out as C does it, without
   packing: a header is 16 bytes on every machine that we know.  */
#ifndef EMI_VEIN_BIOAPI_H
#define EMI_VEIN_BIOAPI_H

#include <stdint.h>

typedef uint32_t BioAPI_RETURN;
typedef uint32_t BioAPI_BOOL;
typedef uint32_t BioAPI_HANDLE;
typedef uint32_t BioAPI_DEVICE_ID;
typedef uint32_t BioAPI_MODULE_EVENT;
typedef uint32_t BioAPI_BIR_AUTH_FACTORS;
typedef int32_t BioAPI_BIR_HANDLE;
typedef int32_t BioAPI_FAR; /* probability = value / (2^31 - 1) */
typedef int32_t BioAPI_FRR;
typedef uint8_t BioAPI_UUID[16];
typedef uint8_t BioAPI_BIR_DATA_TYPE;
typedef uint8_t BioAPI_BIR_PURPOSE;
typedef uint8_t BioAPI_INPUT_BIR_FORM;
typedef int8_t BioAPI_QUALITY;
typedef uint32_t BioAPI_GUI_STATE;
typedef uint32_t BioAPI_GUI_MESSAGE;
typedef uint8_t BioAPI_GUI_PROGRESS;
typedef uint8_t BioAPI_GUI_RESPONSE;

#define BioAPI_OK 0u
#define BioAPI_FALSE 0u
#define BioAPI_TRUE 1u
#define BioAPI_INVALID_HANDLE 0u
#define BioAPI_INVALID_BIR_HANDLE (-1)
#define BioAPI_UNSUPPORTED_BIR_HANDLE (-2)
/* Of rates and qualities.  */
#define BioAPI_NOT_SET (-1)
#define BioAPI_NOT_SUPPORTED (-2)
#define BioAPI_RATE_ONE INT32_MAX /* ours: probability 1 */

/* The version of the interface, 1.1: the minor's last digit is a revision.  */
#define BioAPI_MAJOR 1u
#define BioAPI_MINOR 10u

#define BioAPI_BIR_DATA_TYPE_RAW 0x01u
#define BioAPI_BIR_DATA_TYPE_INTERMEDIATE 0x02u
#define BioAPI_BIR_DATA_TYPE_PROCESSED 0x04u
#define BioAPI_BIR_DATA_TYPE_ENCRYPTED 0x10u
#define BioAPI_BIR_DATA_TYPE_SIGNED 0x20u

#define BioAPI_PURPOSE_VERIFY 1u
#define BioAPI_PURPOSE_ENROLL 3u
#define BioAPI_PURPOSE_ENROLL_FOR_VERIFICATION_ONLY 4u

#define BioAPI_BIR_HANDLE_INPUT 2u
#define BioAPI_FULLBIR_INPUT 3u

#define BioAPI_NOTIFY_INSERT 1u
#define BioAPI_NOTIFY_REMOVE 2u
#define BioAPI_NOTIFY_FAULT 3u

#define BioAPI_CANCEL 2u
#define BioAPI_CONTINUE 3u

/* Returns: a base for each component, and from 0x100 on its own ones.  */
#define BioAPI_ERRORCODE_COMMON_EXTENT 0x100u
#define BioAPI_H_FRAMEWORK_BASE_ERROR 0x0000u
#define BioAPI_BSP_BASE_ERROR 0x1000u
#define BioAPI_DEVICE_BASE_ERROR 0x3000u /* (once) */
#define BioAPI_COMPONENT_EXTENT 0x1000u
/* The common ones, added to a base.  */
#define BioAPI_ERRCODE_MEMORY_ERROR 0x02u
#define BioAPI_ERRCODE_FUNCTION_NOT_IMPLEMENTED 0x07u
#define BioAPI_ERRCODE_OS_ACCESS_DENIED 0x09u
#define BioAPI_ERRCODE_FUNCTION_FAILED 0x0Au
#define BioAPI_ERRCODE_INVALID_UUID 0x0Cu
#define BioAPI_ERRCODE_INCOMPATIBLE_VERSION 0x41u
/* The framework's own.  */
#define BioAPIERR_H_FRAMEWORK_MODULE_LOAD_FAILED 0x0116u
#define BioAPIERR_H_FRAMEWORK_LIB_REF_NOT_FOUND 0x0119u
#define BioAPIERR_H_FRAMEWORK_MODULE_NOT_LOADED 0x011Eu
#define BioAPIERR_H_FRAMEWORK_INVALID_DEVICE_ID 0x011Fu
/* The module's own.  */
#define BioAPIERR_BSP_UNABLE_TO_CAPTURE 0x1101u
#define BioAPIERR_BSP_TIMEOUT_EXPIRED 0x1103u
#define BioAPIERR_BSP_INVALID_BIR 0x1104u
#define BioAPIERR_BSP_BIR_SIGNATURE_FAILURE 0x1105u
#define BioAPIERR_BSP_UNSUPPORTED_FORMAT 0x1109u
#define BioAPIERR_BSP_INCONSISTENT_PURPOSE 0x110Du
#define BioAPIERR_BSP_INVALID_BIR_HANDLE 0x1110u

typedef struct
{
  uint32_t Major;
  uint32_t Minor;
} BioAPI_VERSION;

typedef struct
{
  uint32_t Length;
  uint8_t *Data;
} BioAPI_DATA;

typedef struct
{
  uint16_t FormatOwner;
  uint16_t FormatID;
} BioAPI_BIR_BIOMETRIC_DATA_FORMAT;

typedef struct
{
  uint32_t Length; /* of the header and the data */
  uint8_t HeaderVersion;
  BioAPI_BIR_DATA_TYPE Type;
  BioAPI_BIR_BIOMETRIC_DATA_FORMAT Format;
  BioAPI_QUALITY Quality; /* 0..100; up to 25 is unacceptable */
  BioAPI_BIR_PURPOSE Purpose;
  BioAPI_BIR_AUTH_FACTORS FactorsMask;
} BioAPI_BIR_HEADER;

typedef struct
{
  BioAPI_BIR_HEADER Header;
  uint8_t *BiometricData;
  BioAPI_DATA *Signature; /* NULL: none */
} BioAPI_BIR;

typedef struct
{
  BioAPI_INPUT_BIR_FORM Form;
  union
  {
    void *BIRinDb;
    BioAPI_BIR_HANDLE *BIRinBSP;
    BioAPI_BIR *BIR;
  } InputBIR;
} BioAPI_INPUT_BIR;

typedef struct
{
  void *(*Malloc_func) (uint32_t size, void *ref);
  void (*Free_func) (void *block, void *ref);
  void *(*Realloc_func) (void *block, uint32_t size, void *ref);
  void *(*Calloc_func) (uint32_t n, uint32_t size, void *ref);
  void *AllocRef;
} BioAPI_MEMORY_FUNCS;

typedef BioAPI_RETURN (*BioAPI_ModuleEventHandler) (const BioAPI_UUID *module,
                                                    void *ctx,
                                                    BioAPI_DEVICE_ID device,
                                                    uint32_t reserved,
                                                    BioAPI_MODULE_EVENT event);

/* The picture that the fifth points to is never looked at.  */
typedef BioAPI_RETURN (*BioAPI_GUI_STATE_CALLBACK) (
    void *ctx, BioAPI_GUI_STATE state, BioAPI_GUI_RESPONSE *response,
    BioAPI_GUI_MESSAGE message, BioAPI_GUI_PROGRESS progress, void *sample);
typedef BioAPI_RETURN (*BioAPI_GUI_STREAMING_CALLBACK) (void *ctx,
                                                        void *bitmap);

/* The calls, as they are looked up in the library.  Timeouts are
   milliseconds.  Output parameters that say "optional" may be NULL.  */
typedef BioAPI_RETURN BioAPI_Init_fn (const BioAPI_VERSION *version,
                                      uint32_t reserved1,
                                      const void *reserved2,
                                      uint32_t reserved3,
                                      const void *reserved4);
typedef BioAPI_RETURN BioAPI_Terminate_fn (void);
typedef BioAPI_RETURN BioAPI_ModuleLoad_fn (const BioAPI_UUID *module,
                                            uint32_t reserved,
                                            BioAPI_ModuleEventHandler handler,
                                            void *ctx);
typedef BioAPI_RETURN BioAPI_ModuleUnload_fn (
    const BioAPI_UUID *module, BioAPI_ModuleEventHandler handler, void *ctx);
typedef BioAPI_RETURN BioAPI_ModuleAttach_fn (
    const BioAPI_UUID *module, const BioAPI_VERSION *version,
    const BioAPI_MEMORY_FUNCS *memory, uint32_t device, uint32_t reserved1,
    uint32_t reserved2, uint32_t reserved3, void *function_table,
    uint32_t n_function_table, const void *reserved4,
    BioAPI_HANDLE *handle_out);
typedef BioAPI_RETURN BioAPI_ModuleDetach_fn (BioAPI_HANDLE module);
typedef BioAPI_RETURN BioAPI_FreeBIRHandle_fn (BioAPI_HANDLE module,
                                               BioAPI_BIR_HANDLE bir);
/* Frees the handle too; the memory comes from the functions handed to
   ModuleAttach and is then the caller's.  */
typedef BioAPI_RETURN BioAPI_GetBIRFromHandle_fn (BioAPI_HANDLE module,
                                                  BioAPI_BIR_HANDLE bir,
                                                  BioAPI_BIR **bir_out);
typedef BioAPI_RETURN BioAPI_GetHeaderFromHandle_fn (
    BioAPI_HANDLE module, BioAPI_BIR_HANDLE bir,
    BioAPI_BIR_HEADER *header_out);
typedef BioAPI_RETURN BioAPI_SetGUICallbacks_fn (
    BioAPI_HANDLE module, BioAPI_GUI_STREAMING_CALLBACK streaming,
    void *streaming_ctx, BioAPI_GUI_STATE_CALLBACK state, void *state_ctx);
typedef BioAPI_RETURN BioAPI_Capture_fn (BioAPI_HANDLE module,
                                         BioAPI_BIR_PURPOSE purpose,
                                         BioAPI_BIR_HANDLE *captured_out,
                                         int32_t timeout_ms,
                                         BioAPI_BIR_HANDLE *audit_optional);
typedef BioAPI_RETURN BioAPI_CreateTemplate_fn (
    BioAPI_HANDLE module, const BioAPI_INPUT_BIR *captured,
    const BioAPI_INPUT_BIR *stored, BioAPI_BIR_HANDLE *template_out,
    const BioAPI_DATA *payload);
typedef BioAPI_RETURN BioAPI_Process_fn (BioAPI_HANDLE module,
                                         const BioAPI_INPUT_BIR *captured,
                                         BioAPI_BIR_HANDLE *processed_out);
typedef BioAPI_RETURN BioAPI_Enroll_fn (BioAPI_HANDLE module,
                                        BioAPI_BIR_PURPOSE purpose,
                                        const BioAPI_INPUT_BIR *stored,
                                        BioAPI_BIR_HANDLE *template_out,
                                        const BioAPI_DATA *payload,
                                        int32_t timeout_ms,
                                        BioAPI_BIR_HANDLE *audit_optional);
typedef BioAPI_RETURN BioAPI_VerifyMatch_fn (
    BioAPI_HANDLE module, const BioAPI_FAR *far_requested,
    const BioAPI_FRR *frr_requested, const BioAPI_BOOL *far_precedence,
    const BioAPI_INPUT_BIR *processed, const BioAPI_INPUT_BIR *stored,
    BioAPI_BIR_HANDLE *adapted_optional, BioAPI_BOOL *result_out,
    BioAPI_FAR *far_out, BioAPI_FRR *frr_optional,
    BioAPI_DATA **payload_optional);

#endif
