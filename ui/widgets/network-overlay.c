/* network-overlay.c: reads the stepper's weights, gradients, updates and contributions.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/network-overlay.h"

/* Where an overlay's numbers are read: a value, less another or times the value of its input. */
typedef struct
{
  const ChainTensor *tensor;
  const ChainTensor *less;   /* (nullable): the same shape */
  const double      *inputs; /* (nullable): [rows of the tensor] */
} Source;

/**
 * chain_network_units:
 * @recording: a recorded network
 * @layer: 0 for the input
 *
 * Returns: the units of the layer
 */
guint
chain_network_units (const ChainRecording *recording,
                     guint                 layer)
{
  const guint node = layer == 0 ? recording->x : recording->layers[layer - 1].a;

  return (guint) chain_graph_node (recording->graph, node)->shape.columns;
}

static const double *
known_values (ChainSession *session,
              guint         node,
              gsize        *n)
{
  ChainStepper *stepper = chain_session_get_stepper (session);
  const ChainTensor *value;
  gsize row;

  if (!chain_stepper_known (stepper, node, FALSE))
    return NULL;
  value = chain_walk_value (chain_stepper_walk (stepper), node);
  row = MIN (chain_session_get_sample (session), value->rows - 1);
  *n = value->columns;
  return value->values + row * value->columns;
}

/**
 * chain_network_known_row:
 * @session: a session with a stepper
 * @node: a node of its graph
 *
 * Returns: (transfer full) (nullable): [columns] the shown sample's row of the node's value; %NULL
 *   while it is not known
 */
double *
chain_network_known_row (ChainSession *session,
                         guint         node)
{
  gsize n;
  const double *values = known_values (session, node, &n);

  return values ? g_memdup2 (values, n * sizeof (double)) : NULL;
}

static gboolean
find_update (ChainStepper *stepper,
             guint         before,
             guint         after,
             Source       *source)
{
  ChainWalk *walk = chain_stepper_walk (stepper);

  if (after == CHAIN_NO_NODE || !chain_stepper_known (stepper, after, FALSE))
    return FALSE;
  source->tensor = chain_walk_value (walk, after);
  source->less = chain_walk_value (walk, before);
  return TRUE;
}

static gboolean
find_gradient (ChainStepper *stepper,
               guint         node,
               Source       *source)
{
  if (!chain_stepper_known (stepper, node, TRUE))
    return FALSE;
  source->tensor = chain_walk_adjoint (chain_stepper_walk (stepper), node);
  return TRUE;
}

/* What each unit of a layer gives each unit of the next, whose z is the sum of them and its bias:
 * with the weights of the forward pass, even where they are already updated. */
static gboolean
find_contributions (ChainSession *session,
                    guint         layer,
                    Source       *source)
{
  ChainStepper *stepper = chain_session_get_stepper (session);
  const ChainRecording *recording = chain_stepper_recording (stepper);
  gsize n;

  source->inputs = known_values (session, layer == 1 ? recording->x
                                                     : recording->layers[layer - 2].a, &n);
  source->tensor
    = chain_walk_value (chain_stepper_walk (stepper), recording->layers[layer - 1].kernel);
  return source->inputs != NULL;
}

static gboolean
find_source (ChainSession *session,
             guint         layer,
             gboolean      bias,
             ChainOverlay  overlay,
             Source       *source)
{
  ChainStepper *stepper = chain_session_get_stepper (session);
  const ChainRecordedLayer *recorded = &chain_stepper_recording (stepper)->layers[layer - 1];
  const guint node = bias ? recorded->bias : recorded->kernel;

  *source = (Source) { NULL };
  if (node == CHAIN_NO_NODE)
    return FALSE;
  switch (overlay)
    {
    case CHAIN_OVERLAY_GRADIENTS:
      return find_gradient (stepper, node, source);
    case CHAIN_OVERLAY_UPDATES:
      return find_update (stepper, node, bias ? recorded->new_bias : recorded->new_kernel, source);
    case CHAIN_OVERLAY_CONTRIBUTIONS:
      return !bias && find_contributions (session, layer, source);
    case CHAIN_OVERLAY_WEIGHTS:
    default:
      source->tensor = chain_stepper_weights (stepper, layer, bias);
      return source->tensor != NULL;
    }
}

static double
read_source (const Source *source,
             gsize         index)
{
  const double value = source->tensor->values[index];

  if (source->less)
    return value - source->less->values[index];
  return source->inputs ? value * source->inputs[index / source->tensor->columns] : value;
}

/**
 * chain_network_overlay:
 * @session: a session with a stepper
 * @layer: from 1
 * @bias: whether of the biases instead of the connections
 * @overlay: which numbers
 *
 * Returns: (transfer full) (nullable): [units before, units], or [units] of biases; %NULL while
 *   they are not known
 */
double *
chain_network_overlay (ChainSession *session,
                       guint         layer,
                       gboolean      bias,
                       ChainOverlay  overlay)
{
  Source source;
  double *values;
  gsize n;

  if (!find_source (session, layer, bias, overlay, &source))
    return NULL;
  n = chain_tensor_size (source.tensor);
  if (!source.less && !source.inputs)
    return g_memdup2 (source.tensor->values, n * sizeof (double));
  values = g_new (double, n);
  for (gsize i = 0; i < n; i++)
    values[i] = read_source (&source, i);
  return values;
}

/**
 * chain_network_overlay_at:
 * @session: a session with a stepper
 * @layer: from 1
 * @bias: whether of a bias instead of a connection
 * @overlay: which number
 * @index: of the connection, row-major in [units before, units], or of the unit
 * @value: (out): the number
 *
 * Returns: whether it is known
 */
gboolean
chain_network_overlay_at (ChainSession *session,
                          guint         layer,
                          gboolean      bias,
                          ChainOverlay  overlay,
                          gsize         index,
                          double       *value)
{
  Source source;

  if (!find_source (session, layer, bias, overlay, &source))
    return FALSE;
  *value = read_source (&source, index);
  return TRUE;
}
