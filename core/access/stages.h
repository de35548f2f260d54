/* SPDX-License-Identifier: Apache-2.0 */
/* The stages of the pipeline, each in a file of its own.  Each returns false
   with R's fault set; it calls neither another stage nor the front.  */
#ifndef EMI_ACCESS_STAGES_H
#define EMI_ACCESS_STAGES_H

#include "access/request.h"

bool stage_authorise (struct request *r);
bool stage_identify (struct request *r);
bool stage_authenticate (struct request *r);
bool stage_justify (struct request *r);
bool stage_intent (struct request *r);
bool stage_query (struct request *r);
bool stage_person (struct request *r);
bool stage_outcome (struct request *r);
bool stage_arrange (struct request *r);
bool stage_deliver (struct request *r);

/* --- shared by stages and recovery --- */

/* Fields and tokens that intent and end have in common.  */
void request_draft_common (const struct request *r, struct draft *d);
/* The end record of R in its present state.  */
struct draft *request_draft_end (struct request *r);

/* Where a stage worked: "instance" of its trace line.  */
void request_trace_by (struct request *r, const char *by);

void exchange_init (struct exchange *x, struct session *s,
                    const char *file_id, int pattern, bool pdf);
void exchange_done (struct exchange *x);
/* The put functions for a connector's query or recover; ctx is the
   exchange.  */
emi_rc exchange_put (void *ctx, const char *name, const void *data,
                     size_t len);
emi_rc exchange_put_fields (void *ctx, const char *name,
                            const struct emi_fields *f);
/* What an exchange that ended with RC means; CODE_OK: a success answer.  */
enum code exchange_verdict (const struct exchange *x, emi_rc rc);

/* The request of R as the message that the profile wants for its pattern; on
   failure R's fault is set.  */
bool request_message (struct request *r, struct buffer *out);

/* Renders, shows and hands to the adapter.  SHOW: also to the screen.  */
bool deliver_result (struct request *r, bool show, struct fault *why);
/* The adapter's reference for the request, in new memory; NULL on failure. */
char *deliver_reference (struct instance *adapter, const char *request,
                         struct fault *why);

#endif
