/* plan-forward.c: the items of work from the inputs to the loss and the last layer's gradient.
 *
 * SPDX-License-Identifier: MIT
 */
#include "autodiff/plan-private.h"

static const double zeros[CHAIN_PANEL];

static void
fill_ones (ChainPlan *plan, double *panel, gsize n_rows)
{
  for (gsize i = 0; i < plan->lanes; i++)
    panel[n_rows * plan->lanes + i] = 1;
}

static gsize
row_at (const ChainPlanRows *rows, gsize i)
{
  return rows->rows == NULL ? i : rows->rows[i];
}

/* Rows that only fill a panel up are those of the last one: what becomes of it becomes of them,
 * and nothing comes of them, as their gradient is 0. */
static void
gather_chunk (ChainPlan *plan, gsize chunk, gsize first, gsize last)
{
  double     *panel = chain_plan_panel (plan, plan->x, plan->n_inputs, chunk);
  const gsize begin = (plan->first_chunk + chunk) * CHAIN_PANEL;
  const gsize n = chain_plan_chunk_rows (plan, plan->first_chunk + chunk);

  for (gsize lane = 0; lane < plan->lanes; lane += CHAIN_LANES)
    {
      const double *from[CHAIN_LANES];

      for (gsize i = 0; i < CHAIN_LANES; i++)
        {
          const gsize row = begin + MIN (lane + i, n - 1);

          from[i] = plan->rows->inputs + row_at (plan->rows, row) * plan->n_inputs + first;
        }
      plan->kernels->transpose (from, last - first, panel + first * plan->lanes + lane,
                                plan->lanes);
    }
  if (last == plan->n_inputs)
    fill_ones (plan, panel, plan->n_inputs);
}

void
chain_plan_gather (gpointer data, gsize first, gsize last)
{
  ChainPlan *plan = data;

  for (gsize item = first; item < last; item++)
    {
      const gsize column = item / plan->n_chunks * CHAIN_PLAN_GATHER_COLUMNS;

      gather_chunk (plan, item % plan->n_chunks, column,
                    MIN (column + CHAIN_PLAN_GATHER_COLUMNS, plan->n_inputs));
    }
}

static void
activate (ChainPlan *plan, const ChainPlanLayer *layer, gsize chunk, gsize first, gsize n_units)
{
  const gsize   offset = first * plan->lanes;
  const double *z = chain_plan_panel (plan, layer->z, layer->n_units, chunk) + offset;
  double       *a = chain_plan_panel (plan, layer->a, layer->n_units, chunk) + offset;
  double       *rows = chain_plan_mixed (plan, chunk, 0, layer->n_units);

  if (!chain_plan_mixes (layer->activation))
    {
      chain_op_map (layer->activation, n_units, plan->lanes, z, a, layer->parameters);
      return;
    }
  chain_plan_turn_panel (plan, z, n_units, plan->lanes, rows);
  chain_op_map (layer->activation, plan->lanes, n_units, rows, rows, layer->parameters);
  chain_plan_turn_rows (plan, rows, n_units, plan->lanes, a);
}

static void
drop (ChainPlan *plan, const ChainPlanLayer *layer, gsize chunk, gsize first, gsize n_units)
{
  const gsize   offset = first * plan->lanes;
  const gsize   n = n_units * plan->lanes;
  const double *a = chain_plan_panel (plan, layer->a, layer->n_units, chunk) + offset;
  const double *mask
    = chain_plan_panel (plan, layer->mask, layer->n_units, plan->first_chunk + chunk) + offset;
  double       *out = chain_plan_panel (plan, layer->out, layer->n_units, chunk) + offset;

  for (gsize i = 0; i < n; i++)
    out[i] = plan->training ? a[i] * mask[i] : a[i];
}

static void
forward_block (ChainPlan *plan, const ChainPlanLayer *layer, gsize chunk, gsize first, gsize last)
{
  const double      *in = chain_plan_panel (plan, layer->in, layer->n_inputs, chunk);
  double            *z = chain_plan_panel (plan, layer->z, layer->n_units, chunk);
  const ChainProduct product = {
    .m = last - first,
    .n = plan->lanes,
    .k = layer->n_rows,
    .a = plan->parameters + layer->first + first,
    .a_row = 1,
    .a_step = layer->n_units,
    .b = in,
    .b_step = plan->lanes,
    .c = z + first * plan->lanes,
    .c_row = plan->lanes,
  };

  plan->kernels->multiply (&product);
  if (layer == &plan->layers[plan->n_layers - 1])
    return;
  activate (plan, layer, chunk, first, last - first);
  if (layer->mask != NULL)
    drop (plan, layer, chunk, first, last - first);
  if (last == layer->n_units)
    fill_ones (plan, chain_plan_panel (plan, layer->out, layer->n_units, chunk), layer->n_units);
}

void
chain_plan_forward (gpointer data, gsize first, gsize last)
{
  ChainPlan            *plan = data;
  const ChainPlanLayer *layer = &plan->layers[plan->layer];
  const gsize           size = chain_plan_block (plan, layer);

  for (gsize item = first; item < last; item++)
    {
      const gsize begin = item / plan->n_chunks * size;

      forward_block (plan, layer, item % plan->n_chunks, begin,
                     MIN (begin + size, layer->n_units));
    }
}

/* [units, lanes] to [rows, units]. */
void
chain_plan_turn_panel (const ChainPlan *plan, const double *panel, gsize n_units, gsize n_rows, double *to)
{
  for (gsize row = 0; row < n_rows; row++)
    for (gsize unit = 0; unit < n_units; unit++)
      to[row * n_units + unit] = panel[unit * plan->lanes + row];
}

/* The way back. */
void
chain_plan_turn_rows (const ChainPlan *plan, const double *rows, gsize n_units, gsize n_rows, double *to)
{
  for (gsize unit = 0; unit < n_units; unit++)
    for (gsize row = 0; row < n_rows; row++)
      to[unit * plan->lanes + row] = rows[row * n_units + unit];
}

/* ∂L/∂z of some units, with the units side by side. */
void
chain_plan_turn_delta (ChainPlan *plan, const ChainPlanLayer *layer, gsize chunk, gsize first, gsize last)
{
  const double *delta = chain_plan_panel (plan, layer->delta, layer->n_units, chunk);

  if (chain_plan_is_narrow (plan, layer))
    return;
  for (gsize unit = first; unit < last; unit += CHAIN_LANES)
    {
      const gsize   panel = unit / CHAIN_PANEL * CHAIN_PANEL;
      gsize         side;
      double       *to = chain_plan_turned (plan, layer, chunk, panel, &side);
      const double *from[CHAIN_LANES];

      for (gsize i = 0; i < CHAIN_LANES; i++)
        from[i] = unit + i < layer->n_units ? delta + (unit + i) * plan->lanes : zeros;
      plan->kernels->transpose (from, plan->lanes, to + (unit - panel), side);
    }
}

static const double *
targets_of (ChainPlan *plan, gsize chunk, gsize n)
{
  const ChainPlanRows *rows = plan->rows;
  const gsize          m = plan->n_outputs;
  const gsize          first = (plan->first_chunk + chunk) * CHAIN_PANEL;
  double              *targets = chain_plan_scratch (plan, chunk, CHAIN_PLAN_TARGETS);

  if (rows->rows == NULL || n == 1)
    return rows->targets + row_at (rows, first) * m;
  for (gsize i = 0; i < n; i++)
    for (gsize k = 0; k < m; k++)
      targets[i * m + k] = rows->targets[rows->rows[first + i] * m + k];
  return targets;
}

static double
loss_of (ChainPlan    *plan,
         gsize         n,
         const double *prediction,
         const double *target,
         double       *gradient)
{
  const double share = plan->training ? (double) n / (double) plan->batch : (double) n;

  return share
         * chain_op_map_loss (plan->loss, n, plan->n_outputs, prediction, target, share, gradient,
                              plan->loss_parameters);
}

/* @rows may be where they are kept: those of one unit are a panel. */
static void
keep_delta (ChainPlan *plan, const ChainPlanLayer *layer, gsize chunk, gsize n, const double *rows)
{
  double *delta = chain_plan_panel (plan, layer->delta, layer->n_units, chunk);

  if (rows != delta)
    chain_plan_turn_rows (plan, rows, layer->n_units, n, delta);
  for (gsize unit = 0; unit < layer->n_units; unit++)
    for (gsize i = n; i < plan->lanes; i++)
      delta[unit * plan->lanes + i] = 0;
  chain_plan_turn_delta (plan, layer, chunk, 0, layer->n_units);
}

/* What the last layer's z comes to: prediction, loss and ∂L/∂z, all row-major. */
static void
finish_chunk (ChainPlan *plan, gsize chunk)
{
  const ChainPlanLayer *layer = &plan->layers[plan->n_layers - 1];
  const gsize           m = layer->n_units;
  const gsize           in_batch = plan->first_chunk + chunk;
  const gsize           n = chain_plan_chunk_rows (plan, in_batch);
  const double         *panel = chain_plan_panel (plan, layer->z, m, chunk);
  double               *kept = plan->outputs + in_batch * CHAIN_PANEL * m;
  double               *other = chain_plan_scratch (plan, chunk, CHAIN_PLAN_OTHER);
  double               *z = plan->reads_logits ? kept : other;
  double               *a = plan->reads_logits ? other : kept;
  double               *gradient = m == 1 ? chain_plan_panel (plan, layer->delta, m, chunk)
                                          : chain_plan_scratch (plan, chunk, CHAIN_PLAN_GRADIENT);

  if (plan->predictions != NULL)
    a = plan->predictions + in_batch * CHAIN_PANEL * m;
  chain_plan_turn_panel (plan, panel, m, n, z);
  if (!plan->reads_logits || plan->predictions != NULL)
    chain_op_map (layer->activation, n, m, z, a, layer->parameters);
  if (plan->rows->targets == NULL)
    return;
  plan->losses[in_batch]
    = loss_of (plan, n, plan->reads_logits ? z : a, targets_of (plan, chunk, n),
               plan->training ? gradient : NULL);
  if (!plan->training)
    return;
  if (!plan->reads_logits)
    chain_op_map_slope (layer->activation, n, m, z, a, gradient, gradient, layer->parameters);
  keep_delta (plan, layer, chunk, n, gradient);
}

void
chain_plan_finish (gpointer data, gsize first, gsize last)
{
  for (gsize chunk = first; chunk < last; chunk++)
    finish_chunk (data, chunk);
}
