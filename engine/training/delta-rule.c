/* delta-rule.c: training of one linear unit, a row at a time.
 *
 * Such an iteration is a dozen additions and multiplications: less than it takes to call a
 * function for each of its parts. So they stand in one loop, with the weights in registers
 * where there are few.
 *
 * SPDX-License-Identifier: MIT
 */
#include "training/delta-rule.h"

#include "autodiff/vector-math-inline.h"

#include <math.h>

#define MOST_IN_REGISTERS 4 /* inputs */

/**
 * chain_delta_rule_fits:
 * @recording: a network
 * @options: how it is trained
 *
 * Returns: whether an iteration is that of chain_delta_rule_run()
 */
gboolean
chain_delta_rule_fits (const ChainRecording *recording, const ChainTrainingOptions *options)
{
  const ChainRecordedLayer *layer = &recording->layers[0];
  const ChainNode          *a = chain_graph_node (recording->graph, layer->a);

  return recording->n_layers == 1 && layer->mask == CHAIN_NO_NODE
         && layer->kernel_factors == NULL && layer->bias_factors == NULL
         && recording->loss == recording->data_loss && a->shape.columns == 1
         && options->batch_size == 1 && g_str_equal (a->op->name, "linear")
         && g_str_equal (options->loss->name, "mse")
         && g_str_equal (options->optimizer->name, "sgd") && options->optimizer_parameters[0] == 0
         && options->optimizer_parameters[2] == 0
         && chain_parameters_count (options->schedule->parameters) == 0;
}

/* Packing the few weights into vectors would only lengthen the way from one row to the next. */
#pragma GCC optimize ("no-tree-slp-vectorize")

/* n_inputs and has_bias are constants where this is inlined for few inputs. What the next row waits
 * for is kept short: two sums that do not wait for each other. */
static inline __attribute__ ((always_inline)) gsize
run (double              *w,
     guint                n_inputs,
     gboolean             has_bias,
     const ChainPlanRows *rows,
     double               rate,
     double              *losses)
{
  const double twice = 2 * rate;
  double       bias = has_bias ? w[n_inputs] : 0;

  for (gsize i = 0; i < rows->n_rows; i++)
    {
      const gsize   row = rows->rows[i];
      const double *x = rows->inputs + row * n_inputs;
      double        even = -rows->targets[row];
      double        odd = bias;
      double        error;

      for (guint k = 0; k < n_inputs; k += 2)
        even += w[k] * x[k];
      for (guint k = 1; k < n_inputs; k += 2)
        odd += w[k] * x[k];
      error = even + odd;
      losses[i] = error * error;
      if (!(fabs (losses[i]) <= G_MAXDOUBLE))
        {
          if (has_bias)
            w[n_inputs] = bias;
          return i;
        }
      for (guint k = 0; k < n_inputs; k++)
        w[k] -= twice * x[k] * error;
      if (has_bias)
        bias -= twice * error;
    }
  if (has_bias)
    w[n_inputs] = bias;
  return rows->n_rows;
}

#define FEW(n)                                                                                    \
  case n:                                                                                         \
    made = has_bias ? run (few, n, TRUE, rows, rate, losses)                                      \
                    : run (few, n, FALSE, rows, rate, losses);                                    \
    break;

/**
 * chain_delta_rule_run:
 * @w: [n_inputs + 1 with a bias] kernel and bias; updated
 * @n_inputs: of the unit
 * @has_bias: whether it has one
 * @rows: one for each iteration
 * @rate: η
 * @losses: (out caller-allocates): [n_rows] e² of each row, before its update
 *
 * Of each row e = w·x + b − y, w ← w − 2·η·e·x, b ← b − 2·η·e: Widrow and Hoff 1960, gradient
 * descent on e². Stops before the update of a row whose loss is not finite.
 *
 * Returns: iterations made
 */
CHAIN_CLONES gsize
chain_delta_rule_run (double              *w,
                      guint                n_inputs,
                      gboolean             has_bias,
                      const ChainPlanRows *rows,
                      double               rate,
                      double              *losses)
{
  const gsize n = n_inputs + (has_bias ? 1 : 0);
  double      few[MOST_IN_REGISTERS + 1];
  gsize       made;

  if (n_inputs > MOST_IN_REGISTERS)
    return run (w, n_inputs, has_bias, rows, rate, losses);
  for (gsize i = 0; i < n; i++)
    few[i] = w[i];
  switch (n_inputs)
    {
      FEW (1)
      FEW (2)
      FEW (3)
    default:
      FEW (4)
    }
  for (gsize i = 0; i < n; i++)
    w[i] = few[i];
  return made;
}
