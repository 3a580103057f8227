/* session-health.c: what keeps units from learning, at the weights the stepper is at.
 *
 * Measured on a thread soon after the weights become others, and not while a run goes on.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/session-private.h"

#include <math.h>

#define DELAY 120      /* milliseconds that weights stay as they are before they are looked at */
#define MOST_WORK 4e7  /* rows times parameters: more is only measured after a run */
#define DIGITS 2

typedef struct
{
  ChainNetwork        *network;
  ChainTrainingOptions training;
  ChainDataset        *dataset;
  double              *state;
  guint64              t;
} Examination;

static void
examination_free (gpointer data)
{
  Examination *examination = data;

  chain_network_free (examination->network);
  chain_dataset_unref (examination->dataset);
  g_free (examination->state);
  g_free (examination);
}

static void
run_examination (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Examination *e = data;

  g_task_return_pointer (task,
                         chain_health_new (e->network, &e->training, e->dataset, e->t, e->state,
                                           NULL),
                         (GDestroyNotify) chain_health_free);
}

static void
on_examined (GObject *source, GAsyncResult *result, gpointer data)
{
  ChainSession *self = CHAIN_SESSION (source);
  ChainHealth  *health = g_task_propagate_pointer (G_TASK (result), NULL);

  if (g_task_get_cancellable (G_TASK (result)) != self->examining)
    {
      chain_health_free (health);
      return;
    }
  g_clear_object (&self->examining);
  g_clear_pointer (&self->present_health, chain_health_free);
  self->present_health = health;
  chain_session_emit (self, CHAIN_SESSION_VIEW_CHANGED);
}

static gboolean
is_quick (ChainSession *self)
{
  const double rows = (double) MIN (self->dataset->n_training_rows, CHAIN_HEALTH_MOST_ROWS);

  return rows * (double) chain_network_n_parameters (self->project->network) <= MOST_WORK;
}

static gboolean
examine (gpointer data)
{
  ChainSession     *self = data;
  Examination      *e;
  g_autoptr (GTask) task = NULL;

  self->examine_source = 0;
  if (self->stepper == NULL || self->trainer != NULL || !is_quick (self))
    return G_SOURCE_REMOVE;
  e = g_new0 (Examination, 1);
  e->network = chain_network_copy (chain_session_get_project (self)->network);
  e->training = self->project->training;
  e->dataset = chain_dataset_ref (self->dataset);
  e->state = chain_stepper_copy_start (self->stepper, &e->t);
  self->examined = e->t;
  self->examining = g_cancellable_new ();
  task = g_task_new (self, self->examining, on_examined, NULL);
  g_task_set_task_data (task, e, examination_free);
  g_task_run_in_thread (task, run_examination);
  return G_SOURCE_REMOVE;
}

/* Nothing that is known or on its way counts any more. */
void
chain_session_forget_health (ChainSession *self)
{
  g_clear_handle_id (&self->examine_source, g_source_remove);
  if (self->examining != NULL)
    g_cancellable_cancel (self->examining);
  g_clear_object (&self->examining);
  g_clear_pointer (&self->present_health, chain_health_free);
}

static void
on_weights (ChainSession *self)
{
  chain_session_forget_health (self);
  if (self->stepper != NULL && !self->unwatched)
    self->examine_source = g_timeout_add (DELAY, examine, self);
}

static void
on_position (ChainSession *self)
{
  if (self->stepper != NULL && self->trainer == NULL
      && chain_stepper_iteration (self->stepper) != self->examined)
    on_weights (self);
}

void
chain_session_watch_health (ChainSession *self)
{
  self->examined = G_MAXUINT64;
  g_signal_connect (self, "project-changed", G_CALLBACK (on_weights), NULL);
  g_signal_connect (self, "position-changed", G_CALLBACK (on_position), NULL);
}

/* For a session that another thread works on. */
void
chain_session_unwatch_health (ChainSession *self)
{
  self->unwatched = TRUE;
  chain_session_forget_health (self);
}

/**
 * chain_session_get_present_health:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): of the training rows, with the weights before the current
 *   iteration; %NULL while it is not known
 */
const ChainHealth *
chain_session_get_present_health (ChainSession *self)
{
  return self->present_health;
}

/**
 * chain_session_dup_unit_health:
 * @self: a session
 * @layer: from 1
 * @unit: from 0
 *
 * Returns: (transfer full) (nullable): what keeps the unit, or its layer, from learning, in plain
 *   words; %NULL where nothing is known to
 */
char *
chain_session_dup_unit_health (ChainSession *self, guint layer, guint unit)
{
  static const char *const words[] = {
    [CHAIN_UNIT_DEAD] = "Dead: its output is 0 on every training row, so no gradient gets through",
    [CHAIN_UNIT_SATURATED]
    = "Saturated: its activation is nearly flat on nearly every training row, so hardly any "
      "gradient gets through",
  };
  const ChainHealth *health = self->present_health;
  ChainUnitHealth    found;
  char               number[CHAIN_NUMBER_SIZE];
  double             ratio;

  if (health == NULL || layer == 0 || layer > health->n_layers)
    return NULL;
  found = chain_health_unit (health, layer, unit);
  if (found != CHAIN_UNIT_HEALTHY)
    return g_strdup (words[found]);
  ratio = health->layers[layer - 1].signal_ratio;
  if (!chain_health_gradient_is_bad (health, layer))
    return NULL;
  return g_strdup_printf ("The gradient %s on its way back: ∂L/∂z of this layer is %s times that "
                          "of the output",
                          ratio < 1 ? "vanishes" : "explodes",
                          chain_number_show (ratio, DIGITS, number));
}
