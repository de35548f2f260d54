/* SPDX-License-Identifier: Apache-2.0 */
/* ISO 17090-3, tags explicit:

     HCActorData ::= SET OF HCActor
     HCActor     ::= SEQUENCE { codedData [0] CodedData,
                                regionalHCActorData [1] ANY OPTIONAL }
     CodedData   ::= SET { codingSchemeReference [0] OBJECT IDENTIFIER,
                           codeDataValue [1] ANY OPTIONAL,
                           codeDataFreeText [2] DirectoryString OPTIONAL }

   OpenSSL's templates know no SET of named parts, so CodedData is read as a
   set of choices and looked at for parts given twice.  */
#include "evidence/hcrole.h"

#include <string.h>

#include <openssl/asn1t.h>
#include <openssl/err.h>
#include <openssl/objects.h>

#define ATTRIBUTE "1.0.17090.0.1"
#define SCHEME "1.2.392.100495.1.6.1.1" /* of the national HPKI policy */
#define VALUE_MAX 8192

typedef struct
{
  int type;
  union
  {
    ASN1_OBJECT *scheme;
    ASN1_TYPE *code;
    ASN1_STRING *text;
  } value;
} CODED_PART;

enum
{
  PART_SCHEME,
  PART_CODE,
  PART_TEXT
};

typedef struct
{
  STACK_OF (CODED_PART) * coded;
  ASN1_TYPE *regional;
} HCACTOR;

typedef STACK_OF (HCACTOR) HCACTORS;
typedef STACK_OF (X509_ATTRIBUTE) ATTRIBUTES;

/* clang-format off */
DEFINE_STACK_OF (CODED_PART)
DEFINE_STACK_OF (HCACTOR)

ASN1_CHOICE (CODED_PART) = {
  ASN1_EXP (CODED_PART, value.scheme, ASN1_OBJECT, 0),
  ASN1_EXP (CODED_PART, value.code, ASN1_ANY, 1),
  ASN1_EXP (CODED_PART, value.text, DIRECTORYSTRING, 2)
} static_ASN1_CHOICE_END (CODED_PART)

ASN1_SEQUENCE (HCACTOR) = {
  ASN1_EXP_SET_OF (HCACTOR, coded, CODED_PART, 0),
  ASN1_EXP_OPT (HCACTOR, regional, ASN1_ANY, 1)
} static_ASN1_SEQUENCE_END (HCACTOR)

ASN1_ITEM_TEMPLATE (HCACTORS)
  = ASN1_EX_TEMPLATE_TYPE (ASN1_TFLG_SET_OF, 0, actors, HCACTOR)
static_ASN1_ITEM_TEMPLATE_END (HCACTORS)

ASN1_ITEM_TEMPLATE (ATTRIBUTES)
  = ASN1_EX_TEMPLATE_TYPE (ASN1_TFLG_SEQUENCE_OF, 0, attributes,
                           X509_ATTRIBUTE)
static_ASN1_ITEM_TEMPLATE_END (ATTRIBUTES)

/* DATA, whole and nothing after it, as TYPE; NULL when it is none.  */
static void *
decode (struct emi_span data, const ASN1_ITEM *type)
{
  const unsigned char *at = data.data;
  ASN1_VALUE *v = ASN1_item_d2i (NULL, &at, (long) data.len, type);

  if (v && at != (const unsigned char *) data.data + data.len)
    {
      ASN1_item_free (v, type);
      v = NULL;
    }
  return v;
}
/* clang-format on */

static bool
is_object (const ASN1_OBJECT *o, const char *dotted)
{
  char text[64];

  return OBJ_obj2txt (text, sizeof text, o, 1) == (int) strlen (dotted)
         && strcmp (text, dotted) == 0;
}

static bool
role_add (struct hcroles *out, const ASN1_STRING *text)
{
  unsigned char *utf8 = NULL;
  int len = ASN1_STRING_to_UTF8 (&utf8, text);
  bool good = len > 0 && len <= HCROLE_LEN && out->n < HCROLE_MAX
              && !memchr (utf8, '\0', (size_t) len);

  if (good)
    {
      memcpy (out->role[out->n], utf8, (size_t) len);
      out->role[out->n++][len] = '\0';
    }
  OPENSSL_free (utf8);
  return good;
}

/* The part of CODED that is KIND; *TWICE where there are two.  */
static const CODED_PART *
part (const HCACTOR *actor, int kind, bool *twice)
{
  const CODED_PART *found = NULL;

  for (int i = 0; i < sk_CODED_PART_num (actor->coded); i++)
    {
      const CODED_PART *p = sk_CODED_PART_value (actor->coded, i);

      if (p->type != kind)
        continue;
      *twice = *twice || found;
      found = p;
    }
  return found;
}

/* Another scheme's words are not those that a hospital would ask for.  */
static bool
actor_take (const HCACTOR *actor, struct hcroles *out)
{
  bool twice = false;
  const CODED_PART *scheme = part (actor, PART_SCHEME, &twice);
  const CODED_PART *text = part (actor, PART_TEXT, &twice);

  part (actor, PART_CODE, &twice);
  if (!scheme || twice)
    return false;
  return !text || !is_object (scheme->value.scheme, SCHEME)
         || role_add (out, text->value.text);
}

static bool
actors_take (const ASN1_TYPE *value, struct hcroles *out)
{
  struct emi_span data;
  HCACTORS *actors;
  bool good;

  if (!value || ASN1_TYPE_get (value) != V_ASN1_SET)
    return false;
  data = (struct emi_span){ value->value.set->data,
                            (size_t) value->value.set->length };
  actors = decode (data, ASN1_ITEM_rptr (HCACTORS));
  good = actors != NULL;
  for (int i = 0; good && i < sk_HCACTOR_num (actors); i++)
    good = actor_take (sk_HCACTOR_value (actors, i), out);
  ASN1_item_free ((ASN1_VALUE *) actors, ASN1_ITEM_rptr (HCACTORS));
  return good;
}

static bool
attribute_take (X509_ATTRIBUTE *a, struct hcroles *out)
{
  bool good = true;

  if (!is_object (X509_ATTRIBUTE_get0_object (a), ATTRIBUTE))
    return true;
  for (int i = 0; good && i < X509_ATTRIBUTE_count (a); i++)
    good = actors_take (X509_ATTRIBUTE_get0_type (a, i), out);
  return good;
}

bool
hcrole_parse (struct emi_span value, struct hcroles *out)
{
  struct hcroles found = { .n = 0 };
  ATTRIBUTES *all;
  bool good;

  *out = found;
  if (value.len > VALUE_MAX)
    return false;
  all = decode (value, ASN1_ITEM_rptr (ATTRIBUTES));
  good = all != NULL;
  for (int i = 0; good && i < sk_X509_ATTRIBUTE_num (all); i++)
    good = attribute_take (sk_X509_ATTRIBUTE_value (all, i), &found);
  ASN1_item_free ((ASN1_VALUE *) all, ASN1_ITEM_rptr (ATTRIBUTES));
  ERR_clear_error ();
  if (good)
    *out = found;
  return good;
}

bool
hcrole_read (const X509 *x, struct hcroles *out)
{
  int at = X509_get_ext_by_NID (x, NID_subject_directory_attributes, -1);
  const ASN1_OCTET_STRING *value;

  *out = (struct hcroles){ .n = 0 };
  if (at < 0)
    return true;
  if (X509_get_ext_by_NID (x, NID_subject_directory_attributes, at) >= 0)
    return false;
  value = X509_EXTENSION_get_data (X509_get_ext (x, at));
  return hcrole_parse (
      (struct emi_span){ ASN1_STRING_get0_data (value),
                         (size_t) ASN1_STRING_length (value) },
      out);
}

bool
hcrole_has (const struct hcroles *h, const char *role)
{
  for (size_t i = 0; i < h->n; i++)
    if (strcmp (h->role[i], role) == 0)
      return true;
  return false;
}
