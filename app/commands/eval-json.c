/* eval-json.c: what chainrule eval prints for programs.
 *
 * SPDX-License-Identifier: MIT
 */
#include "app/commands/eval-print.h"

#include "app/console.h"

#define DIGITS 17 /* of numbers in equations: all there are */

static void
write_tensor (ChainJsonWriter *writer, const char *key, const ChainTensor *tensor)
{
  if (tensor == NULL)
    chain_json_writer_null (writer, key);
  else
    chain_json_writer_matrix (writer, key, tensor->values, tensor->rows, tensor->columns);
}

/* The last value of each name. */
static void
write_values (ChainEval *eval, ChainJsonWriter *writer)
{
  const guint n = chain_workspace_n_statements (eval->workspace);

  chain_json_writer_begin_array (writer, "values", CHAIN_JSON_LINES);
  for (guint i = 0; i < n; i++)
    {
      const ChainWorkspaceStatement *statement = chain_workspace_statement (eval->workspace, i);

      if (statement->node == CHAIN_NO_NODE)
        continue;
      chain_json_writer_begin_object (writer, NULL, CHAIN_JSON_ONE_LINE);
      if (statement->name != NULL)
        chain_json_writer_string (writer, "name", statement->name);
      else
        chain_json_writer_null (writer, "name");
      chain_json_writer_whole (writer, "line", statement->place.line);
      write_tensor (writer, "value", chain_workspace_value (eval->workspace, statement->node));
      chain_json_writer_end (writer);
    }
  chain_json_writer_end (writer);
}

static void
write_gradients (ChainEval *eval, ChainJsonWriter *writer)
{
  chain_json_writer_begin_object (writer, "gradients", CHAIN_JSON_LINES);
  for (guint i = 0; eval->gradients != NULL && eval->by[i] != NULL; i++)
    write_tensor (writer, eval->by[i], g_ptr_array_index (eval->gradients, i));
  chain_json_writer_end (writer);
}

static void
write_equations (ChainEval *eval, ChainJsonWriter *writer, const ChainWorkspaceStep *step,
                 const ChainTensor *value)
{
  chain_json_writer_begin_array (writer, "equations", CHAIN_JSON_ONE_LINE);
  for (gsize i = 0; i < chain_tensor_size (value); i++)
    {
      const gsize               row = i / value->columns;
      const gsize               column = i % value->columns;
      g_autoptr (ChainEquation) equation
          = step->gradient
                ? chain_workspace_gradient_equation (eval->workspace, step->node, row, column)
                : chain_workspace_equation (eval->workspace, step->node, row, column);
      g_autofree char          *text = chain_equation_to_text (equation, DIGITS);

      chain_json_writer_string (writer, NULL, text);
    }
  chain_json_writer_end (writer);
}

static void
write_steps (ChainEval *eval, ChainJsonWriter *writer)
{
  const GArray *steps = chain_workspace_steps (eval->workspace, NULL);

  chain_json_writer_begin_array (writer, "steps", CHAIN_JSON_LINES);
  for (guint i = 0; i < steps->len; i++)
    {
      const ChainWorkspaceStep *step = &g_array_index (steps, ChainWorkspaceStep, i);
      const ChainWorkspaceNode *info = chain_workspace_node (eval->workspace, step->node);
      const ChainNode          *node
          = chain_graph_node (chain_workspace_graph (eval->workspace), step->node);
      const ChainTensor        *value = step->gradient
                                     ? chain_workspace_adjoint (eval->workspace, step->node)
                                     : chain_workspace_value (eval->workspace, step->node);

      chain_json_writer_begin_object (writer, NULL, CHAIN_JSON_ONE_LINE);
      chain_json_writer_string (writer, "phase", step->gradient ? "backward" : "forward");
      chain_json_writer_whole (writer, "node", step->node);
      chain_json_writer_string (writer, "name", info->name);
      if (node->op != NULL)
        chain_json_writer_string (writer, "operation", node->op->name);
      else
        chain_json_writer_null (writer, "operation");
      chain_json_writer_begin_array (writer, "inputs", CHAIN_JSON_ONE_LINE);
      for (guint k = 0; k < node->n_inputs; k++)
        chain_json_writer_whole (writer, NULL, node->inputs[k]);
      chain_json_writer_end (writer);
      chain_json_writer_whole (writer, "line", info->place.line);
      chain_json_writer_whole (writer, "column", info->place.column);
      write_tensor (writer, "value", value);
      write_equations (eval, writer, step, value);
      chain_json_writer_end (writer);
    }
  chain_json_writer_end (writer);
}

static void
write_check (ChainEval *eval, ChainJsonWriter *writer)
{
  chain_json_writer_begin_array (writer, "check", CHAIN_JSON_LINES);
  for (guint i = 0; eval->gradients != NULL && eval->by[i] != NULL; i++)
    {
      const ChainTensor *gradient = g_ptr_array_index (eval->gradients, i);
      const guint        node = chain_workspace_find (eval->workspace, eval->by[i]);

      for (gsize k = 0; gradient != NULL && k < chain_tensor_size (gradient); k++)
        {
          const ChainEvalCheck check = chain_eval_compare (eval, node, gradient, k);

          chain_json_writer_begin_object (writer, NULL, CHAIN_JSON_ONE_LINE);
          chain_json_writer_string (writer, "by", eval->by[i]);
          chain_json_writer_whole (writer, "row", k / gradient->columns);
          chain_json_writer_whole (writer, "column", k % gradient->columns);
          chain_json_writer_number (writer, "analytic", check.analytic);
          chain_json_writer_number (writer, "numeric", check.numeric);
          chain_json_writer_number (writer, "relative_error", check.error);
          chain_json_writer_boolean (writer, "kink", check.kink);
          chain_json_writer_end (writer);
        }
    }
  chain_json_writer_end (writer);
  chain_json_writer_boolean (writer, "passed", eval->agrees);
}

static void
write_variables (ChainEval *eval, ChainJsonWriter *writer, const char *key, GPtrArray *tensors)
{
  chain_json_writer_begin_object (writer, key, CHAIN_JSON_ONE_LINE);
  for (guint i = 0; i < tensors->len; i++)
    write_tensor (writer, chain_workspace_variable (eval->workspace, i)->name,
                  g_ptr_array_index (tensors, i));
  chain_json_writer_end (writer);
}

static void
write_iterations (ChainEval *eval, ChainJsonWriter *writer)
{
  chain_json_writer_number (writer, "learning_rate", eval->learning_rate);
  chain_json_writer_begin_array (writer, "iterations", CHAIN_JSON_LINES);
  for (guint i = 0; i < chain_workspace_n_iterations (eval->workspace); i++)
    {
      const ChainWorkspaceIteration *iteration = chain_workspace_iteration (eval->workspace, i);

      chain_json_writer_begin_object (writer, NULL, CHAIN_JSON_ONE_LINE);
      chain_json_writer_whole (writer, "iteration", iteration->iteration);
      chain_json_writer_whole (writer, "first_row", iteration->first_row);
      chain_json_writer_whole (writer, "rows", iteration->n_rows);
      chain_json_writer_number (writer, "loss", iteration->loss);
      write_variables (eval, writer, "variables", iteration->variables);
      write_variables (eval, writer, "gradients", iteration->gradients);
      chain_json_writer_end (writer);
    }
  chain_json_writer_end (writer);
}

static void
write_functions (ChainEval *eval, ChainJsonWriter *writer)
{
  chain_json_writer_begin_array (writer, "functions", CHAIN_JSON_LINES);
  for (guint i = 0; i < chain_workspace_n_traces (eval->workspace); i++)
    {
      const ChainTrace *trace = chain_workspace_trace (eval->workspace, i);
      double            walked;
      double            fused;

      chain_trace_measure (trace, &walked, &fused);
      chain_json_writer_begin_object (writer, NULL, CHAIN_JSON_ONE_LINE);
      chain_json_writer_string (writer, "function", trace->function);
      chain_json_writer_string (writer, "signature", trace->signature);
      chain_json_writer_whole (writer, "calls", trace->n_calls);
      chain_json_writer_begin_array (writer, "fused", CHAIN_JSON_ONE_LINE);
      for (guint k = 0; k < chain_fusion_n_steps (trace->fusion); k++)
        chain_json_writer_string (writer, NULL, chain_fusion_step (trace->fusion, k)->title);
      chain_json_writer_end (writer);
      chain_json_writer_number (writer, "seconds", walked);
      chain_json_writer_number (writer, "seconds_fused", fused);
      chain_json_writer_end (writer);
    }
  chain_json_writer_end (writer);
}

/**
 * chain_eval_print_json:
 * @eval: an evaluation
 *
 * Prints the same as text would say, with all digits. Values are those after the iterations.
 */
void
chain_eval_print_json (ChainEval *eval)
{
  const guint                 target = chain_workspace_target (eval->workspace);
  g_autoptr (ChainJsonWriter) writer = chain_json_writer_new ();
  g_autofree char            *text = NULL;

  chain_json_writer_begin_object (writer, NULL, CHAIN_JSON_LINES);
  write_values (eval, writer);
  if (target != CHAIN_NO_NODE)
    chain_json_writer_string (writer, "target",
                              chain_workspace_node (eval->workspace, target)->name);
  else
    chain_json_writer_null (writer, "target");
  if (eval->iterations > 0)
    write_iterations (eval, writer);
  else
    write_gradients (eval, writer);
  if (eval->steps && eval->iterations == 0)
    write_steps (eval, writer);
  if (eval->check && eval->iterations == 0)
    write_check (eval, writer);
  if (eval->functions)
    write_functions (eval, writer);
  chain_json_writer_end (writer);
  text = chain_json_writer_finish (writer);
  chain_console_print ("%s", text);
}
