/* SPDX-License-Identifier: Apache-2.0 */
#include "vein-device.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vein-guard.h"
#include "vein-memory.h"

/* Specification 1.1, BioAPI_QUALITY: up to here a sample is unacceptable.  */
#define UNACCEPTABLE 25
/* What no call takes that works; a capture gets it on top of its timeout.  */
#define SPARE_MS 5000
/* Loading may upload a program into the sensor.  */
#define ATTACH_MS 30000

static const BioAPI_VERSION version = { BioAPI_MAJOR, BioAPI_MINOR };

struct vein_device
{
  struct vein_settings set;
  struct vein_calls calls;
  struct vein_memory *memory;
  bool opened; /* calls are there */
  bool loaded;
  BioAPI_HANDLE handle;   /* BioAPI_INVALID_HANDLE: not attached */
  BioAPI_BIR_HANDLE lent; /* what read gave of it is the library's */
  atomic_bool pulled;
  const struct vein_gone *gone; /* while a capture runs */
  pthread_t thread;
  char text[VEIN_TEXT];
};

/* --- what the library tells by itself, from whatever thread --- */

static BioAPI_RETURN
on_event (const BioAPI_UUID *module, void *ctx, BioAPI_DEVICE_ID device,
          uint32_t reserved, BioAPI_MODULE_EVENT event)
{
  struct vein_device *d = ctx;

  (void) module;
  (void) device;
  (void) reserved;
  if (d && (event == BioAPI_NOTIFY_REMOVE || event == BioAPI_NOTIFY_FAULT))
    atomic_store (&d->pulled, true);
  if (d && event == BioAPI_NOTIFY_INSERT)
    atomic_store (&d->pulled, false);
  return BioAPI_OK;
}

/* The standard's only way to end a capture: the answer to "how it looks".
   The host may be asked on our thread alone.  */
static BioAPI_RETURN
on_state (void *ctx, BioAPI_GUI_STATE state, BioAPI_GUI_RESPONSE *response,
          BioAPI_GUI_MESSAGE message, BioAPI_GUI_PROGRESS progress,
          void *sample)
{
  struct vein_device *d = ctx;
  bool gone = d && d->gone && pthread_equal (d->thread, pthread_self ())
              && d->gone->gone (d->gone->ctx);

  (void) state;
  (void) message;
  (void) progress;
  (void) sample;
  if (response)
    *response = gone ? BioAPI_CANCEL : BioAPI_CONTINUE;
  return BioAPI_OK;
}

/* --- ends --- */

static enum vein_end
ended (struct vein_device *d, const char *call, BioAPI_RETURN code)
{
  enum vein_end end = vein_meaning (code, &d->set.codes);

  if (end == VEIN_OK)
    return end;
  snprintf (d->text, sizeof d->text, "BioAPI_%s ended with 0x%04x", call,
            (unsigned) code);
  return atomic_load (&d->pulled) ? VEIN_PULLED : end;
}

static enum vein_end
lied (struct vein_device *d, const char *what)
{
  snprintf (d->text, sizeof d->text, "the library gave %s", what);
  return VEIN_LIED;
}

/* --- life --- */

struct vein_device *
vein_device_new (const struct vein_settings *s)
{
  struct vein_device *d = calloc (1, sizeof *d);

  if (!d || !(d->memory = vein_memory_new ()))
    {
      free (d);
      return NULL;
    }
  d->set = *s;
  d->lent = BioAPI_INVALID_BIR_HANDLE;
  atomic_init (&d->pulled, false);
  return d;
}

const char *
vein_device_text (const struct vein_device *d)
{
  return d->text;
}

static enum vein_end
load (struct vein_device *d)
{
  BioAPI_RETURN code;
  enum vein_end end;

  if (d->loaded)
    return VEIN_OK;
  if (!d->opened
      && !vein_library_open (d->set.library, d->set.vendor, &d->calls,
                             d->text))
    return VEIN_MISSING;
  d->opened = true;
  code = d->set.vendor->framework ? d->calls.Init (&version, 0, NULL, 0, NULL)
                                  : BioAPI_OK;
  if (code != BioAPI_OK)
    {
      ended (d, "Init", code);
      return VEIN_MISSING;
    }
  code = d->calls.ModuleLoad (&d->set.module, 0, on_event, d);
  d->loaded = code == BioAPI_OK;
  if (d->loaded)
    return VEIN_OK;
  end = ended (d, "ModuleLoad", code);
  if (d->set.vendor->framework)
    d->calls.Terminate ();
  return end == VEIN_FAILED ? VEIN_MISSING : end;
}

static void
unload (struct vein_device *d)
{
  if (!d->loaded)
    return;
  d->calls.ModuleUnload (&d->set.module, on_event, d);
  if (d->set.vendor->framework)
    d->calls.Terminate ();
  d->loaded = false;
}

void
vein_device_free (struct vein_device *d)
{
  if (!d)
    return;
  vein_device_detach (d);
  unload (d);
  vein_memory_free (d->memory);
  free (d);
}

static enum vein_end
attach (struct vein_device *d)
{
  BioAPI_HANDLE handle = BioAPI_INVALID_HANDLE;
  BioAPI_MEMORY_FUNCS memory;
  BioAPI_RETURN code;
  enum vein_end end;

  atomic_store (&d->pulled, false);
  if ((end = load (d)) != VEIN_OK)
    return end;
  vein_memory_funcs (d->memory, &memory);
  code
      = d->calls.ModuleAttach (&d->set.module, &version, &memory,
                               d->set.device, 0, 0, 0, NULL, 0, NULL, &handle);
  end = ended (d, "ModuleAttach", code);
  if (end != VEIN_OK)
    return end == VEIN_PULLED ? VEIN_ABSENT : end;
  if (handle == BioAPI_INVALID_HANDLE)
    return lied (d, "no handle of its module");
  d->handle = handle;
  /* Without the pictures: they are nobody's business here.  */
  if (d->calls.SetGUICallbacks)
    d->calls.SetGUICallbacks (handle, NULL, NULL, on_state, d);
  return VEIN_OK;
}

enum vein_end
vein_device_attach (struct vein_device *d)
{
  struct vein_guard guard;
  enum vein_end end;

  vein_guard_start (&guard, ATTACH_MS);
  end = attach (d);
  vein_guard_stop (&guard);
  return end;
}

void
vein_device_detach (struct vein_device *d)
{
  struct vein_guard guard;

  if (d->handle == BioAPI_INVALID_HANDLE)
    return;
  vein_guard_start (&guard, SPARE_MS);
  vein_device_drop (d, d->lent);
  d->lent = BioAPI_INVALID_BIR_HANDLE;
  d->calls.ModuleDetach (d->handle);
  vein_guard_stop (&guard);
  d->handle = BioAPI_INVALID_HANDLE;
  vein_memory_clear (d->memory);
}

/* --- taking a palm --- */

void
vein_device_drop (struct vein_device *d, BioAPI_BIR_HANDLE bir)
{
  if (bir >= 0)
    d->calls.FreeBIRHandle (d->handle, bir);
}

/* Looks at what was captured.  */
static enum vein_end
look (struct vein_device *d, BioAPI_BIR_HANDLE bir, BioAPI_BIR_HEADER *header)
{
  enum vein_end end;

  *header = (BioAPI_BIR_HEADER){ .Quality = BioAPI_NOT_SET };
  end = ended (d, "GetHeaderFromHandle",
               d->calls.GetHeaderFromHandle (d->handle, bir, header));
  if (end != VEIN_OK)
    return end;
  if (header->Length < sizeof *header || header->Quality > 100)
    return lied (d, "a header that cannot be");
  if (header->Quality < 0 || header->Quality > UNACCEPTABLE)
    return VEIN_OK;
  snprintf (d->text, sizeof d->text, "quality %d of 100", header->Quality);
  return VEIN_QUALITY;
}

/* MADE stands in *BIR's place where it came to be; LIE is what a handle that
   cannot be is called.  */
static enum vein_end
replace (struct vein_device *d, enum vein_end end, const char *lie,
         BioAPI_BIR_HANDLE made, BioAPI_BIR_HANDLE *bir)
{
  if (end != VEIN_OK)
    return end;
  if (made < 0)
    return lied (d, lie);
  vein_device_drop (d, *bir);
  *bir = made;
  return VEIN_OK;
}

/* Makes *BIR what VerifyMatch can compare; it may be so already.  */
static enum vein_end
process (struct vein_device *d, const BioAPI_BIR_HEADER *header,
         BioAPI_BIR_HANDLE *bir)
{
  BioAPI_INPUT_BIR in = { .Form = BioAPI_BIR_HANDLE_INPUT };
  BioAPI_BIR_HANDLE made = BioAPI_INVALID_BIR_HANDLE;
  enum vein_end end;

  if (!d->calls.Process || (header->Type & BioAPI_BIR_DATA_TYPE_PROCESSED))
    return VEIN_OK;
  in.InputBIR.BIRinBSP = bir;
  end = ended (d, "Process", d->calls.Process (d->handle, &in, &made));
  return replace (d, end, "no handle of what it processed", made, bir);
}

static enum vein_end
make_template (struct vein_device *d, BioAPI_BIR_HANDLE *bir)
{
  BioAPI_INPUT_BIR in = { .Form = BioAPI_BIR_HANDLE_INPUT };
  BioAPI_BIR_HANDLE made = BioAPI_INVALID_BIR_HANDLE;
  enum vein_end end;

  in.InputBIR.BIRinBSP = bir;
  end = ended (d, "CreateTemplate",
               d->calls.CreateTemplate (d->handle, &in, NULL, &made, NULL));
  return replace (d, end, "no handle of its template", made, bir);
}

static enum vein_end
capture (struct vein_device *d, enum vein_what what, int32_t timeout_ms,
         BioAPI_BIR_HANDLE *bir)
{
  bool template = what == VEIN_TEMPLATE;
  BioAPI_RETURN code;

  if (template && d->set.vendor->enroll)
    {
      code = d->calls.Enroll (d->handle, BioAPI_PURPOSE_ENROLL, NULL, bir,
                              NULL, timeout_ms, NULL);
      return ended (d, "Enroll", code);
    }
  code = d->calls.Capture (
      d->handle, template ? BioAPI_PURPOSE_ENROLL : BioAPI_PURPOSE_VERIFY, bir,
      timeout_ms, NULL);
  return ended (d, "Capture", code);
}

static enum vein_end
prepare (struct vein_device *d, enum vein_what what,
         const BioAPI_BIR_HEADER *header, BioAPI_BIR_HANDLE *bir)
{
  if (what == VEIN_SAMPLE)
    return process (d, header, bir);
  return d->set.vendor->enroll ? VEIN_OK : make_template (d, bir);
}

static enum vein_end
take (struct vein_device *d, enum vein_what what, int32_t timeout_ms,
      BioAPI_BIR_HANDLE *out, int *quality_out)
{
  BioAPI_BIR_HANDLE bir = BioAPI_INVALID_BIR_HANDLE;
  BioAPI_BIR_HEADER header;
  enum vein_end end = capture (d, what, timeout_ms, &bir);

  if (end != VEIN_OK)
    return end;
  if (bir < 0)
    return lied (d, "no handle of what it captured");
  end = look (d, bir, &header);
  if (end == VEIN_OK)
    end = prepare (d, what, &header, &bir);
  if (end != VEIN_OK)
    {
      vein_device_drop (d, bir);
      return end;
    }
  *out = bir;
  *quality_out = header.Quality < 0 ? -1 : (uint8_t) header.Quality;
  return VEIN_OK;
}

enum vein_end
vein_device_take (struct vein_device *d, enum vein_what what,
                  int32_t timeout_ms, const struct vein_gone *gone,
                  BioAPI_BIR_HANDLE *out, int *quality_out)
{
  struct vein_guard guard;
  enum vein_end end;

  d->thread = pthread_self ();
  d->gone = gone;
  vein_guard_start (&guard, (int64_t) timeout_ms + SPARE_MS);
  end = take (d, what, timeout_ms, out, quality_out);
  vein_guard_stop (&guard);
  d->gone = NULL;
  return end;
}

/* --- templates --- */

/* Memory that is not ours cannot be looked at.  */
static bool
holds (struct vein_device *d, const void *at, size_t len)
{
  return at && (d->set.vendor->lent || vein_memory_holds (d->memory, at, len));
}

static enum vein_end
read_signature (struct vein_device *d, const BioAPI_DATA *signature,
                struct vein_template *t)
{
  if (!signature)
    return VEIN_OK;
  if (!holds (d, signature, sizeof *signature))
    return lied (d, "a signature outside of its memory");
  if (signature->Length == 0)
    return VEIN_OK;
  if (signature->Length > VEIN_SIGNATURE_MAX
      || !holds (d, signature->Data, signature->Length))
    return lied (d, "a signature of another length");
  t->signature = signature->Data;
  t->signature_len = signature->Length;
  return VEIN_OK;
}

enum vein_end
vein_device_read (struct vein_device *d, BioAPI_BIR_HANDLE template,
                  struct vein_template *out)
{
  struct vein_template t = { .data = NULL };
  BioAPI_BIR *bir = NULL;
  enum vein_end end;

  end = ended (d, "GetBIRFromHandle",
               d->calls.GetBIRFromHandle (d->handle, template, &bir));
  if (end != VEIN_OK)
    return end;
  if (d->set.vendor->lent)
    d->lent = template;
  if (!holds (d, bir, sizeof *bir))
    return lied (d, "a template outside of its memory");
  t.header = bir->Header;
  if (!vein_data_len (&t.header, &t.data_len)
      || !holds (d, bir->BiometricData, t.data_len))
    return lied (d, "a template of another length");
  t.data = bir->BiometricData;
  memcpy (t.module, d->set.module, sizeof t.module);
  if ((end = read_signature (d, bir->Signature, &t)) != VEIN_OK)
    return end;
  *out = t;
  return VEIN_OK;
}

/* T as the library wants it.  It is given copies: what it changes there is
   not the enrolment.  */
static bool
copy_in (struct vein_device *d, const struct vein_template *t, BioAPI_BIR *bir,
         BioAPI_DATA *signature)
{
  BioAPI_MEMORY_FUNCS m;

  vein_memory_funcs (d->memory, &m);
  *bir = (BioAPI_BIR){ .Header = t->header };
  bir->BiometricData = m.Malloc_func (t->data_len, m.AllocRef);
  if (!bir->BiometricData)
    return false;
  memcpy (bir->BiometricData, t->data, t->data_len);
  if (!t->signature_len)
    return true;
  signature->Length = t->signature_len;
  signature->Data = m.Malloc_func (t->signature_len, m.AllocRef);
  if (!signature->Data)
    return false;
  memcpy (signature->Data, t->signature, t->signature_len);
  bir->Signature = signature;
  return true;
}

static enum vein_end
match (struct vein_device *d, BioAPI_BIR_HANDLE sample,
       const BioAPI_INPUT_BIR *stored, int32_t far, struct vein_match *out)
{
  BioAPI_INPUT_BIR in = { .Form = BioAPI_BIR_HANDLE_INPUT };
  BioAPI_FAR achieved = BioAPI_NOT_SET;
  const BioAPI_BOOL precedence = BioAPI_TRUE;
  BioAPI_BOOL same = BioAPI_FALSE;
  struct vein_guard guard;
  enum vein_end end;

  in.InputBIR.BIRinBSP = &sample;
  vein_guard_start (&guard, SPARE_MS);
  end = ended (d, "VerifyMatch",
               d->calls.VerifyMatch (d->handle, &far, NULL, &precedence, &in,
                                     stored, NULL, &same, &achieved, NULL,
                                     NULL));
  vein_guard_stop (&guard);
  if (end != VEIN_OK)
    return end;
  if (same != BioAPI_TRUE && same != BioAPI_FALSE)
    return lied (d, "neither yes nor no");
  *out = (struct vein_match){ .same = same == BioAPI_TRUE, .far = achieved };
  return VEIN_OK;
}

enum vein_end
vein_device_match (struct vein_device *d, BioAPI_BIR_HANDLE sample,
                   const struct vein_template *t, int32_t far,
                   struct vein_match *out)
{
  BioAPI_INPUT_BIR stored = { .Form = BioAPI_BIR_HANDLE_INPUT };
  BioAPI_BIR_HANDLE itself = sample;
  BioAPI_DATA signature = { 0, NULL };
  BioAPI_BIR bir;

  if (!t)
    {
      stored.InputBIR.BIRinBSP = &itself;
      match (d, sample, &stored, far, out);
      *out = (struct vein_match){ .same = false, .far = BioAPI_NOT_SET };
      return VEIN_OK;
    }
  if (!copy_in (d, t, &bir, &signature))
    {
      snprintf (d->text, sizeof d->text, "no memory");
      return VEIN_FAILED;
    }
  stored.Form = BioAPI_FULLBIR_INPUT;
  stored.InputBIR.BIR = &bir;
  return match (d, sample, &stored, far, out);
}
