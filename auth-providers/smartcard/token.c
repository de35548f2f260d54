/* SPDX-License-Identifier: Apache-2.0 */
/* The device: slots and tokens, and what lies on them without a PIN.  The
   module is a vendor's and may be wrong about anything: each count and length
   it gives is looked at before it is used.  */
#include "token.h"

#include <stdlib.h>
#include <string.h>

/* --- slots --- */

static bool
slot_meant (CK_FUNCTION_LIST *f, P11KitUri *uri, CK_SLOT_ID slot)
{
  CK_SLOT_INFO info;
  CK_SLOT_ID wanted;

  if (!uri)
    return true;
  wanted = p11_kit_uri_get_slot_id (uri);
  if (wanted != (CK_SLOT_ID) -1 && wanted != slot)
    return false;
  return f->C_GetSlotInfo (slot, &info) == CKR_OK
         && p11_kit_uri_match_slot_info (uri, &info);
}

/* Adds what lies in SLOT; that a card was taken meanwhile is no fault.  */
static enum card_end
slot_add (CK_FUNCTION_LIST *f, P11KitUri *uri, CK_SLOT_ID slot,
          struct tokens *out)
{
  struct token t = { .slot = slot };
  CK_RV rv = f->C_GetTokenInfo (slot, &t.info);

  if (rv == CKR_TOKEN_NOT_RECOGNIZED)
    out->stranger = true;
  else if (rv == CKR_GENERAL_ERROR)
    return CARD_READER_ABSENT;
  else if (rv == CKR_OK && (t.info.flags & CKF_TOKEN_INITIALIZED)
           && (!uri || p11_kit_uri_match_token_info (uri, &t.info)))
    out->v[out->n++] = t;
  return CARD_FINE;
}

enum card_end
tokens_list (CK_FUNCTION_LIST *f, P11KitUri *uri, struct tokens *out)
{
  CK_SLOT_ID slots[SLOTS_MAX];
  CK_ULONG n = 0;
  CK_RV rv;
  enum card_end end = CARD_FINE;

  *out = (struct tokens){ .n = 0 };
  /* Some modules look for new readers only when asked for the number.  */
  rv = f->C_GetSlotList (CK_FALSE, NULL, &n);
  if (rv != CKR_OK)
    return rv == CKR_HOST_MEMORY ? CARD_MEMORY : CARD_READER_ABSENT;
  n = SLOTS_MAX;
  rv = f->C_GetSlotList (CK_FALSE, slots, &n);
  if (rv == CKR_BUFFER_TOO_SMALL || (rv == CKR_OK && n > SLOTS_MAX))
    return CARD_FAILED;
  if (rv != CKR_OK)
    return card_end_of (rv);
  out->slots = n;
  for (CK_ULONG i = 0; i < n && end == CARD_FINE; i++)
    if (slot_meant (f, uri, slots[i]))
      end = slot_add (f, uri, slots[i], out);
  return end == CARD_FINE && n == 0 ? CARD_READER_ABSENT : end;
}

/* --- objects --- */

enum card_end
session_open (CK_FUNCTION_LIST *f, CK_SLOT_ID slot, CK_SESSION_HANDLE *out)
{
  return card_end_of (
      f->C_OpenSession (slot, CKF_SERIAL_SESSION, NULL, NULL, out));
}

enum card_end
objects_find (CK_FUNCTION_LIST *f, CK_SESSION_HANDLE s, CK_ATTRIBUTE *like,
              size_t n_like, CK_OBJECT_HANDLE out[OBJECTS_MAX], size_t *n_out)
{
  CK_ULONG found = 1;
  CK_RV rv = f->C_FindObjectsInit (s, like, n_like);

  *n_out = 0;
  if (rv != CKR_OK)
    return card_end_of (rv);
  while (rv == CKR_OK && found > 0 && *n_out < OBJECTS_MAX)
    {
      found = 0;
      rv = f->C_FindObjects (s, out + *n_out, OBJECTS_MAX - *n_out, &found);
      if (rv == CKR_OK && found > OBJECTS_MAX - *n_out)
        rv = CKR_FUNCTION_FAILED;
      else if (rv == CKR_OK)
        *n_out += found;
    }
  f->C_FindObjectsFinal (s);
  return card_end_of (rv);
}

enum card_end
object_bytes (CK_FUNCTION_LIST *f, CK_SESSION_HANDLE s, CK_OBJECT_HANDLE o,
              CK_ATTRIBUTE_TYPE type, void *buffer, size_t max,
              size_t *len_out)
{
  CK_ATTRIBUTE a = { type, NULL, 0 };
  CK_RV rv = f->C_GetAttributeValue (s, o, &a, 1);

  *len_out = 0;
  if (rv == CKR_ATTRIBUTE_TYPE_INVALID || rv == CKR_ATTRIBUTE_SENSITIVE
      || (rv == CKR_OK
          && (a.ulValueLen == CK_UNAVAILABLE_INFORMATION || !a.ulValueLen)))
    return CARD_FINE;
  if (rv == CKR_OK && a.ulValueLen > max)
    return CARD_FAILED;
  if (rv != CKR_OK)
    return card_end_of (rv);
  a.pValue = buffer;
  a.ulValueLen = max;
  rv = f->C_GetAttributeValue (s, o, &a, 1);
  if (rv == CKR_OK && a.ulValueLen > max)
    return CARD_FAILED;
  if (rv == CKR_OK)
    *len_out = a.ulValueLen;
  return card_end_of (rv);
}

/* Is this one of those that URI names by label or id?  */
static bool
object_meant (CK_FUNCTION_LIST *f, CK_SESSION_HANDLE s, CK_OBJECT_HANDLE o,
              P11KitUri *uri, const struct certificate *c)
{
  unsigned char label[ID_MAX];
  size_t len;
  CK_ATTRIBUTE has[2]
      = { { CKA_ID, (void *) c->id, c->id_len }, { CKA_LABEL, label, 0 } };

  if (!uri)
    return true;
  if (object_bytes (f, s, o, CKA_LABEL, label, sizeof label, &len)
      != CARD_FINE)
    return false;
  has[1].ulValueLen = len;
  return p11_kit_uri_match_attributes (uri, has, 2);
}

static enum card_end
certificate_get (CK_FUNCTION_LIST *f, CK_SESSION_HANDLE s, CK_OBJECT_HANDLE o,
                 P11KitUri *uri, struct certificate *out)
{
  unsigned char *der = malloc (CERTIFICATE_MAX);
  size_t len;
  enum card_end end;

  *out = (struct certificate){ .kind = CERTIFICATE_UNFIT };
  if (!der)
    return CARD_MEMORY;
  end = object_bytes (f, s, o, CKA_VALUE, der, CERTIFICATE_MAX, &len);
  if (end == CARD_FINE && !certificate_read (der, len, out))
    end = CARD_MEMORY;
  if (end == CARD_FINE && out->kind == CERTIFICATE_PERSON)
    end = object_bytes (f, s, o, CKA_ID, out->id, sizeof out->id,
                        &out->id_len);
  if (end == CARD_FINE && out->kind == CERTIFICATE_PERSON
      && !object_meant (f, s, o, uri, out))
    out->kind = CERTIFICATE_UNFIT;
  free (der);
  return end;
}

enum card_end
session_certificates (CK_FUNCTION_LIST *f, CK_SESSION_HANDLE s, P11KitUri *uri,
                      struct certificates *out)
{
  CK_OBJECT_CLASS class = CKO_CERTIFICATE;
  CK_ATTRIBUTE like = { CKA_CLASS, &class, sizeof class };
  CK_OBJECT_HANDLE o[OBJECTS_MAX];
  size_t n;
  enum card_end end = objects_find (f, s, &like, 1, o, &n);

  out->n = 0;
  for (size_t i = 0; i < n && end == CARD_FINE; i++)
    {
      end = certificate_get (f, s, o[i], uri, &out->v[out->n]);
      /* One object that cannot be read does not hide the others.  */
      if (end == CARD_FAILED)
        end = CARD_FINE;
      if (end == CARD_FINE && out->v[out->n].kind != CERTIFICATE_UNFIT)
        out->n++;
      else
        certificate_done (&out->v[out->n]);
    }
  return end;
}

enum card_end
token_certificates (CK_FUNCTION_LIST *f, const struct token *t, P11KitUri *uri,
                    struct certificates *out)
{
  CK_SESSION_HANDLE s;
  enum card_end end = session_open (f, t->slot, &s);

  out->n = 0;
  if (end != CARD_FINE)
    return end;
  end = session_certificates (f, s, uri, out);
  f->C_CloseSession (s);
  return end;
}

void
certificates_done (struct certificates *c)
{
  while (c->n > 0)
    certificate_done (&c->v[--c->n]);
}
