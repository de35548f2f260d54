/* SPDX-License-Identifier: Apache-2.0 */
/* The memory that a BioAPI library is lent.  */
#include <criterion/criterion.h>
#include <string.h>

#include "vein/vein-memory.h"

static struct vein_memory *memory;
static BioAPI_MEMORY_FUNCS f;

static void
set_up (void)
{
  memory = vein_memory_new ();
  cr_assert (memory);
  vein_memory_funcs (memory, &f);
}

static void
tear_down (void)
{
  vein_memory_free (memory);
}

TestSuite (vein_memory, .init = set_up, .fini = tear_down);

Test (vein_memory, knows_its_blocks)
{
  char *a = f.Malloc_func (10, f.AllocRef);
  char *b = f.Calloc_func (3, 4, f.AllocRef);

  cr_assert (a && b);
  cr_assert (vein_memory_holds (memory, a, 10));
  cr_assert (vein_memory_holds (memory, a + 4, 6));
  cr_assert (vein_memory_holds (memory, b, 12));
  cr_assert_not (vein_memory_holds (memory, a, 11));
  cr_assert_not (vein_memory_holds (memory, a + 4, 7));
  cr_assert_not (vein_memory_holds (memory, a + 4, SIZE_MAX));
  cr_assert_not (vein_memory_holds (memory, &a, 1));
  cr_assert_not (vein_memory_holds (memory, NULL, 1));
  f.Free_func (a, f.AllocRef);
  cr_assert_not (vein_memory_holds (memory, a, 1));
  cr_assert (vein_memory_holds (memory, b, 12));
}

Test (vein_memory, grows_and_shrinks)
{
  char *a = f.Realloc_func (NULL, 4, f.AllocRef);

  cr_assert (a);
  memcpy (a, "vein", 4);
  a = f.Realloc_func (a, 100, f.AllocRef);
  cr_assert (a && memcmp (a, "vein", 4) == 0);
  cr_assert (vein_memory_holds (memory, a, 100));
  a = f.Realloc_func (a, 2, f.AllocRef);
  cr_assert (a && memcmp (a, "ve", 2) == 0);
  cr_assert_not (vein_memory_holds (memory, a, 3));
}

Test (vein_memory, bears_what_libraries_do)
{
  char outside[4];
  char *a = f.Malloc_func (4, f.AllocRef);

  f.Free_func (NULL, f.AllocRef);
  f.Free_func (outside, f.AllocRef);
  f.Free_func (a + 1, f.AllocRef);
  cr_assert (vein_memory_holds (memory, a, 4));
  f.Free_func (a, f.AllocRef);
  f.Free_func (a, f.AllocRef);
  cr_assert_null (f.Realloc_func (outside, 8, f.AllocRef));
  cr_assert_null (f.Malloc_func (4, NULL));
  cr_assert_null (f.Realloc_func (NULL, 4, NULL));
  f.Free_func (outside, NULL);
}

Test (vein_memory, has_a_bound)
{
  cr_assert_null (f.Malloc_func (UINT32_MAX, f.AllocRef));
  cr_assert_null (f.Calloc_func (UINT32_MAX, UINT32_MAX, f.AllocRef));
  cr_assert (f.Malloc_func (60u << 20, f.AllocRef));
  cr_assert_null (f.Malloc_func (5u << 20, f.AllocRef));
  vein_memory_clear (memory);
  cr_assert (f.Malloc_func (5u << 20, f.AllocRef));
}

Test (vein_memory, nothing_at_all_is_a_block_too)
{
  char *a = f.Malloc_func (0, f.AllocRef);

  cr_assert (a);
  cr_assert_not (vein_memory_holds (memory, a, 1));
  f.Free_func (a, f.AllocRef);
}
