/* SPDX-License-Identifier: Apache-2.0 */
/* The bound on a library's calls.  */
#include <criterion/criterion.h>
#include <sys/wait.h>
#include <unistd.h>

#include "vein/vein-guard.h"

Test (vein_guard, lets_go_in_time)
{
  struct vein_guard g;

  for (int i = 0; i < 50; i++)
    {
      vein_guard_start (&g, 600000);
      vein_guard_stop (&g);
    }
}

Test (vein_guard, ends_the_process_that_hangs)
{
  pid_t child = fork ();
  int status = 0;

  if (child == 0)
    {
      struct vein_guard g;

      vein_guard_start (&g, 20);
      for (;;)
        pause ();
    }
  cr_assert_eq (waitpid (child, &status, 0), child);
  cr_assert (WIFEXITED (status));
  cr_assert_eq (WEXITSTATUS (status), VEIN_GUARD_STATUS);
}
