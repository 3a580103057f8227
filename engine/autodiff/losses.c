/* losses.c: the table of losses. Adding one is adding a row here.
 *
 * Inputs are the prediction a (or the logits z it is made of) and the target y, both
 * [batch, outputs]; the result is [1, 1], the mean over the batch. Cross-entropies read the
 * logits, so that no probability is rounded to 0 before its logarithm is taken.
 *
 * SPDX-License-Identifier: MIT
 */
#include "autodiff/loss-arrays.h"
#include "autodiff/op.h"

#include "base/error.h"

#include <math.h>

static gboolean
shape_loss (const ChainOp *op, const ChainShape *inputs, ChainShape *output, GError **error)
{
  if (inputs[0].rows != inputs[1].rows || inputs[0].columns != inputs[1].columns)
    {
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_SHAPE,
                   "%s: %" G_GSIZE_FORMAT " outputs, expected as many targets, found "
                   "%" G_GSIZE_FORMAT,
                   op->name, inputs[0].columns, inputs[1].columns);
      return FALSE;
    }
  *output = (ChainShape){ 1, 1 };
  return TRUE;
}

/* A loss as a mean: the sum over rows (and outputs) of a part for each element. */
typedef struct
{
  const ChainOpTerms *terms;
  ChainFormula     *(*part) (const ChainOpTerms *terms, gsize row, gsize column);
} Parts;

static ChainFormula *
part_of_loss (gsize i, gpointer data)
{
  const Parts *parts = data;
  const gsize  columns = parts->terms->call.inputs[0]->columns;

  return parts->part (parts->terms, i / columns, i % columns);
}

static ChainFormula *
divided_by (ChainFormula *formula, gsize count)
{
  return count == 1 ? formula
                    : chain_formula_fraction (formula, chain_formula_number ((double) count));
}

static ChainFormula *
mean_of_parts (const ChainOpTerms *terms,
               ChainFormula     *(*part) (const ChainOpTerms *, gsize, gsize),
               gsize               divisor)
{
  Parts parts = { terms, part };

  return divided_by (
      chain_formula_sum_of (chain_tensor_size (terms->call.inputs[0]), part_of_loss, &parts),
      divisor);
}

static ChainFormula *
target (const ChainOpTerms *terms, gsize row, gsize column)
{
  return terms->input (terms, 1, row, column);
}

static gsize
n_elements (const ChainOpTerms *terms)
{
  return chain_tensor_size (terms->call.inputs[0]);
}

/* Mean squared error: L = Σ (a − y)² / (n·B), ∂L/∂a = 2 (a − y) / (n·B). */

static void
forward_mse (const ChainOpCall *call, ChainTensor *output)
{
  const gsize n = chain_tensor_size (call->inputs[0]);
  double      sum = 0;

  for (gsize i = 0; i < n; i++)
    {
      const double e = call->inputs[0]->values[i] - call->inputs[1]->values[i];

      sum += e * e;
    }
  output->values[0] = sum / (double) n;
}

static void
backward_mse (const ChainOpCall *call,
              guint              input,
              const ChainTensor *output_adjoint,
              ChainTensor       *input_adjoint)
{
  const gsize  n = chain_tensor_size (call->inputs[0]);
  const double sign = input == 0 ? 1 : -1;

  for (gsize i = 0; i < n; i++)
    input_adjoint->values[i]
        += sign * output_adjoint->values[0] * 2
           * (call->inputs[0]->values[i] - call->inputs[1]->values[i]) / (double) n;
}

static ChainFormula *
error_of (const ChainOpTerms *terms, gsize row, gsize column)
{
  return chain_formula_minus (terms->input (terms, 0, row, column), target (terms, row, column));
}

static ChainFormula *
squared_error (const ChainOpTerms *terms, gsize row, gsize column)
{
  return chain_formula_power (error_of (terms, row, column), chain_formula_number (2));
}

static ChainFormula *
equation_mse (const ChainOpTerms *terms, gsize row G_GNUC_UNUSED, gsize column G_GNUC_UNUSED)
{
  return mean_of_parts (terms, squared_error, n_elements (terms));
}

static ChainFormula *
backward_equation_mse (const ChainOpTerms *terms, guint input, gsize row, gsize column)
{
  ChainFormula *slope = divided_by (
      chain_formula_times (chain_formula_number (2), error_of (terms, row, column)),
      n_elements (terms));

  return input == 0 ? slope : chain_formula_negative (slope);
}

static const ChainOp mse = {
  .name = "mse",
  .title = "mean squared error",
  .symbol = "(a − y)²",
  .code = "tf.reduce_mean(tf.square({0} - {1}))",
  .kind = CHAIN_OP_LOSS,
  .n_inputs = 2,
  .shape = shape_loss,
  .forward = forward_mse,
  .backward = backward_mse,
  .equation = equation_mse,
  .backward_equation = backward_equation_mse,
  .map_loss = chain_map_mse,
};

/* Mean absolute error: L = Σ |a − y| / (n·B), ∂L/∂a = sign(a − y) / (n·B), 0 at a = y. */

static void
forward_mae (const ChainOpCall *call, ChainTensor *output)
{
  const gsize n = chain_tensor_size (call->inputs[0]);
  double      sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += fabs (call->inputs[0]->values[i] - call->inputs[1]->values[i]);
  output->values[0] = sum / (double) n;
}

static void
backward_mae (const ChainOpCall *call,
              guint              input,
              const ChainTensor *output_adjoint,
              ChainTensor       *input_adjoint)
{
  const gsize  n = chain_tensor_size (call->inputs[0]);
  const double sign = input == 0 ? 1 : -1;

  for (gsize i = 0; i < n; i++)
    {
      const double e = call->inputs[0]->values[i] - call->inputs[1]->values[i];

      input_adjoint->values[i]
          += sign * output_adjoint->values[0] * ((e > 0) - (e < 0)) / (double) n;
    }
}

static ChainFormula *
absolute_error (const ChainOpTerms *terms, gsize row, gsize column)
{
  return chain_formula_call ("abs", error_of (terms, row, column), NULL);
}

static ChainFormula *
equation_mae (const ChainOpTerms *terms, gsize row G_GNUC_UNUSED, gsize column G_GNUC_UNUSED)
{
  return mean_of_parts (terms, absolute_error, n_elements (terms));
}

static ChainFormula *
backward_equation_mae (const ChainOpTerms *terms, guint input, gsize row, gsize column)
{
  ChainFormula *slope = divided_by (
      chain_formula_call ("sign", error_of (terms, row, column), NULL), n_elements (terms));

  return input == 0 ? slope : chain_formula_negative (slope);
}

static int
sign_of_error (const ChainOpCall *call, gsize i)
{
  const double e = call->inputs[0]->values[i] - call->inputs[1]->values[i];

  return (e > 0) - (e < 0);
}

static const ChainOp mae = {
  .name = "mae",
  .title = "mean absolute error",
  .symbol = "|a − y|",
  .code = "tf.reduce_mean(tf.abs({0} - {1}))",
  .kind = CHAIN_OP_LOSS,
  .n_inputs = 2,
  .shape = shape_loss,
  .forward = forward_mae,
  .backward = backward_mae,
  .equation = equation_mae,
  .backward_equation = backward_equation_mae,
  .piece = sign_of_error,
  .map_loss = chain_map_mae,
};

/* Huber's loss of e = a − y: e²/2 up to |e| = δ, beyond it δ |e| − δ²/2, over n·B; its
 * derivative is e kept between −δ and δ. */

static double
huber_part (double e, double delta)
{
  return fabs (e) <= delta ? 0.5 * e * e : delta * fabs (e) - 0.5 * delta * delta;
}

static void
forward_huber (const ChainOpCall *call, ChainTensor *output)
{
  const gsize n = chain_tensor_size (call->inputs[0]);
  double      sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += huber_part (call->inputs[0]->values[i] - call->inputs[1]->values[i],
                       call->parameters[0]);
  output->values[0] = sum / (double) n;
}

static void
backward_huber (const ChainOpCall *call,
                guint              input,
                const ChainTensor *output_adjoint,
                ChainTensor       *input_adjoint)
{
  const gsize  n = chain_tensor_size (call->inputs[0]);
  const double delta = call->parameters[0];
  const double sign = input == 0 ? 1 : -1;

  for (gsize i = 0; i < n; i++)
    {
      const double e = call->inputs[0]->values[i] - call->inputs[1]->values[i];
      /* Not fmin and fmax, which would hide a NaN. */
      const double slope = e > delta ? delta : e < -delta ? -delta : e;

      input_adjoint->values[i] += sign * output_adjoint->values[0] * slope / (double) n;
    }
}

static ChainFormula *
delta_symbol (const ChainOpTerms *terms)
{
  return chain_formula_symbol ("δ", NULL, NULL, terms->call.parameters[0]);
}

static ChainFormula *
half_square (ChainFormula *formula)
{
  return chain_formula_fraction (chain_formula_power (formula, chain_formula_number (2)),
                                 chain_formula_number (2));
}

static ChainFormula *
huber_term (const ChainOpTerms *terms, gsize row, gsize column)
{
  ChainFormula *e = error_of (terms, row, column);

  if (fabs (chain_formula_evaluate (e)) <= terms->call.parameters[0])
    return half_square (e);
  return chain_formula_minus (
      chain_formula_times (delta_symbol (terms), chain_formula_call ("abs", e, NULL)),
      half_square (delta_symbol (terms)));
}

static ChainFormula *
equation_huber (const ChainOpTerms *terms, gsize row G_GNUC_UNUSED, gsize column G_GNUC_UNUSED)
{
  return mean_of_parts (terms, huber_term, n_elements (terms));
}

static ChainFormula *
backward_equation_huber (const ChainOpTerms *terms, guint input, gsize row, gsize column)
{
  ChainFormula *e = error_of (terms, row, column);
  ChainFormula *slope = e;

  if (fabs (chain_formula_evaluate (e)) > terms->call.parameters[0])
    slope = chain_formula_times (delta_symbol (terms), chain_formula_call ("sign", e, NULL));
  slope = divided_by (slope, n_elements (terms));
  return input == 0 ? slope : chain_formula_negative (slope);
}

static int
part_of_huber (const ChainOpCall *call, gsize i)
{
  const double e = call->inputs[0]->values[i] - call->inputs[1]->values[i];

  return (e > call->parameters[0]) - (e < -call->parameters[0]);
}

static const ChainOp huber = {
  .name = "huber",
  .title = "Huber",
  .symbol = "(a − y)²/2 or δ|a − y| − δ²/2",
  .code = "tf.reduce_mean(tf.keras.losses.huber({1}, {0}, delta={delta}))",
  .kind = CHAIN_OP_LOSS,
  .n_inputs = 2,
  .parameters = { { "delta", "δ", CHAIN_PARAMETER_NUMBER, 1, 1e-300, G_MAXDOUBLE } },
  .shape = shape_loss,
  .forward = forward_huber,
  .backward = backward_huber,
  .equation = equation_huber,
  .backward_equation = backward_equation_huber,
  .piece = part_of_huber,
  .map_loss = chain_map_huber,
};

/* Binary cross-entropy: L = −Σ (y ln a + (1 − y) ln (1 − a)) / (n·B) with a = σ(z), computed as
 * max(z, 0) − z·y + ln(1 + e^−|z|); ∂L/∂z = (a − y) / (n·B). */

static double
sigmoid (double z)
{
  return z >= 0 ? 1 / (1 + exp (-z)) : exp (z) / (1 + exp (z));
}

static void
forward_binary (const ChainOpCall *call, ChainTensor *output)
{
  const gsize n = chain_tensor_size (call->inputs[0]);
  double      sum = 0;

  for (gsize i = 0; i < n; i++)
    {
      const double z = call->inputs[0]->values[i];

      sum += (z <= 0 ? 0 : z) - z * call->inputs[1]->values[i] + log1p (exp (-fabs (z)));
    }
  output->values[0] = sum / (double) n;
}

static void
backward_binary (const ChainOpCall *call,
                 guint              input,
                 const ChainTensor *output_adjoint,
                 ChainTensor       *input_adjoint)
{
  const gsize n = chain_tensor_size (call->inputs[0]);

  for (gsize i = 0; i < n; i++)
    {
      const double z = call->inputs[0]->values[i];
      const double slope = input == 0 ? sigmoid (z) - call->inputs[1]->values[i] : -z;

      input_adjoint->values[i] += output_adjoint->values[0] * slope / (double) n;
    }
}

/* The textbook's form, or the one from the logits where a probability has been rounded to 0 or
 * 1 and the textbook's would say infinity. */
static ChainFormula *
binary_part (const ChainOpTerms *terms, gsize row, gsize column)
{
  const double a = sigmoid (chain_tensor_get (terms->call.inputs[0], row, column));
  ChainFormula *z;

  if (a > 0 && a < 1)
    return chain_formula_negative (chain_formula_plus (
        chain_formula_times (target (terms, row, column),
                             chain_formula_call ("ln", terms->activated (terms, row, column), NULL)),
        chain_formula_times (
            chain_formula_minus (chain_formula_number (1), target (terms, row, column)),
            chain_formula_call ("ln",
                                chain_formula_minus (chain_formula_number (1),
                                                     terms->activated (terms, row, column)),
                                NULL))));

  z = terms->input (terms, 0, row, column);
  return chain_formula_minus (
      chain_formula_call ("max", chain_formula_number (0), chain_formula_copy (z)),
      chain_formula_times (z, target (terms, row, column)));
}

static ChainFormula *
equation_binary (const ChainOpTerms *terms, gsize row G_GNUC_UNUSED, gsize column G_GNUC_UNUSED)
{
  return mean_of_parts (terms, binary_part, n_elements (terms));
}

static ChainFormula *
probability_error (const ChainOpTerms *terms, gsize row, gsize column)
{
  return chain_formula_minus (terms->activated (terms, row, column), target (terms, row, column));
}

static ChainFormula *
backward_equation_binary (const ChainOpTerms *terms, guint input, gsize row, gsize column)
{
  ChainFormula *slope = input == 0
                            ? probability_error (terms, row, column)
                            : chain_formula_negative (terms->input (terms, 0, row, column));

  return divided_by (slope, n_elements (terms));
}

static const ChainOp binary_crossentropy = {
  .name = "binary_crossentropy",
  .title = "binary cross-entropy",
  .symbol = "−y ln a − (1 − y) ln(1 − a)",
  .code = "tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(labels={1}, logits={0}))",
  .kind = CHAIN_OP_LOSS,
  .n_inputs = 2,
  .from_logits_of = "sigmoid",
  .shape = shape_loss,
  .forward = forward_binary,
  .backward = backward_binary,
  .equation = equation_binary,
  .backward_equation = backward_equation_binary,
  .map_loss = chain_map_binary,
};

/* Categorical cross-entropy: L = −Σ yₖ ln aₖ / B with a = softmax(z), computed as
 * −Σ yₖ (zₖ − ln Σ e^z); ∂L/∂z = (a − y) / B where the targets of a row sum to 1. */

static double
log_sum_of_exponentials (const double *z, gsize n)
{
  double largest = z[0];
  double sum = 0;

  for (gsize k = 1; k < n; k++)
    largest = fmax (largest, z[k]);
  for (gsize k = 0; k < n; k++)
    sum += exp (z[k] - largest);
  return largest + log (sum);
}

static void
forward_categorical (const ChainOpCall *call, ChainTensor *output)
{
  const ChainTensor *z = call->inputs[0];
  double             sum = 0;

  for (gsize r = 0; r < z->rows; r++)
    {
      const double normalizer = log_sum_of_exponentials (z->values + r * z->columns, z->columns);

      for (gsize k = 0; k < z->columns; k++)
        sum -= chain_tensor_get (call->inputs[1], r, k) * (chain_tensor_get (z, r, k) - normalizer);
    }
  output->values[0] = sum / (double) z->rows;
}

static void
backward_categorical (const ChainOpCall *call,
                      guint              input,
                      const ChainTensor *output_adjoint,
                      ChainTensor       *input_adjoint)
{
  const ChainTensor *z = call->inputs[0];
  const double       scale = output_adjoint->values[0] / (double) z->rows;

  for (gsize r = 0; r < z->rows; r++)
    {
      const double normalizer = log_sum_of_exponentials (z->values + r * z->columns, z->columns);

      for (gsize k = 0; k < z->columns; k++)
        {
          const double log_a = chain_tensor_get (z, r, k) - normalizer;

          input_adjoint->values[r * z->columns + k]
              += scale * (input == 0 ? exp (log_a) - chain_tensor_get (call->inputs[1], r, k) : -log_a);
        }
    }
}

static double
log_probability (const ChainOpTerms *terms, gsize row, gsize column)
{
  const ChainTensor *z = terms->call.inputs[0];

  return chain_tensor_get (z, row, column)
         - log_sum_of_exponentials (z->values + row * z->columns, z->columns);
}

/* −y ln a; where a has been rounded to 0, the logarithm as it is known from the logits. */
static ChainFormula *
categorical_part (const ChainOpTerms *terms, gsize row, gsize column)
{
  const double  log_a = log_probability (terms, row, column);
  ChainFormula *logarithm
      = exp (log_a) > 0
            ? chain_formula_call ("ln", terms->activated (terms, row, column), NULL)
            : chain_formula_number (log_a);

  return chain_formula_negative (chain_formula_times (target (terms, row, column), logarithm));
}

/* Outputs whose target is 0 add nothing: the sum shows the others. */
typedef struct
{
  const ChainOpTerms *terms;
  GArray             *elements; /* gsize: indices into the targets */
} Shown;

static ChainFormula *
shown_part (gsize i, gpointer data)
{
  const Shown *shown = data;
  const gsize  element = g_array_index (shown->elements, gsize, i);
  const gsize  columns = shown->terms->call.inputs[0]->columns;

  return categorical_part (shown->terms, element / columns, element % columns);
}

static ChainFormula *
equation_categorical (const ChainOpTerms *terms,
                      gsize               row G_GNUC_UNUSED,
                      gsize               column G_GNUC_UNUSED)
{
  g_autoptr (GArray) elements = g_array_new (FALSE, FALSE, sizeof (gsize));
  Shown        shown = { terms, elements };
  ChainFormula *sum;

  for (gsize i = 0; i < n_elements (terms); i++)
    if (terms->call.inputs[1]->values[i] != 0)
      g_array_append_val (elements, i);
  sum = elements->len > 0 ? chain_formula_sum_of (elements->len, shown_part, &shown)
                          : chain_formula_number (0);
  return divided_by (sum, terms->call.inputs[0]->rows);
}

static ChainFormula *
backward_equation_categorical (const ChainOpTerms *terms, guint input, gsize row, gsize column)
{
  ChainFormula *slope
      = input == 0 ? probability_error (terms, row, column)
                   : chain_formula_negative (chain_formula_call (
                         "ln", terms->activated (terms, row, column), NULL));

  return divided_by (slope, terms->call.inputs[0]->rows);
}

static const ChainOp categorical_crossentropy = {
  .name = "categorical_crossentropy",
  .title = "categorical cross-entropy",
  .symbol = "−Σ y ln a",
  .code = "tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(labels={1}, logits={0}))",
  .kind = CHAIN_OP_LOSS,
  .n_inputs = 2,
  .from_logits_of = "softmax",
  .shape = shape_loss,
  .forward = forward_categorical,
  .backward = backward_categorical,
  .equation = equation_categorical,
  .backward_equation = backward_equation_categorical,
  .map_loss = chain_map_categorical,
};

const ChainOp *const chain_losses[] = {
  &mse, &mae, &huber, &binary_crossentropy, &categorical_crossentropy, NULL,
};
