/* SPDX-License-Identifier: Apache-2.0 */
/* Between the files that make a struct config: read fills it from the tree,
   default what the tree leaves open, meaning judges it, trust looks at who
   could change it.  */
#ifndef EMI_CONFIG_CONFIG_PARTS_H
#define EMI_CONFIG_CONFIG_PARTS_H

#include "config/config.h"
#include "config/reading.h"

#define CONFIG_DEFAULT_FACILITY "1319999999"

/* Takes what is readable out of R's document; never adds a fault.  C->file
   and C->dir are set already.  */
void config_read (struct reading *r, struct config *c);
void config_read_instances (struct reading *r, xmlNode *root,
                            struct config *c);
void config_read_terminals (struct reading *r, xmlNode *root,
                            struct config *c);

/* config-read-trust.c  */
void config_read_trust (struct reading *r, const struct config *c,
                        xmlNode *node, struct config_instance *i);
void config_trust_free (struct config_trust *t);
void config_judge_trust (struct reading *r, xmlNode *instance);

void config_read_plan (struct reading *r, xmlNode *root, struct config *c);

/* The kind an element of emi.xml stands for; 0 when it is no instance.  */
enum emi_kind config_kind (const xmlNode *node);
/* The value of I's option NAME, or NULL.  */
const char *config_option (const struct config_instance *i, const char *name);

/* The kinds that C does not list, behind those it lists; highlights when
   there are none.  */
void config_default_sections (struct reading *r, struct config *c);
void config_default_highlight (struct reading *r, struct config *c);
void config_fold_highlights (struct reading *r, struct config *c);

/* What the grammar cannot see.  Values that break the grammar are passed
   over: they are told already.  */
void config_meaning (struct reading *r, const struct config *c);
void config_references (struct reading *r, const struct config *c);
/* NAME in NODE's ATTRIBUTE must be an instance of KIND.  */
void config_reference (struct reading *r, const struct config *c,
                       xmlNode *node, const char *attribute,
                       enum emi_kind kind, const char *name);
/* config-drill.c: a drill leads nowhere but to the simulator.  */
void config_judge_drill (struct reading *r, const struct config *c,
                         xmlNode *root);
void config_judge_plan (struct reading *r, const struct config *c,
                        xmlNode *root);
/* NODE's attributes that have a day's shape must be days.  */
void config_judge_days (struct reading *r, xmlNode *node);
/* Children of PARENT called ELEMENT whose ATTRIBUTE says the same as an
   earlier one's.  */
void config_children_twice (struct reading *r, xmlNode *parent,
                            const char *element, const char *attribute);
/* Says that WHAT is there twice, for each of N words that is.  */
void config_repeated (struct reading *r, int line, char **words, size_t n);

/* CODE_CONFIG_UNSAFE unless PATH can be changed by root and us alone.  */
bool config_trust (const char *path, bool own_only, struct fault *why);

#endif
