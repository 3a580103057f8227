/* step-part.c: a step in its smallest parts: one summand of one element at a time.
 *
 * The summands of an element come from one operation or from several: z is the terms of a product
 * and then a bias, the gradient of a kernel the terms of a product and then a penalty's. They are
 * listed in the order in which the walk adds them, so that the sum so far is a number it had.
 *
 * SPDX-License-Identifier: MIT
 */
#include "explain/step-part.h"

#include "autodiff/broadcasting.h"
#include "explain/node-terms.h"

/* Summands that one operation gives, of its output or of one input's gradient. */
typedef struct
{
  const ChainNode *node;
  int              of;
  gsize            n;
} Source;

typedef struct
{
  const ChainRecording *recording;
  ChainWalk            *walk;
  GArray               *sources; /* Source */
} Sources;

static void
add_source (Sources *self, const ChainNode *node, int of)
{
  Source source = { node, of, 1 };

  if (node->kind == CHAIN_NODE_OPERATION && node->op->n_terms != NULL)
    {
      const ChainNodeTerms terms = chain_node_terms (self->recording, self->walk, node);

      source.n = node->op->n_terms (&terms.terms.call, of);
    }
  g_array_append_val (self->sources, source);
}

/* A quantity that goes on from a part of it by adding to it has that part's summands first. */
static void
list_value (Sources *self, const ChainNode *node)
{
  const ChainGraph *graph = self->recording->graph;

  if (node->kind != CHAIN_NODE_OPERATION || node->op != &chain_op_add)
    {
      add_source (self, node, CHAIN_OP_OUTPUT);
      return;
    }
  for (guint k = 0; k < node->n_inputs; k++)
    {
      const ChainNode *input = chain_graph_node (graph, node->inputs[k]);

      if (chain_node_is_part_of (input, node))
        list_value (self, input);
      else
        add_source (self, input, CHAIN_OP_OUTPUT);
    }
}

/* What uses a node adds to its gradient, from the loss down. */
static void
list_gradient (Sources *self, guint node)
{
  for (guint i = self->recording->loss; i > node; i--)
    {
      const ChainNode *user = chain_graph_node (self->recording->graph, i);

      for (guint k = user->n_inputs; k-- > 0;)
        if (user->inputs[k] == node && user->kind == CHAIN_NODE_OPERATION
            && chain_walk_reaches_loss (self->walk, i))
          add_source (self, user, (int) k);
    }
}

static Sources
sources_of (const ChainRecording *recording, ChainWalk *walk, const ChainStep *step)
{
  Sources self = { recording, walk, g_array_new (FALSE, FALSE, sizeof (Source)) };

  if (step->gradient)
    list_gradient (&self, step->node);
  else
    list_value (&self, chain_graph_node (recording->graph, step->node));
  return self;
}

static gsize
n_terms (const Sources *self)
{
  gsize n = 0;

  for (guint i = 0; i < self->sources->len; i++)
    n += g_array_index (self->sources, Source, i).n;
  return n;
}

static ChainFormula *
term_of_source (const Sources *self, const Source *source, gsize row, gsize column, gsize i)
{
  const ChainOp       *op = source->node->op;
  const ChainNodeTerms terms = chain_node_terms (self->recording, self->walk, source->node);
  const ChainTensor   *value = chain_walk_value (self->walk, source->node->index);

  if (op != NULL && op->n_terms != NULL)
    return op->term (&terms.terms, source->of, row, column, i);
  if (source->of != CHAIN_OP_OUTPUT)
    return op->backward_equation (&terms.terms, (guint) source->of, row, column);
  if (op != NULL)
    return op->equation (&terms.terms, row, column);
  /* A bias is one row for all rows of the batch. */
  return chain_node_symbol (self->recording, self->walk, source->node,
                            value->rows == 1 ? 0 : row, column);
}

static ChainFormula *
term_at (const Sources *self, gsize row, gsize column, gsize term)
{
  guint i = 0;

  while (term >= g_array_index (self->sources, Source, i).n)
    term -= g_array_index (self->sources, Source, i++).n;
  return term_of_source (self, &g_array_index (self->sources, Source, i), row, column, term);
}

static const ChainTensor *
value_of_step (ChainWalk *walk, const ChainStep *step)
{
  return step->gradient ? chain_walk_adjoint (walk, step->node)
                        : chain_walk_value (walk, step->node);
}

/**
 * chain_step_n_terms:
 * @recording: what the step belongs to
 * @walk: over its graph; for a gradient, walked backward at least to what uses it
 * @step: a step
 *
 * Returns: summands of each of the step's elements, at least one
 */
gsize
chain_step_n_terms (const ChainRecording *recording, ChainWalk *walk, const ChainStep *step)
{
  const Sources sources = sources_of (recording, walk, step);
  const gsize   n = n_terms (&sources);

  g_array_unref (sources.sources);
  return n;
}

/**
 * chain_step_n_parts:
 * @recording: what the step belongs to
 * @walk: as chain_step_n_terms() takes it
 * @step: a step
 *
 * Returns: summands of all of the step's elements
 */
gsize
chain_step_n_parts (const ChainRecording *recording, ChainWalk *walk, const ChainStep *step)
{
  return chain_tensor_size (value_of_step (walk, step)) * chain_step_n_terms (recording, walk, step);
}

/**
 * chain_step_part_new:
 * @recording: what the step belongs to
 * @walk: over its graph, run far enough for the step to be done
 * @step: a step
 * @index: of the part, from 0: all summands of the first element, then those of the next one,
 *   row by row
 *
 * Returns: (transfer full): the part
 */
ChainStepPart *
chain_step_part_new (const ChainRecording *recording,
                     ChainWalk            *walk,
                     const ChainStep      *step,
                     gsize                 index)
{
  const Sources      sources = sources_of (recording, walk, step);
  const ChainTensor *value = value_of_step (walk, step);
  ChainStepPart     *part = g_new0 (ChainStepPart, 1);

  part->n_terms = n_terms (&sources);
  part->term = index % part->n_terms;
  part->row = index / part->n_terms / value->columns;
  part->column = index / part->n_terms % value->columns;
  for (gsize i = 0; i <= part->term; i++)
    {
      chain_formula_free (part->formula);
      part->formula = term_at (&sources, part->row, part->column, i);
      part->value = chain_formula_evaluate (part->formula);
      part->before = part->sum;
      part->sum += part->value;
    }
  if (part->term == part->n_terms - 1)
    part->sum = chain_tensor_get (value, part->row, part->column);
  g_array_unref (sources.sources);
  return part;
}

/* The element, standing for @value of it. */
static ChainFormula *
element (const ChainRecording *recording,
         ChainWalk            *walk,
         const ChainStep      *step,
         const ChainStepPart  *part,
         double                value)
{
  const ChainNode *node = chain_graph_node (recording->graph, step->node);
  const gsize      n_rows = chain_walk_batch (walk);

  return step->gradient ? chain_element_derivative (recording, node, part->row, part->column,
                                                    n_rows, value)
                        : chain_element_symbol (recording, node, part->row, part->column, n_rows,
                                                value);
}

/**
 * chain_step_part_equation:
 * @recording: what the step belongs to
 * @walk: as chain_step_part_new() takes it
 * @step: a step
 * @part: of it
 *
 * Returns: (transfer full): the element, growing by the summand: z ← w₁·x₁, then z ← z + w₂·x₂
 */
ChainEquation *
chain_step_part_equation (const ChainRecording *recording,
                          ChainWalk            *walk,
                          const ChainStep      *step,
                          const ChainStepPart  *part)
{
  ChainEquation *equation = g_new0 (ChainEquation, 1);

  equation->left = element (recording, walk, step, part, part->sum);
  equation->right = chain_formula_copy (part->formula);
  if (part->term > 0)
    equation->right
        = chain_formula_plus (element (recording, walk, step, part, part->before), equation->right);
  equation->value = part->sum;
  equation->assigns = TRUE;
  return equation;
}

/**
 * chain_step_part_free:
 * @part: (transfer full) (nullable): to free
 */
void
chain_step_part_free (ChainStepPart *part)
{
  if (part == NULL)
    return;
  chain_formula_free (part->formula);
  g_free (part);
}
