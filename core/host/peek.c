/* SPDX-License-Identifier: Apache-2.0 */
/* The flags of a descriptor, read from the file (peek.h).  Numbers need no
   relocation, so they stand in it as they will in memory.  */
#include "host/peek.h"

#include <elf.h>
#include <link.h>
#include <string.h>

#include <emi/plugin.h>

struct file
{
  const unsigned char *at;
  size_t len;
};

/* Copies the SIZE bytes at OFFSET; false when they are not in the file.  */
static bool
get (const struct file *f, uint64_t offset, void *out, size_t size)
{
  if (offset > f->len || size > f->len - offset)
    return false;
  memcpy (out, f->at + offset, size);
  return true;
}

static bool
get_head (const struct file *f, ElfW (Ehdr) *out)
{
  return get (f, 0, out, sizeof *out)
         && memcmp (out->e_ident, ELFMAG, SELFMAG) == 0
         && out->e_phentsize == sizeof (ElfW (Phdr))
         && out->e_shentsize == sizeof (ElfW (Shdr));
}

static bool
get_section (const struct file *f, const ElfW (Ehdr) *head, size_t n,
             ElfW (Shdr) *out)
{
  return n < head->e_shnum
         && get (f, head->e_shoff + n * sizeof *out, out, sizeof *out);
}

/* Is NAME at AT in the texts?  */
static bool
is_named (const struct file *f, const ElfW (Shdr) *texts, uint64_t at,
          const char *name)
{
  size_t len = strlen (name) + 1;

  return at < texts->sh_size && len <= texts->sh_size - at
         && texts->sh_offset <= f->len && at <= f->len - texts->sh_offset
         && len <= f->len - texts->sh_offset - at
         && memcmp (f->at + texts->sh_offset + at, name, len) == 0;
}

static bool
find_in (const struct file *f, const ElfW (Ehdr) *head,
         const ElfW (Shdr) *symbols, const char *name, ElfW (Sym) *out)
{
  ElfW (Shdr) texts;

  if (!get_section (f, head, symbols->sh_link, &texts))
    return false;
  for (uint64_t at = 0; at + sizeof *out <= symbols->sh_size
                        && get (f, symbols->sh_offset + at, out, sizeof *out);
       at += sizeof *out)
    if (out->st_shndx != SHN_UNDEF
        && is_named (f, &texts, out->st_name, name))
      return true;
  return false;
}

static bool
find_symbol (const struct file *f, const ElfW (Ehdr) *head, const char *name,
             ElfW (Sym) *out)
{
  ElfW (Shdr) section;

  for (size_t i = 0; get_section (f, head, i, &section); i++)
    if (section.sh_type == SHT_DYNSYM)
      return find_in (f, head, &section, name, out);
  return false;
}

/* Where in the file what will be at ADDRESS in memory stands.  */
static bool
find_offset (const struct file *f, const ElfW (Ehdr) *head, uint64_t address,
             uint64_t *out)
{
  ElfW (Phdr) part;

  for (size_t i = 0; i < head->e_phnum
                     && get (f, head->e_phoff + i * sizeof part, &part,
                             sizeof part);
       i++)
    if (part.p_type == PT_LOAD && address >= part.p_vaddr
        && address - part.p_vaddr < part.p_filesz)
      {
        *out = part.p_offset + (address - part.p_vaddr);
        return true;
      }
  return false;
}

bool
peek_flags (const void *elf, size_t len, const char *symbol,
            uint32_t *flags_out)
{
  const size_t at = offsetof (struct emi_plugin, flags);
  const struct file f = { elf, len };
  ElfW (Ehdr) head;
  ElfW (Sym) found;
  uint64_t offset;
  uint32_t size;

  if (!get_head (&f, &head) || !find_symbol (&f, &head, symbol, &found)
      || !find_offset (&f, &head, found.st_value, &offset)
      || !get (&f, offset, &size, sizeof size))
    return false;
  /* Those before version 1.2 have none.  */
  *flags_out = 0;
  return size < at + sizeof *flags_out || offset > UINT64_MAX - at
         || get (&f, offset + at, flags_out, sizeof *flags_out);
}
