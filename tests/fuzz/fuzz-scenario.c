/* SPDX-License-Identifier: Apache-2.0 */
/* Scenario files of emi-sim: whatever they hold is a script or faults.  */
#include "fuzz.h"

#include <stdlib.h>

#include "simulator/script.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  struct config_faults faults = { .v = NULL };
  struct script s;

  if (script_read ("fuzz", (const char *) data, size, &s, &faults))
    {
      /* Something is there for everything, again and again.  */
      for (int i = 0; i < 3; i++)
        if (script_next (&s, FOR_EMERGENCY)->n_steps > size
            || script_next (&s, FOR_READINGS)->n_steps > size + 1)
          abort ();
      script_done (&s);
    }
  else if (faults.n == 0 && !faults.failed)
    abort ();
  config_faults_done (&faults);
  return 0;
}
