/* SPDX-License-Identifier: Apache-2.0 */
/* Text on its way into a page.  */
#ifndef EMI_REPORT_HTML_H
#define EMI_REPORT_HTML_H

#include "base/buffer.h"

/* TEXT safe to show (base/text.h), with what HTML would understand written so
   that it does not; good for content and for quoted attributes.  NULL adds
   nothing.  */
void html_text (struct buffer *b, const char *text);

/* <ELEMENT class="CLASS">TEXT</ELEMENT>; ELEMENT and CLASS are ours.  */
void html_element (struct buffer *b, const char *element, const char *class,
                   const char *text);

#endif
