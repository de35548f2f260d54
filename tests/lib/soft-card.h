/* SPDX-License-Identifier: Apache-2.0 */
/* IC cards made of SoftHSM tokens (soft-card.sh), for tests in C.  */
#ifndef EMI_TESTS_SOFT_CARD_H
#define EMI_TESTS_SOFT_CARD_H

#define SOFT_CARD_MODULE "/usr/lib/softhsm/libsofthsm2.so"
#define SOFT_CARD_PIN "2468"

/* Runs soft-card.sh DIR with the words that follow, up to NULL; aborts when
   it fails.  */
void soft_card (const char *dir, ...) __attribute__ ((sentinel));

/* From now on SoftHSM's tokens are those of DIR.  */
void soft_card_use (const char *dir);

#endif
