/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of this connector share.  */
#ifndef EMI_CONNECTOR_OQS_FOLDER_SHARE_H
#define EMI_CONNECTOR_OQS_FOLDER_SHARE_H

#include <stdbool.h>

#include <emi/connector.h>

#include "lib/owner.h"

/* One instance.  */
struct share
{
  const struct emi_host *host;
  const char *req; /* the terminal takes requests from here */
  const char *res; /* and leaves results here */
  int64_t poll_ms;
  int64_t err_grace_ms;
  char node[OWNER_MAX]; /* who we are, once probe was told; else "" */
};

/* Opens a folder; -1 after host->fail with *RC set.  */
int share_open (struct share *s, struct emi_call *call, const char *path,
                emi_rc *rc);

/* EMI_OK when PREFIX and SUFFIX can be parts of a file name of ours.  */
emi_rc share_names (struct share *s, struct emi_call *call,
                    const char *prefix, const char *suffix);

/* EMI_OK when the share is this node's or nobody's; CONFIG, UNREACHED.
   CLAIM: makes it ours when it is nobody's, and puts whose it is.  */
emi_rc share_owner (struct share *s, struct emi_call *call, int req_fd,
                    bool claim);

/* EMI_CONFIG when both descriptors are the same folder.  */
emi_rc share_differ (struct share *s, struct emi_call *call, int req_fd,
                     int res_fd);

/* Removes our own request when it still lies in FD.  */
void share_withdraw (int req_fd, const char *prefix, const char *suffix);

/* The name of a request's file, in OUT.  */
#define SHARE_NAME 160
void share_name (const char *prefix, const char *suffix, char out[SHARE_NAME]);

emi_rc share_probe (void *self, struct emi_call *call,
                    const struct emi_connector_probe *in);

/* Looking for what belongs to one request (await.c).  */
struct await;

/* RES_FD is taken over.  NULL without memory.  */
struct await *await_new (struct share *s, struct emi_call *call, int res_fd,
                         const char *prefix, const char *suffix);

/* Waits until something ends it: OK, DEADLINE, CANCELLED, or what a put gave.
   WAIT_MS -1: looks once and gives ABSENT when there is nothing.  */
emi_rc await_run (struct await *a, int64_t wait_ms);
void await_free (struct await *a);

#endif
