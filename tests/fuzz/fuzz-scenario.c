/* SPDX-License-Identifier: Apache-2.0 */
/* Scenario files of emi-sim: whatever they hold is a script or faults.  */
#include "fuzz.h"

#include "../../simulator/script.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t len)
{
  struct config_faults faults = { .v = NULL };
  struct script s;

  if (script_read ("fuzz", (const char *) data, len, &s, &faults))
    {
      /* There is something for everybody, again and again.  */
      for (int i = 0; i < 3; i++)
        {
          NEVER (script_next (&s, FOR_EMERGENCY)->n_steps > len + 1);
          NEVER (script_next (&s, FOR_READINGS)->n_steps > len + 1);
        }
      script_done (&s);
    }
  else
    NEVER (faults.n == 0);
  config_faults_done (&faults);
  return 0;
}
