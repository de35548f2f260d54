/* SPDX-License-Identifier: Apache-2.0 */
/* The memory that a BioAPI library asks of us.  Because it is ours, we know
   how long each block really is, whatever the library says of it; all of it
   is wiped when it is freed.  */
#ifndef EMI_VEIN_MEMORY_H
#define EMI_VEIN_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

#include "bioapi.h"

struct vein_memory;

struct vein_memory *vein_memory_new (void);
/* Frees it with all that the library left.  */
void vein_memory_free (struct vein_memory *m);

/* For ModuleAttach.  May be called from threads of the library.  */
void vein_memory_funcs (struct vein_memory *m, BioAPI_MEMORY_FUNCS *out);

/* Do LEN bytes from AT lie in one of the blocks?  */
bool vein_memory_holds (struct vein_memory *m, const void *at, size_t len);
void vein_memory_clear (struct vein_memory *m);

#endif
