/* format-tikz.c: the drawing of the network as TikZ code, for papers.
 *
 * A document of its own that compiles as it is, and whose picture can be copied into another. Lines
 * are as wide as weights are large, blue above 0 and orange below, as in the window; a bias is a
 * weight from a unit of value 1. Of a wide layer the first and the last units are drawn.
 *
 * SPDX-License-Identifier: MIT
 */
#include "formats/format-table.h"
#include "formats/tex-text.h"

#include <math.h>
#include <string.h>

#define MOST_UNITS 12  /* drawn of a layer */
#define FIRST_UNITS 6  /* of a folded one; the rest are its last */
#define LAYER_DISTANCE 3.2 /* centimetres */
#define UNIT_DISTANCE 0.9
#define LEAST_WIDTH 0.15   /* points */
#define MOST_WIDTH 2.0

static const char opening[]
    = "% The network “%s”, written by Chainrule. Compile with pdflatex, or copy the picture.\n"
      "\\documentclass[tikz, border=6pt]{standalone}\n"
      "\\usepackage[utf8]{inputenc}\n"
      "\\usepackage[T1]{fontenc}\n"
      "\\definecolor{positive}{RGB}{33, 102, 214}\n"
      "\\definecolor{negative}{RGB}{214, 108, 20}\n"
      "\\begin{document}\n"
      "\\begin{tikzpicture}[\n"
      "    unit/.style={circle, draw, fill=white, minimum size=14pt, inner sep=0pt},\n"
      "    bias/.style={unit, densely dashed, font=\\scriptsize},\n"
      "    entry/.style={font=\\footnotesize},\n"
      "    heading/.style={font=\\footnotesize, align=center}]\n";

static const char closing[] = "\\end{tikzpicture}\n"
                              "\\end{document}\n";

static gboolean
is_folded (guint n_units)
{
  return n_units > MOST_UNITS;
}

static guint
n_drawn (guint n_units)
{
  return MIN (n_units, MOST_UNITS);
}

/* Which unit is drawn in a place. */
static guint
unit_at (guint n_units,
         guint place)
{
  return is_folded (n_units) && place >= FIRST_UNITS ? n_units - MOST_UNITS + place : place;
}

/* From the top; the fold takes a place of its own. */
static double
height_of (guint n_units,
           guint place)
{
  const guint  n = n_drawn (n_units) + is_folded (n_units);
  const double at = place + (is_folded (n_units) && place >= FIRST_UNITS);

  return ((n - 1) / 2.0 - at) * UNIT_DISTANCE;
}

static void
append_number (GString *code,
               double   value)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (code, g_ascii_formatd (number, sizeof number, "%.3f", value));
}

static guint
units_of (const ChainNetwork *network,
          guint               column)
{
  return column == 0 ? network->n_inputs : chain_network_layer (network, column - 1)->units;
}

static gboolean
has_bias (const ChainNetwork *network,
          guint               column)
{
  return column < chain_network_n_layers (network)
         && chain_network_layer (network, column)->bias != NULL;
}

static double
greatest_weight (const ChainNetwork *network)
{
  double most = 0;

  for (guint i = 0; i < chain_network_n_layers (network); i++)
    {
      const ChainTensor *tensors[] = { chain_network_layer (network, i)->kernel,
                                       chain_network_layer (network, i)->bias };

      for (guint t = 0; t < G_N_ELEMENTS (tensors); t++)
        for (gsize k = 0; tensors[t] != NULL && k < chain_tensor_size (tensors[t]); k++)
          most = MAX (most, fabs (tensors[t]->values[k]));
    }
  return most;
}

static void
append_place (GString    *code,
              const char *style,
              const char *name,
              guint       column,
              double      height)
{
  g_string_append_printf (code, "  \\node[%s] (%s) at (", style, name);
  append_number (code, column * LAYER_DISTANCE);
  g_string_append (code, ", ");
  append_number (code, height);
  g_string_append (code, ") ");
}

static void
append_units (GString            *code,
              const ChainNetwork *network,
              guint               column)
{
  const guint n = units_of (network, column);

  for (guint place = 0; place < n_drawn (n); place++)
    {
      g_autofree char *name = g_strdup_printf ("u%u-%u", column, unit_at (n, place) + 1);

      append_place (code, "unit", name, column, height_of (n, place));
      g_string_append (code, "{};\n");
    }
  if (is_folded (n))
    {
      g_autofree char *name = g_strdup_printf ("fold%u", column);

      append_place (code, "entry", name, column,
                    height_of (n, FIRST_UNITS - 1) - UNIT_DISTANCE);
      g_string_append (code, "{$\\vdots$};\n");
    }
  if (has_bias (network, column))
    {
      g_autofree char *name = g_strdup_printf ("b%u", column);

      append_place (code, "bias", name, column, height_of (n, 0) + UNIT_DISTANCE);
      g_string_append (code, "{1};\n");
    }
}

/* "w = 0.3125" stands behind each line for who changes the picture by hand. */
static void
append_connection (GString    *code,
                   const char *from,
                   const char *to,
                   double      weight,
                   double      most)
{
  const double share = most > 0 ? fabs (weight) / most : 0;

  g_string_append_printf (code, "  \\draw[%s, line width=", weight < 0 ? "negative" : "positive");
  append_number (code, LEAST_WIDTH + (MOST_WIDTH - LEAST_WIDTH) * share);
  g_string_append (code, "pt, opacity=");
  append_number (code, 0.25 + 0.75 * share);
  g_string_append_printf (code, "] (%s) -- (%s); %% w = ", from, to);
  append_number (code, weight);
  g_string_append_c (code, '\n');
}

static void
append_connections (GString            *code,
                    const ChainNetwork *network,
                    guint               layer,
                    double              most)
{
  const ChainLayer *to = chain_network_layer (network, layer);
  const guint       n_from = units_of (network, layer);

  for (guint k = 0; k < n_drawn (to->units); k++)
    {
      const guint      unit = unit_at (to->units, k);
      g_autofree char *end = g_strdup_printf ("u%u-%u", layer + 1, unit + 1);
      g_autofree char *bias = g_strdup_printf ("b%u", layer);

      for (guint i = 0; i < n_drawn (n_from); i++)
        {
          const guint      input = unit_at (n_from, i);
          g_autofree char *start = g_strdup_printf ("u%u-%u", layer, input + 1);

          append_connection (code, start, end, chain_tensor_get (to->kernel, input, unit), most);
        }
      if (to->bias != NULL)
        append_connection (code, bias, end, to->bias->values[unit], most);
    }
}

static void
append_names (GString            *code,
              const ChainEncoder *encoder,
              guint               column,
              const char         *side,
              guint               n)
{
  for (guint place = 0; place < n_drawn (n); place++)
    {
      const guint unit = unit_at (n, place);

      g_string_append_printf (code, "  \\node[entry, %s] at (u%u-%u.%s) {", side, column, unit + 1,
                              g_str_equal (side, "left") ? "west" : "east");
      chain_tex_append (code, encoder->names[unit]);
      g_string_append (code, "};\n");
    }
}

static void
append_title (GString            *code,
              const ChainNetwork *network,
              guint               column)
{
  const guint n = units_of (network, column);

  g_string_append (code, "  \\node[heading, below] at (");
  append_number (code, column * LAYER_DISTANCE);
  g_string_append (code, ", ");
  append_number (code, height_of (n, n_drawn (n) - 1) - UNIT_DISTANCE / 2);
  g_string_append (code, ") {");
  if (column == 0)
    g_string_append (code, "Input");
  else
    {
      g_autofree char *title = chain_network_layer_title (network, column - 1);

      chain_tex_append (code, title);
      g_string_append (code, "\\\\");
      chain_tex_append (code, chain_network_layer (network, column - 1)->activation->name);
    }
  if (is_folded (n))
    g_string_append_printf (code, "\\\\%u units", n);
  g_string_append (code, "};\n");
}

static GPtrArray *
write_tikz (const ChainExport *model,
            GError           **error)
{
  const ChainNetwork *network = model->project->network;
  const guint         n_layers = chain_network_n_layers (network);
  const double        most = greatest_weight (network);
  g_autofree char    *name = g_strdelimit (g_strdup (model->project->name), "\n\r", ' ');
  GString            *code = g_string_new (opening);

  g_string_replace (code, "%s", name, 1);
  for (guint column = 0; column <= n_layers; column++)
    append_units (code, network, column);
  /* Behind the units, whose edges the lines end at. */
  for (guint layer = 0; layer < n_layers; layer++)
    append_connections (code, network, layer, most);
  append_names (code, model->dataset->input_encoder, 0, "left", network->n_inputs);
  append_names (code, model->dataset->target_encoder, n_layers, "right",
                chain_network_n_outputs (network));
  for (guint column = 0; column <= n_layers; column++)
    append_title (code, network, column);
  g_string_append (code, closing);
  return chain_format_files_one (g_string_free_to_bytes (code));
}

const ChainFormat chain_format_tikz = {
  .name = "tikz",
  .extension = "tex",
  .title = "TikZ drawing",
  .about = "For papers in LaTeX: the network with its weights as line widths and colours",
  .is_text = TRUE,
  .language = "latex",
  .write = write_tikz,
};
