/* SPDX-License-Identifier: Apache-2.0 */
/* How a completed request becomes the screen's text and the EHR's files; what
   the front hands to the pipeline as its renderer.  */
#ifndef EMI_REPORT_RENDER_H
#define EMI_REPORT_RENDER_H

#include "access/request.h"

extern const struct renderer summary_renderer;

/* The sentence for a notice's word ("name-differs"), or NULL.  */
const char *notice_sentence (const char *word, enum lang lang);

#endif
