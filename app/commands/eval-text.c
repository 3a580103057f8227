/* eval-text.c: what chainrule eval prints for people.
 *
 * SPDX-License-Identifier: MIT
 */
#include "app/commands/eval-print.h"

#include "app/console.h"
#include "app/text-table.h"

#include <math.h>

#define DIGITS 6
#define MOST_EQUATIONS 12 /* elements of a value that are explained one by one */
#define MOST_COLUMNS 6    /* elements of a variable that have a column in the table */
#define ERROR_DIGITS 2

/* "L", "w[1, 2]" */
static char *
element_name (const char *name, const ChainTensor *tensor, gsize element)
{
  if (chain_tensor_size (tensor) == 1)
    return g_strdup (name);
  return g_strdup_printf ("%s[%" G_GSIZE_FORMAT ", %" G_GSIZE_FORMAT "]", name,
                          element / tensor->columns, element % tensor->columns);
}

static char *
matrix_text (const ChainTensor *tensor)
{
  GString *text = g_string_new (NULL);
  char     number[CHAIN_NUMBER_SIZE];

  if (chain_tensor_size (tensor) == 1)
    return g_string_free (g_string_assign (text, chain_number_show (tensor->values[0], DIGITS,
                                                                    number)), FALSE);
  for (gsize r = 0; r < tensor->rows; r++)
    {
      g_string_append (text, r > 0 ? ", [" : "[[");
      for (gsize c = 0; c < tensor->columns; c++)
        g_string_append_printf (text, "%s%s", c > 0 ? ", " : "",
                                chain_number_show (chain_tensor_get (tensor, r, c), DIGITS, number));
      g_string_append_c (text, ']');
    }
  g_string_append_c (text, ']');
  return g_string_free (text, FALSE);
}

static void
print_values (ChainEval *eval)
{
  for (guint i = 0; i < chain_workspace_n_statements (eval->workspace); i++)
    {
      const ChainWorkspaceStatement *statement = chain_workspace_statement (eval->workspace, i);
      g_autofree char               *text = NULL;

      if (statement->node == CHAIN_NO_NODE)
        continue;
      text = matrix_text (chain_workspace_value (eval->workspace, statement->node));
      if (statement->name != NULL)
        chain_console_print ("%s = %s\n", statement->name, text);
      else
        chain_console_print ("%s\n", text);
    }
}

static const char *
target_name (ChainEval *eval)
{
  return chain_workspace_node (eval->workspace, chain_workspace_target (eval->workspace))->name;
}

static void
print_gradients (ChainEval *eval)
{
  for (guint i = 0; eval->gradients != NULL && eval->by[i] != NULL; i++)
    {
      const ChainTensor *gradient = g_ptr_array_index (eval->gradients, i);
      g_autofree char   *text = gradient != NULL ? matrix_text (gradient) : NULL;

      chain_console_print ("∂%s/∂%s = %s\n", target_name (eval), eval->by[i],
                           text != NULL ? text : "none: the one does not depend on the other as a "
                                                 "variable");
    }
}

static void
print_step (ChainEval *eval, const ChainWorkspaceStep *step)
{
  const ChainWorkspaceNode *node = chain_workspace_node (eval->workspace, step->node);
  const ChainTensor        *value = chain_workspace_value (eval->workspace, step->node);
  g_autofree char          *left = step->gradient
                                       ? g_strdup_printf ("∂%s/∂%s", target_name (eval), node->name)
                                       : g_strdup (node->name);

  chain_console_print ("  %s: %s [%" G_GSIZE_FORMAT ", %" G_GSIZE_FORMAT "], line %u, column %u\n",
                       left, node->title, value->rows, value->columns, node->place.line,
                       node->place.column);
  if (chain_tensor_size (value) > MOST_EQUATIONS)
    {
      g_autofree char *text = matrix_text (
          step->gradient ? chain_workspace_adjoint (eval->workspace, step->node) : value);

      chain_console_print ("    %s\n", text);
      return;
    }
  for (gsize i = 0; i < chain_tensor_size (value); i++)
    {
      const gsize               row = i / value->columns;
      const gsize               column = i % value->columns;
      g_autoptr (ChainEquation) equation
          = step->gradient
                ? chain_workspace_gradient_equation (eval->workspace, step->node, row, column)
                : chain_workspace_equation (eval->workspace, step->node, row, column);
      g_autofree char          *text = chain_equation_to_text (equation, DIGITS);

      chain_console_print ("    %s\n", text);
    }
}

static void
print_steps (ChainEval *eval)
{
  guint         n_forward;
  const GArray *steps = chain_workspace_steps (eval->workspace, &n_forward);

  for (guint i = 0; i < steps->len; i++)
    {
      if (i == 0 || i == n_forward)
        chain_console_print ("%s\n", i < n_forward ? "forward" : "backward");
      print_step (eval, &g_array_index (steps, ChainWorkspaceStep, i));
    }
  chain_console_print ("\n");
}

static void
print_check (ChainEval *eval)
{
  g_autoptr (ChainTextTable) table = chain_text_table_new ("lrrr");
  g_autofree char           *text = NULL;

  chain_text_table_cell (table, "by");
  chain_text_table_cell (table, "backward");
  chain_text_table_cell (table, "difference");
  chain_text_table_cell (table, "relative error");
  for (guint i = 0; eval->gradients != NULL && eval->by[i] != NULL; i++)
    {
      const ChainTensor *gradient = g_ptr_array_index (eval->gradients, i);
      const guint        node = chain_workspace_find (eval->workspace, eval->by[i]);

      for (gsize k = 0; gradient != NULL && k < chain_tensor_size (gradient); k++)
        {
          const ChainEvalCheck check = chain_eval_compare (eval, node, gradient, k);
          g_autofree char     *name = element_name (eval->by[i], gradient, k);

          chain_text_table_cell (table, "%s", name);
          chain_text_table_number (table, check.analytic, DIGITS);
          if (check.kink)
            {
              chain_text_table_cell (table, "at a kink");
              chain_text_table_cell (table, "–");
              continue;
            }
          chain_text_table_number (table, check.numeric, DIGITS);
          chain_text_table_number (table, check.error, ERROR_DIGITS);
        }
    }
  text = chain_text_table_text (table, "  ");
  chain_console_print ("%s%s\n", text,
                       eval->agrees ? "The gradients agree." : "The gradients do not agree.");
}

/* Times are of this machine and this moment: only their number is the same everywhere. */
static void
print_functions (ChainEval *eval)
{
  for (guint i = 0; i < chain_workspace_n_traces (eval->workspace); i++)
    {
      const ChainTrace *trace = chain_workspace_trace (eval->workspace, i);
      guint             n = 0;

      for (guint k = 0; k < chain_graph_length (trace->graph); k++)
        n += chain_graph_node (trace->graph, k)->kind == CHAIN_NODE_OPERATION;
      chain_console_print ("%s: called %" G_GUINT64_FORMAT " time%s, %u operation%s, fused to %u\n",
                           trace->signature, trace->n_calls, trace->n_calls == 1 ? "" : "s", n,
                           n == 1 ? "" : "s", chain_fusion_n_steps (trace->fusion));
      for (guint k = 0; k < chain_fusion_n_steps (trace->fusion); k++)
        chain_console_print ("  %s\n", chain_fusion_step (trace->fusion, k)->title);
    }
}

static void
add_cells (ChainTextTable *table, GPtrArray *tensors)
{
  for (guint i = 0; i < tensors->len; i++)
    {
      const ChainTensor *tensor = g_ptr_array_index (tensors, i);

      for (gsize k = 0; k < MIN (chain_tensor_size (tensor), MOST_COLUMNS); k++)
        chain_text_table_number (table, tensor->values[k], DIGITS);
    }
}

/* One column for each of the first elements of every variable. */
static guint
add_names (ChainEval *eval, GString *alignment, ChainTextTable *table, gboolean gradients)
{
  guint n = 0;

  for (guint i = 0; i < chain_workspace_n_variables (eval->workspace); i++)
    {
      const ChainWorkspaceVariable *variable = chain_workspace_variable (eval->workspace, i);

      for (gsize k = 0; k < MIN (chain_tensor_size (variable->value), MOST_COLUMNS); k++)
        {
          g_autofree char *name = element_name (variable->name, variable->value, k);

          n++;
          if (table == NULL)
            g_string_append_c (alignment, 'r');
          else if (gradients)
            chain_text_table_cell (table, "∂%s/∂%s", target_name (eval), name);
          else
            chain_text_table_cell (table, "%s", name);
        }
    }
  return n;
}

static void
print_iterations (ChainEval *eval)
{
  g_autoptr (GString)        alignment = g_string_new ("rlr");
  g_autoptr (ChainTextTable) table = NULL;
  g_autofree char           *text = NULL;

  add_names (eval, alignment, NULL, FALSE);
  add_names (eval, alignment, NULL, TRUE);
  table = chain_text_table_new (alignment->str);
  chain_text_table_cell (table, "iteration");
  chain_text_table_cell (table, "rows");
  chain_text_table_cell (table, "%s", target_name (eval));
  add_names (eval, alignment, table, FALSE);
  add_names (eval, alignment, table, TRUE);
  for (guint i = 0; i < chain_workspace_n_iterations (eval->workspace); i++)
    {
      const ChainWorkspaceIteration *iteration = chain_workspace_iteration (eval->workspace, i);

      chain_text_table_cell (table, "%" G_GUINT64_FORMAT, iteration->iteration);
      if (iteration->n_rows == 0)
        chain_text_table_cell (table, "–");
      else if (iteration->n_rows == 1)
        chain_text_table_cell (table, "%" G_GSIZE_FORMAT, iteration->first_row);
      else
        chain_text_table_cell (table, "%" G_GSIZE_FORMAT "–%" G_GSIZE_FORMAT, iteration->first_row,
                               iteration->first_row + iteration->n_rows - 1);
      chain_text_table_number (table, iteration->loss, DIGITS);
      add_cells (table, iteration->variables);
      add_cells (table, iteration->gradients);
    }
  text = chain_text_table_text (table, "");
  chain_console_print ("%s", text);
  for (guint i = 0; i < chain_workspace_n_variables (eval->workspace); i++)
    {
      const ChainWorkspaceVariable *variable = chain_workspace_variable (eval->workspace, i);
      g_autofree char              *value = matrix_text (variable->value);

      chain_console_print ("%s = %s\n", variable->name, value);
    }
}

/**
 * chain_eval_print_text:
 * @eval: an evaluation
 *
 * Prints what was asked for: the steps, values and gradients, or the iterations.
 */
void
chain_eval_print_text (ChainEval *eval)
{
  if (eval->iterations > 0)
    print_iterations (eval);
  else
    {
      if (eval->steps)
        print_steps (eval);
      print_values (eval);
      print_gradients (eval);
    }
  if (eval->check && eval->iterations == 0)
    print_check (eval);
  if (eval->functions)
    print_functions (eval);
}
