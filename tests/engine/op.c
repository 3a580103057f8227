/* op.c: every row of the operation tables: its derivative against central differences, its
 * equations against its numbers, its name.
 *
 * SPDX-License-Identifier: MIT
 */
#include <chainrule.h>

#include <math.h>
#include <string.h>

/* Awkward but smooth: no element near a kink, targets that sum to 1 in each row. The second
 * operand takes the same numbers from the second on. */
#define ROWS 3
#define COLUMNS 4

static const double left_values[ROWS * COLUMNS + 1]
    = { 0.7, -1.3, 2.1, 0.2, -0.4, 1.1, -2.2, 0.9, 1.7, -0.8, 0.3, -1.9, 1.4 };
static const double targets[ROWS * COLUMNS]
    = { 0.1, 0.2, 0.3, 0.4, 0.25, 0.25, 0.25, 0.25, 1, 0, 0, 0 };

typedef struct
{
  const ChainOp *op;
  ChainShape     left;
  ChainShape     right;
} Case;

/* Operations of positive numbers only, or far from 0 where they divide. */
static gboolean
needs_positive (const ChainOp *op)
{
  return g_str_equal (op->name, "sqrt") || g_str_equal (op->name, "power")
         || g_str_equal (op->name, "divide") || g_str_equal (op->name, "log");
}

static ChainTensor *
tensor_of (ChainShape shape, const double *values)
{
  ChainTensor *tensor = chain_tensor_new (shape.rows, shape.columns);

  memcpy (tensor->values, values, chain_tensor_size (tensor) * sizeof (double));
  return tensor;
}

/* One call with its tensors; the result is weighted so that every element of it counts. */
typedef struct
{
  ChainTensor *inputs[CHAIN_OP_MAX_INPUTS];
  ChainTensor *output;
  ChainTensor *weights;
  double       parameters[CHAIN_MAX_PARAMETERS];
  ChainOpCall  call;
} Fixture;

static void
fixture_init (Fixture *f, const Case *c)
{
  const ChainShape shapes[] = { c->left, c->right };
  ChainShape       shape;

  memset (f, 0, sizeof *f);
  g_assert_true (c->op->shape (c->op, shapes, &shape, NULL));
  f->inputs[0] = tensor_of (c->left, left_values);
  if (c->op->n_inputs > 1)
    f->inputs[1]
        = tensor_of (c->right, c->op->kind == CHAIN_OP_LOSS ? targets : left_values + 1);
  /* No two numbers of a pair are equal, where one of them counts. */
  for (gsize i = 0; c->op->n_inputs > 1 && c->op->piece != NULL && c->op->pair != NULL
                    && i < chain_tensor_size (f->inputs[1]);
       i++)
    f->inputs[1]->values[i] += 0.05;
  for (guint k = 0; k < c->op->n_inputs && needs_positive (c->op); k++)
    for (gsize i = 0; i < chain_tensor_size (f->inputs[k]); i++)
      f->inputs[k]->values[i] = fabs (f->inputs[k]->values[i]) + 0.3;
  f->output = chain_tensor_new (shape.rows, shape.columns);
  f->weights = chain_tensor_new (shape.rows, shape.columns);
  for (gsize i = 0; i < chain_tensor_size (f->weights); i++)
    f->weights->values[i] = 0.5 + 0.3 * (double) i;
  chain_parameters_init (c->op->parameters, f->parameters);
  f->call = (ChainOpCall){ c->op, { f->inputs[0], f->inputs[1] }, f->output, f->parameters };
}

static void
fixture_clear (Fixture *f)
{
  chain_tensor_free (f->inputs[0]);
  chain_tensor_free (f->inputs[1]);
  chain_tensor_free (f->output);
  chain_tensor_free (f->weights);
}

static double
weighted_output (Fixture *f)
{
  double sum = 0;

  f->call.op->forward (&f->call, f->output);
  for (gsize i = 0; i < chain_tensor_size (f->output); i++)
    sum += f->weights->values[i] * f->output->values[i];
  return sum;
}

static double
central_difference (Fixture *f, double *x)
{
  const double h = 1e-6;
  const double kept = *x;
  double       above;
  double       below;

  *x = kept + h;
  above = weighted_output (f);
  *x = kept - h;
  below = weighted_output (f);
  *x = kept;
  return (above - below) / (2 * h);
}

static void
test_gradient (gconstpointer data)
{
  const Case *c = data;
  Fixture     f;

  fixture_init (&f, c);
  weighted_output (&f);
  for (guint k = 0; k < c->op->n_inputs && c->op->backward != NULL; k++)
    {
      g_autoptr (ChainTensor) adjoint
          = chain_tensor_new (f.inputs[k]->rows, f.inputs[k]->columns);

      weighted_output (&f);
      c->op->backward (&f.call, k, f.weights, adjoint);
      for (gsize i = 0; i < chain_tensor_size (adjoint); i++)
        g_assert_cmpfloat_with_epsilon (adjoint->values[i],
                                        central_difference (&f, &f.inputs[k]->values[i]), 2e-8);
      /* What is there is added to, not overwritten. */
      weighted_output (&f);
      chain_tensor_fill (adjoint, 100);
      c->op->backward (&f.call, k, f.weights, adjoint);
      g_assert_cmpfloat_with_epsilon (adjoint->values[0],
                                      100 + central_difference (&f, &f.inputs[k]->values[0]), 2e-8);
    }
  fixture_clear (&f);
}

/* Terms that are nothing but their numbers. */
typedef struct
{
  ChainOpTerms terms;
  Fixture     *fixture;
} PlainTerms;

static ChainFormula *
plain_input (const ChainOpTerms *terms, guint input, gsize row, gsize column)
{
  return chain_formula_symbol ("x", NULL, NULL,
                               chain_tensor_get (terms->call.inputs[input], row, column));
}

static ChainFormula *
plain_output (const ChainOpTerms *terms, gsize row, gsize column)
{
  return chain_formula_symbol ("a", NULL, NULL, chain_tensor_get (terms->call.output, row, column));
}

static ChainFormula *
plain_adjoint (const ChainOpTerms *terms, gsize row, gsize column)
{
  const PlainTerms *plain = (const PlainTerms *) terms;

  return chain_formula_symbol ("g", NULL, NULL,
                               chain_tensor_get (plain->fixture->weights, row, column));
}

static ChainFormula *
plain_activated (const ChainOpTerms *terms, gsize row, gsize column)
{
  const ChainOp *activation
      = chain_op_find (CHAIN_OP_ACTIVATION, terms->call.op->from_logits_of);
  g_autoptr (ChainTensor) a = chain_tensor_copy (terms->call.inputs[0]);
  const ChainOpCall call = { activation, { terms->call.inputs[0] }, a };

  activation->forward (&call, a);
  return chain_formula_symbol ("a", NULL, NULL, chain_tensor_get (a, row, column));
}

static void
assert_formula (ChainFormula *formula, double expected)
{
  g_assert_cmpfloat_with_epsilon (chain_formula_evaluate (formula), expected, 1e-12);
  chain_formula_free (formula);
}

/* A number shown is the number computed: the equations evaluate to what the kernels give. */
static void
test_equations (gconstpointer data)
{
  const Case *c = data;
  Fixture     f;
  PlainTerms  plain;

  fixture_init (&f, c);
  /* A loss or a penalty is not part of a longer chain: its adjoint is 1. */
  if (c->op->kind == CHAIN_OP_LOSS || g_str_has_suffix (c->op->name, "_penalty"))
    chain_tensor_fill (f.weights, 1);
  weighted_output (&f);
  plain = (PlainTerms){ { f.call, plain_input, plain_output, plain_adjoint, plain_activated }, &f };
  for (gsize r = 0; r < f.output->rows; r++)
    for (gsize k = 0; k < f.output->columns; k++)
      assert_formula (c->op->equation (&plain.terms, r, k), chain_tensor_get (f.output, r, k));

  for (guint i = 0; i < c->op->n_inputs && c->op->backward != NULL; i++)
    {
      g_autoptr (ChainTensor) adjoint
          = chain_tensor_new (f.inputs[i]->rows, f.inputs[i]->columns);

      c->op->backward (&f.call, i, f.weights, adjoint);
      for (gsize r = 0; r < adjoint->rows; r++)
        for (gsize k = 0; k < adjoint->columns; k++)
          assert_formula (c->op->backward_equation (&plain.terms, i, r, k),
                          chain_tensor_get (adjoint, r, k));
    }
  fixture_clear (&f);
}

static void
test_names (void)
{
  for (guint kind = CHAIN_OP_ARITHMETIC; kind <= CHAIN_OP_LOSS; kind++)
    {
      const ChainOp *const *const tables[]
          = { chain_arithmetic, chain_activations, chain_losses };
      g_autofree char *names = chain_op_names (kind);

      for (const ChainOp *const *op = tables[kind]; *op != NULL; op++)
        {
          g_assert_true (chain_op_find (kind, (*op)->name) == *op);
          g_assert_nonnull (strstr (names, (*op)->name));
          g_assert_cmpint ((*op)->kind, ==, kind);
          g_assert_nonnull ((*op)->title);
          g_assert_nonnull ((*op)->symbol);
        }
      g_assert_null (chain_op_find (kind, "no such operation"));
    }
}

/* Elementwise rows say the same for one number as for a tensor; relu at 0 has slope 0. */
static void
test_elementwise (void)
{
  for (const ChainOp *const *op = chain_activations; *op != NULL; op++)
    for (double z = -3.05; (*op)->value != NULL && z < 3; z += 0.1) /* never at a kink */
      {
        const double h = 1e-6;
        double       p[CHAIN_MAX_PARAMETERS];
        double       a;
        double       numeric;

        chain_parameters_init ((*op)->parameters, p);
        a = (*op)->value (z, p);
        numeric = ((*op)->value (z + h, p) - (*op)->value (z - h, p)) / (2 * h);
        g_assert_cmpfloat_with_epsilon ((*op)->derivative (z, a, p), numeric, 1e-8);
      }
  g_assert_cmpfloat (chain_op_find (CHAIN_OP_ACTIVATION, "relu")->derivative (0, 0, NULL), ==, 0);
}

/* Logits as large as they get: the losses stay finite and exact, probabilities do not clip. */
static void
test_extreme_logits (void)
{
  const ChainOp *binary = chain_op_find (CHAIN_OP_LOSS, "binary_crossentropy");
  const ChainOp *categorical = chain_op_find (CHAIN_OP_LOSS, "categorical_crossentropy");
  double         z[] = { 500, -800 };
  double         y[] = { 0, 1 };
  double         l;
  double         g[2] = { 0, 0 };
  double         one = 1;
  ChainTensor    logits = { 1, 2, z }, target = { 1, 2, y }, loss = { 1, 1, &l };
  ChainTensor    gradient = { 1, 2, g }, seed = { 1, 1, &one };

  binary->forward (&(ChainOpCall){ binary, { &logits, &target }, NULL }, &loss);
  g_assert_cmpfloat (l, ==, (500 + 800) / 2.0);
  binary->backward (&(ChainOpCall){ binary, { &logits, &target }, &loss }, 0, &seed, &gradient);
  g_assert_cmpfloat (g[0], ==, 0.5);
  g_assert_cmpfloat (g[1], ==, -0.5);

  categorical->forward (&(ChainOpCall){ categorical, { &logits, &target }, NULL }, &loss);
  g_assert_cmpfloat (l, ==, 1300);
}

/* relu(matmul([[-2, -1], [3, 4]], [[3, 4], [1, 2]])) = [[0, 0], [13, 20]] */
static void
test_relu_of_matmul (void)
{
  const ChainOp *matmul = chain_op_find (CHAIN_OP_ARITHMETIC, "matmul");
  const ChainOp *relu = chain_op_find (CHAIN_OP_ACTIVATION, "relu");
  const double   expected[] = { 0, 0, 13, 20 };
  double         x[] = { -2, -1, 3, 4 }, y[] = { 3, 4, 1, 2 }, p[4], a[4];
  ChainTensor    tx = { 2, 2, x }, ty = { 2, 2, y }, tp = { 2, 2, p }, ta = { 2, 2, a };

  matmul->forward (&(ChainOpCall){ matmul, { &tx, &ty }, NULL }, &tp);
  relu->forward (&(ChainOpCall){ relu, { &tp }, NULL }, &ta);
  for (guint i = 0; i < 4; i++)
    g_assert_cmpfloat (a[i], ==, expected[i]);
}

static void
test_shapes (void)
{
  g_autoptr (GError) error = NULL;
  const ChainOp   *matmul = chain_op_find (CHAIN_OP_ARITHMETIC, "matmul");
  const ChainOp   *add = chain_op_find (CHAIN_OP_ARITHMETIC, "add");
  const ChainShape unfit[] = { { CHAIN_BATCH, 3 }, { 4, 2 } };
  ChainShape       result;

  g_assert_false (matmul->shape (matmul, unfit, &result, &error));
  g_assert_error (error, CHAIN_ERROR, CHAIN_ERROR_SHAPE);
  g_assert_nonnull (strstr (error->message, "3 columns, expected the 4 rows"));
  g_assert_false (add->shape (add, unfit, &result, NULL));
}

static const ChainShape full = { ROWS, COLUMNS };

static void
add_cases (const char *table, const ChainOp *const *ops, ChainShape right)
{
  for (const ChainOp *const *op = ops; *op != NULL; op++)
    {
      Case *c = g_new (Case, 1);
      g_autofree char *gradient = g_strdup_printf ("/engine/op/%s/%s/gradient/%ux%u", table,
                                                   (*op)->name, (guint) right.rows,
                                                   (guint) right.columns);
      g_autofree char *equations = g_strdup_printf ("/engine/op/%s/%s/equations/%ux%u", table,
                                                    (*op)->name, (guint) right.rows,
                                                    (guint) right.columns);

      *c = (Case){ *op, full, right };
      g_test_add_data_func_full (gradient, g_memdup2 (c, sizeof *c), test_gradient, g_free);
      g_test_add_data_func_full (equations, c, test_equations, g_free);
    }
}

int
main (int argc, char **argv)
{
  static const ChainShape broadcasts[] = { { ROWS, COLUMNS }, { 1, COLUMNS }, { ROWS, 1 }, { 1, 1 } };
  const ChainOp *const    matmul[] = { chain_op_find (CHAIN_OP_ARITHMETIC, "matmul"), NULL };

  g_test_init (&argc, &argv, NULL);
  add_cases ("activation", chain_activations, full);
  add_cases ("loss", chain_losses, full);
  add_cases ("arithmetic", matmul, (ChainShape){ COLUMNS, 2 });
  for (guint i = 0; i < G_N_ELEMENTS (broadcasts); i++)
    add_cases ("arithmetic", chain_arithmetic + 1, broadcasts[i]);
  g_test_add_func ("/engine/op/names", test_names);
  g_test_add_func ("/engine/op/elementwise", test_elementwise);
  g_test_add_func ("/engine/op/extreme-logits", test_extreme_logits);
  g_test_add_func ("/engine/op/relu-of-matmul", test_relu_of_matmul);
  g_test_add_func ("/engine/op/shapes", test_shapes);
  return g_test_run ();
}
