/* SPDX-License-Identifier: Apache-2.0 */
/* The machine under emi: its clock (R10), room for outcomes, and whether the
   second copy lies apart.  */
#include "report/doctor.h"

#include <string.h>
#include <sys/stat.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/lang.h"

static void
look_clock (struct doctor *d)
{
  struct clock_state now = d->s->clock->read (d->s->clock);

  if (now.synchronised)
    doctor_add (d, "clock", DOCTOR_OK, DOCTOR_TONIGHT, "hospital",
                &(struct doctor_text){
                    N_ ("時計は同期しています（誤差 %u ミリ秒以内）"), "" },
                now.error_ms);
  else
    doctor_add (d, "clock", DOCTOR_WARN, DOCTOR_GO_LIVE, "hospital",
                &(struct doctor_text){
                    N_ ("時計の同期が確かめられません"),
                    N_ ("chrony などの時刻同期を動かしてください") });
}

static void
look_disk (struct doctor *d)
{
  const struct config *c = d->s->config;
  uint64_t room = file_free_space (c->dir);
  unsigned long long mb = room >> 20, need = c->reserve >> 20;

  if (room >= c->reserve * 4)
    doctor_add (d, "disk", DOCTOR_OK, DOCTOR_TONIGHT, "hospital",
                &(struct doctor_text){ N_ ("空き容量は %llu MB です"), "" },
                mb);
  else
    doctor_add (
        d, "disk", room < c->reserve ? DOCTOR_FAIL : DOCTOR_WARN,
        DOCTOR_TONIGHT, "hospital",
        &(struct doctor_text){ N_ ("空き容量は %llu MB です（予備 %llu MB "
                                   "を下回ると照会できません）"),
                               N_ ("保管先の空き容量を増やしてください") },
        mb, need);
}

static void
look_keys (struct doctor *d)
{
  const struct config *c = d->s->config;
  CLEANUP_FREE char *why = file_distrust (c->keys, true);
  struct stat keys, data;

  if (why)
    doctor_add (
        d, "keys", DOCTOR_FAIL, DOCTOR_TONIGHT, "hospital",
        &(struct doctor_text){ N_ ("鍵の置き場所を信用できません: %s"),
                               N_ ("所有者と権限（0700）を直してください") },
        why);
  else
    doctor_add (d, "keys", DOCTOR_OK, DOCTOR_TONIGHT, "hospital",
                &(struct doctor_text){ N_ ("鍵は emi だけが読めます"), "" });
  if (stat (c->seal, &keys) == 0 && stat (c->dir, &data) == 0
      && keys.st_dev == data.st_dev)
    doctor_add (
        d, "seal-device", DOCTOR_WARN, DOCTOR_TIDY, "hospital",
        &(struct doctor_text){
            N_ ("記録の控え（seal）が記録と同じディスクにあります"),
            N_ ("seal を別のディスクに置くと、巻き戻しに気付けます") });
}

void
doctor_machine (struct doctor *d)
{
  look_clock (d);
  look_disk (d);
  look_keys (d);
}
