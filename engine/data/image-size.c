/* image-size.c: whether the features of a data set are the pixels of a picture.
 *
 * The names tell: those of a square picture, row by row, as data sets write them.
 *
 * SPDX-License-Identifier: MIT
 */
#include "data/dataset.h"

#include <math.h>
#include <string.h>

#define LEAST_SIDE 4 /* fewer pixels than 4 · 4 are no picture */

/* How pixel number i, in a given row and column from 0, is called: "p07" or "1x8" or "pixel7". */
static char *
name_two_digits (const char *prefix, guint side, guint i)
{
  return g_strdup_printf ("%s%u%u", prefix, i / side, i % side);
}

static char *
name_row_column (const char *prefix, guint side, guint i)
{
  return g_strdup_printf ("%s%u_%u", prefix, i / side, i % side);
}

static char *
name_number (const char *prefix, guint side, guint i)
{
  return g_strdup_printf ("%s%u", prefix, i);
}

static char *
name_number_from_1 (const char *prefix, guint side, guint i)
{
  return g_strdup_printf ("%s%u", prefix, i + 1);
}

static char *
name_one_by_one (const char *prefix, guint side, guint i)
{
  return g_strdup_printf ("%s%ux%u", prefix, i / side + 1, i % side + 1);
}

static char *(*const namings[]) (const char *prefix, guint side, guint i) = {
  name_two_digits, name_row_column, name_number, name_number_from_1, name_one_by_one,
};

static const char *const prefixes[] = { "p", "px", "pix", "pixel", "p_", "px_", "pix_", "pixel_",
                                        "" };

static gboolean
are_named (GStrv names, guint side, guint naming, const char *prefix)
{
  for (guint i = 0; i < side * side; i++)
    {
      g_autofree char *name = namings[naming](prefix, side, i);

      if (g_ascii_strcasecmp (names[i], name) != 0)
        return FALSE;
    }
  return TRUE;
}

static gboolean
are_numbers (const ChainEncoder *encoder)
{
  for (guint i = 0; i < encoder->features->len; i++)
    {
      const ChainFeature *feature = g_ptr_array_index (encoder->features, i);

      if (feature->encoding != CHAIN_ENCODING_NUMBER)
        return FALSE;
    }
  return TRUE;
}

/**
 * chain_names_image_size:
 * @names: names of columns
 * @side: (out): width and height of the picture
 *
 * Returns: whether they are all the pixels of a square picture, row by row: p00 to p77, pixel_0_0
 *   to pixel_7_7, pixel0 to pixel783, 1x1 to 28x28 …
 */
gboolean
chain_names_image_size (GStrv names, guint *side)
{
  const guint n = g_strv_length (names);
  const guint root = (guint) lround (sqrt (n));

  if (root < LEAST_SIDE || root * root != n)
    return FALSE;
  for (gsize naming = 0; naming < G_N_ELEMENTS (namings); naming++)
    for (gsize k = 0; k < G_N_ELEMENTS (prefixes); k++)
      if (are_named (names, root, naming, prefixes[k]))
        {
          *side = root;
          return TRUE;
        }
  return FALSE;
}

/**
 * chain_dataset_image_size:
 * @dataset: a data set
 * @width: (out): pixels in a row
 * @height: (out): rows
 *
 * Returns: whether an encoded row is a picture, [height, width] row-major
 */
gboolean
chain_dataset_image_size (const ChainDataset *dataset, guint *width, guint *height)
{
  guint side;

  if (!are_numbers (dataset->input_encoder)
      || !chain_names_image_size (dataset->input_encoder->names, &side))
    return FALSE;
  *width = *height = side;
  return TRUE;
}
