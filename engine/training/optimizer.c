/* optimizer.c: update rules, recorded with the operations the network is made of.
 *
 * A rule is a row of the table. What it appends to the graph is walked like everything else,
 * so an update explains itself.
 *
 * SPDX-License-Identifier: MIT
 */
#include "training/optimizer.h"

#include "training/optimizer-loops.h"

/* The rules below only join operands whose shapes fit: that never fails. */
static guint
apply (const ChainUpdate *u, const char *name, guint left, guint right, ChainOrigin origin)
{
  const ChainOp *op = chain_op_find (CHAIN_OP_ARITHMETIC, name);
  const guint    inputs[CHAIN_OP_MAX_INPUTS] = { left, right };

  return chain_graph_add_operation (u->graph, op, NULL, inputs, origin, NULL);
}

/* Keras's; every row has it, as its last parameter. */
#define CLIPNORM { "clipnorm", "c", CHAIN_PARAMETER_NUMBER, 0, 0, G_MAXDOUBLE }

/* The operations of a rule that compute one quantity: the variable itself or a state of it. */
typedef struct
{
  const ChainUpdate *update;
  ChainOrigin        origin;
} Rule;

static Rule
rule_for (const ChainUpdate *update, ChainQuantity quantity)
{
  Rule rule = { update, update->origin };

  rule.origin.quantity = quantity;
  return rule;
}

static guint
add (const Rule *r, guint left, guint right)
{
  return apply (r->update, "add", left, right, r->origin);
}

static guint
subtract (const Rule *r, guint left, guint right)
{
  return apply (r->update, "subtract", left, right, r->origin);
}

static guint
multiply (const Rule *r, guint left, guint right)
{
  return apply (r->update, "multiply", left, right, r->origin);
}

static guint
divide (const Rule *r, guint left, guint right)
{
  return apply (r->update, "divide", left, right, r->origin);
}

static guint
power (const Rule *r, guint left, guint right)
{
  return apply (r->update, "power", left, right, r->origin);
}

static guint
square (const Rule *r, guint of)
{
  return apply (r->update, "square", of, CHAIN_NO_NODE, r->origin);
}

static guint
square_root (const Rule *r, guint of)
{
  return apply (r->update, "sqrt", of, CHAIN_NO_NODE, r->origin);
}

static guint
constant (const Rule *r, const char *symbol, double value)
{
  return chain_graph_add_constant (r->update->graph, symbol, value, r->origin);
}

static guint
state (const Rule *r, double value)
{
  return chain_graph_add_state (r->update->graph, r->update->variable, value, r->origin);
}

static guint
assign (const Rule *r, const char *how, guint variable, guint value)
{
  return apply (r->update, how, variable, value, r->origin);
}

/* A change of the variable, without that of locked elements. */
static guint
held (const Rule *r, guint change)
{
  return r->update->factor != CHAIN_NO_NODE ? multiply (r, r->update->factor, change) : change;
}

/* v ← μ·v − η·g and w ← w + v, or w ← w + μ·v − η·g with Nesterov's look ahead. The rate is inside
 * v, as in Keras: Sutskever et al. 2013, "On the importance of initialization and momentum". */
static guint
record_momentum (const ChainUpdate *u)
{
  const Rule  of_v = rule_for (u, CHAIN_QUANTITY_VELOCITY);
  const Rule  of_w = { u, u->origin };
  const guint v = state (&of_v, 0);
  const guint new_v = assign (
      &of_v, "assign", v,
      subtract (&of_v, multiply (&of_v, constant (&of_v, "μ", u->p[0]), v),
                multiply (&of_v, u->learning_rate, u->gradient)));

  if (u->p[1] == 0)
    return assign (&of_w, "assign_add", u->variable, held (&of_w, new_v));
  return assign (&of_w, "assign_add", u->variable,
                 held (&of_w,
                       subtract (&of_w, multiply (&of_w, constant (&of_w, "μ", u->p[0]), new_v),
                                 multiply (&of_w, u->learning_rate, u->gradient))));
}

static guint
record_sgd (const ChainUpdate *u)
{
  const Rule of_w = { u, u->origin };

  if (u->p[0] != 0)
    return record_momentum (u);
  return assign (&of_w, "assign_sub", u->variable,
                 held (&of_w, multiply (&of_w, u->learning_rate, u->gradient)));
}

static const ChainOptimizer sgd = {
  .name = "sgd",
  .title = "Gradient descent",
  .formula = "w ← w − η·g; with momentum v ← μ·v − η·g, w ← w + v",
  .parameters = { { "momentum", "μ", CHAIN_PARAMETER_NUMBER, 0, 0, 1 },
                  { "nesterov", "Nesterov", CHAIN_PARAMETER_SWITCH, 0, 0, 1 },
                  CLIPNORM },
  .record = record_sgd,
  .fused = chain_fused_sgd,
};

/* average ← β·average + (1 − β)·value */
static guint
running_mean (const Rule *r, guint average, const char *symbol, double beta, guint value)
{
  return assign (
      r, "assign", average,
      add (r, multiply (r, constant (r, symbol, beta), average),
           multiply (r, subtract (r, constant (r, NULL, 1), constant (r, symbol, beta)), value)));
}

/* g / √(v + ε): Keras since 2.11 has ε inside the root. */
static guint
scaled_step (const Rule *r, guint v, double epsilon)
{
  const ChainUpdate *u = r->update;

  return divide (r, multiply (r, u->learning_rate, u->gradient),
                 square_root (r, add (r, v, constant (r, "ε", epsilon))));
}

/* Hinton 2012, lecture 6e of "Neural Networks for Machine Learning". */
static guint
record_rmsprop (const ChainUpdate *u)
{
  const Rule  of_v = rule_for (u, CHAIN_QUANTITY_VELOCITY);
  const Rule  of_m = rule_for (u, CHAIN_QUANTITY_MOMENT);
  const Rule  of_w = { u, u->origin };
  const guint v = state (&of_v, 0);
  const guint new_v = running_mean (&of_v, v, "ρ", u->p[0], square (&of_v, u->gradient));
  guint       m;
  guint       new_m;

  if (u->p[1] == 0)
    return assign (&of_w, "assign_sub", u->variable,
                   held (&of_w, scaled_step (&of_w, new_v, u->p[2])));
  m = state (&of_m, 0);
  new_m = assign (&of_m, "assign", m,
                  add (&of_m, multiply (&of_m, constant (&of_m, "μ", u->p[1]), m),
                       scaled_step (&of_m, new_v, u->p[2])));
  return assign (&of_w, "assign_sub", u->variable, held (&of_w, new_m));
}

static const ChainOptimizer rmsprop = {
  .name = "rmsprop",
  .title = "RMSprop",
  .formula = "v ← ρ·v + (1 − ρ)·g², w ← w − η·g / √(v + ε)",
  .parameters = { { "rho", "ρ", CHAIN_PARAMETER_NUMBER, 0.9, 0, 1 },
                  { "momentum", "μ", CHAIN_PARAMETER_NUMBER, 0, 0, 1 },
                  { "epsilon", "ε", CHAIN_PARAMETER_NUMBER, 1e-7, 0, 1 },
                  CLIPNORM },
  .record = record_rmsprop,
  .fused = chain_fused_rmsprop,
};

/* Duchi, Hazan and Singer 2011, "Adaptive Subgradient Methods". */
static guint
record_adagrad (const ChainUpdate *u)
{
  const Rule  of_v = rule_for (u, CHAIN_QUANTITY_VELOCITY);
  const Rule  of_w = { u, u->origin };
  const guint v = state (&of_v, u->p[0]);
  const guint new_v = assign (&of_v, "assign_add", v, square (&of_v, u->gradient));

  return assign (&of_w, "assign_sub", u->variable,
                 held (&of_w, scaled_step (&of_w, new_v, u->p[1])));
}

static const ChainOptimizer adagrad = {
  .name = "adagrad",
  .title = "Adagrad",
  .formula = "v ← v + g², w ← w − η·g / √(v + ε)",
  .parameters = { { "initial_accumulator", "v₀", CHAIN_PARAMETER_NUMBER, 0.1, 0, G_MAXDOUBLE },
                  { "epsilon", "ε", CHAIN_PARAMETER_NUMBER, 1e-7, 0, 1 },
                  CLIPNORM },
  .record = record_adagrad,
  .fused = chain_fused_adagrad,
};

/* η·√(1 − β₂ⁿ) / (1 − β₁ⁿ): the rate with both means' start at 0 made up for. */
static guint
corrected_rate (const Rule *r)
{
  const ChainUpdate *u = r->update;
  const guint first = power (r, constant (r, "β₁", u->p[0]), u->step);
  const guint second = power (r, constant (r, "β₂", u->p[1]), u->step);

  return divide (r,
                 multiply (r, u->learning_rate,
                           square_root (r, subtract (r, constant (r, NULL, 1), second))),
                 subtract (r, constant (r, NULL, 1), first));
}

/* Kingma and Ba 2015, in the order at the end of their section 2, as Keras has it. With weight
 * decay w first loses η·λ·w: Loshchilov and Hutter 2019, "Decoupled Weight Decay". */
static guint
record_adam (const ChainUpdate *u)
{
  const Rule  of_m = rule_for (u, CHAIN_QUANTITY_MOMENT);
  const Rule  of_v = rule_for (u, CHAIN_QUANTITY_VELOCITY);
  const Rule  of_w = { u, u->origin };
  const guint m = state (&of_m, 0);
  const guint new_m = running_mean (&of_m, m, "β₁", u->p[0], u->gradient);
  const guint v = state (&of_v, 0);
  const guint new_v = running_mean (&of_v, v, "β₂", u->p[1], square (&of_v, u->gradient));
  const guint step = divide (
      &of_w, multiply (&of_w, corrected_rate (&of_w), new_m),
      add (&of_w, square_root (&of_w, new_v), constant (&of_w, "ε", u->p[2])));
  guint       decay;

  if (u->p[3] == 0)
    return assign (&of_w, "assign_sub", u->variable, held (&of_w, step));
  decay = multiply (&of_w, multiply (&of_w, u->learning_rate, constant (&of_w, "λ", u->p[3])),
                    u->variable);
  return assign (&of_w, "assign", u->variable,
                 subtract (&of_w, subtract (&of_w, u->variable, held (&of_w, decay)),
                           held (&of_w, step)));
}

#define ADAM_PARAMETERS(decay)                                                                    \
  { { "beta_1", "β₁", CHAIN_PARAMETER_NUMBER, 0.9, 0, 1 },                                        \
    { "beta_2", "β₂", CHAIN_PARAMETER_NUMBER, 0.999, 0, 1 },                                      \
    { "epsilon", "ε", CHAIN_PARAMETER_NUMBER, 1e-7, 0, 1 },                                       \
    { "weight_decay", "λ", CHAIN_PARAMETER_NUMBER, decay, 0, 1 },                                 \
    CLIPNORM }

static const ChainOptimizer adam = {
  .name = "adam",
  .title = "Adam",
  .formula = "m ← β₁·m + (1 − β₁)·g, v ← β₂·v + (1 − β₂)·g², "
             "w ← w − η·√(1 − β₂ⁿ)/(1 − β₁ⁿ)·m / (√v + ε)",
  .parameters = ADAM_PARAMETERS (0),
  .record = record_adam,
  .fused = chain_fused_adam,
};

static const ChainOptimizer adamw = {
  .name = "adamw",
  .title = "AdamW",
  .formula = "w ← w − η·λ·w, then Adam's step",
  .parameters = ADAM_PARAMETERS (0.004),
  .record = record_adam,
  .fused = chain_fused_adam,
};

const ChainOptimizer *const chain_optimizers[] = {
  &sgd, &rmsprop, &adagrad, &adam, &adamw, NULL,
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

/* The gradient as the rule reads it: a quantity of its own where it is clipped, so that every use
 * of it names it. */
static guint
record_gradient (const ChainOptimizer *optimizer,
                 const double         *parameters,
                 ChainGraph           *graph,
                 guint                 variable,
                 ChainOrigin           origin)
{
  const guint  gradient = chain_graph_add_gradient (graph, variable, origin);
  const double clip[CHAIN_MAX_PARAMETERS]
      = { parameters[chain_parameters_count (optimizer->parameters) - 1] };

  origin.quantity = CHAIN_QUANTITY_CLIPPED;
  if (clip[0] == 0)
    return gradient;
  return chain_graph_add_operation (graph, chain_op_find (CHAIN_OP_ARITHMETIC, "clip_by_norm"),
                                    clip, &gradient, origin, NULL);
}

static guint
record_factor (const ChainRecording *recording, guint variable, ChainOrigin origin)
{
  origin.quantity = CHAIN_QUANTITY_FACTOR;
  return chain_graph_add_factor (recording->graph, variable, origin);
}

static guint
record_variable (const ChainOptimizer *optimizer,
                 const double         *parameters,
                 const ChainRecording *recording,
                 guint                 variable,
                 gboolean              has_locks,
                 guint                *factor)
{
  const ChainOrigin origin = {
    .phase = CHAIN_PHASE_UPDATE,
    .layer = chain_graph_node (recording->graph, variable)->origin.layer,
    .quantity = chain_graph_node (recording->graph, variable)->origin.quantity,
  };
  ChainUpdate update = {
    .graph = recording->graph,
    .variable = variable,
    .factor = CHAIN_NO_NODE,
    .learning_rate = recording->learning_rate,
    .step = recording->step,
    .p = parameters,
    .origin = origin,
  };

  /* Before the gradient: the parts of a quantity follow one another. */
  if (has_locks)
    update.factor = record_factor (recording, variable, origin);
  update.gradient = record_gradient (optimizer, parameters, recording->graph, variable, origin);
  *factor = update.factor;
  return optimizer->record (&update);
}

/**
 * chain_optimizer_record:
 * @optimizer: the rule
 * @parameters: (nullable): values of its parameters; %NULL for the initial ones
 * @recording: a network and its loss, without an optimizer so far
 *
 * Appends the learning rate and the number of the update as inputs [1, 1], then for the kernel
 * and the bias of each layer, from the first layer on, its gradient, clipped if `clipnorm` is not
 * 0, and its update. Where elements are locked, every change of the variable is multiplied by an
 * input of factors, chain_recording_load_factors(). Sets `learning_rate` and `step` of @recording
 * and `new_kernel`, `new_bias` and their factors of its layers. The updates become the variables'
 * values when a walk commits them.
 */
void
chain_optimizer_record (const ChainOptimizer *optimizer,
                        const double         *parameters,
                        ChainRecording       *recording)
{
  const ChainOrigin rate = { CHAIN_PHASE_UPDATE, 0, CHAIN_QUANTITY_LEARNING_RATE };
  const ChainOrigin step = { CHAIN_PHASE_UPDATE, 0, CHAIN_QUANTITY_STEP };
  double            initial[CHAIN_MAX_PARAMETERS];

  chain_parameters_init (optimizer->parameters, initial);
  if (parameters == NULL)
    parameters = initial;
  g_return_if_fail (recording->learning_rate == CHAIN_NO_NODE);

  recording->learning_rate = chain_graph_add_input (recording->graph, (ChainShape){ 1, 1 }, rate);
  recording->step = chain_graph_add_input (recording->graph, (ChainShape){ 1, 1 }, step);
  for (guint i = 0; i < recording->n_layers; i++)
    {
      ChainRecordedLayer *layer = &recording->layers[i];

      layer->new_kernel
          = record_variable (optimizer, parameters, recording, layer->kernel,
                             layer->kernel_factors != NULL, &layer->kernel_factor);
      if (layer->bias != CHAIN_NO_NODE)
        layer->new_bias = record_variable (optimizer, parameters, recording, layer->bias,
                                           layer->bias_factors != NULL, &layer->bias_factor);
    }
}
