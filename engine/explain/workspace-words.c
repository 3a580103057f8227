/* workspace-words.c: what can be called in a text, for completing a word that is being typed.
 *
 * SPDX-License-Identifier: MIT
 */
#include "explain/workspace.h"

#include "model/initializer.h"

#include <string.h>

static const ChainOp *const *const tables[] = { chain_arithmetic, chain_activations, chain_losses };

static const ChainWorkspaceWord specials[] = {
  { "variable", "variable(value)", "a variable, with its first value" },
  { "column", "column(\"name\")", "rows of a column of the data" },
  { "features", "features()", "rows of what the network reads" },
  { "targets", "targets()", "rows of what the network shall give" },
};

static int
compare_words (gconstpointer a, gconstpointer b)
{
  return strcmp (((const ChainWorkspaceWord *) a)->word, ((const ChainWorkspaceWord *) b)->word);
}

static void
add_op_words (GArray *words)
{
  static const char *const calls[] = { "x", "x, y" };

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    for (const ChainOp *const *op = tables[i]; *op != NULL; op++)
      {
        g_autofree char   *call = NULL;
        ChainWorkspaceWord word = { (*op)->name, NULL, (*op)->title };

        if ((*op)->assigns || (*op)->backward == NULL || (*op)->axis != CHAIN_AXIS_ALL)
          continue;
        call = g_strdup_printf ("%s(%s%s)", (*op)->name,
                                (*op)->kind == CHAIN_OP_LOSS ? "prediction, target"
                                                             : calls[(*op)->n_inputs - 1],
                                (*op)->reduction != NULL ? ", axis=…" : "");
        word.call = g_intern_string (call);
        g_array_append_val (words, word);
      }
}

/**
 * chain_workspace_words:
 *
 * Returns: (transfer full) (element-type ChainWorkspaceWord): what can be called in a text, beside
 *   its own functions, by name
 */
GArray *
chain_workspace_words (void)
{
  GArray *words = g_array_new (FALSE, FALSE, sizeof (ChainWorkspaceWord));

  for (guint i = 0; i < G_N_ELEMENTS (specials); i++)
    g_array_append_val (words, specials[i]);
  for (const ChainInitializer *const *row = chain_initializers; *row != NULL; row++)
    {
      g_autofree char   *call = g_strdup_printf ("%s(rows, columns)", (*row)->name);
      ChainWorkspaceWord word = { (*row)->name, g_intern_string (call), (*row)->title };

      g_array_append_val (words, word);
    }
  add_op_words (words);
  g_array_sort (words, compare_words);
  return words;
}
