/* fusion.c: any graph, forward, with runs of its operations done in one go.
 *
 * A node is fused with the one operation that reads it where both have the same shape and each of
 * their elements is made of one of each operand, or of a row and a column. Such a step goes through
 * its elements in blocks that stay in the cache; a value lives in a register, a block long, until
 * the operation that reads it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "autodiff/fusion.h"

#include <string.h>

#define BLOCK 256 /* elements of a register: 2 kB */
#define OUTSIDE G_MAXUINT

/* One operation of a step, on registers. */
typedef struct
{
  guint node;
  guint inputs[CHAIN_OP_MAX_INPUTS]; /* registers; OUTSIDE: a whole tensor */
  guint output;
} Instruction;

typedef struct
{
  ChainFusionStep step;         /* first */
  GArray         *instructions; /* Instruction; NULL: one operation on whole tensors */
  guint           root;         /* node whose value is kept */
} Step;

struct _ChainFusion
{
  const ChainGraph   *graph;
  guint               output;
  GPtrArray          *steps;     /* Step * */
  ChainTensor       **kept;      /* of each node that is kept, and of constants; else NULL */
  const ChainTensor **values;    /* of each node in a run: kept or given */
  double             *registers; /* [n_registers + 2, BLOCK]; the last two for single numbers */
  guint               n_registers;
};

static const ChainNode *
node_at (const ChainFusion *self, guint index)
{
  return chain_graph_node (self->graph, index);
}

static gboolean
is_matmul (const ChainNode *node)
{
  return g_str_equal (node->op->name, "matmul");
}

static gboolean
is_elementwise (const ChainNode *node)
{
  const ChainOp *op = node->op;

  return op != NULL && !op->assigns
         && ((op->n_inputs == 1 && op->value != NULL)
             || (op->n_inputs == 2 && op->pair_slope != NULL));
}

static gboolean
is_shape (const ChainNode *one, const ChainNode *other)
{
  return one->shape.rows == other->shape.rows && one->shape.columns == other->shape.columns;
}

/* The node that each one's step keeps: its own, or that of the only one that reads it. Those that
 * the output does not depend on have none. */
static guint *
find_roots (const ChainFusion *self)
{
  const guint       n = self->output + 1;
  guint            *roots = g_new (guint, n);
  g_autofree guint *readers = g_new (guint, n);
  g_autofree gboolean *shared = g_new0 (gboolean, n); /* several read it */

  memset (roots, 0xff, n * sizeof *roots);
  memset (readers, 0xff, n * sizeof *readers);
  roots[self->output] = self->output;
  for (guint i = n; i-- > 0;)
    {
      const ChainNode *node = node_at (self, i);
      const ChainNode *reader;

      if (i != self->output)
        {
          if (readers[i] == CHAIN_NO_NODE)
            continue;
          reader = node_at (self, readers[i]);
          roots[i] = !shared[i] && node->op != NULL && (is_elementwise (node) || is_matmul (node))
                             && is_elementwise (reader) && is_shape (node, reader)
                         ? roots[readers[i]]
                         : i;
        }
      for (guint k = 0; k < node->n_inputs; k++)
        {
          const guint input = node->inputs[k];

          shared[input] |= readers[input] != CHAIN_NO_NODE && readers[input] != i;
          readers[input] = i;
        }
    }
  return roots;
}

static void
step_free (gpointer data)
{
  Step *step = data;

  g_array_unref (step->step.nodes);
  g_clear_pointer (&step->instructions, g_array_unref);
  g_free (step->step.title);
  g_free (step);
}

static char *
title_of (const ChainFusion *self, const GArray *nodes)
{
  GString *title = g_string_new (NULL);
  guint    shown = MIN (nodes->len, 8);

  for (guint i = 0; i < shown; i++)
    g_string_append_printf (title, "%s%s", i > 0 ? " + " : "",
                            node_at (self, g_array_index (nodes, guint, i))->op->name);
  if (shown < nodes->len)
    g_string_append_printf (title, " + … (%u operations)", nodes->len);
  return g_string_free (title, FALSE);
}

/* Gives each operation of a step registers; one is free again once it has been read. */
static void
compile (ChainFusion *self, Step *step, const guint *roots)
{
  g_autoptr (GArray) free_registers = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GHashTable) held = g_hash_table_new (NULL, NULL); /* node → register + 1 */
  guint n_registers = 0;

  step->instructions = g_array_new (FALSE, FALSE, sizeof (Instruction));
  for (guint i = 0; i < step->step.nodes->len; i++)
    {
      const guint      index = g_array_index (step->step.nodes, guint, i);
      const ChainNode *node = node_at (self, index);
      Instruction      instruction = { .node = index, .inputs = { OUTSIDE, OUTSIDE } };

      for (guint k = 0; k < node->n_inputs; k++)
        {
          const guint input = node->inputs[k];
          const guint found = GPOINTER_TO_UINT (g_hash_table_lookup (held, GUINT_TO_POINTER (input)));

          if (roots[input] != step->root || found == 0)
            continue;
          instruction.inputs[k] = found - 1;
        }
      for (guint k = 0; k < node->n_inputs; k++)
        if (instruction.inputs[k] != OUTSIDE
            && g_hash_table_remove (held, GUINT_TO_POINTER (node->inputs[k])))
          g_array_append_val (free_registers, instruction.inputs[k]);
      if (free_registers->len > 0)
        {
          instruction.output = g_array_index (free_registers, guint, free_registers->len - 1);
          g_array_set_size (free_registers, free_registers->len - 1);
        }
      else
        instruction.output = n_registers++;
      g_hash_table_insert (held, GUINT_TO_POINTER (index), GUINT_TO_POINTER (instruction.output + 1));
      g_array_append_val (step->instructions, instruction);
    }
  self->n_registers = MAX (self->n_registers, n_registers);
}

/* A lone matrix product is done as a whole, like what fuses with nothing. */
static gboolean
goes_in_blocks (const ChainFusion *self, const Step *step)
{
  return step->step.nodes->len > 1 || is_elementwise (node_at (self, step->root));
}

static void
add_steps (ChainFusion *self, const guint *roots)
{
  Step **steps = g_new0 (Step *, self->output + 1);

  for (guint i = 0; i <= self->output; i++)
    {
      Step *step;

      if (roots[i] == CHAIN_NO_NODE || node_at (self, i)->kind != CHAIN_NODE_OPERATION)
        continue;
      if (steps[roots[i]] == NULL)
        {
          steps[roots[i]] = g_new0 (Step, 1);
          steps[roots[i]]->root = roots[i];
          steps[roots[i]]->step.nodes = g_array_new (FALSE, FALSE, sizeof (guint));
        }
      step = steps[roots[i]];
      g_array_append_val (step->step.nodes, i);
    }
  for (guint i = 0; i <= self->output; i++)
    if (steps[i] != NULL)
      {
        const ChainShape shape = node_at (self, i)->shape;

        steps[i]->step.title = title_of (self, steps[i]->step.nodes);
        if (goes_in_blocks (self, steps[i]))
          compile (self, steps[i], roots);
        self->kept[i] = chain_tensor_new (shape.rows, shape.columns);
        g_ptr_array_add (self->steps, steps[i]);
      }
  g_free (steps);
}

/**
 * chain_fusion_new:
 * @graph: (transfer none): without symbolic rows; must outlive the fusion
 * @output: the node whose value is wanted
 *
 * Returns: (transfer full): the graph up to @output, fused, with room for its values
 */
ChainFusion *
chain_fusion_new (const ChainGraph *graph, guint output)
{
  ChainFusion      *self = g_new0 (ChainFusion, 1);
  g_autofree guint *roots = NULL;

  g_return_val_if_fail (output < chain_graph_length (graph), NULL);

  self->graph = graph;
  self->output = output;
  self->steps = g_ptr_array_new_with_free_func (step_free);
  self->kept = g_new0 (ChainTensor *, output + 1);
  self->values = g_new0 (const ChainTensor *, output + 1);
  roots = find_roots (self);
  add_steps (self, roots);
  for (guint i = 0; i <= output; i++)
    if (node_at (self, i)->kind == CHAIN_NODE_CONSTANT)
      {
        self->kept[i] = chain_tensor_new (1, 1);
        self->kept[i]->values[0] = node_at (self, i)->value;
      }
  self->registers = g_new (double, (self->n_registers + 2) * BLOCK);
  return self;
}

/**
 * chain_fusion_free:
 * @fusion: (transfer full) (nullable): to free
 */
void
chain_fusion_free (ChainFusion *fusion)
{
  if (fusion == NULL)
    return;
  for (guint i = 0; i <= fusion->output; i++)
    chain_tensor_free (fusion->kept[i]);
  g_free (fusion->kept);
  g_free (fusion->values);
  g_free (fusion->registers);
  g_ptr_array_unref (fusion->steps);
  g_free (fusion);
}

/**
 * chain_fusion_n_steps:
 * @fusion: a fused graph
 *
 * Returns: how many steps it takes, each of one or more operations
 */
guint
chain_fusion_n_steps (const ChainFusion *fusion)
{
  return fusion->steps->len;
}

/**
 * chain_fusion_step:
 * @fusion: a fused graph
 * @step: an index below the number of steps
 *
 * Returns: (transfer none): the step, in the order in which they are done
 */
const ChainFusionStep *
chain_fusion_step (const ChainFusion *fusion, guint step)
{
  return g_ptr_array_index (fusion->steps, step);
}

/**
 * chain_fusion_n_buffers:
 * @fusion: a fused graph
 *
 * Returns: how many numbers it writes to memory in a run; a walk writes those of every operation
 */
gsize
chain_fusion_n_buffers (const ChainFusion *fusion)
{
  gsize n = 0;

  for (guint i = 0; i < fusion->steps->len; i++)
    n += chain_tensor_size (fusion->kept[((const Step *) fusion->steps->pdata[i])->root]);
  return n;
}

/* Where a block begins: element @column of @row, and how long it is. */
typedef struct
{
  gsize    row;
  gsize    column;
  gsize    n;
  gsize    columns; /* of the whole */
  gboolean flat;    /* all elements as if in one row */
} Block;

#define LOOP(name, expression)                                                                    \
  static void name (gsize n, const double *x, const double *y, double *to)                        \
  {                                                                                               \
    for (gsize i = 0; i < n; i++)                                                                 \
      to[i] = (expression);                                                                       \
  }

LOOP (loop_add, x[i] + y[i])
LOOP (loop_subtract, x[i] - y[i])
LOOP (loop_multiply, x[i] * y[i])
LOOP (loop_divide, x[i] / y[i])

/* Without a call for each element. */
static const struct
{
  const char *name;
  void      (*loop) (gsize n, const double *x, const double *y, double *to);
} loops[] = {
  { "add", loop_add },
  { "subtract", loop_subtract },
  { "multiply", loop_multiply },
  { "divide", loop_divide },
};

static void
apply_pair (const ChainOp *op, gsize n, const double *x, const double *y, double *to)
{
  for (guint i = 0; i < G_N_ELEMENTS (loops); i++)
    if (g_str_equal (loops[i].name, op->name))
      {
        loops[i].loop (n, x, y, to);
        return;
      }
  for (gsize i = 0; i < n; i++)
    to[i] = op->pair (x[i], y[i]);
}

static void
apply_matmul (const ChainTensor *left, const ChainTensor *right, const Block *block, double *to)
{
  memset (to, 0, block->n * sizeof (double));
  for (gsize k = 0; k < left->columns; k++)
    {
      const double  factor = left->values[block->row * left->columns + k];
      const double *from = right->values + k * right->columns + block->column;

      for (gsize i = 0; i < block->n; i++)
        to[i] += factor * from[i];
    }
}

static double *
register_of (const ChainFusion *self, guint index)
{
  return self->registers + (gsize) index * BLOCK;
}

/* A block of an operand; a side of length 1 is repeated. */
static const double *
operand (const ChainFusion *self, const Instruction *instruction, guint input, const Block *block)
{
  const ChainNode   *node = node_at (self, instruction->node);
  const ChainTensor *tensor;
  const double      *from;
  double            *repeated;

  if (instruction->inputs[input] != OUTSIDE)
    return register_of (self, instruction->inputs[input]);
  tensor = self->values[node->inputs[input]];
  from = tensor->values;
  if ((block->flat ? chain_tensor_size (tensor) : tensor->columns) == block->columns)
    return from + (tensor->rows == 1 ? 0 : block->row * tensor->columns) + block->column;
  from += tensor->rows == 1 ? 0 : block->row;
  repeated = register_of (self, self->n_registers + input);
  for (gsize i = 0; i < block->n; i++)
    repeated[i] = *from;
  return repeated;
}

static void
run_block (const ChainFusion *self, const Step *step, const Block *block)
{
  const double *result = NULL;
  double       *kept = self->kept[step->root]->values;

  for (guint i = 0; i < step->instructions->len; i++)
    {
      const Instruction *instruction = &g_array_index (step->instructions, Instruction, i);
      const ChainNode   *node = node_at (self, instruction->node);
      double            *to = register_of (self, instruction->output);

      if (is_matmul (node))
        apply_matmul (self->values[node->inputs[0]], self->values[node->inputs[1]], block, to);
      else if (node->n_inputs == 1)
        chain_op_map (node->op, 1, block->n, operand (self, instruction, 0, block), to,
                      node->parameters);
      else
        apply_pair (node->op, block->n, operand (self, instruction, 0, block),
                    operand (self, instruction, 1, block), to);
      result = to;
    }
  memcpy (kept + block->row * block->columns + block->column, result, block->n * sizeof (double));
}

/* All operands whole or single numbers: then rows do not matter. */
static gboolean
is_flat (const ChainFusion *self, const Step *step)
{
  const gsize size = chain_tensor_size (self->kept[step->root]);

  for (guint i = 0; i < step->instructions->len; i++)
    {
      const Instruction *instruction = &g_array_index (step->instructions, Instruction, i);
      const ChainNode   *node = node_at (self, instruction->node);

      if (is_matmul (node))
        return FALSE;
      for (guint k = 0; k < node->n_inputs; k++)
        {
          const gsize n = instruction->inputs[k] != OUTSIDE
                              ? size
                              : chain_tensor_size (self->values[node->inputs[k]]);

          if (n != size && n != 1)
            return FALSE;
        }
    }
  return TRUE;
}

static void
run_blocks (const ChainFusion *self, const Step *step)
{
  const ChainTensor *kept = self->kept[step->root];
  const gboolean     flat = is_flat (self, step);
  const gsize        columns = flat ? chain_tensor_size (kept) : kept->columns;

  for (gsize row = 0; row < (flat ? 1 : kept->rows); row++)
    for (gsize column = 0; column < columns; column += BLOCK)
      {
        const Block block = { row, column, MIN (BLOCK, columns - column), columns, flat };

        run_block (self, step, &block);
      }
}

static void
run_whole (const ChainFusion *self, const Step *step)
{
  const ChainNode *node = node_at (self, step->root);
  ChainOpCall      call = { .op = node->op, .parameters = node->parameters };

  for (guint k = 0; k < node->n_inputs; k++)
    call.inputs[k] = self->values[node->inputs[k]];
  node->op->forward (&call, self->kept[step->root]);
}

/**
 * chain_fusion_run:
 * @fusion: a fused graph
 * @given: (array): of each node up to the output: its value if it is an input or a variable
 *
 * Returns: (transfer none): the output's value, until the next run
 */
const ChainTensor *
chain_fusion_run (ChainFusion *fusion, const ChainTensor *const *given)
{
  for (guint i = 0; i <= fusion->output; i++)
    fusion->values[i] = fusion->kept[i] != NULL ? fusion->kept[i] : given[i];
  for (guint i = 0; i < fusion->steps->len; i++)
    {
      const Step *step = g_ptr_array_index (fusion->steps, i);

      if (step->instructions != NULL)
        run_blocks (fusion, step);
      else
        run_whole (fusion, step);
    }
  return fusion->values[fusion->output];
}
