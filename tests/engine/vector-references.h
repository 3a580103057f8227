/* vector-references.h: what the functions on arrays are measured by.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  const char  *name;
  long double (*value) (long double x);
  double       low; /* where the function is neither constant nor linear nor out of range */
  double       high;
} VectorReference;

const VectorReference *vector_reference_find (const char *name);
double                 vector_distance       (double      found,
                                              long double expected);

G_END_DECLS
