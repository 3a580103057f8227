/* code.c: a step as the TensorFlow program that computes the same.
 *
 * Each operation's record knows its own code; this file names the nodes and puts the lines in
 * order: what is given, the forward pass under a tape, gradients, updates. A node that is only a
 * part of a quantity is written inside the expression that goes on with it, as in equations.
 *
 * SPDX-License-Identifier: MIT
 */
#include "explain/code.h"

#include "base/number.h"
#include "explain/node-terms.h"

#include <string.h>

#define SHORT_ROWS 4 /* of a matrix that is cut */
#define SHORT_COLUMNS 6

typedef struct
{
  const ChainRecording *recording;
  ChainWalk            *walk;
  ChainCodeLength       length;
  GString              *text;
} Writer;

static const char *const letters[] = {
  [CHAIN_QUANTITY_X] = "x",
  [CHAIN_QUANTITY_Y] = "y",
  [CHAIN_QUANTITY_KERNEL] = "W",
  [CHAIN_QUANTITY_BIAS] = "b",
  [CHAIN_QUANTITY_Z] = "z",
  [CHAIN_QUANTITY_A] = "a",
  [CHAIN_QUANTITY_LOSS] = "loss",
  [CHAIN_QUANTITY_LEARNING_RATE] = "learning_rate",
  [CHAIN_QUANTITY_MASK] = "mask",
  [CHAIN_QUANTITY_MOMENT] = "m_",
  [CHAIN_QUANTITY_VELOCITY] = "v_",
  [CHAIN_QUANTITY_CLIPPED] = "clipped_",
  [CHAIN_QUANTITY_STEP] = "n",
};

static const ChainNode *
node_at (const Writer *self, guint index)
{
  return chain_graph_node (self->recording->graph, index);
}

/* "W1", "loss", "dW1" for a gradient, "m_W1" for what an optimizer keeps for W1. */
static char *
name_of (const Writer *self, const ChainNode *node)
{
  const ChainNode *served = chain_node_served (self->recording, node);
  const char      *letter = letters[node->origin.quantity];

  if (node->kind == CHAIN_NODE_GRADIENT)
    {
      g_autofree char *of = name_of (self, node_at (self, node->inputs[0]));

      return g_strconcat ("d", of, NULL);
    }
  if (served != NULL)
    {
      g_autofree char *of = name_of (self, served);

      return g_strconcat (letter, of, NULL);
    }
  return node->origin.layer > 0 ? g_strdup_printf ("%s%u", letter, node->origin.layer)
                                : g_strdup (letter);
}

static void
append_number (GString *text, double value)
{
  char number[CHAIN_NUMBER_SIZE];

  chain_number_write (value, number);
  g_string_append (text, number);
  /* An integer would make a tensor of integers. */
  if (strpbrk (number, ".eEni") == NULL)
    g_string_append (text, ".0");
}

static void
append_row (const Writer *self, const double *values, gsize n)
{
  const gboolean cut = self->length == CHAIN_CODE_SHORT && n > SHORT_COLUMNS;
  const gsize    shown = cut ? SHORT_COLUMNS - 1 : n;

  g_string_append_c (self->text, '[');
  for (gsize i = 0; i < shown; i++)
    {
      g_string_append (self->text, i > 0 ? ", " : "");
      append_number (self->text, values[i]);
    }
  g_string_append (self->text, cut ? ", …]" : "]");
}

static void
append_matrix (const Writer *self, const ChainTensor *value)
{
  const gboolean cut = self->length == CHAIN_CODE_SHORT && value->rows > SHORT_ROWS;
  const gsize    shown = cut ? SHORT_ROWS - 1 : value->rows;

  g_string_append_c (self->text, '[');
  for (gsize r = 0; r < shown; r++)
    {
      g_string_append (self->text, r > 0 ? ",\n    " : "");
      append_row (self, value->values + r * value->columns, value->columns);
    }
  g_string_append (self->text, cut ? ",\n    …]" : "]");
}

static void
append_expression (const Writer *self, const ChainNode *node, gboolean inside);

/* An input: by its name, or, where it is a part of the same quantity, as an expression. */
static void
append_operand (const Writer *self, const ChainNode *node, guint input)
{
  const ChainNode *operand = node_at (self, node->inputs[input]);
  g_autofree char *name = NULL;

  if (operand->kind == CHAIN_NODE_CONSTANT)
    append_number (self->text, operand->value);
  else if (operand->kind == CHAIN_NODE_OPERATION && chain_node_is_part_of (operand, node))
    append_expression (self, operand, TRUE);
  else
    {
      name = name_of (self, operand);
      g_string_append (self->text, name);
    }
}

static void
append_parameter (const Writer *self, const ChainNode *node, const char *name, gsize length)
{
  for (guint i = 0; i < chain_parameters_count (node->op->parameters); i++)
    if (strncmp (node->op->parameters[i].name, name, length) == 0
        && node->op->parameters[i].name[length] == '\0')
      append_number (self->text, node->parameters[i]);
}

/* The operation's code with its inputs and parameters put in. */
static void
append_expression (const Writer *self, const ChainNode *node, gboolean inside)
{
  const char    *code = node->op->code;
  const gboolean fenced = inside && *code == '{'; /* an operator between operands */

  g_string_append (self->text, fenced ? "(" : "");
  while (*code != '\0')
    {
      const gsize length = strcspn (code, "{}");

      g_string_append_len (self->text, code, (gssize) length);
      code += length;
      if (*code == '\0')
        break;
      code++; /* the brace */
      if (code[-1] == '}')
        continue;
      if (g_ascii_isdigit (*code))
        append_operand (self, node, (guint) (*code - '0'));
      else
        append_parameter (self, node, code, strcspn (code, "}"));
      code += strcspn (code, "}");
    }
  g_string_append (self->text, fenced ? ")" : "");
}

static gboolean
is_part (const Writer *self, const ChainNode *node)
{
  guint input;

  return chain_node_whole (self->recording->graph, node, &input) != NULL;
}

static void
append_given (const Writer *self, const ChainNode *node)
{
  g_autofree char   *name = name_of (self, node);
  const ChainTensor *value = chain_walk_value (self->walk, node->index);
  const gboolean     variable = node->kind == CHAIN_NODE_VARIABLE;

  g_string_append_printf (self->text, "%s = tf.%s(", name, variable ? "Variable" : "constant");
  if (chain_tensor_size (value) == 1 && node->origin.layer == 0 && !variable
      && node->shape.rows != CHAIN_BATCH)
    append_number (self->text, value->values[0]);
  else
    append_matrix (self, value);
  g_string_append (self->text, ", dtype=tf.float64)");
  if (self->length == CHAIN_CODE_SHORT
      && (value->rows > SHORT_ROWS || value->columns > SHORT_COLUMNS))
    g_string_append_printf (self->text, "  # %" G_GSIZE_FORMAT " × %" G_GSIZE_FORMAT, value->rows,
                            value->columns);
  g_string_append_c (self->text, '\n');
}

/* Inputs and variables that the nodes before @end read, without what an optimizer keeps for
 * variables other than @updated. */
static void
append_all_given (const Writer *self, guint end, const ChainNode *updated)
{
  const ChainGraph    *graph = self->recording->graph;
  g_autofree gboolean *read = g_new0 (gboolean, chain_graph_length (graph));

  for (guint i = 0; i < end; i++)
    for (guint k = 0; k < node_at (self, i)->n_inputs; k++)
      read[node_at (self, i)->inputs[k]] = TRUE;
  for (guint i = 0; i < end; i++)
    {
      const ChainNode *node = node_at (self, i);

      if ((read[i] || i == self->recording->x)
          && (node->kind == CHAIN_NODE_INPUT || node->kind == CHAIN_NODE_VARIABLE)
          && (node->state_of == CHAIN_NO_NODE || updated == NULL
              || node->state_of == updated->index))
        append_given (self, node);
    }
}

/* One statement for each whole quantity up to and with @last. */
static void
append_forward (const Writer *self, guint last, const char *indent)
{
  for (guint i = 0; i <= last; i++)
    {
      const ChainNode *node = node_at (self, i);
      g_autofree char *name = NULL;

      if (node->kind != CHAIN_NODE_OPERATION || is_part (self, node))
        continue;
      name = name_of (self, node);
      g_string_append_printf (self->text, "%s%s = ", indent, name);
      append_expression (self, node, FALSE);
      g_string_append_c (self->text, '\n');
    }
}

static guint
lines_so_far (const Writer *self)
{
  guint lines = 0;

  for (const char *c = self->text->str; (c = strchr (c, '\n')) != NULL; c++)
    lines++;
  return lines;
}

static void
append_gradient (const Writer *self, const ChainNode *of)
{
  g_autofree char *name = name_of (self, of);

  g_string_append_printf (self->text, "d%s = tape.gradient(loss, %s)\n", name, name);
}

/* The weights that a step of an update is about; NULL for a step before it. */
static const ChainNode *
updated_by (const Writer *self, const ChainStep *step)
{
  const ChainNode *node = node_at (self, step->node);
  const ChainNode *served = chain_node_served (self->recording, node);

  if (step->gradient || step->node <= self->recording->loss)
    return NULL;
  return served != NULL ? served : node_at (self, node->inputs[0]);
}

/* Its gradient, what the optimizer keeps for it, and last the weights themselves. */
static void
append_update (const Writer *self, const ChainNode *variable, const ChainNode *last)
{
  append_gradient (self, variable);
  for (guint i = self->recording->loss + 1; i <= last->index; i++)
    {
      const ChainNode *node = node_at (self, i);
      const ChainNode *of = chain_node_served (self->recording, node);

      if (node->kind != CHAIN_NODE_OPERATION || is_part (self, node)
          || (i != last->index && of != variable))
        continue;
      if (!node->op->assigns)
        {
          g_autofree char *name = name_of (self, node);

          g_string_append_printf (self->text, "%s = ", name);
        }
      append_expression (self, node, FALSE);
      g_string_append_c (self->text, '\n');
    }
}

static void
append_result (const Writer *self, const char *name, gsize row, gsize column, double value,
               gboolean scalar)
{
  char number[CHAIN_NUMBER_SIZE];

  g_string_append_printf (self->text, "print(%s", name);
  if (!scalar)
    g_string_append_printf (self->text, "[%" G_GSIZE_FORMAT ", %" G_GSIZE_FORMAT "]", row, column);
  g_string_append_printf (self->text, ".numpy())  # %s\n", chain_number_write (value, number));
}

/**
 * chain_code_new:
 * @stepper: where the numbers are from: at an iteration of which @step is done
 * @step: a step of it
 * @row: of the element that is printed, from 0
 * @column: of the element, from 0
 * @length: whether long matrices are written whole
 *
 * A program in TensorFlow 2's Python: the batch and the weights before the iteration as tensors,
 * the iteration up to the step, and the element printed. Without its numbers it is the way the
 * same is written by hand.
 *
 * Returns: (transfer full): the program
 */
ChainCode *
chain_code_new (ChainStepper    *stepper,
                const ChainStep *step,
                gsize            row,
                gsize            column,
                ChainCodeLength  length)
{
  Writer             self = { chain_stepper_recording (stepper), chain_stepper_walk (stepper),
                              length, g_string_new ("import tensorflow as tf\n\n") };
  const guint        loss = self.recording->loss;
  const ChainNode   *node = node_at (&self, step->node);
  const gboolean     forward = !step->gradient && step->node <= loss;
  const ChainNode   *updated = updated_by (&self, step);
  const double       value
      = chain_tensor_get (chain_stepper_value (stepper, step), row, column);
  g_autofree char   *name = name_of (&self, node);
  g_autofree char   *shown = step->gradient ? g_strconcat ("d", name, NULL) : g_strdup (name);
  ChainCode         *code = g_new0 (ChainCode, 1);

  append_all_given (&self, step->gradient ? loss + 1 : step->node + 1, updated);
  g_string_append_c (self.text, '\n');
  if (forward)
    append_forward (&self, step->node, "");
  else
    {
      g_string_append (self.text, "with tf.GradientTape(persistent=True) as tape:\n");
      append_forward (&self, loss, "    ");
      g_string_append_c (self.text, '\n');
      if (step->gradient)
        append_gradient (&self, node);
      else
        append_update (&self, updated, node);
    }
  code->line = lines_so_far (&self);
  append_result (&self, shown, row, column, value, node->index == loss);
  code->text = g_string_free (self.text, FALSE);
  return code;
}

/**
 * chain_code_free:
 * @code: (transfer full) (nullable): to free
 */
void
chain_code_free (ChainCode *code)
{
  if (code == NULL)
    return;
  g_free (code->text);
  g_free (code);
}
