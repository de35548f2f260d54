/* SPDX-License-Identifier: Apache-2.0 */
/* The flags of a descriptor, read from the file: of real modules, and of files
   that end too early.  */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include <emi/plugin.h>

#include "base/buffer.h"
#include "base/file.h"
#include "host/peek.h"
#include "lib/trial.h"

#include <fcntl.h>

static struct buffer
module (const char *name)
{
  struct buffer b = BUFFER_INIT;
  char *path = trial_built (name);

  cr_assert_not_null (path, "%s", name);
  cr_assert_eq (file_read (AT_FDCWD, path, (size_t) 64 << 20, &b, NULL),
                FILE_OK);
  free (path);
  return b;
}

Test (peek, flags)
{
  struct buffer load = module ("bad-load"), vein = module ("test-vein");
  uint32_t flags = 99;

  cr_assert (
    peek_flags (load.data, load.len, "bad_load_LTX_emi_plugin", &flags));
  cr_assert_eq (flags, EMI_PLUGIN_SEPARATE);
  cr_assert (
    peek_flags (vein.data, vein.len, "test_vein_LTX_emi_plugin", &flags));
  cr_assert_eq (flags, 0);
  cr_assert_not (
    peek_flags (vein.data, vein.len, "test_vein_LTX_emi_plug", &flags));
  cr_assert_not (peek_flags ("#!/bin/sh", 9, "a", &flags));
  buffer_done (&load);
  buffer_done (&vein);
}

/* Never reads behind the end; what can be seen is the same.  */
Test (peek, cut_off)
{
  struct buffer b = module ("test-vein");
  uint32_t flags;

  for (size_t n = 0; n < b.len; n += n < 128 ? 1 : 97)
    {
      unsigned char *exact = malloc (n ? n : 1);

      cr_assert_not_null (exact);
      memcpy (exact, b.data, n);
      flags = 0;
      if (peek_flags (exact, n, "test_vein_LTX_emi_plugin", &flags))
        cr_assert (n > b.len / 2);
      cr_assert_eq (flags, 0);
      free (exact);
    }
  buffer_done (&b);
}
