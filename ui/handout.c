/* handout.c: the hand-out: what is trained and how, then the steps of one iteration.
 *
 * It is written twice: the first time tells how many pages there are.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/handout-private.h"

#include "ui/widgets/network-contents.h"

#include "base/error.h"
#include "base/file.h"

#define LABEL_WIDTH 78.0
#define MOST_NAMES 10   /* of columns that are listed */
#define MOST_LINES 6    /* of one fact */
#define FACT_LINE 13.0  /* at most, points */
#define OVERVIEW_HEIGHT 210.0
#define OVERVIEW_SCALE 0.72

static const char *const scaling_words[] = {
  [CHAIN_SCALING_NONE] = "as they are",
  [CHAIN_SCALING_STANDARD] = "scaled to mean 0 and standard deviation 1",
  [CHAIN_SCALING_MINMAX] = "scaled to the range from 0 to 1",
};

static void
append_number (GString *text,
               double   value)
{
  char number[CHAIN_NUMBER_SIZE];

  g_string_append (text, chain_number_show (value, CHAIN_HANDOUT_DIGITS, number));
}

/* "Adam (beta_1 0.9, beta_2 0.999)"; what is 0 is off. */
static void
append_choice (GString              *text,
               const char           *title,
               const ChainParameter *parameters,
               const double         *values)
{
  const char *before = " (";

  g_string_append (text, title);
  for (guint i = 0; i < chain_parameters_count (parameters); i++)
    {
      if (values[i] == 0)
        continue;
      g_string_append_printf (text, "%s%s ", before, parameters[i].name);
      append_number (text, values[i]);
      before = ", ";
    }
  if (*before == ',')
    g_string_append_c (text, ')');
}

/* "4 inputs → 8 ReLU → 3 Softmax" */
static char *
network_fact (const ChainProject *project)
{
  const ChainNetwork *network = project->network;
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%u input%s", network->n_inputs,
                          network->n_inputs == 1 ? "" : "s");
  for (guint i = 0; i < chain_network_n_layers (network); i++)
    {
      const ChainLayer *layer = chain_network_layer (network, i);

      g_string_append_printf (text, " → %u ", layer->units);
      append_choice (text, layer->activation->title, layer->activation->parameters,
                     layer->activation_parameters);
      if (!layer->use_bias)
        g_string_append (text, " without bias");
    }
  return g_string_free (text, FALSE);
}

static void
append_names (GString    *text,
              const char *what,
              GStrv       names)
{
  const guint n = g_strv_length (names);

  g_string_append (text, what);
  for (guint i = 0; i < MIN (n, MOST_NAMES); i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : " ", names[i]);
  if (n > MOST_NAMES)
    g_string_append_printf (text, ", ⋯ %u more", n - MOST_NAMES);
}

static char *
data_fact (const ChainProject *project,
           const ChainDataset *dataset)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%" G_GSIZE_FORMAT " rows, %" G_GSIZE_FORMAT " to train",
                          dataset->n_rows, dataset->n_training_rows);
  if (dataset->n_validation_rows > 0)
    g_string_append_printf (text, " and %" G_GSIZE_FORMAT " to validate",
                            dataset->n_validation_rows);
  append_names (text, "; features", project->data.features);
  append_names (text, project->data.targets && project->data.targets[0]
                      && project->data.targets[1] ? "; targets" : "; target",
                project->data.targets);
  g_string_append_printf (text, "; inputs %s", scaling_words[project->data.scaling]);
  return g_string_free (text, FALSE);
}

static char *
loss_fact (const ChainProject *project)
{
  GString *text = g_string_new (NULL);

  append_choice (text, project->training.loss->title, project->training.loss->parameters,
                 project->training.loss_parameters);
  return g_string_free (text, FALSE);
}

static char *
optimizer_fact (ChainSession *session)
{
  const ChainTrainingOptions *training = &chain_session_get_project (session)->training;
  GString *text = g_string_new (NULL);

  append_choice (text, training->optimizer->title, training->optimizer->parameters,
                 training->optimizer_parameters);
  g_string_append (text, ", learning rate η = ");
  append_number (text, chain_stepper_learning_rate (chain_session_get_stepper (session)));
  return g_string_free (text, FALSE);
}

/* "row 1 of the data, in epoch 1" */
static char *
batch_fact (ChainSession *session)
{
  ChainStepper *stepper = chain_session_get_stepper (session);
  GString *text = g_string_new (NULL);
  gsize n_rows;
  const guint *rows = chain_stepper_rows (stepper, &n_rows);

  g_string_append_printf (text, "row%s ", n_rows == 1 ? "" : "s");
  for (gsize i = 0; i < MIN (n_rows, MOST_NAMES); i++)
    g_string_append_printf (text, "%s%u", i > 0 ? ", " : "", rows[i] + 1);
  if (n_rows > MOST_NAMES)
    g_string_append_printf (text, ", ⋯ %" G_GSIZE_FORMAT " more", n_rows - MOST_NAMES);
  g_string_append_printf (text, " of the data, in epoch %u",
                          chain_stepper_epoch (stepper) + 1);
  return g_string_free (text, FALSE);
}

static void
write_fact (ChainPageFlow *flow,
            const char    *label,
            char          *owned)
{
  g_autofree char *fact = owned;

  chain_page_flow_need (flow, MOST_LINES * FACT_LINE);
  chain_color_set (flow->cr, &chain_palette_light.dim_text, 1);
  chain_text_show (flow->cr, flow->context, label, 1, CHAIN_TEXT_PLAIN, flow->left, flow->y, 0, 0);
  chain_page_flow_write (flow, fact, 1, CHAIN_TEXT_PLAIN, LABEL_WIDTH, MOST_LINES,
                         &chain_palette_light.text);
  flow->y += 3;
}

static void
write_overview (ChainSession  *session,
                ChainPageFlow *flow)
{
  const ChainProject *project = chain_session_get_project (session);
  g_autofree char *kicker
    = g_strdup_printf ("Iteration %" G_GUINT64_FORMAT ", step by step",
                       chain_stepper_iteration (chain_session_get_stepper (session)) + 1);

  chain_page_flow_write (flow, project->name, 2.1, CHAIN_TEXT_BOLD, 0, 3,
                         &chain_palette_light.text);
  chain_page_flow_write (flow, kicker, 1.25, CHAIN_TEXT_PLAIN, 0, 1,
                         &chain_palette_light.dim_text);
  flow->y += 12;
  write_fact (flow, "Network", network_fact (project));
  write_fact (flow, "Parameters", chain_summary_count_formula (project->network));
  write_fact (flow, "Data", data_fact (project, chain_session_get_dataset (session)));
  write_fact (flow, "Loss", loss_fact (project));
  write_fact (flow, "Optimizer", optimizer_fact (session));
  write_fact (flow, "Batch", batch_fact (session));
  flow->y += 8;
  chain_session_set_overlay (session, CHAIN_OVERLAY_WEIGHTS);
  chain_handout_draw_network (session, flow, flow->width, OVERVIEW_HEIGHT, OVERVIEW_SCALE);
  flow->y += OVERVIEW_HEIGHT + 16;
}

/* A hand-out being written, once to count its pages and once for good. */
typedef struct
{
  ChainSession        *session;
  const ChainPaper    *paper;
  guint                n_pages; /* 0: not counted yet */
  ChainHandoutProgress progress;
  gpointer             data;
} Writing;

static GBytes *
write_pages (Writing  *writing,
             GError  **error)
{
  ChainSession *session = writing->session;
  ChainStepper *stepper = chain_session_get_stepper (session);
  const guint64 t = chain_stepper_iteration (stepper);
  const guint n_steps = chain_stepper_n_steps (stepper);
  g_autofree char *subtitle = g_strdup_printf ("Iteration %" G_GUINT64_FORMAT, t + 1);
  g_autoptr (ChainPageFlow) flow = chain_page_flow_new (
    writing->paper, chain_session_get_project (session)->name, subtitle, writing->n_pages);
  const double half = writing->n_pages > 0 ? 0.5 : 0;

  chain_stepper_go_to (stepper, t, 0);
  write_overview (session, flow);
  for (guint i = 1; i <= n_steps; i++)
    {
      chain_stepper_go_to (stepper, t, i);
      chain_handout_write_step (session, flow);
      if (writing->progress && !writing->progress (half + 0.5 * i / n_steps, writing->data))
        {
          g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED,
                               "the hand-out was given up");
          return NULL;
        }
    }
  writing->n_pages = flow->page;
  return chain_page_flow_finish (flow, error);
}

static void
draw_network (ChainSession  *session,
              ChainPageFlow *flow,
              double         width,
              double         height,
              double         scale)
{
  g_autoptr (ChainNetworkPicture) picture = chain_network_contents_new (session, NULL);
  g_autoptr (PangoFontDescription) font
    = pango_font_description_copy (pango_context_get_font_description (flow->context));
  g_autoptr (PangoFontDescription) own = pango_font_description_copy (font);
  const ChainNetworkFile file
    = { picture, &chain_network_whole, &chain_palette_light, font };

  g_clear_pointer (&picture->caption, g_free);
  pango_font_description_set_absolute_size (font, CHAIN_HANDOUT_FONT * PANGO_SCALE);
  cairo_save (flow->cr);
  cairo_translate (flow->cr, flow->left, flow->y);
  cairo_scale (flow->cr, scale, scale);
  chain_network_file_draw (flow->cr, flow->context, width / scale, height / scale,
                           (gpointer) &file);
  cairo_restore (flow->cr);
  pango_context_set_font_description (flow->context, own);
}

/* Draws the network, as it stands, at the left edge of the text, and moves nothing. Where pages are
 * only counted there is nothing to draw. */
void
chain_handout_draw_network (ChainSession  *session,
                            ChainPageFlow *flow,
                            double         width,
                            double         height,
                            double         scale)
{
  if (flow->n_pages > 0)
    draw_network (session, flow, width, height, scale);
}

/**
 * chain_handout_save:
 * @session: a session of the hand-out's own (chain_session_copy()) with a stepper; it is left at
 *   the end of its current iteration, which is the one that is written
 * @paper: what it will be printed on
 * @path: (type filename): a file that ends in .pdf
 * @progress: (nullable) (scope call): told after every step
 * @data: for @progress
 * @error: set if it cannot be written
 *
 * Returns: %FALSE on an error, and then an earlier file is as it was
 */
gboolean
chain_handout_save (ChainSession     *session,
                    const ChainPaper *paper,
                    const char       *path,
                    ChainHandoutProgress progress,
                    gpointer          data,
                    GError          **error)
{
  Writing writing = { session, paper, 0, progress, data };
  const ChainPictureFormat *format = chain_picture_format_for_path (path);
  g_autoptr (GBytes) bytes = NULL;
  gconstpointer contents;
  gsize length;

  if (!format || !g_str_equal (format->extension, "pdf"))
    {
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
                   "%s: expected a name that ends in .pdf", path);
      return FALSE;
    }
  /* What cannot be written is not drawn first. */
  if (!chain_file_can_save (path, error))
    return FALSE;
  for (guint pass = 0; pass < 2; pass++)
    {
      g_clear_pointer (&bytes, g_bytes_unref);
      bytes = write_pages (&writing, error);
      if (!bytes)
        return FALSE;
    }
  contents = g_bytes_get_data (bytes, &length);
  return chain_file_save (path, contents, length, error);
}
