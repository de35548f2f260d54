/* SPDX-License-Identifier: Apache-2.0 */
/* libjose says what it does not like on stderr unless it is told otherwise;
   there only emi's own sentences stand.  */
#ifndef EMI_EVIDENCE_QUIET_H
#define EMI_EVIDENCE_QUIET_H

#include <stdarg.h>

#include <jose/cfg.h>

static inline void
quiet_say (void *misc, const char *file, int line, uint64_t err,
           const char *fmt, va_list ap)
{
  (void) misc;
  (void) file;
  (void) line;
  (void) err;
  (void) fmt;
  (void) ap;
}

static inline void
quiet_free (jose_cfg_t *cfg)
{
  if (cfg)
    jose_cfg_decref (cfg);
}

/* NULL without memory.  */
static inline jose_cfg_t *
quiet_new (void)
{
  jose_cfg_t *cfg = jose_cfg ();

  if (cfg)
    jose_cfg_set_err_func (cfg, quiet_say, NULL);
  return cfg;
}

#endif
