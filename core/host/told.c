/* SPDX-License-Identifier: Apache-2.0 */
/* Descriptors over the wire (told.h).  Options and prompts are field lists,
   whose values are once more structs of the five shapes.  */
#include "host/told.h"

#include <stdlib.h>
#include <string.h>

#include "host/wire.h"

struct plain
{
  int64_t kind, minor, threads, auth_flags, flags, ops_size, interrupts;
  const char *name, *version, *summary, *methods;
  const char *patterns, *forms, *period, *needs;
  struct emi_fields options, prompts;
};

struct plain_option
{
  int64_t type, flags;
  const char *fallback, *limits, *help;
};

struct plain_prompt
{
  int64_t kind;
  const char *choices, *text_ja, *text_en, *preset;
};

#define ARG(of, shape, field)                                                 \
  { #field, SHAPE_##shape, offsetof (struct of, field) }
#define ARGS_END { NULL, SHAPE_NUMBER, 0 }

static const struct call_arg args_plain[] = {
  ARG (plain, NUMBER, kind),       ARG (plain, NUMBER, minor),
  ARG (plain, NUMBER, threads),    ARG (plain, NUMBER, auth_flags),
  ARG (plain, NUMBER, flags),      ARG (plain, NUMBER, ops_size),
  ARG (plain, NUMBER, interrupts), ARG (plain, TEXT, name),
  ARG (plain, TEXT, version),      ARG (plain, TEXT, summary),
  ARG (plain, TEXT, methods),      ARG (plain, TEXT, patterns),
  ARG (plain, TEXT, forms),        ARG (plain, TEXT, period),
  ARG (plain, TEXT, needs),        ARG (plain, FIELDS, options),
  ARG (plain, FIELDS, prompts),    ARGS_END,
};

static const struct call_arg args_option[] = {
  ARG (plain_option, NUMBER, type),   ARG (plain_option, NUMBER, flags),
  ARG (plain_option, TEXT, fallback), ARG (plain_option, TEXT, limits),
  ARG (plain_option, TEXT, help),     ARGS_END,
};

static const struct call_arg args_prompt[] = {
  ARG (plain_prompt, NUMBER, kind),  ARG (plain_prompt, TEXT, choices),
  ARG (plain_prompt, TEXT, text_ja), ARG (plain_prompt, TEXT, text_en),
  ARG (plain_prompt, TEXT, preset),  ARGS_END,
};

/* --- telling --- */

/* The rows' values one behind the other; where each ends is kept, since the
   buffer may move.  */
struct rows
{
  struct buffer bytes;
  struct emi_field field[MODULE_TABLE_MAX];
  size_t end[MODULE_TABLE_MAX];
  size_t n;
};

static void
row_add (struct rows *r, const char *name, const struct call_arg *args,
         const void *from)
{
  if (r->n == MODULE_TABLE_MAX)
    return; /* descriptor_take refused longer tables */
  wire_encode (&r->bytes, args, from);
  r->field[r->n].name = name;
  r->end[r->n++] = r->bytes.len;
}

static struct emi_fields
rows_fields (struct rows *r)
{
  size_t at = 0;

  for (size_t i = 0; i < r->n && !r->bytes.failed; i++)
    {
      r->field[i].value
        = (struct emi_span) { r->bytes.data + at, r->end[i] - at };
      at = r->end[i];
    }
  return (struct emi_fields) { r->field, r->n };
}

static void
add_options (struct rows *r, const struct emi_option *o)
{
  for (; o && o->name; o++)
    row_add (r, o->name, args_option,
             &(const struct plain_option) { o->type, o->flags, o->fallback,
                                            o->limits, o->help });
}

static void
add_prompts (struct rows *r, const struct emi_prompt *p)
{
  for (; p && p->id; p++)
    row_add (r, p->id, args_prompt,
             &(const struct plain_prompt) { p->kind, p->choices, p->text_ja,
                                            p->text_en, p->preset });
}

void
told_encode (struct buffer *b, const struct module *m)
{
  const struct emi_plugin *p = &m->plugin;
  struct rows *rows = calloc (2, sizeof *rows);

  if (!rows)
    {
      b->failed = true;
      return;
    }
  add_options (&rows[0], p->options);
  add_prompts (&rows[1], p->prompts);
  wire_encode (b, args_plain,
               &(const struct plain) {
                 .kind = p->kind,
                 .minor = p->minor,
                 .threads = p->threads,
                 .auth_flags = p->auth_flags,
                 .flags = p->flags,
                 .ops_size = m->ops.size,
                 .interrupts = p->interrupt != NULL,
                 .name = p->name,
                 .version = p->version,
                 .summary = p->summary,
                 .methods = p->methods,
                 .patterns = p->patterns,
                 .forms = p->forms,
                 .period = p->period,
                 .needs = p->needs,
                 .options = rows_fields (&rows[0]),
                 .prompts = rows_fields (&rows[1]),
               });
  b->failed |= rows[0].bytes.failed || rows[1].bytes.failed;
  buffer_done (&rows[0].bytes);
  buffer_done (&rows[1].bytes);
  free (rows);
}

/* --- taking --- */

/* The functions of a plugin that is elsewhere: they are there, and nobody
   calls them.  */
static emi_rc
open_elsewhere (const struct emi_host *host, void *host_ctx,
                struct emi_call *call, void **self_out)
{
  (void) host;
  (void) host_ctx;
  (void) call;
  (void) self_out;
  return EMI_INTERNAL;
}

static void
nothing_elsewhere (void *self)
{
  (void) self;
}

static bool
small (int64_t v)
{
  return v >= 0 && v <= UINT32_MAX;
}

static bool
take_options (struct told *t, const struct emi_fields *f)
{
  struct wire_memory m = WIRE_MEMORY_INIT;

  if (f->n > MODULE_TABLE_MAX
      || !(t->options = calloc (f->n + 1, sizeof *t->options)))
    return false;
  for (size_t i = 0; i < f->n; i++)
    {
      struct plain_option o;

      if (!wire_decode (f->v[i].value.data, f->v[i].value.len, args_option,
                        &o, &m)
          || !small (o.type) || !small (o.flags))
        return false;
      t->options[i] = (struct emi_option) {
        f->v[i].name, (uint32_t) o.type, (uint32_t) o.flags,
        o.fallback,   o.limits,          o.help
      };
    }
  return true;
}

static bool
take_prompts (struct told *t, const struct emi_fields *f)
{
  struct wire_memory m = WIRE_MEMORY_INIT;

  if (f->n > MODULE_TABLE_MAX
      || !(t->prompts = calloc (f->n + 1, sizeof *t->prompts)))
    return false;
  for (size_t i = 0; i < f->n; i++)
    {
      struct plain_prompt p;

      if (!wire_decode (f->v[i].value.data, f->v[i].value.len, args_prompt,
                        &p, &m)
          || !small (p.kind))
        return false;
      t->prompts[i] = (struct emi_prompt) { f->v[i].name, (uint32_t) p.kind,
                                            p.choices,    p.text_ja,
                                            p.text_en,    p.preset };
    }
  return true;
}

static bool
fill (struct module *m, const struct plain *p)
{
  struct told *t = m->told;

  if (!small (p->kind) || !small (p->threads) || !small (p->auth_flags)
      || !small (p->flags) || !small (p->ops_size) || p->minor < 0
      || p->minor > UINT16_MAX || !take_options (t, &p->options)
      || !take_prompts (t, &p->prompts))
    return false;
  m->ops.size = (uint32_t) p->ops_size;
  m->plugin = (struct emi_plugin) {
    .size = sizeof m->plugin,
    .major = EMI_PLUGIN_MAJOR,
    .minor = (uint16_t) p->minor,
    .kind = (uint32_t) p->kind,
    .threads = (uint32_t) p->threads,
    .name = p->name,
    .version = p->version,
    .summary = p->summary,
    .options = p->options.n ? t->options : NULL,
    .prompts = p->prompts.n ? t->prompts : NULL,
    .ops = &m->ops,
    .open = open_elsewhere,
    .close = nothing_elsewhere,
    .interrupt = p->interrupts ? nothing_elsewhere : NULL,
    .methods = p->methods,
    .auth_flags = (uint32_t) p->auth_flags,
    .patterns = p->patterns,
    .forms = p->forms,
    .period = p->period,
    .flags = (uint32_t) p->flags,
    .needs = p->needs,
  };
  return true;
}

bool
told_take (struct module *m, const void *data, size_t len, struct fault *why)
{
  struct wire_memory memory = WIRE_MEMORY_INIT;
  struct plain p;

  told_free (m->told);
  m->told = calloc (1, sizeof *m->told);
  if (!m->told || !(m->told->bytes = malloc (len ? len : 1)))
    return fault_set (why, CODE_MEMORY, "%s", "");
  if (len)
    memcpy (m->told->bytes, data, len);
  m->told->len = len;
  bool good
    = wire_decode (m->told->bytes, len, args_plain, &p, &memory)
      && fill (m, &p);
  wire_memory_done (&memory);
  if (!good)
    return fault_set (why, CODE_HELPER_PROTOCOL, "%s", m->file);
  return descriptor_sane (m, why);
}

void
told_free (struct told *t)
{
  if (!t)
    return;
  free (t->bytes);
  free (t->options);
  free (t->prompts);
  free (t);
}
