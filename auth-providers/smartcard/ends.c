/* SPDX-License-Identifier: Apache-2.0 */
/* How a card's turn can end, and what PKCS #11 says of it.  What a value
   means was seen on SoftHSM, OpenSC and pcscd; whether a PIN is locked is
   read from the token's flags, because cards and modules disagree about the
   value.  */
#include "smartcard.h"

static const struct card_words words[] = {
  [CARD_FINE] = { NULL, NULL, NULL, EMI_OK },
  [CARD_PIN_WRONG] = { EMI_REASON_PIN_WRONG, NULL, NULL, EMI_OK },
  [CARD_PIN_FINAL] = { EMI_REASON_PIN_FINAL, NULL, NULL, EMI_OK },
  [CARD_PIN_LOCKED] = { EMI_REASON_PIN_LOCKED, NULL, NULL, EMI_OK },
  [CARD_PIN_LENGTH] = { EMI_REASON_PIN_LENGTH, NULL, NULL, EMI_OK },
  [CARD_OTHER] = { EMI_REASON_CARD_OTHER, "other", NULL, EMI_OK },
  [CARD_ABSENT] = { EMI_REASON_CARD_ABSENT, "card",
                    "no card was laid on the reader", EMI_UNREACHED },
  [CARD_PULLED]
  = { EMI_REASON_CARD_PULLED, NULL,
      "the card was taken away before it had answered", EMI_UNREACHED },
  [CARD_SEVERAL]
  = { EMI_REASON_CARD_SEVERAL, "several",
      "several cards fit; leave one of them, or name one in option uri",
      EMI_UNREACHED },
  [CARD_LOCKED]
  = { EMI_REASON_CARD_LOCKED, NULL,
      "the card's PIN is locked or was never set", EMI_UNREACHED },
  [CARD_NO_KEY] = { EMI_REASON_CARD_NO_KEY, "no-key",
                    "the card has no key and certificate for authentication",
                    EMI_UNREACHED },
  [CARD_READER_ABSENT]
  = { EMI_REASON_READER_ABSENT, NULL,
      "no card reader is there, or its service does not answer",
      EMI_UNREACHED },
  [CARD_MODULE_MISSING]
  = { EMI_REASON_MODULE_MISSING, NULL, "the PKCS #11 module cannot be loaded",
      EMI_CONFIG },
  [CARD_FAILED] = { NULL, NULL,
                    "the card or its PKCS #11 module did not "
                    "do what it was asked for",
                    EMI_PROTOCOL },
  [CARD_CANCELLED]
  = { NULL, NULL, "the PIN was given up at the reader", EMI_CANCELLED },
  [CARD_MEMORY] = { NULL, NULL, "no memory", EMI_INTERNAL },
};

const struct card_words *
card_words (enum card_end end)
{
  return &words[end];
}

enum card_end
card_end_of (CK_RV rv)
{
  switch (rv)
    {
    case CKR_OK:
      return CARD_FINE;
    case CKR_HOST_MEMORY:
      return CARD_MEMORY;
    /* SoftHSM says the last two when its folder goes away.  */
    case CKR_DEVICE_REMOVED:
    case CKR_DEVICE_ERROR:
    case CKR_TOKEN_NOT_PRESENT:
    case CKR_SLOT_ID_INVALID:
    case CKR_SESSION_CLOSED:
    case CKR_SESSION_HANDLE_INVALID:
    case CKR_KEY_HANDLE_INVALID:
    case CKR_OBJECT_HANDLE_INVALID:
      return CARD_PULLED;
    case CKR_TOKEN_NOT_RECOGNIZED:
      return CARD_NO_KEY;
    /* OpenSC says so when pcscd goes away.  */
    case CKR_GENERAL_ERROR:
    case CKR_CRYPTOKI_NOT_INITIALIZED:
      return CARD_READER_ABSENT;
    case CKR_FUNCTION_CANCELED:
    case CKR_CANCEL:
      return CARD_CANCELLED;
    case CKR_PIN_LOCKED:
    case CKR_PIN_EXPIRED:
    case CKR_USER_PIN_NOT_INITIALIZED:
      return CARD_LOCKED;
    default:
      return CARD_FAILED;
    }
}

enum card_end
card_end_of_login (CK_RV rv, CK_FLAGS flags)
{
  enum card_end end;

  switch (rv)
    {
    case CKR_PIN_LEN_RANGE:
    case CKR_PIN_INVALID:
      return CARD_PIN_LENGTH;
    case CKR_PIN_INCORRECT:
      if (flags & CKF_USER_PIN_LOCKED)
        return CARD_PIN_LOCKED;
      return (flags & CKF_USER_PIN_FINAL_TRY) ? CARD_PIN_FINAL
                                              : CARD_PIN_WRONG;
    /* A PIN was entered and not taken: a refusal, whatever came before.  */
    case CKR_PIN_LOCKED:
      return CARD_PIN_LOCKED;
    default:
      end = card_end_of (rv);
      return end == CARD_READER_ABSENT && (flags & CKF_USER_PIN_LOCKED)
                 ? CARD_PIN_LOCKED
                 : end;
    }
}
