/* gradient-check.c: the gradients of backpropagation against central differences of the loss.
 *
 * A parameter is moved to either side, the part of the graph that depends on it is walked forward
 * again, and the difference of the losses divided by the way. Three such quotients, each with
 * half the step of the one before, are extrapolated to a step of 0 (Richardson 1911), which
 * leaves an error of the sixth order. Where one of these walks has an operation on another of
 * its smooth pieces than the walk in the middle, the loss has a kink in between and the quotient
 * is no derivative: smaller steps are tried before the parameter is counted as lying at a kink.
 *
 * SPDX-License-Identifier: MIT
 */
#include "training/gradient-check.h"

#include "base/error.h"
#include "base/random.h"

#include <math.h>
#include <string.h>

/* The first step moves no weighted sum by more than this: far below 1, on which scale activations
 * bend, and far above what rounding does to the loss. */
#define LARGEST_CHANGE 0x1p-6
#define PROBING_STEP 0x1p-20

/* At a kink, the step becomes so much smaller, so many times. */
#define SHORTER 0x1p-4
#define N_ATTEMPTS 3

#define FLOOR 1e-4

/* A walk whose parameters are moved and put back. */
typedef struct
{
  const ChainRecording *recording;
  ChainWalk            *walk;
  ChainTensor         **before; /* of each operation up to the loss: its value, to be put back */
  guint                 variable;
  GArray               *downstream; /* guint: operations up to the loss that depend on it */
  guint                 n_narrow;   /* of these, the first: only one column of theirs depends on
                                       an element, the one of the element's own column */
  gsize                 column;     /* of the element that is moved */
  GArray               *pieces;     /* int: of each element of these that is made of pieces */
  GPtrArray            *z;          /* ChainTensor *: of each layer, with nothing moved */
} Probe;

static const ChainNode *
node_of (const Probe *probe, guint index)
{
  return chain_graph_node (probe->recording->graph, index);
}

static void
copy_values (const ChainTensor *from, ChainTensor *to)
{
  memcpy (to->values, from->values, chain_tensor_size (from) * sizeof (double));
}

/* From here on the walk holds its values with nothing moved, from the inputs to the loss. */
static void
probe_init (Probe *probe, const ChainRecording *recording, ChainWalk *walk)
{
  *probe = (Probe){
    .recording = recording,
    .walk = walk,
    .before = g_new0 (ChainTensor *, recording->loss + 1),
    .downstream = g_array_new (FALSE, FALSE, sizeof (guint)),
    .pieces = g_array_new (FALSE, FALSE, sizeof (int)),
    .z = g_ptr_array_new_with_free_func ((GDestroyNotify) chain_tensor_free),
  };
  for (guint i = 0; i <= recording->loss; i++)
    if (node_of (probe, i)->kind == CHAIN_NODE_OPERATION)
      probe->before[i] = chain_tensor_copy (chain_walk_value (walk, i));
  chain_walk_forward (walk, 0, recording->loss + 1);
  for (guint i = 0; i < recording->n_layers; i++)
    g_ptr_array_add (probe->z,
                     chain_tensor_copy (chain_walk_value (walk, recording->layers[i].z)));
}

static void
probe_clear (Probe *probe)
{
  for (guint i = 0; i <= probe->recording->loss; i++)
    if (probe->before[i] != NULL)
      {
        copy_values (probe->before[i], chain_walk_value (probe->walk, i));
        chain_tensor_free (probe->before[i]);
      }
  g_free (probe->before);
  g_array_unref (probe->downstream);
  g_array_unref (probe->pieces);
  g_ptr_array_unref (probe->z);
}

/* Calls a function with the piece that each element of an operation made of pieces lies on, until
 * it returns FALSE. */
typedef gboolean (*PieceFunction) (Probe *probe, guint index, int piece);

static gboolean
each_piece (Probe *probe, PieceFunction function)
{
  guint index = 0;

  for (guint i = 0; i < probe->downstream->len; i++)
    {
      const guint      node = g_array_index (probe->downstream, guint, i);
      const ChainNode *n = node_of (probe, node);
      gsize            size;

      if (n->op->piece == NULL)
        continue;
      size = chain_tensor_size (chain_walk_value (probe->walk, n->inputs[0]));
      for (gsize k = 0; k < size; k++)
        if (!function (probe, index++, chain_walk_piece (probe->walk, node, k)))
          return FALSE;
    }
  return TRUE;
}

static gboolean
keep_piece (Probe *probe, guint index G_GNUC_UNUSED, int piece)
{
  g_array_append_val (probe->pieces, piece);
  return TRUE;
}

static gboolean
is_same_piece (Probe *probe, guint index, int piece)
{
  return g_array_index (probe->pieces, int, index) == piece;
}

/* Whether column c of the operation depends on column c of the variable alone: so it is within the
 * variable's own layer, up to an activation that mixes columns. A matrix product is, of the
 * kernel it is multiplied by. */
static gboolean
is_narrow (const Probe *probe, const ChainNode *node)
{
  const ChainNode *variable = node_of (probe, probe->variable);

  if (node->origin.phase != CHAIN_PHASE_FORWARD || node->origin.layer != variable->origin.layer)
    return FALSE;
  return node->op->value != NULL || node->op->pair != NULL
         || (g_str_equal (node->op->name, "matmul") && node->inputs[1] == probe->variable);
}

static void
count_narrow (Probe *probe)
{
  probe->n_narrow = 0;
  while (probe->n_narrow < probe->downstream->len
         && is_narrow (probe,
                       node_of (probe, g_array_index (probe->downstream, guint, probe->n_narrow))))
    probe->n_narrow++;
}

/* Which operations have to be computed again when an element of a variable moves. */
static void
probe_aim (Probe *probe, guint variable)
{
  g_autofree gboolean *depends = g_new0 (gboolean, probe->recording->loss + 1);

  probe->variable = variable;
  g_array_set_size (probe->downstream, 0);
  g_array_set_size (probe->pieces, 0);
  depends[variable] = TRUE;
  for (guint i = variable + 1; i <= probe->recording->loss; i++)
    {
      const ChainNode *node = node_of (probe, i);

      for (guint k = 0; k < node->n_inputs; k++)
        depends[i] |= depends[node->inputs[k]];
      if (depends[i])
        g_array_append_val (probe->downstream, i);
    }
  count_narrow (probe);
  each_piece (probe, keep_piece);
}

static double
operand_of (Probe *probe, const ChainNode *node, guint input, gsize row)
{
  const ChainTensor *tensor = chain_walk_value (probe->walk, node->inputs[input]);

  return chain_tensor_get (tensor, tensor->rows == 1 ? 0 : row, probe->column);
}

/* One element as the operation itself computes it. */
static double
narrow_value (Probe *probe, const ChainNode *node, gsize row)
{
  const ChainTensor *left;
  double             sum = 0;

  if (node->op->value != NULL)
    return node->op->value (operand_of (probe, node, 0, row), node->parameters);
  if (node->op->pair != NULL)
    return node->op->pair (operand_of (probe, node, 0, row), operand_of (probe, node, 1, row));
  left = chain_walk_value (probe->walk, node->inputs[0]);
  for (gsize i = 0; i < left->columns; i++)
    sum += chain_tensor_get (left, row, i) * operand_of (probe, node, 1, i);
  return sum;
}

static void
walk_narrow (Probe *probe)
{
  for (guint i = 0; i < probe->n_narrow; i++)
    {
      const ChainNode *node = node_of (probe, g_array_index (probe->downstream, guint, i));
      ChainTensor     *value = chain_walk_value (probe->walk, node->index);

      for (gsize row = 0; row < value->rows; row++)
        value->values[row * value->columns + probe->column] = narrow_value (probe, node, row);
    }
}

static void
walk_downstream (Probe *probe)
{
  walk_narrow (probe);
  for (guint i = probe->n_narrow; i < probe->downstream->len; i++)
    chain_walk_forward_node (probe->walk, g_array_index (probe->downstream, guint, i));
}

static double
loss_at (Probe *probe, double *parameter, double value)
{
  const ChainTensor *variable = chain_walk_value (probe->walk, probe->variable);

  probe->column = (gsize) (parameter - variable->values) % variable->columns;
  *parameter = value;
  walk_downstream (probe);
  return chain_walk_value (probe->walk, probe->recording->loss)->values[0];
}

/* The most that a weighted sum moves for each unit the parameter moves. */
static double
largest_effect (Probe *probe, double *parameter)
{
  const double value = *parameter;
  const double moved = value + PROBING_STEP * fmax (1, fabs (value));
  double       largest = 0;

  loss_at (probe, parameter, moved);
  for (guint i = 0; i < probe->z->len; i++)
    {
      const ChainTensor *base = g_ptr_array_index (probe->z, i);
      const ChainTensor *z = chain_walk_value (probe->walk, probe->recording->layers[i].z);

      for (gsize k = 0; k < chain_tensor_size (z); k++)
        largest = fmax (largest, fabs (z->values[k] - base->values[k]));
    }
  *parameter = value;
  return largest / (moved - value);
}

/* A power of two, so that halves of it are exact. */
static double
first_step (Probe *probe, double *parameter)
{
  const double scale = fmax (1, fabs (*parameter));
  const double effect = largest_effect (probe, parameter);
  const double step = fmax (fmin (LARGEST_CHANGE / effect, scale), scale * PROBING_STEP);

  return exp2 (floor (log2 (step)));
}

/* (L(w + h) − L(w − h)) / 2h, the way taken as it is after rounding. */
static double
central_difference (Probe *probe, double *parameter, double step, gboolean *smooth)
{
  const double value = *parameter;
  const double right = value + step;
  const double left = value - step;
  double       difference;

  difference = loss_at (probe, parameter, right);
  *smooth = *smooth && each_piece (probe, is_same_piece);
  difference -= loss_at (probe, parameter, left);
  *smooth = *smooth && each_piece (probe, is_same_piece);
  *parameter = value;
  return difference / (right - left);
}

static double
extrapolated_difference (Probe *probe, double *parameter, double step, gboolean *smooth)
{
  const double whole = central_difference (probe, parameter, step, smooth);
  const double half = central_difference (probe, parameter, step / 2, smooth);
  const double quarter = central_difference (probe, parameter, step / 4, smooth);
  const double first = half + (half - whole) / 3;
  const double second = quarter + (quarter - half) / 3;

  return second + (second - first) / 15;
}

static double
derivative_of (Probe *probe, double *parameter, gboolean *kink)
{
  double step = first_step (probe, parameter);
  double numeric = NAN;

  *kink = TRUE;
  for (guint i = 0; *kink && i < N_ATTEMPTS; i++, step *= SHORTER)
    {
      gboolean smooth = TRUE;

      numeric = extrapolated_difference (probe, parameter, step, &smooth);
      *kink = !smooth;
    }
  return numeric;
}

/* Which parameters to look at: all, or as many as there may be, each as likely as another
 * (Fan, Muller and Rezucha 1962). */
typedef struct
{
  ChainRandom random;
  guint64     n_left;   /* of all */
  guint64     n_wanted; /* of these */
} Selection;

static gboolean
selects (Selection *selection)
{
  const gboolean selected = selection->n_wanted >= selection->n_left
                            || chain_random_below (&selection->random, selection->n_left)
                                 < selection->n_wanted;

  selection->n_left--;
  selection->n_wanted -= selected;
  return selected;
}

typedef struct
{
  Probe                      probe;
  Selection                  selection;
  double                     smallest; /* magnitude that errors are relative to */
  guint64                    n_planned;
  ChainGradientCheckProgress progress;
  gpointer                   data;
  ChainGradientCheck        *check;
} Run;

static void
check_element (Run *run, gsize i)
{
  ChainGradientCheck  *check = run->check;
  const ChainTensor   *variable = chain_walk_value (run->probe.walk, run->probe.variable);
  const ChainTensor   *adjoint = chain_walk_adjoint (run->probe.walk, run->probe.variable);
  ChainGradientElement element = {
    .node = run->probe.variable,
    .row = i / variable->columns,
    .column = i % variable->columns,
    .analytic = adjoint->values[i],
  };
  double   scale;
  gboolean kink;

  element.numeric = derivative_of (&run->probe, variable->values + i, &kink);
  walk_narrow (&run->probe);
  check->n_checked++;
  check->n_kinks += kink;
  if (run->progress != NULL)
    run->progress (check->n_checked, run->n_planned, run->data);
  if (kink)
    return;
  scale = fmax (fmax (fabs (element.analytic), fabs (element.numeric)), run->smallest);
  element.error = fabs (element.analytic - element.numeric);
  if (element.error > 0)
    element.error /= scale;
  /* A NaN, the worst of errors, is larger than any. */
  if (check->largest.node == CHAIN_NO_NODE || !(element.error <= check->largest.error))
    check->largest = element;
}

static void
check_variable (Run *run, guint variable)
{
  const gsize size = chain_tensor_size (chain_walk_value (run->probe.walk, variable));

  probe_aim (&run->probe, variable);
  for (gsize i = 0; i < size; i++)
    if (selects (&run->selection))
      check_element (run, i);
  walk_downstream (&run->probe);
}

/* Calls a function with every kernel and bias. */
typedef void (*VariableFunction) (Run *run, guint variable);

static void
each_variable (Run *run, VariableFunction function)
{
  const ChainRecording *recording = run->probe.recording;

  for (guint i = 0; i < recording->n_layers; i++)
    {
      function (run, recording->layers[i].kernel);
      if (recording->layers[i].bias != CHAIN_NO_NODE)
        function (run, recording->layers[i].bias);
    }
}

static void
count_parameters (Run *run, guint variable)
{
  run->check->n_parameters += chain_tensor_size (chain_walk_value (run->probe.walk, variable));
}

static void
find_largest_gradient (Run *run, guint variable)
{
  const ChainTensor *adjoint = chain_walk_adjoint (run->probe.walk, variable);

  for (gsize i = 0; i < chain_tensor_size (adjoint); i++)
    run->smallest = fmax (run->smallest, fabs (adjoint->values[i]));
}

/**
 * chain_gradient_check_run:
 * @iteration: between two iterations, with the weights to check at
 * @progress: (nullable) (scope call): called after each parameter
 * @data: for @progress
 * @check: (out caller-allocates): overwritten
 * @error: return location for a #GError
 *
 * Compares ∂L/∂w of backpropagation with central differences, for the loss of the batch that is
 * due. Every parameter is compared, or a sample of them with the seed of the training.
 * The relative error is |a − n| / max(|a|, |n|, 10⁻⁴ (|L| + g)), a the analytic, n the numeric
 * derivative and g the largest magnitude of all analytic ones: below that floor, rounding of the
 * loss says more about n than the loss does. What was loaded or computed in the walk is
 * overwritten; t and the weights stay as they are.
 *
 * Fails with %CHAIN_ERROR_DIVERGED where the loss is not a finite number.
 *
 * Returns: whether the comparison could be made; what it showed is in @check
 */
gboolean
chain_gradient_check_run (ChainIteration             *iteration,
                          ChainGradientCheckProgress  progress,
                          gpointer                    data,
                          ChainGradientCheck         *check,
                          GError                    **error)
{
  const ChainRecording *recording = iteration->recording;
  ChainWalk            *walk = chain_iteration_walk (iteration);
  Run                   run = { .progress = progress, .data = data, .check = check };
  double                loss;

  chain_iteration_load (iteration);
  chain_walk_forward (walk, 0, recording->loss + 1);
  loss = chain_walk_value (walk, recording->loss)->values[0];
  if (!isfinite (loss))
    {
      g_autofree char *where = chain_iteration_first_bad (iteration);

      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_DIVERGED,
                   "the loss has no gradient to check: %s is not finite", where);
      return FALSE;
    }
  chain_walk_backward (walk, recording->loss);

  *check = (ChainGradientCheck){ .n_rows = chain_walk_batch (walk) };
  check->largest.node = CHAIN_NO_NODE;
  probe_init (&run.probe, recording, walk);
  each_variable (&run, count_parameters);
  each_variable (&run, find_largest_gradient);
  run.smallest = FLOOR * (fabs (loss) + run.smallest);
  run.n_planned = MIN (check->n_parameters, CHAIN_GRADIENT_CHECK_MOST_PARAMETERS);
  run.selection = (Selection){ .n_left = check->n_parameters, .n_wanted = run.n_planned };
  chain_random_init (&run.selection.random, iteration->options.seed, CHAIN_STREAM_CHECKS);
  each_variable (&run, check_variable);
  probe_clear (&run.probe);
  return TRUE;
}

/**
 * chain_gradient_check_element:
 * @recording: a network with its loss
 * @walk: over its graph, with inputs and weights
 * @node: a kernel or a bias
 * @row: of the element, from 0
 * @column: of the element, from 0
 * @kink: (out): whether the loss has a kink too near for a difference to be a derivative
 *
 * ∂L/∂w of one parameter by central differences, which takes some forward walks from its layer to
 * the loss. The walk is left as it was found, wherever it is between inputs and loss.
 *
 * Returns: the derivative; of no use at a kink
 */
double
chain_gradient_check_element (const ChainRecording *recording,
                              ChainWalk            *walk,
                              guint                 node,
                              gsize                 row,
                              gsize                 column,
                              gboolean             *kink)
{
  const ChainTensor *variable = chain_walk_value (walk, node);
  Probe              probe;
  double             numeric;

  g_return_val_if_fail (row < variable->rows && column < variable->columns, NAN);

  probe_init (&probe, recording, walk);
  probe_aim (&probe, node);
  numeric = derivative_of (&probe, variable->values + row * variable->columns + column, kink);
  probe_clear (&probe);
  return numeric;
}
