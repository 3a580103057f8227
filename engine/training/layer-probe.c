/* layer-probe.c: how large the gradient and the update of each layer are, at some of the steps.
 *
 * SPDX-License-Identifier: MIT
 */
#include "training/layer-probe.h"

#include <math.h>

/* Sums run side by side, as one would wait for each addition. */
#define LANES 16

/* Wide registers where there are, but no fused products: the sums are the same everywhere. The
 * thread sanitizer has not started yet when the choice is made. */
#if defined __x86_64__ && defined __GNUC__ && !defined __clang__ && !defined __SANITIZE_THREAD__
#define WIDE __attribute__ ((target_clones ("avx2", "default")))
#else
#define WIDE
#endif

struct _ChainLayerProbe
{
  ChainIteration *iteration; /* not owned */
  double         *gradients; /* [parameters] of the plan, as the update got them */
};

/**
 * chain_layer_probe_new:
 * @iteration: (transfer none): what is measured; must outlive the probe
 *
 * Returns: (transfer full): a probe
 */
ChainLayerProbe *
chain_layer_probe_new (ChainIteration *iteration)
{
  ChainLayerProbe *probe = g_new (ChainLayerProbe, 1);

  probe->iteration = iteration;
  probe->gradients = g_new (double, chain_plan_n_parameters (iteration->plan));
  return probe;
}

/**
 * chain_layer_probe_free:
 * @probe: (transfer full) (nullable): to free
 */
void
chain_layer_probe_free (ChainLayerProbe *probe)
{
  if (probe == NULL)
    return;
  g_free (probe->gradients);
  g_free (probe);
}

/**
 * chain_layer_probe_begin:
 * @probe: a probe
 *
 * To be called right before the iteration that is looked at.
 */
void
chain_layer_probe_begin (ChainLayerProbe *probe)
{
  probe->iteration->plan_updates->seen = probe->gradients;
}

/* Σ (a − b)², or Σ a² without @b. */
WIDE static double
sum_of_squares (const double *a, const double *b, gsize n)
{
  double sums[LANES] = { 0 };
  double sum = 0;
  gsize  i = 0;

  for (; b == NULL && i + LANES <= n; i += LANES)
    for (guint k = 0; k < LANES; k++)
      sums[k] += a[i + k] * a[i + k];
  for (; b != NULL && i + LANES <= n; i += LANES)
    for (guint k = 0; k < LANES; k++)
      sums[k] += (a[i + k] - b[i + k]) * (a[i + k] - b[i + k]);
  for (; i < n; i++)
    sum += b != NULL ? (a[i] - b[i]) * (a[i] - b[i]) : a[i] * a[i];
  for (guint k = 0; k < LANES; k++)
    sum += sums[k];
  return sum;
}

/* ‖∂L/∂v‖² of a variable. One linear unit trains without writing its gradient down, by plain
 * gradient descent: there it is the update by the rate. */
static double
square_of_gradient (const ChainLayerProbe *probe, gsize first, gsize n)
{
  ChainIteration *iteration = probe->iteration;
  const double   *now = chain_plan_parameters (iteration->plan) + first;
  const double   *before = chain_plan_gradients (iteration->plan) + first;

  if (iteration->is_delta_rule)
    return sum_of_squares (now, before, n) / (iteration->rate * iteration->rate);
  return sum_of_squares (probe->gradients + first, NULL, n);
}

static gsize
place_of (const ChainLayerProbe *probe, guint node, gsize *n)
{
  ChainPlan         *plan = probe->iteration->plan;
  const ChainTensor *tensor = chain_iteration_variable (probe->iteration, node);

  *n = chain_tensor_size (tensor);
  return (gsize) (chain_plan_variable (plan, node) - chain_plan_parameters (plan));
}

/**
 * chain_layer_probe_end:
 * @probe: a probe
 * @probes: (nullable) (element-type ChainHistoryProbe): gets one for each layer; %NULL where the
 *   iteration was not made
 *
 * To be called right after one iteration: measures what it did.
 */
void
chain_layer_probe_end (ChainLayerProbe *probe, GArray *probes)
{
  const ChainIteration *iteration = probe->iteration;
  const double         *now = chain_plan_parameters (iteration->plan);
  const double         *before = chain_plan_gradients (iteration->plan);

  iteration->plan_updates->seen = NULL;
  for (guint i = 0; i < iteration->recording->n_layers && probes != NULL; i++)
    {
      const ChainRecordedLayer *layer = &iteration->recording->layers[i];
      ChainHistoryProbe         seen = { .step = iteration->t - 1, .layer = i + 1 };
      gsize                     n;
      gsize                     first = place_of (probe, layer->kernel, &n);
      double                    gradient = square_of_gradient (probe, first, n);
      const double              weights = sum_of_squares (before + first, NULL, n);

      seen.update_ratio = sqrt (sum_of_squares (now + first, before + first, n) / weights);
      if (layer->bias != CHAIN_NO_NODE)
        {
          first = place_of (probe, layer->bias, &n);
          gradient += square_of_gradient (probe, first, n);
        }
      seen.gradient_norm = sqrt (gradient);
      g_array_append_val (probes, seen);
    }
}
