/* named-tensors.c: arrays with names, made into layers.
 *
 * SPDX-License-Identifier: MIT
 */
#include "formats/named-tensors.h"

#include "base/error.h"

#include <stdlib.h>
#include <string.h>

/* What a name says. */
typedef struct
{
  char    *layer;   /* what its kernel and its bias have in common; owned */
  gboolean is_bias;
} Role;

/* A kernel with its bias. */
typedef struct
{
  char                   *layer; /* owned */
  const ChainNamedTensor *kernel;
  const ChainNamedTensor *bias;
} Pair;

typedef struct
{
  gboolean (*role) (const char *name, const ChainNamedTensor *tensor, Role *role);
  gboolean   is_transposed; /* kernels are [units, inputs] */
} Scheme;

/* "layer12_kernel" */
static gboolean
our_role (const char             *name,
          const ChainNamedTensor *tensor,
          Role                   *role)
{
  const char *digits = name + strlen ("layer");
  const char *end = digits;

  if (!g_str_has_prefix (name, "layer"))
    return FALSE;
  while (g_ascii_isdigit (*end))
    end++;
  role->is_bias = g_str_equal (end, "_bias");
  if (end == digits || (!role->is_bias && !g_str_equal (end, "_kernel")))
    return FALSE;
  role->layer = g_strndup (digits, (gsize) (end - digits));
  return TRUE;
}

/* "fc1.weight", "weight" */
static gboolean
torch_role (const char             *name,
            const ChainNamedTensor *tensor,
            Role                   *role)
{
  const char *dot = strrchr (name, '.');
  const char *last = dot != NULL ? dot + 1 : name;

  role->is_bias = g_str_equal (last, "bias");
  if (!role->is_bias && !g_str_equal (last, "weight"))
    return FALSE;
  role->layer = g_strndup (name, (gsize) (last - name));
  return TRUE;
}

/* "arr_3": a matrix begins a layer, a vector is the bias of the one before. */
static gboolean
numbered_role (const char             *name,
               const ChainNamedTensor *tensor,
               Role                   *role)
{
  guint64 number;

  if (!g_str_has_prefix (name, "arr_")
      || !g_ascii_string_to_unsigned (name + strlen ("arr_"), 10, 0, G_MAXINT, &number, NULL))
    return FALSE;
  role->is_bias = tensor->n_dimensions == 1;
  role->layer = g_strdup_printf ("%" G_GUINT64_FORMAT, number - (role->is_bias && number > 0));
  return TRUE;
}

static const Scheme schemes[] = {
  { our_role, FALSE },
  { torch_role, TRUE },
  { numbered_role, FALSE },
};

static void
pair_free (gpointer data)
{
  Pair *pair = data;

  g_free (pair->layer);
  g_free (pair);
}

static gboolean
refuse (const char *file,
        const char *name,
        const char *what,
        GError    **error)
{
  g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_SHAPE, "%s: %s: %s", file, name, what);
  return FALSE;
}

/* Numbers in names count as numbers: "2." is before "10.". */
static int
compare_names (const char *a,
               const char *b)
{
  while (*a != '\0' && *b != '\0')
    {
      const char *end_a = a;
      const char *end_b = b;

      for (; *a == '0' && g_ascii_isdigit (a[1]); a++)
        ;
      for (; *b == '0' && g_ascii_isdigit (b[1]); b++)
        ;
      for (end_a = a; g_ascii_isdigit (*end_a); end_a++)
        ;
      for (end_b = b; g_ascii_isdigit (*end_b); end_b++)
        ;
      if (end_a > a && end_b > b)
        {
          const int longer = (end_a - a > end_b - b) - (end_a - a < end_b - b);
          const int order = longer != 0 ? longer : memcmp (a, b, (gsize) (end_a - a));

          if (order != 0)
            return order;
          a = end_a;
          b = end_b;
        }
      else if (*a != *b)
        return (guchar) *a - (guchar) *b;
      else
        {
          a++;
          b++;
        }
    }
  return (guchar) *a - (guchar) *b;
}

static int
compare_pairs (gconstpointer a,
               gconstpointer b)
{
  return compare_names ((*(Pair *const *) a)->layer, (*(Pair *const *) b)->layer);
}

static Pair *
find_pair (GHashTable *by_layer,
           GPtrArray  *pairs,
           Role       *role)
{
  Pair *pair = g_hash_table_lookup (by_layer, role->layer);

  if (pair == NULL)
    {
      pair = g_new0 (Pair, 1);
      pair->layer = g_strdup (role->layer);
      g_ptr_array_add (pairs, pair);
      g_hash_table_insert (by_layer, pair->layer, pair);
    }
  return pair;
}

static const Scheme *
find_scheme (const ChainNamedTensor *tensor,
             Role                   *role)
{
  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    if (schemes[i].role (tensor->name, tensor, role))
      return &schemes[i];
  return NULL;
}

static gboolean
place_tensor (const char             *file,
              const ChainNamedTensor *tensor,
              GHashTable             *by_layer,
              GPtrArray              *pairs,
              const Scheme          **scheme,
              GError                **error)
{
  Role                     role = { NULL, FALSE };
  const Scheme            *mine = find_scheme (tensor, &role);
  g_autofree char         *layer = role.layer;
  const ChainNamedTensor **slot;
  Pair                    *pair;

  if (mine == NULL || (*scheme != NULL && mine != *scheme))
    return refuse (file, tensor->name,
                   "expected arrays that are named layer1_kernel and layer1_bias, …, or 0.weight "
                   "and 0.bias, …, or arr_0, arr_1, …",
                   error);
  *scheme = mine;
  pair = find_pair (by_layer, pairs, &role);
  slot = role.is_bias ? &pair->bias : &pair->kernel;
  if (*slot != NULL)
    return refuse (file, tensor->name, "the layer has two of these", error);
  *slot = tensor;
  return TRUE;
}

static gboolean
check_pair (const char *file,
            const Pair *pair,
            GError    **error)
{
  const ChainNamedTensor *bias = pair->bias;

  if (pair->kernel == NULL)
    return refuse (file, bias->name, "expected a kernel beside this bias, found none", error);
  if (pair->kernel->n_dimensions != 2)
    return refuse (file, pair->kernel->name, "expected a matrix", error);
  if (bias != NULL
      && !(bias->n_dimensions == 1 || (bias->n_dimensions == 2 && bias->dimensions[0] == 1)))
    return refuse (file, bias->name, "expected a vector", error);
  return TRUE;
}

static void
add_layer (ChainImport  *import,
           const Pair   *pair,
           const Scheme *scheme)
{
  const ChainNamedTensor *kernel = pair->kernel;
  const ChainNamedTensor *bias = pair->bias;
  const gsize             rows = kernel->dimensions[0];
  const gsize             columns = kernel->dimensions[1];
  ChainTensor            *tensor = scheme->is_transposed ? chain_tensor_new (columns, rows)
                                                         : chain_tensor_new (rows, columns);

  for (gsize i = 0; i < rows; i++)
    for (gsize k = 0; k < columns; k++)
      tensor->values[scheme->is_transposed ? k * rows + i : i * columns + k]
          = kernel->values[i * columns + k];
  chain_import_add_kernel (import, kernel->name, tensor);
  if (bias == NULL)
    return;
  tensor = chain_tensor_new (1, bias->dimensions[bias->n_dimensions - 1]);
  memcpy (tensor->values, bias->values, chain_tensor_size (tensor) * sizeof (double));
  chain_import_set_bias (import, bias->name, tensor);
}

/**
 * chain_named_tensor_free:
 * @tensor: (transfer full) (nullable): to free
 */
void
chain_named_tensor_free (ChainNamedTensor *tensor)
{
  if (tensor == NULL)
    return;
  g_free (tensor->name);
  g_free (tensor->values);
  g_free (tensor);
}

/**
 * chain_named_tensor_wanted:
 * @name: of an array
 *
 * Returns: %FALSE for those that tell of inputs and outputs, which a project knows itself
 */
gboolean
chain_named_tensor_wanted (const char *name)
{
  return !g_str_has_prefix (name, "input_") && !g_str_has_prefix (name, "output_");
}

/**
 * chain_named_tensor_size:
 * @file: as messages name it
 * @tensor: with its dimensions
 * @room: how many numbers there may be
 * @n_numbers: (out): how many there are
 * @error: set if there are more, or none
 *
 * Returns: %FALSE on an error
 */
gboolean
chain_named_tensor_size (const char             *file,
                         const ChainNamedTensor *tensor,
                         guint64                 room,
                         gsize                  *n_numbers,
                         GError                **error)
{
  guint64 n = 1;

  for (guint i = 0; i < tensor->n_dimensions; i++)
    {
      if (tensor->dimensions[i] == 0)
        return refuse (file, tensor->name, "expected numbers, found a shape with 0", error);
      if (tensor->dimensions[i] > room / n)
        {
          g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_UNSUPPORTED,
                       "%s: %s: expected at most %d numbers in all arrays, found more", file,
                       tensor->name, CHAIN_NAMED_TENSORS_MOST_NUMBERS);
          return FALSE;
        }
      n *= tensor->dimensions[i];
    }
  *n_numbers = n;
  return TRUE;
}

/**
 * chain_named_tensors_import:
 * @file: as messages name it
 * @tensors: (element-type ChainNamedTensor): arrays, those not wanted left out
 * @error: set, with the name, if they are no layers
 *
 * Returns: (transfer full) (nullable): the layers in the order of their names
 */
ChainImport *
chain_named_tensors_import (const char *file,
                            GPtrArray  *tensors,
                            GError    **error)
{
  g_autoptr (ChainImport) import = chain_import_new (file);
  g_autoptr (GPtrArray)   pairs = g_ptr_array_new_with_free_func (pair_free);
  g_autoptr (GHashTable)  by_layer = g_hash_table_new (g_str_hash, g_str_equal);
  const Scheme           *scheme = NULL;

  for (guint i = 0; i < tensors->len; i++)
    if (!place_tensor (file, g_ptr_array_index (tensors, i), by_layer, pairs, &scheme, error))
      return NULL;
  g_ptr_array_sort (pairs, compare_pairs);
  for (guint i = 0; i < pairs->len; i++)
    {
      const Pair *pair = g_ptr_array_index (pairs, i);

      if (!check_pair (file, pair, error))
        return NULL;
      add_layer (import, pair, scheme);
    }
  return g_steal_pointer (&import);
}
