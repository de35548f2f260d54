/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/caught.h"

#include <stdlib.h>
#include <string.h>

static struct caught_value
value (const char *name, const void *data, size_t len)
{
  struct caught_value v = { strdup (name), malloc (len + 1), len };

  if (!v.name || !v.data)
    abort ();
  if (len)
    memcpy (v.data, data, len);
  v.data[len] = '\0';
  return v;
}

static struct caught_result *
more (struct caught *c)
{
  /* Full: twice as many, since thousands may come.  */
  if ((c->n & (c->n - 1)) == 0)
    c->v = reallocarray (c->v, c->n ? 2 * c->n : 1, sizeof *c->v);
  if (!c->v)
    abort ();
  c->v[c->n] = (struct caught_result) { .n_fields = 0 };
  return &c->v[c->n++];
}

static emi_rc
end_put (struct caught *c, const char *name)
{
  if (c->on_put)
    c->on_put (c->ctx, name);
  return strcmp (name, c->reply_to) == 0 ? c->reply : EMI_OK;
}

static emi_rc
put (void *ctx, const char *name, const void *data, size_t len)
{
  struct caught *c = ctx;

  more (c)->span = value (name, data, len);
  return end_put (c, name);
}

static emi_rc
put_fields (void *ctx, const char *name, const struct emi_fields *fields)
{
  struct caught *c = ctx;
  struct caught_result *r = more (c);

  r->span = value (name, NULL, 0);
  if (fields->n > CAUGHT_FIELDS)
    abort ();
  for (size_t i = 0; i < fields->n; i++)
    r->fields[i] = value (fields->v[i].name, fields->v[i].value.data,
                          fields->v[i].value.len);
  r->n_fields = fields->n;
  return end_put (c, name);
}

static bool
ask (void *ctx, const char *instance, const struct emi_prompt *prompt,
     struct secret *answer_out, struct fault *why)
{
  struct caught *c = ctx;

  c->asked++;
  if (c->on_ask)
    c->on_ask (c->ctx, prompt->id);
  for (const char *const *a = c->answers; a && *a; a += 2)
    if (strcmp (*a, prompt->id) == 0)
      return secret_set (answer_out, a[1], strlen (a[1]));
  if (prompt->kind == EMI_PROMPT_GESTURE || prompt->kind == EMI_PROMPT_NOTICE)
    return true;
  return fault_set (why, CODE_PROMPT_UNANSWERED, "%s.%s", instance,
                    prompt->id);
}

void
caught_init (struct caught *c, const char *const *answers)
{
  *c = (struct caught) {
    .env = { .put = put, .put_fields = put_fields, .ask = ask },
    .answers = answers,
    .reply_to = "message",
    .reply = EMI_OK,
  };
  c->env.ctx = c;
}

static void
value_done (struct caught_value *v)
{
  free (v->name);
  free (v->data);
}

void
caught_reset (struct caught *c)
{
  for (size_t i = 0; i < c->n; i++)
    {
      value_done (&c->v[i].span);
      for (size_t k = 0; k < c->v[i].n_fields; k++)
        value_done (&c->v[i].fields[k]);
    }
  c->n = 0;
  c->asked = 0;
}

void
caught_done (struct caught *c)
{
  caught_reset (c);
  free (c->v);
  c->v = NULL;
}

const struct caught_result *
caught_get (const struct caught *c, const char *name, size_t n)
{
  for (size_t i = 0; i < c->n; i++)
    if (strcmp (c->v[i].span.name, name) == 0 && n-- == 0)
      return &c->v[i];
  return NULL;
}

size_t
caught_count (const struct caught *c, const char *name)
{
  size_t n = 0;

  while (caught_get (c, name, n))
    n++;
  return n;
}

const char *
caught_text (const struct caught *c, const char *name)
{
  const struct caught_result *r = caught_get (c, name, 0);

  return r ? r->span.data : "";
}

const struct caught_value *
caught_field (const struct caught_result *r, const char *field)
{
  for (size_t k = 0; r && k < r->n_fields; k++)
    if (strcmp (r->fields[k].name, field) == 0)
      return &r->fields[k];
  return NULL;
}
