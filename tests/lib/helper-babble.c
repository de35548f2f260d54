/* SPDX-License-Identifier: Apache-2.0 */
/* Stands in for emi-plugin-host and says things that it never would.  */
#include <unistd.h>

int
main (void)
{
  static const char text[] = "\0\0\0\020what was the question";

  if (write (3, text, sizeof text) < 0)
    return 1;
  pause ();
  return 0;
}
