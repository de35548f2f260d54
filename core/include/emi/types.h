/* SPDX-License-Identifier: Apache-2.0 */
/* The five shapes that cross the border between emi and a plugin: number
   (int64_t), text (const char *), span, field list, and a sized struct made
   of these.  There is no sixth.  Everything crosses by value: what a plugin
   is handed is borrowed until the call returns, what it hands over is copied
   at once.  Compiles alone in C11, C17 and C++17.  */
#ifndef EMI_TYPES_H
#define EMI_TYPES_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* How a call ends.  The code is for the pipeline, the sentence (host->fail)
   is for people.  A refused finger is no failure: it is EMI_OK with the
   verdict EMI_REFUSED.  */
typedef enum emi_rc
{
  EMI_OK = 0,
  EMI_RETRY = 1,       /* not yet, or not ours: keep watching */
  EMI_ABSENT = 2,      /* what was asked for is not there */
  EMI_CANCELLED = 3,   /* the person gave up, or emi is ending */
  EMI_DEADLINE = 4,    /* the time allowed is over */
  EMI_UNREACHED = 5,   /* device, peer, folder cannot be reached */
  EMI_PROTOCOL = 6,    /* the other side said something that cannot be */
  EMI_CONFIG = 7,      /* an option's value cannot work here */
  EMI_UNSUPPORTED = 8, /* this plugin does not do that */
  EMI_INTERNAL = 9     /* the plugin's own fault; also no memory */
} emi_rc;

/* Bytes; `data` may be NULL only when `len` is 0.  Frozen for a major.  */
struct emi_span
{
  const void *data;
  size_t len;
};

/* A named value.  `name` is dotted lower case ("patient.birth-date"), the
   names in use are listed with each operation.  Frozen for a major.  */
struct emi_field
{
  const char *name;
  struct emi_span value;
};

/* N fields in a meaningful order; names may repeat where the operation says
   so.  Frozen for a major.  */
struct emi_fields
{
  const struct emi_field *v;
  size_t n;
};

/* What a prompt is for; says how it is shown and what counts as an answer. */
enum emi_prompt_kind
{
  EMI_PROMPT_TEXT = 1,    /* a line, shown while typed */
  EMI_PROMPT_SECRET = 2,  /* a line, never shown, wiped after the call */
  EMI_PROMPT_CHOICE = 3,  /* one of `choices` ("match mismatch unable") */
  EMI_PROMPT_GESTURE = 4, /* "place your palm": shown, no answer */
  EMI_PROMPT_NOTICE = 5   /* shown, no answer */
};

/* A prompt a plugin may ask; declared in its descriptor.  `id` is
   [a-z][a-z0-9-]*, the host puts the instance before it.  `text_ja`,
   `text_en`: at most 200 characters.  `preset` NULL: none; "today": the
   Japanese day.  Frozen for a major.  */
struct emi_prompt
{
  const char *id;
  uint32_t kind; /* enum emi_prompt_kind */
  const char *choices;
  const char *text_ja;
  const char *text_en;
  const char *preset;
};

#ifdef __cplusplus
}
#endif
#endif
