/* gradient-probe.c: one gradient by a central difference, computed on a worker thread.
 *
 * The worker repeats the iteration on a network of its own: the stepper belongs to the main
 * thread, and a large network's loss takes longer than a frame.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/gradient-probe.h"

/* Copies of all that makes up the iteration. */
typedef struct
{
  ChainNetwork        *network;
  ChainTrainingOptions options;
  ChainDataset        *dataset;
  guint64              t;
  double              *state;
  GArray              *what_ifs;
  GArray              *chosen;
  ChainWeightPlace     place;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  chain_network_free (question->network);
  chain_dataset_unref (question->dataset);
  g_free (question->state);
  g_array_unref (question->what_ifs);
  g_array_unref (question->chosen);
  g_free (question);
}

static ChainGradientProbe *
answer (const Question *question, ChainIteration *iteration)
{
  const ChainRecording *recording = iteration->recording;
  const ChainWeightPlace *place = &question->place;
  ChainGradientProbe     *probe = g_new (ChainGradientProbe, 1);

  chain_iteration_load_state (iteration, question->t, question->state);
  chain_iteration_load (iteration);
  chain_what_if_rows (question->chosen, iteration);
  chain_what_ifs_apply (question->what_ifs, recording, iteration->walk, FALSE);
  chain_walk_forward (iteration->walk, 0, recording->loss + 1);
  chain_walk_backward (iteration->walk, recording->loss);
  probe->analytic = chain_tensor_get (chain_walk_adjoint (iteration->walk, place->node), place->row,
                                      place->column);
  probe->numeric = chain_gradient_check_element (recording, iteration->walk, place->node,
                                                 place->row, place->column, &probe->kink);
  return probe;
}

static void
run_probe (GTask                      *task,
           G_GNUC_UNUSED gpointer      source,
           gpointer                    data,
           G_GNUC_UNUSED GCancellable *cancellable)
{
  const Question            *question = data;
  g_autoptr (GError)         error = NULL;
  g_autoptr (ChainIteration) iteration = chain_iteration_new (
      question->network, &question->options, question->dataset, &error);

  if (iteration == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, answer (question, iteration), g_free);
}

/**
 * chain_gradient_probe:
 * @session: with a stepper
 * @place: a weight of its network
 * @cancellable: (nullable): to lose interest; @callback is told
 * @callback: (scope async): called on the main thread when it is done
 * @data: passed to @callback
 *
 * The gradient of the loss of the stepper's batch, with the weights before its iteration.
 */
void
chain_gradient_probe (ChainSession           *session,
                      const ChainWeightPlace *place,
                      GCancellable           *cancellable,
                      GAsyncReadyCallback     callback,
                      gpointer                data)
{
  const ChainProject *project = chain_session_get_project (session);
  ChainStepper       *stepper = chain_session_get_stepper (session);
  g_autoptr (GTask)   task = g_task_new (session, cancellable, callback, data);
  Question           *question;

  g_return_if_fail (stepper != NULL);

  question = g_new0 (Question, 1);
  question->network = chain_network_copy (project->network);
  question->options = project->training;
  question->dataset = chain_dataset_ref (chain_session_get_dataset (session));
  question->state = chain_stepper_copy_start (stepper, &question->t);
  question->what_ifs = chain_what_ifs_copy (chain_stepper_what_ifs (stepper));
  question->chosen = g_array_copy ((GArray *) chain_stepper_chosen_rows (stepper));
  question->place = *place;
  g_task_set_task_data (task, question, question_free);
  g_task_set_return_on_cancel (task, TRUE);
  g_task_run_in_thread (task, run_probe);
}

/**
 * chain_gradient_probe_finish:
 * @result: what the callback was given
 * @error: set if it was cancelled
 *
 * Returns: (transfer full): the two gradients, or %NULL on an error; freed with g_free()
 */
ChainGradientProbe *
chain_gradient_probe_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
