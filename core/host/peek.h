/* SPDX-License-Identifier: Apache-2.0 */
/* A look into a module's file before any of its code runs: whether it wants a
   process of its own stands in its constant descriptor, and that is where a
   vendor's library must not even be loaded for the asking.  */
#ifndef EMI_HOST_PEEK_H
#define EMI_HOST_PEEK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The flags of the descriptor SYMBOL in the ELF file of LEN bytes at ELF.
   False when they cannot be seen in it.  */
bool peek_flags (const void *elf, size_t len, const char *symbol,
                 uint32_t *flags_out);

#endif
