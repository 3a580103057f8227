/* participant.c: a program that is asked to train, one line a question, and answers in JSON.
 *
 * SPDX-License-Identifier: MIT
 */
#include "participant.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void
answer_error (const char *message)
{
  printf ("{\"error\": \"%s\"}\n", message);
}

static void
check (const Participant *participant, const Work *work, const char *path, double scale)
{
  g_autoptr (ChainNetwork) reached = work_network (work);
  gpointer                 run = participant->start (work, work->rate * scale);
  Trained                  trained = { 0 };
  char                     loss[CHAIN_NUMBER_SIZE];

  if (run == NULL)
    {
      answer_error ("not a work of this participant");
      return;
    }
  participant->train (run, CHECKED_EPOCHS, &trained);
  participant->stop (run, reached);
  if (!work_save (path, reached))
    answer_error ("the weights could not be written");
  else if (isnan (trained.loss))
    printf ("{\"loss\": null}\n");
  else
    printf ("{\"loss\": %s}\n", chain_number_write (trained.loss, loss));
}

/* Answers "run". Twice from the start: short runs tell how many epochs fill the time, then comes the
 * one that counts. */
void
participant_run (const Participant *participant, const Work *work, double seconds)
{
  Trained  trained = { 0 };
  guint64  n_epochs = 1;
  gpointer training = participant->start (work, work->rate);

  if (training == NULL)
    {
      answer_error ("not a work of this participant");
      return;
    }
  do
    {
      participant->train (training, n_epochs, &trained);
      n_epochs *= trained.seconds < seconds / 16 ? 4 : 1;
    }
  while (trained.seconds < seconds / 16);
  participant->stop (training, NULL);

  n_epochs = (guint64) (seconds * (double) trained.samples / trained.seconds / work->n_rows);
  training = participant->start (work, work->rate);
  participant->train (training, MAX (1, n_epochs), &trained);
  participant->stop (training, NULL);
  printf ("{\"rate\": %.17g}\n", (double) trained.samples / trained.seconds);
}

static void
answer (const Participant *participant, const char *const *words, guint n_words)
{
  const Work *work = n_words > 1 ? work_find (words[1]) : NULL;

  if (participant->answer != NULL && participant->answer (words, n_words))
    return;
  if (work == NULL)
    answer_error ("no such work");
  else if (n_words == 4 && g_str_equal (words[0], "check"))
    check (participant, work, words[2], g_ascii_strtod (words[3], NULL));
  else if (n_words == 3 && g_str_equal (words[0], "run"))
    participant_run (participant, work, g_ascii_strtod (words[2], NULL));
  else
    answer_error ("no such question");
}

/* Answers until the input ends. */
int
participant_main (const Participant *participant)
{
  char line[4096];

  while (fgets (line, sizeof line, stdin) != NULL)
    {
      g_auto (GStrv) words = g_strsplit (g_strchomp (line), " ", -1);

      answer (participant, (const char *const *) words, g_strv_length (words));
      fflush (stdout);
    }
  return 0;
}
