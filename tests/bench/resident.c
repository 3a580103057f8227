/* resident.c: how much memory this process has and had, from the kernel's account of it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "resident.h"

#include <malloc.h>
#include <stdio.h>
#include <string.h>

static gint64
field (const char *name)
{
  g_autofree char *text = NULL;
  const char      *line = NULL;

  if (g_file_get_contents ("/proc/self/status", &text, NULL, NULL))
    line = strstr (text, name);
  if (line == NULL)
    g_error ("/proc/self/status has no %s", name);
  return 1024 * g_ascii_strtoll (line + strlen (name), NULL, 10);
}

/* In bytes. */
gint64
resident_now (void)
{
  return field ("VmRSS:");
}

/* In bytes, since the process began or resident_forget() was called. */
gint64
resident_peak (void)
{
  return field ("VmHWM:");
}

/* Gives back what is free, and lets the peak begin at what is left. */
void
resident_forget (void)
{
  FILE *file = fopen ("/proc/self/clear_refs", "w");

  if (file == NULL)
    g_error ("/proc/self/clear_refs cannot be written");
  malloc_trim (0);
  fputs ("5", file);
  fclose (file);
}
