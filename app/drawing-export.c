/* drawing-export.c: the drawing of a network in a file, and the hand-out of an iteration.
 *
 * Both are drawn as the window draws them, without a display: a session, the document of a window,
 * is stepped to the place that is asked for.
 *
 * SPDX-License-Identifier: MIT
 */
#include "app/drawing-export.h"

#include "app/console.h"
#include "app/document.h"
#include "app/options.h"
#include "ui/handout.h"
#include "ui/paint/network-file.h"
#include "ui/widgets/network-contents.h"

#define MOST_ITERATIONS 1000000
#define MOST_STEPS 1000000
#define WHERE_IT_IS G_MAXUINT /* an iteration or a step that is not given */

/* The options, read. */
typedef struct
{
  guint             overlay;
  guint             iteration; /* from 1, or WHERE_IT_IS */
  guint             step;      /* likewise */
  guint             width, height;
  guint             paper;
  gboolean          dark;
  gboolean          handout;
  const char       *output;
} Request;

static gboolean
read_request (const ChainDrawingOptions *options,
              Request                   *request)
{
  const char *overlays[CHAIN_N_OVERLAYS + 1] = { NULL };
  const char *papers[CHAIN_N_PAPERS + 1] = { NULL };

  for (guint i = 0; i < CHAIN_N_OVERLAYS; i++)
    overlays[i] = chain_overlay_name (i);
  for (guint i = 0; i < CHAIN_N_PAPERS; i++)
    papers[i] = chain_papers[i].name;
  return chain_option_count ("--iteration", options->iteration, 1, MOST_ITERATIONS,
                             &request->iteration)
         && chain_option_count ("--step", options->step, 0, MOST_STEPS, &request->step)
         && chain_option_count ("--width", options->width, CHAIN_PICTURE_LEAST_SIZE,
                                CHAIN_PICTURE_MOST_SIZE, &request->width)
         && chain_option_count ("--height", options->height, CHAIN_PICTURE_LEAST_SIZE,
                                CHAIN_PICTURE_MOST_SIZE, &request->height)
         && (options->overlay == NULL
             || chain_option_word ("--overlay", options->overlay, overlays, &request->overlay))
         && (options->paper == NULL
             || chain_option_word ("--paper", options->paper, papers, &request->paper));
}

static gboolean
check_handout (const char                *output,
               const ChainDrawingOptions *options)
{
  const ChainPictureFormat *format = chain_picture_format_for_path (output);

  if (options->handout && (format == NULL || !g_str_equal (format->extension, "pdf")))
    {
      chain_console_message ("--output: expected a file that ends in .pdf for a hand-out, got %s",
                             output);
      return FALSE;
    }
  if (options->handout
      && (options->step != NULL || options->overlay != NULL || options->width != NULL
          || options->height != NULL || options->dark))
    {
      chain_console_message ("--handout: expected none of --step, --overlay, --width, --height and "
                             "--dark with it");
      return FALSE;
    }
  if (!options->handout && options->paper != NULL)
    {
      chain_console_message ("--paper: expected only with --handout");
      return FALSE;
    }
  if (format == NULL)
    chain_console_message ("--output: expected a file that ends in .svg, .pdf or .png for a "
                           "picture, got %s", output);
  return format != NULL;
}

static gboolean
go_to_iteration (ChainStepper *stepper,
                 guint64       t,
                 GError      **error)
{
  const guint64 first = chain_stepper_first_iteration (stepper);

  if (t < first)
    {
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
                   "--iteration: expected at least %" G_GUINT64_FORMAT ", the first that is known, "
                   "got %" G_GUINT64_FORMAT, first + 1, t + 1);
      return FALSE;
    }
  chain_stepper_go_to (stepper, t, 0);
  if (chain_stepper_iteration (stepper) == t)
    return TRUE;
  g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_DIVERGED,
               "iteration %" G_GUINT64_FORMAT " is never reached: training diverges in iteration %"
               G_GUINT64_FORMAT ". Try a smaller learning rate",
               t + 1, chain_stepper_iteration (stepper) + 1);
  return FALSE;
}

/* Numbers that only the steps make are there once all steps are done. */
static gboolean
go_to_place (ChainSession  *session,
             const Request *request,
             GError       **error)
{
  ChainStepper *stepper = chain_session_get_stepper (session);
  const guint   n_steps = chain_stepper_n_steps (stepper);
  guint         step = request->step;

  if (request->iteration != WHERE_IT_IS
      && !go_to_iteration (stepper, request->iteration - 1, error))
    return FALSE;
  if (step == WHERE_IT_IS)
    step = request->overlay == CHAIN_OVERLAY_WEIGHTS ? 0 : n_steps;
  if (step > n_steps)
    {
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
                   "--step: expected at most %u, as many as an iteration has, got %u", n_steps,
                   step);
      return FALSE;
    }
  chain_stepper_go_to (stepper, chain_stepper_iteration (stepper), step);
  return TRUE;
}

static gboolean
save_picture (ChainSession  *session,
              const Request *request,
              GError       **error)
{
  g_autoptr (ChainActivityResult) activity = chain_activity_result_new (session);
  g_autoptr (ChainNetworkPicture) picture = NULL;
  ChainNetworkFile                file;

  chain_session_set_overlay (session, request->overlay);
  picture = chain_network_contents_new (session, activity);
  file = (ChainNetworkFile){ picture, &chain_network_whole,
                             request->dark ? &chain_palette_dark : &chain_palette_light, NULL };
  return chain_picture_file_save (request->output, request->width, request->height,
                                  chain_network_file_draw, &file, error);
}

static gboolean
on_progress (double   done,
             gpointer data)
{
  chain_progress_set (data, done, "hand-out");
  return TRUE;
}

static gboolean
save_handout (ChainSession  *session,
              const Request *request,
              GError       **error)
{
  ChainProgressBar bar;
  gboolean         saved;

  chain_progress_start (&bar);
  saved = chain_handout_save (session, &chain_papers[request->paper], request->output, on_progress,
                              &bar, error);
  chain_progress_end (&bar);
  return saved;
}

static gboolean
save (const ChainDocument *document,
      const Request       *request,
      GError             **error)
{
  g_autoptr (ChainSession) session
      = chain_session_new_of (document->project, document->dataset, error);

  if (session == NULL || !go_to_place (session, request, error))
    return FALSE;
  if (request->handout)
    return save_handout (session, request, error);
  return save_picture (session, request, error);
}

/**
 * chain_drawing_options_clear:
 * @options: frees what they hold
 */
void
chain_drawing_options_clear (ChainDrawingOptions *options)
{
  g_free (options->overlay);
  g_free (options->iteration);
  g_free (options->step);
  g_free (options->width);
  g_free (options->height);
  g_free (options->paper);
}

/**
 * chain_drawing_export_is:
 * @output: a file name
 * @options: options
 *
 * Returns: %TRUE if a drawing or a hand-out is asked for, by the name's ending or by an option
 */
gboolean
chain_drawing_export_is (const char                *output,
                         const ChainDrawingOptions *options)
{
  return chain_picture_format_for_path (output) != NULL || options->handout || options->dark
         || options->overlay != NULL || options->iteration != NULL || options->step != NULL
         || options->width != NULL || options->height != NULL || options->paper != NULL;
}

/**
 * chain_drawing_export:
 * @path: a project file
 * @output: what to write
 * @options: options
 *
 * Writes the drawing or the hand-out.
 *
 * Returns: the exit status
 */
ChainExit
chain_drawing_export (const char                *path,
                      const char                *output,
                      const ChainDrawingOptions *options)
{
  g_auto (ChainDocument) document = { 0 };
  g_autoptr (GError)     error = NULL;
  Request                request = {
    .overlay = CHAIN_OVERLAY_WEIGHTS,
    .iteration = WHERE_IT_IS,
    .step = WHERE_IT_IS,
    .width = CHAIN_NETWORK_FILE_WIDTH,
    .height = CHAIN_NETWORK_FILE_HEIGHT,
    .dark = options->dark,
    .handout = options->handout,
    .output = output,
  };

  if (!check_handout (output, options) || !read_request (options, &request))
    return CHAIN_EXIT_USAGE;
  if (!chain_document_open (&document, path, &error) || !save (&document, &request, &error))
    {
      chain_console_error (error);
      return CHAIN_EXIT_FAILED;
    }
  return CHAIN_EXIT_DONE;
}
