/* SPDX-License-Identifier: Apache-2.0 */
/* The one symbol of a module: a constant descriptor, made by the macro of its
   kind (EMI_READER_PLUGIN and so on in the kind's header).  The host reads
   size, major and kind before it calls anything.  Fields are only added at
   the end.  */
#ifndef EMI_PLUGIN_H
#define EMI_PLUGIN_H

#include <emi/host.h>
#include <emi/types.h>

#ifdef __cplusplus
extern "C" {
#endif

#define EMI_PLUGIN_MAJOR 1
#define EMI_PLUGIN_MINOR 2

enum emi_kind
{
  EMI_KIND_READER = 1,
  EMI_KIND_CONNECTOR = 2,
  EMI_KIND_STORE = 3,
  EMI_KIND_AUTH = 4,
  EMI_KIND_ADAPTER = 5
};

enum emi_option_type
{
  EMI_OPT_TEXT = 1,
  EMI_OPT_PATH = 2,   /* relative to the configuration's folder */
  EMI_OPT_NUMBER = 3, /* decimal */
  EMI_OPT_MS = 4,     /* milliseconds */
  EMI_OPT_BYTES = 5,
  EMI_OPT_BOOL = 6,  /* yes, no */
  EMI_OPT_CHOICE = 7 /* `limits` lists the words */
};

#define EMI_OPT_REQUIRED 1u
/* A path below which the plugin writes.  In a process of its own it may read
   what its path options name and write only below those marked so.  */
#define EMI_OPT_WRITE 2u

/* An option, declared and not parsed: the host checks the XML against it.
   `limits` is "LOW..HIGH" for numbers, the words for a choice, else NULL.
   `fallback` is the default as text, or NULL.  */
struct emi_option
{
  const char *name;
  uint32_t type;
  uint32_t flags;
  const char *fallback;
  const char *limits;
  const char *help;
};
#define EMI_OPTION_END { NULL, 0, 0, NULL, NULL, NULL }
#define EMI_PROMPT_END { NULL, 0, NULL, NULL, NULL, NULL }

/* It runs code that is not its maker's nor emi's (a vendor's library, a
   PKCS #11 module): such a plugin runs in a process of its own unless its
   instance says run="inside".  */
#define EMI_PLUGIN_SEPARATE 1u
/* Together with it: run="inside" is refused.  For a library that blocks and
   cannot be asked to stop: only the end of its process ends it.  */
#define EMI_PLUGIN_ALWAYS_SEPARATE 2u

/* Two calls never run on one instance at a time.  ONE: nor on two instances
   of the module.  Threads of the plugin's own may not call the host.  */
enum emi_threads
{
  EMI_THREAD_ONE = 0,
  EMI_THREAD_INSTANCE = 1
};

struct emi_plugin
{
  uint32_t size;  /* sizeof (struct emi_plugin) of the module's headers */
  uint16_t major; /* EMI_PLUGIN_MAJOR; another one is refused */
  uint16_t minor;
  uint32_t kind; /* enum emi_kind */
  uint32_t threads;
  const char *name; /* as in the file's name, [a-z0-9-] */
  const char *version;
  const char *summary;              /* one line, English */
  const struct emi_option *options; /* ends with EMI_OPTION_END; or NULL */
  const struct emi_prompt *prompts; /* ends with EMI_PROMPT_END; or NULL */
  const void *ops;                  /* struct emi_KIND_ops */
  /* Makes an instance.  No device is touched yet when the first operation
     can do it.  HOST and HOST_CTX live as long as the instance; CALL serves
     fail and option only.  */
  emi_rc (*open) (const struct emi_host *host, void *host_ctx,
                  struct emi_call *call, void **self_out);
  void (*close) (void *self);
  /* May come from another thread while an operation blocks in a library of
     its own; NULL when the plugin waits only in host->wait.  */
  void (*interrupt) (void *self);
  /* Auth providers: the class-methods they can ever attest, national codes,
     separated by blanks ("3-01 1-02").  Other kinds: NULL.  */
  const char *methods;
  /* Auth providers: EMI_AUTH_... flags (auth.h).  */
  uint32_t auth_flags;
  /* -- end of version 1.0 -- */
  /* Adapters: the patterns ("1 2 3"), forms ("xml pdf") and longest period
     ("5y") that the EHR can take; NULL: any.  What a hospital wishes beyond
     them is a fault of its configuration.  Other kinds: NULL.  */
  const char *patterns;
  const char *forms;
  const char *period;
  /* -- end of version 1.1 -- */
  /* EMI_PLUGIN_... flags.  */
  uint32_t flags;
  /* What it needs in a process of its own beside its path options; words
     separated by blanks, NULL for nothing:
       network   sockets to other machines
       unix      sockets of this machine (a card service, a bus)
       devices   readers and sensors on USB and serial lines
       exec      starting other programs  */
  const char *needs;
  /* -- end of version 1.2 -- */
};

#if defined(__GNUC__)
#define EMI_EXPORT __attribute__ ((visibility ("default")))
#else
#define EMI_EXPORT
#endif

#ifdef __cplusplus
#define EMI_ENTRY(ident)                                                      \
  extern "C" EMI_EXPORT const struct emi_plugin ident##_LTX_emi_plugin;       \
  const struct emi_plugin ident##_LTX_emi_plugin
#else
#define EMI_ENTRY(ident)                                                      \
  extern EMI_EXPORT const struct emi_plugin ident##_LTX_emi_plugin;           \
  const struct emi_plugin ident##_LTX_emi_plugin
#endif

/* The common part of the kinds' macros.  IDENT is the name with '_' for '-'.
   Further fields follow as designated initialisers.  */
#define EMI_PLUGIN_DEFINE(ident, kind_, ops_, options_, ...)                  \
  EMI_ENTRY (ident)                                                           \
    = { .size = sizeof (struct emi_plugin),                                   \
        .major = EMI_PLUGIN_MAJOR,                                            \
        .minor = EMI_PLUGIN_MINOR,                                            \
        .kind = (kind_),                                                      \
        .options = (options_),                                                \
        .ops = (ops_),                                                        \
        __VA_ARGS__ }

#ifdef __cplusplus
}
#endif
#endif
