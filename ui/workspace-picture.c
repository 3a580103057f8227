/* workspace-picture.c: the graph of a workspace as it is drawn.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/workspace-picture.h"

static const ChainGraphNodeKind kinds[] = {
  [CHAIN_WORKSPACE_CONSTANT] = CHAIN_GRAPH_GIVEN,
  [CHAIN_WORKSPACE_DATA] = CHAIN_GRAPH_GIVEN,
  [CHAIN_WORKSPACE_VARIABLE] = CHAIN_GRAPH_VARIABLE,
  [CHAIN_WORKSPACE_OPERATION] = CHAIN_GRAPH_OPERATION,
  [CHAIN_WORKSPACE_ASSIGNMENT] = CHAIN_GRAPH_OPERATION,
};

/**
 * chain_shape_to_text:
 * @rows: of a matrix
 * @columns: of a matrix
 *
 * Returns: (transfer full): "[5, 1]"
 */
char *
chain_shape_to_text (gsize rows, gsize columns)
{
  return g_strdup_printf ("[%" G_GSIZE_FORMAT ", %" G_GSIZE_FORMAT "]", rows, columns);
}

static void
add_node (ChainGraphPicture *picture, ChainWorkspace *workspace, guint i)
{
  const ChainWorkspaceNode *node = chain_workspace_node (workspace, i);
  const ChainTensor        *value = chain_workspace_value (workspace, i);
  const ChainTensor        *adjoint = chain_workspace_adjoint (workspace, i);
  const guint               target = chain_workspace_target (workspace);
  g_autofree char          *shape = chain_tensor_size (value) == 1
                                        ? g_strdup ("")
                                        : chain_shape_to_text (value->rows, value->columns);
  const char *shown = node->role == CHAIN_WORKSPACE_OPERATION ? node->symbol : node->title;
  g_autofree char          *title = NULL;
  g_autofree char          *name = NULL;
  ChainGraphNode           *drawn;

  if (adjoint != NULL)
    name = g_strdup_printf ("∂%s/∂%s", chain_workspace_node (workspace, target)->name, node->name);
  if (node->function != NULL)
    title = g_strdup_printf ("%s: %s", node->function, shown);
  chain_graph_picture_add (picture, kinds[node->role], node->name,
                           title != NULL ? title : shown, shape, name);
  drawn = &g_array_index (picture->nodes, ChainGraphNode, i);
  drawn->target = i == target;
  chain_graph_numbers_set (&drawn->value, value->rows, value->columns, value->values);
  if (adjoint != NULL)
    chain_graph_numbers_set (&drawn->adjoint, adjoint->rows, adjoint->columns, adjoint->values);
}

/* Whether the boxes may stay where they are: only numbers differ. */
static gboolean
has_same_boxes (const ChainGraphPicture *picture, const ChainGraphPicture *before)
{
  if (before == NULL || before->layout == NULL || before->nodes->len != picture->nodes->len)
    return FALSE;
  for (guint i = 0; i < picture->nodes->len; i++)
    {
      const ChainGraphNode *here = &g_array_index (picture->nodes, ChainGraphNode, i);
      const ChainGraphNode *there = &g_array_index (before->nodes, ChainGraphNode, i);

      if (g_strcmp0 (here->name, there->name) != 0
          || g_strcmp0 (here->operation, there->operation) != 0
          || g_strcmp0 (here->shape, there->shape) != 0
          || g_strcmp0 (here->adjoint_name, there->adjoint_name) != 0)
        return FALSE;
    }
  return TRUE;
}

/**
 * chain_workspace_picture_new:
 * @workspace: a workspace
 * @before: (nullable): its picture before its variables changed
 * @em: size of the font, pixels
 *
 * Returns: (transfer full): its graph with its numbers, laid out; boxes stay where they were
 *   @before if nothing but numbers changed
 */
ChainGraphPicture *
chain_workspace_picture_new (ChainWorkspace *workspace, const ChainGraphPicture *before, double em)
{
  ChainGraphPicture *picture = chain_graph_picture_new ();
  const ChainGraph  *graph = chain_workspace_graph (workspace);
  g_autoptr (GArray) edges = g_array_new (FALSE, FALSE, sizeof (ChainGraphEdge));

  for (guint i = 0; i < chain_workspace_n_nodes (workspace); i++)
    {
      const ChainNode *node = chain_graph_node (graph, i);

      add_node (picture, workspace, i);
      for (guint k = 0; k < node->n_inputs; k++)
        {
          const ChainGraphEdge edge = { node->inputs[k], i };

          g_array_append_val (edges, edge);
        }
    }
  if (has_same_boxes (picture, before))
    picture->layout = chain_graph_layout_ref (before->layout);
  else
    chain_graph_picture_lay_out (picture, edges->len, (const ChainGraphEdge *) edges->data, em);
  return picture;
}

/**
 * chain_workspace_reads_data:
 * @workspace: a workspace
 *
 * Returns: whether a row of the data is in any of its values
 */
gboolean
chain_workspace_reads_data (const ChainWorkspace *workspace)
{
  for (guint i = 0; i < chain_workspace_n_nodes (workspace); i++)
    if (chain_workspace_node (workspace, i)->role == CHAIN_WORKSPACE_DATA)
      return TRUE;
  return FALSE;
}

/**
 * chain_workspace_picture_known:
 * @workspace: a workspace
 * @position: steps done, from 0
 *
 * Returns: (transfer full): [nodes] ChainGraphKnown: what is known after these steps
 */
GByteArray *
chain_workspace_picture_known (ChainWorkspace *workspace, guint position)
{
  const guint   n = chain_workspace_n_nodes (workspace);
  const GArray *steps = chain_workspace_steps (workspace, NULL);
  GByteArray   *known = g_byte_array_sized_new (n);

  g_byte_array_set_size (known, n);
  for (guint i = 0; i < n; i++)
    known->data[i] = CHAIN_GRAPH_VALUE_KNOWN;
  for (guint i = 0; i < steps->len; i++)
    {
      const ChainWorkspaceStep *step = &g_array_index (steps, ChainWorkspaceStep, i);

      if (step->gradient && i < position)
        known->data[step->node] |= CHAIN_GRAPH_ADJOINT_KNOWN;
      else if (!step->gradient && i >= position)
        known->data[step->node] = 0;
    }
  return known;
}
