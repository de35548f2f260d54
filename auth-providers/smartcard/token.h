/* SPDX-License-Identifier: Apache-2.0 */
/* What the two halves of the device share: looking (token.c) and proving
   (prove.c).  */
#ifndef EMI_SMARTCARD_TOKEN_H
#define EMI_SMARTCARD_TOKEN_H

#include "smartcard.h"

enum card_end session_open (CK_FUNCTION_LIST *f, CK_SLOT_ID slot,
                            CK_SESSION_HANDLE *out);
/* At most OBJECTS_MAX objects that are LIKE.  */
enum card_end objects_find (CK_FUNCTION_LIST *f, CK_SESSION_HANDLE s,
                            CK_ATTRIBUTE *like, size_t n_like,
                            CK_OBJECT_HANDLE out[OBJECTS_MAX], size_t *n_out);
/* The attribute TYPE of O; an absent one has no bytes.  CARD_FAILED when it
   is longer than MAX.  */
enum card_end object_bytes (CK_FUNCTION_LIST *f, CK_SESSION_HANDLE s,
                            CK_OBJECT_HANDLE o, CK_ATTRIBUTE_TYPE type,
                            void *buffer, size_t max, size_t *len_out);
enum card_end session_certificates (CK_FUNCTION_LIST *f, CK_SESSION_HANDLE s,
                                    P11KitUri *uri, struct certificates *out);

#endif
