/* network-contents.c: fills the network's drawing with the numbers there are right now.
 *
 * A number that the current iteration has not computed yet is left out, never guessed.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/network-contents.h"

#include "ui/widgets/network-follow.h"
#include "ui/widgets/network-overlay.h"

#include <string.h>

#define MOST_TARGETS 3 /* written out below the outputs */
#define DIGITS 5

static const char *const overlay_titles[CHAIN_N_OVERLAYS] = {
  [CHAIN_OVERLAY_WEIGHTS] = "w",
  [CHAIN_OVERLAY_GRADIENTS] = "∂L/∂w",
  [CHAIN_OVERLAY_UPDATES] = "Δw",
  [CHAIN_OVERLAY_CONTRIBUTIONS] = "w·x",
};

static const ChainPartKind part_kinds[] = {
  [CHAIN_SELECTION_STEP] = CHAIN_PART_NONE,
  [CHAIN_SELECTION_UNIT] = CHAIN_PART_UNIT,
  [CHAIN_SELECTION_BIAS] = CHAIN_PART_BIAS,
  [CHAIN_SELECTION_CONNECTION] = CHAIN_PART_CONNECTION,
};

/* A column named as in mathematics, x1, is written x₁. */
static char *
pretty_name (const char *name)
{
  const char *digits = name;
  gboolean indexed;

  while (g_ascii_isalpha (*digits))
    digits++;
  indexed = digits == name + 1 && *digits != '\0' && strlen (digits) < 6
            && (*digits != '0' || digits[1] == '\0') /* p00 is not p₀ */
            && strspn (digits, "0123456789") == strlen (digits);
  if (!indexed)
    return g_strdup (name);

  const char letter[] = { name[0], '\0' };

  return chain_network_picture_indexed (letter, (guint) g_ascii_strtoull (digits, NULL, 10));
}

static char **
pretty_names (char **names,
              guint  units)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (!names || g_strv_length (names) != units)
    return NULL;
  for (guint i = 0; i < units; i++)
    {
      g_autofree char *name = pretty_name (names[i]);

      g_strv_builder_add (builder, name);
    }
  return g_strv_builder_end (builder);
}

/* Before the first step of an iteration nothing is computed; after a run the units still show what
 * they say with the newest weights. */
static void
add_activity (ChainNetworkPicture       *picture,
              ChainSession              *session,
              const ChainActivityResult *activity)
{
  ChainStepper *stepper = chain_session_get_stepper (session);
  const gboolean between = chain_stepper_position (stepper) == 0
                           && chain_stepper_iteration (stepper) > 0;

  for (guint l = 0; l < picture->layers->len; l++)
    {
      ChainPictureLayer *layer = picture->layers->pdata[l];

      if (activity->maps && activity->maps[l])
        layer->maps = chain_picture_maps_ref (activity->maps[l]);
      if (!layer->values && between)
        layer->values = g_memdup2 (activity->values[l], layer->units * sizeof (double));
    }
}

/* Inputs that are the pixels of a picture are shown as one, as they are in the data. */
static void
add_image (ChainNetworkPicture       *picture,
           const ChainDataset        *dataset,
           const ChainActivityResult *activity)
{
  ChainPictureLayer *layer = picture->layers->pdata[0];
  const double *values = layer->values;
  guint width, height;

  if (!chain_dataset_image_size (dataset, &width, &height))
    return;
  layer->columns = width;
  layer->rows = height;
  /* The picture of a sample is there before anything is computed. */
  if (!values && activity && activity->n_layers == picture->layers->len)
    values = activity->values[0];
  if (!values)
    return;
  layer->pixels = g_new (double, layer->units);
  for (guint i = 0; i < layer->units; i++)
    {
      const ChainFeature *feature = dataset->input_encoder->features->pdata[i];

      layer->pixels[i] = values[i] * feature->scale + feature->offset;
    }
}

static void
add_layers (ChainNetworkPicture *picture,
            ChainSession        *session)
{
  ChainStepper *stepper = chain_session_get_stepper (session);
  const ChainRecording *recording = chain_stepper_recording (stepper);
  const ChainDataset *dataset = chain_session_get_dataset (session);
  const ChainOverlay overlay = chain_session_get_overlay (session);
  const guint n = recording->n_layers;

  for (guint l = 0; l <= n; l++)
    {
      const char *symbol = l == 0 ? "x" : l == n ? "ŷ" : "a";
      const guint units = chain_network_units (recording, l);
      ChainPictureLayer *layer = chain_network_picture_add_layer (picture, units, symbol);

      if (l == 0)
        {
          layer->values = chain_network_known_row (session, recording->x);
          layer->names = dataset ? pretty_names (dataset->input_encoder->names, units) : NULL;
          continue;
        }
      if (l == n && dataset && units > 1)
        layer->names = pretty_names (dataset->classes ? dataset->classes
                                                      : dataset->target_encoder->names, units);
      layer->values = chain_network_known_row (session, recording->layers[l - 1].a);
      layer->shows_z = recording->layers[l - 1].z != recording->layers[l - 1].a;
      if (layer->shows_z)
        layer->z = chain_network_known_row (session, recording->layers[l - 1].z);
      layer->bias = chain_network_overlay (session, l, TRUE, CHAIN_OVERLAY_WEIGHTS);
      layer->overlay = chain_network_overlay (session, l, FALSE, overlay);
    }
}

/* What training leaves alone. */
static void
add_locks (ChainPictureLayer *picture,
           const ChainLayer  *layer)
{
  const gsize n = layer->kernel_factors ? chain_tensor_size (layer->kernel_factors) : 0;

  picture->frozen = !layer->trainable;
  if (picture->frozen)
    return;
  picture->locks = n > 0 ? g_new (guint8, n) : NULL;
  for (gsize i = 0; i < n; i++)
    picture->locks[i] = layer->kernel_factors->values[i] == 0;
  if (!layer->bias_factors)
    return;
  picture->bias_locks = g_new (guint8, picture->units);
  for (guint i = 0; i < picture->units; i++)
    picture->bias_locks[i] = layer->bias_factors->values[i] == 0;
}

/* What keeps units from learning. */
static void
add_health (ChainPictureLayer *picture,
            const ChainHealth *health,
            guint              layer)
{
  const ChainLayerHealth *of = &health->layers[layer - 1];

  if (of->n_units != picture->units)
    return;
  if (of->n_dead + of->n_saturated > 0)
    {
      picture->marked = g_new (guint8, picture->units);
      for (guint i = 0; i < picture->units; i++)
        picture->marked[i] = chain_health_unit (health, layer, i) != CHAIN_UNIT_HEALTHY;
    }
  if (chain_health_gradient_is_bad (health, layer))
    picture->note = g_strdup (of->signal_ratio < 1 ? "gradient vanishes" : "gradient explodes");
}

static void
add_marks (ChainNetworkPicture *picture,
           ChainSession        *session)
{
  const ChainNetwork *network = chain_session_get_project (session)->network;
  const ChainHealth *health = chain_session_get_present_health (session);

  for (guint l = 1; l < picture->layers->len; l++)
    {
      add_locks (picture->layers->pdata[l], chain_network_layer (network, l - 1));
      if (health && l <= health->n_layers)
        add_health (picture->layers->pdata[l], health, l);
    }
}

static char *
target_text (ChainSession *session)
{
  const ChainRecording *recording
    = chain_stepper_recording (chain_session_get_stepper (session));
  const ChainDataset *dataset = chain_session_get_dataset (session);
  const guint units = chain_network_units (recording, recording->n_layers);
  g_autofree double *y = chain_network_known_row (session, recording->y);
  GString *text;
  guint largest = 0;

  if (!y)
    return NULL;
  for (guint i = 1; i < units; i++)
    largest = y[i] > y[largest] ? i : largest;
  if (dataset && dataset->classes && g_strv_length (dataset->classes) == units && units > 1)
    return g_strdup_printf ("y = %s", dataset->classes[largest]);
  text = g_string_new ("y = ");
  for (guint i = 0; i < MIN (units, MOST_TARGETS); i++)
    {
      char number[CHAIN_NUMBER_SIZE];

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "",
                              chain_number_show (y[i], DIGITS, number));
    }
  if (units > MOST_TARGETS)
    g_string_append (text, ", …");
  return g_string_free (text, FALSE);
}

static void
add_loss (ChainNetworkPicture *picture,
          ChainSession        *session)
{
  ChainStepper *stepper = chain_session_get_stepper (session);
  const ChainRecording *recording = chain_stepper_recording (stepper);
  const ChainOp *loss = chain_session_get_project (session)->training.loss;
  const gboolean single = chain_network_units (recording, recording->n_layers) == 1;
  gsize n_rows;

  chain_stepper_rows (stepper, &n_rows);
  picture->target = target_text (session);
  if (n_rows > 1)
    picture->loss_title = g_strdup_printf ("L of %" G_GSIZE_FORMAT " rows", n_rows);
  else
    picture->loss_title = g_strdup (single && g_str_equal (loss->name, "mse") ? "L = (ŷ − y)²"
                                                                              : "L");
  picture->loss_known = chain_stepper_known (stepper, recording->loss, FALSE);
  if (picture->loss_known)
    picture->loss = chain_walk_value (chain_stepper_walk (stepper), recording->loss)->values[0];
}

static int
direction_of (const ChainStep *step)
{
  if (!step || step->phase == CHAIN_PHASE_UPDATE)
    return 0;
  return step->phase == CHAIN_PHASE_BACKWARD ? -1 : 1;
}

static char *
step_caption (ChainSession *session)
{
  ChainStepper *stepper = chain_session_get_stepper (session);
  const ChainStep *step = chain_session_get_current_step (session);
  g_autoptr (ChainStepPart) part = NULL;
  g_autofree char *title = NULL;

  if (!step)
    return g_strdup_printf ("Iteration %" G_GUINT64_FORMAT " begins",
                            chain_stepper_iteration (stepper) + 1);
  title = chain_step_title (chain_stepper_recording (stepper), step);
  part = chain_stepper_current_part (stepper);
  if (part && part->n_terms > 1)
    return g_strdup_printf ("Step %u of %u: %s, summand %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT,
                            chain_stepper_position (stepper) + 1, chain_stepper_n_steps (stepper),
                            title, part->term + 1, part->n_terms);
  return g_strdup_printf ("Step %u of %u: %s",
                          chain_stepper_position (stepper) + (part != NULL ? 1 : 0),
                          chain_stepper_n_steps (stepper), title);
}

/**
 * chain_network_contents_caption:
 * @session: a session with a stepper
 *
 * Returns: (transfer full): where the stepper is, and what it did last
 */
char *
chain_network_contents_caption (ChainSession *session)
{
  g_autofree char *step = step_caption (session);
  guint row;
  const char *outside = chain_session_get_outside (session, &row);

  if (!outside)
    return g_steal_pointer (&step);
  return g_strdup_printf ("%s %u · %s", outside, row + 1, step);
}

/**
 * chain_network_contents_new:
 * @session: a session with a stepper
 * @activity: (nullable): of its network
 *
 * Returns: (transfer full): the drawing's contents at this place of the iteration
 */
ChainNetworkPicture *
chain_network_contents_new (ChainSession              *session,
                            const ChainActivityResult *activity)
{
  const ChainSelection *selection = chain_session_get_selection (session);
  const ChainStep *step = chain_session_get_current_step (session);
  ChainNetworkPicture *picture = chain_network_picture_new ();
  ChainSelection place;

  add_layers (picture, session);
  add_marks (picture, session);
  if (activity && activity->n_layers == picture->layers->len)
    add_activity (picture, session, activity);
  if (chain_session_get_dataset (session))
    add_image (picture, chain_session_get_dataset (session), activity);
  add_loss (picture, session);
  picture->overlay_title = g_strdup (overlay_titles[chain_session_get_overlay (session)]);
  picture->caption = chain_network_contents_caption (session);
  picture->direction = direction_of (step);
  if (selection->kind != CHAIN_SELECTION_STEP || !chain_session_get_part_place (session, &place))
    place = *selection;
  picture->selected = (ChainPart) { part_kinds[place.kind], place.layer, place.from, place.unit };
  chain_network_follow (picture, session);
  return picture;
}
