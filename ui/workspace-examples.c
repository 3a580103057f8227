/* workspace-examples.c: workspaces to begin with, each about one thing.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/workspace-examples.h"

static const ChainWorkspaceExample examples[] = {
  {
      .name = "worked-example",
      .title = "The worked example",
      .about = "One neuron and squared error, a row of the data at a time",
      .learning_rate = 0.02,
      .batch_size = 1,
      .text = "# one neuron, squared error; a row of the data in each iteration\n"
              "x1 = column(\"x1\")\n"
              "x2 = column(\"x2\")\n"
              "y = column(\"y\")\n"
              "w1 = variable(5)\n"
              "w2 = variable(8)\n"
              "b = variable(-2)\n"
              "z = w1*x1 + w2*x2 + b\n"
              "L = (z - y)^2\n",
  },
  {
      .name = "matmul",
      .title = "Product and rectifier",
      .about = "relu of a matrix product: [[0, 0], [13, 20]]",
      .text = "a = variable([[-2, -1], [3, 4]])\n"
              "b = [[3, 4], [1, 2]]\n"
              "c = matmul(a, b)\n"
              "r = relu(c)\n",
  },
  {
      .name = "broadcasting",
      .title = "Broadcasting",
      .about = "A row and a column are repeated to a matrix; their gradients are sums over it",
      .text = "row = variable([[1, 2, 3]])\n"
              "col = variable([[10], [20]])\n"
              "m = row + col          # [2, 3]\n"
              "s = mean(m * m)\n",
  },
  {
      .name = "two-paths",
      .title = "A sum over two paths",
      .about = "x reaches the result on two ways: its gradient is the sum of both",
      .text = "x = variable(3)\n"
              "u = x^2\n"
              "v = sin(x)\n"
              "f = u*v + u\n",
  },
  {
      .name = "assign",
      .title = "Changing variables",
      .about = "assign, assign_add and assign_sub; a constant refuses (take away the last #)",
      .text = "w = variable(5)\n"
              "w.assign(8)\n"
              "w.assign_add(2)        # 10\n"
              "w.assign_sub(0.5)      # 9.5\n"
              "c = [[1, 2], [3, 4]]   # a constant\n"
              "L = sum(w * c)\n"
              "# c.assign_add(1)\n",
  },
  {
      .name = "traces",
      .title = "A function, traced",
      .about = "Called with two shapes it is traced twice; the third call uses a trace again",
      .text = "f(x, y) = relu(matmul(x, y))\n"
              "a = variable([[1, -2]])\n"
              "m = [[3, 4], [1, 2]]\n"
              "p = f(a, m)\n"
              "q = f(m, m)            # another shape: traced again\n"
              "r = f(a, m + 1)        # the first trace again\n"
              "L = sum(p) + sum(q) + sum(r)\n",
  },
  {
      .name = "layers",
      .title = "Two layers",
      .about = "The features and targets of the data through a hidden layer, all rows at once",
      .learning_rate = 0.05,
      .batch_size = 0,
      .text = "x = features()\n"
              "y = targets()\n"
              "W1 = variable(glorot_uniform({inputs}, 3))\n"
              "b1 = variable(zeros(1, 3))\n"
              "W2 = variable(glorot_uniform(3, {outputs}, seed=1))\n"
              "b2 = variable(zeros(1, {outputs}))\n"
              "h = tanh(x @ W1 + b1)\n"
              "p = h @ W2 + b2\n"
              "L = mse(p, y)\n",
  },
};

/**
 * chain_workspace_examples:
 * @n_examples: (out): their number
 *
 * Returns: (transfer none) (array length=n_examples): the examples
 */
const ChainWorkspaceExample *
chain_workspace_examples (guint *n_examples)
{
  *n_examples = G_N_ELEMENTS (examples);
  return examples;
}

/**
 * chain_workspace_example_find:
 * @name: of an example
 *
 * Returns: (transfer none) (nullable): the example
 */
const ChainWorkspaceExample *
chain_workspace_example_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (examples); i++)
    if (g_str_equal (examples[i].name, name))
      return &examples[i];
  return NULL;
}

static void
put_number (GString *text, const char *mark, guint number)
{
  g_autofree char *digits = g_strdup_printf ("%u", number);

  g_string_replace (text, mark, digits, 0);
}

/**
 * chain_workspace_example_text:
 * @example: an example
 * @dataset: (nullable): the data it may read
 *
 * Returns: (transfer full): its statements, with the number of columns that the data has
 */
char *
chain_workspace_example_text (const ChainWorkspaceExample *example, const ChainDataset *dataset)
{
  GString *text = g_string_new (example->text);

  put_number (text, "{inputs}", dataset != NULL ? dataset->n_inputs : 2);
  put_number (text, "{outputs}", dataset != NULL ? dataset->n_outputs : 1);
  return g_string_free (text, FALSE);
}
