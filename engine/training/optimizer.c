/* optimizer.c: update rules, recorded with the operations the network is made of.
 *
 * A rule is a row of the table. What it appends to the graph is walked like everything else,
 * so an update explains itself.
 *
 * SPDX-License-Identifier: MIT
 */
#include "training/optimizer.h"

/* The rules below only join operands whose shapes fit: that never fails. */
static guint
apply (ChainGraph *graph, const char *name, guint left, guint right, ChainOrigin origin)
{
  const ChainOp *op = chain_op_find (CHAIN_OP_ARITHMETIC, name);
  const guint    inputs[CHAIN_OP_MAX_INPUTS] = { left, right };

  return chain_graph_add_operation (graph, op, NULL, inputs, origin, NULL);
}

static guint
record_sgd (ChainGraph *graph,
            guint       variable,
            guint       gradient,
            guint       learning_rate,
            const double *p G_GNUC_UNUSED,
            ChainOrigin origin)
{
  const guint step = apply (graph, "multiply", learning_rate, gradient, origin);

  return apply (graph, "assign_sub", variable, step, origin);
}

static const ChainOptimizer sgd = {
  .name = "sgd",
  .title = "Gradient descent",
  .formula = "w ← w − η · ∂L/∂w",
  .record = record_sgd,
};

const ChainOptimizer *const chain_optimizers[] = {
  &sgd,
  NULL,
};

/**
 * chain_optimizer_find:
 * @name: as in files
 *
 * Returns: (transfer none) (nullable): the optimizer of that name; %NULL if there is none
 */
const ChainOptimizer *
chain_optimizer_find (const char *name)
{
  for (guint i = 0; chain_optimizers[i] != NULL; i++)
    if (g_str_equal (chain_optimizers[i]->name, name))
      return chain_optimizers[i];
  return NULL;
}

/**
 * chain_optimizer_names:
 *
 * Returns: (transfer full): the names of all optimizers in table order, with commas between,
 *   for messages
 */
char *
chain_optimizer_names (void)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; chain_optimizers[i] != NULL; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", chain_optimizers[i]->name);
  return g_string_free (names, FALSE);
}

static guint
record_variable (const ChainOptimizer *optimizer,
                 const double         *parameters,
                 const ChainRecording *recording,
                 guint                 variable)
{
  const ChainOrigin origin = {
    .phase = CHAIN_PHASE_UPDATE,
    .layer = chain_graph_node (recording->graph, variable)->origin.layer,
    .quantity = chain_graph_node (recording->graph, variable)->origin.quantity,
  };
  const guint       gradient = chain_graph_add_gradient (recording->graph, variable, origin);

  return optimizer->record (recording->graph, variable, gradient, recording->learning_rate,
                            parameters, origin);
}

/**
 * chain_optimizer_record:
 * @optimizer: the rule
 * @parameters: (nullable): values of its parameters; %NULL for the initial ones
 * @recording: a network and its loss, without an optimizer so far
 *
 * Appends the learning rate as an input [1, 1], then for the kernel and the bias of each layer,
 * from the first layer on, its gradient and its update. Sets `learning_rate` of @recording and
 * `new_kernel` and `new_bias` of its layers. The updates become the variables' values when a
 * walk commits them.
 */
void
chain_optimizer_record (const ChainOptimizer *optimizer,
                        const double         *parameters,
                        ChainRecording       *recording)
{
  const ChainOrigin origin = { CHAIN_PHASE_UPDATE, 0, CHAIN_QUANTITY_LEARNING_RATE };
  double            initial[CHAIN_MAX_PARAMETERS];

  chain_parameters_init (optimizer->parameters, initial);
  if (parameters == NULL)
    parameters = initial;
  g_return_if_fail (recording->learning_rate == CHAIN_NO_NODE);

  recording->learning_rate = chain_graph_add_input (recording->graph, (ChainShape){ 1, 1 }, origin);
  for (guint i = 0; i < recording->n_layers; i++)
    {
      ChainRecordedLayer *layer = &recording->layers[i];

      layer->new_kernel = record_variable (optimizer, parameters, recording, layer->kernel);
      if (layer->bias != CHAIN_NO_NODE)
        layer->new_bias = record_variable (optimizer, parameters, recording, layer->bias);
    }
}
