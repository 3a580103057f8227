/* op-arrays.c: the array form of every activation and loss against its form for single numbers.
 *
 * SPDX-License-Identifier: MIT
 */
#include <chainrule.h>

#include <float.h>
#include <math.h>
#include <string.h>

#define MAX_COLUMNS 65
#define MAX_ROWS 130
#define MAX_SIZE (MAX_ROWS * MAX_COLUMNS)

static const gsize sizes[] = { 1, 3, 7, 17, 63, 65 };
static const gsize row_counts[] = { 1, 2, 7, 63, 64, 65, 130 };

typedef struct
{
  double z[MAX_SIZE];
  double y[MAX_SIZE];
  double above[MAX_SIZE];
  double a[MAX_SIZE];
  double result[MAX_SIZE];
  double parameters[CHAIN_MAX_PARAMETERS];
} Arrays;

static Arrays *
arrays_new (const ChainOp *op)
{
  Arrays           *arrays = g_new0 (Arrays, 1);
  g_autoptr (GRand) random = g_rand_new_with_seed (5);

  for (gsize i = 0; i < MAX_SIZE; i++)
    {
      arrays->z[i] = g_rand_double_range (random, -9, 9);
      arrays->y[i] = g_rand_double (random);
      arrays->above[i] = g_rand_double_range (random, -2, 2);
    }
  chain_parameters_init (op->parameters, arrays->parameters);
  return arrays;
}

/* Both sides are right to a few units in the last place; a sum of parts of either sign to as many
 * of the parts, of size @part. The number form of gelu grows less exact with z². */
static void
assert_near (double found, double expected, double z, double part)
{
  const double tolerance = DBL_EPSILON * ((16 + z * z) * fabs (expected) + 4 * part);

  if (isnan (expected) || isinf (expected))
    g_assert_true (found == expected || (isnan (found) && isnan (expected)));
  else if (fabs (found - expected) > tolerance)
    g_error ("at %.17g: found %.17g, expected %.17g", z, found, expected);
}

/* What the walk makes of the same numbers. */
static ChainTensor *
walk_forward (const ChainOp *op, Arrays *arrays, gsize rows, gsize columns)
{
  ChainTensor  input = { rows, columns, arrays->z };
  ChainOpCall  call = { op, { &input }, NULL, arrays->parameters };
  ChainTensor *output = chain_tensor_new (rows, columns);

  op->forward (&call, output);
  return output;
}

static ChainTensor *
walk_backward (const ChainOp *op, Arrays *arrays, const ChainTensor *output)
{
  ChainTensor  input = { output->rows, output->columns, arrays->z };
  ChainTensor  above = { output->rows, output->columns, arrays->above };
  ChainOpCall  call = { op, { &input }, output, arrays->parameters };
  ChainTensor *adjoint = chain_tensor_new (output->rows, output->columns);

  chain_tensor_fill (adjoint, 0);
  op->backward (&call, 0, &above, adjoint);
  return adjoint;
}

static void
check_activation (const ChainOp *op, Arrays *arrays, gsize rows, gsize columns)
{
  g_autoptr (ChainTensor) output = walk_forward (op, arrays, rows, columns);
  g_autoptr (ChainTensor) adjoint = walk_backward (op, arrays, output);
  const double *z = op->slope_from_output && op->map_slope != NULL ? NULL : arrays->z;

  chain_op_map (op, rows, columns, arrays->z, arrays->a, arrays->parameters);
  chain_op_map_slope (op, rows, columns, z, arrays->a, arrays->above, arrays->result,
                      arrays->parameters);
  for (gsize i = 0; i < rows * columns; i++)
    {
      assert_near (arrays->a[i], output->values[i], arrays->z[i], 0);
      assert_near (arrays->result[i], adjoint->values[i], arrays->z[i], fabs (arrays->above[i]));
    }
}

static void
test_activation (gconstpointer data)
{
  const ChainOp      *op = data;
  g_autofree Arrays *arrays = arrays_new (op);

  for (gsize r = 0; r < G_N_ELEMENTS (row_counts); r++)
    for (gsize c = 0; c < G_N_ELEMENTS (sizes); c++)
      check_activation (op, arrays, row_counts[r], sizes[c]);
}

/* Without array forms the row is computed by those it has. */
static void
test_activation_fallback (gconstpointer data)
{
  ChainOp            plain = *(const ChainOp *) data;
  g_autofree Arrays *arrays = arrays_new (&plain);

  plain.map = NULL;
  plain.map_slope = NULL;
  check_activation (&plain, arrays, 5, 7);
}

static void
test_activation_special (gconstpointer data)
{
  static const double special[]
      = { 0, -0.0, INFINITY, -INFINITY, NAN, DBL_MAX, -DBL_MAX, 800, -800, 0x1p-1074, -0x1p-1074 };
  const ChainOp      *op = data;
  g_autofree Arrays *arrays = arrays_new (op);

  memcpy (arrays->z, special, sizeof special);
  for (gsize i = 0; i < G_N_ELEMENTS (special); i++)
    arrays->above[i] = 1;
  check_activation (op, arrays, G_N_ELEMENTS (special), 1);
}

/* A row's numbers depend on that row alone, and a result may take an operand's place. */
static void
test_activation_place (gconstpointer data)
{
  const ChainOp      *op = data;
  g_autofree Arrays *arrays = arrays_new (op);
  double one[MAX_COLUMNS];

  for (gsize c = 0; c < G_N_ELEMENTS (sizes); c++)
    {
      const gsize columns = sizes[c];
      const gsize bytes = columns * sizeof (double);

      chain_op_map (op, 67, columns, arrays->z, arrays->a, arrays->parameters);
      chain_op_map_slope (op, 67, columns, arrays->z, arrays->a, arrays->above, arrays->result,
                          arrays->parameters);
      for (gsize first = 0; first < 67 * columns; first += columns)
        {
          memcpy (one, arrays->z + first, bytes);
          chain_op_map (op, 1, columns, one, one, arrays->parameters);
          g_assert_cmpmem (one, bytes, arrays->a + first, bytes);

          memcpy (one, arrays->above + first, bytes);
          chain_op_map_slope (op, 1, columns, arrays->z + first, arrays->a + first, one, one,
                              arrays->parameters);
          g_assert_cmpmem (one, bytes, arrays->result + first, bytes);
        }
    }
}

/* Targets as the loss takes them: probabilities of a row sum to 1. */
static void
prepare_targets (const ChainOp *op, Arrays *arrays, gsize rows, gsize columns)
{
  for (gsize i = 0; i < rows * columns; i++)
    arrays->y[i] = i % columns == i / columns % columns;
  if (op->from_logits_of == NULL)
    for (gsize i = 0; i < rows * columns; i++)
      arrays->y[i] = 3 * arrays->above[i];
}

static void
check_loss (const ChainOp *op, Arrays *arrays, gsize rows, gsize columns)
{
  ChainTensor  prediction = { rows, columns, arrays->z };
  ChainTensor  target = { rows, columns, arrays->y };
  double       loss;
  ChainTensor  output = { 1, 1, &loss };
  double       adjoint = -0.7;
  ChainTensor  above = { 1, 1, &adjoint };
  ChainOpCall  call = { op, { &prediction, &target }, &output, arrays->parameters };
  g_autoptr (ChainTensor) gradient = chain_tensor_new (rows, columns);
  const double n = (double) (op->from_logits_of != NULL && columns > 1 ? rows : rows * columns);

  prepare_targets (op, arrays, rows, columns);
  op->forward (&call, &output);
  chain_tensor_fill (gradient, 0);
  op->backward (&call, 0, &above, gradient);

  assert_near (chain_op_map_loss (op, rows, columns, arrays->z, arrays->y, adjoint, arrays->result,
                                  arrays->parameters),
               loss, 9, 1);
  assert_near (chain_op_map_loss (op, rows, columns, arrays->z, arrays->y, adjoint, NULL,
                                  arrays->parameters),
               loss, 9, 1);
  for (gsize i = 0; i < rows * columns; i++)
    assert_near (arrays->result[i], gradient->values[i], 0, 1 / n);
}

static void
test_loss (gconstpointer data)
{
  const ChainOp      *op = data;
  g_autofree Arrays *arrays = arrays_new (op);

  for (gsize r = 0; r < G_N_ELEMENTS (row_counts); r++)
    for (gsize c = 0; c < G_N_ELEMENTS (sizes); c++)
      check_loss (op, arrays, row_counts[r], sizes[c]);
}

static void
test_loss_fallback (gconstpointer data)
{
  ChainOp            plain = *(const ChainOp *) data;
  g_autofree Arrays *arrays = arrays_new (&plain);

  plain.map_loss = NULL;
  check_loss (&plain, arrays, 5, 7);
}

/* The gradient in the prediction's place, and large logits, which must not overflow. */
static void
test_loss_in_place (gconstpointer data)
{
  const ChainOp      *op = data;
  g_autofree Arrays *arrays = arrays_new (op);
  double             loss;

  for (gsize i = 0; i < 30; i++)
    arrays->z[i] *= 100;
  check_loss (op, arrays, 10, 3);
  loss = chain_op_map_loss (op, 10, 3, arrays->z, arrays->y, 1, arrays->result,
                            arrays->parameters);
  g_assert_true (isfinite (loss));
  g_assert_cmpfloat (chain_op_map_loss (op, 10, 3, arrays->z, arrays->y, 1, arrays->z,
                                        arrays->parameters),
                     ==, loss);
  g_assert_cmpmem (arrays->z, 30 * sizeof (double), arrays->result, 30 * sizeof (double));
}

/* A diverged run must show in the loss. */
static void
test_loss_not_a_number (gconstpointer data)
{
  const ChainOp      *op = data;
  g_autofree Arrays *arrays = arrays_new (op);

  for (gsize i = 0; i < 12; i++)
    {
      const double z = arrays->z[i];

      arrays->z[i] = NAN;
      g_assert_true (isnan (chain_op_map_loss (op, 4, 3, arrays->z, arrays->y, 1, NULL,
                                               arrays->parameters)));
      g_assert_true (isnan (chain_op_map_loss (op, 4, 3, arrays->z, arrays->y, 1, arrays->result,
                                               arrays->parameters)));
      arrays->z[i] = z;
    }
}

static const struct
{
  ChainOpKind   kind;
  const char   *name;
  GTestDataFunc run;
} tests[] = {
  { CHAIN_OP_ACTIVATION, "matches-numbers", test_activation },
  { CHAIN_OP_ACTIVATION, "fallback", test_activation_fallback },
  { CHAIN_OP_ACTIVATION, "special", test_activation_special },
  { CHAIN_OP_ACTIVATION, "place", test_activation_place },
  { CHAIN_OP_LOSS, "matches-numbers", test_loss },
  { CHAIN_OP_LOSS, "fallback", test_loss_fallback },
  { CHAIN_OP_LOSS, "in-place", test_loss_in_place },
  { CHAIN_OP_LOSS, "not-a-number", test_loss_not_a_number },
};

static void
add_tests (const ChainOp *const *table)
{
  for (const ChainOp *const *op = table; *op != NULL; op++)
    for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
      if (tests[i].kind == (*op)->kind
          && ((*op)->value != NULL || tests[i].run != test_activation_fallback))
        {
          g_autofree char *path
              = g_strdup_printf ("/engine/op-arrays/%s/%s", (*op)->name, tests[i].name);

          g_test_add_data_func (path, *op, tests[i].run);
        }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_tests (chain_activations);
  add_tests (chain_losses);
  return g_test_run ();
}
