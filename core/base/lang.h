/* SPDX-License-Identifier: Apache-2.0 */
/* The texts of emi stand in the source in Japanese and are never without it;
   English comes from the catalogue po/en.po by gettext.  */
#ifndef EMI_BASE_LANG_H
#define EMI_BASE_LANG_H

#include "base/codes.h"

/* Marks a text of a table for the catalogue; said looks it up later.  */
#define N_(japanese) japanese

/* JAPANESE as LANG asks; without a catalogue itself.  It belongs to the caller
   or to the catalogue and is never freed.  */
const char *said (enum lang lang, const char *japanese)
    __attribute__ ((format_arg (2)));

/* Where the catalogues are (LOCALEDIR/en/LC_MESSAGES/emi.mo).  Sets the
   process's locale and LANGUAGE: once, by a program's main, before there are
   threads.  */
void lang_begin (const char *localedir);

#endif
