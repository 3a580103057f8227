/* participant.h: a program that is asked to train, one line a question, and answers in JSON.
 *
 *   check WORK FILE SCALE   trains two epochs from the start weights, with the work's learning rate
 *                           times SCALE, and writes the weights reached into FILE
 *   run WORK SECONDS        trains from the start weights for about so long, in whole epochs
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "works.h"

G_BEGIN_DECLS

#define CHECKED_EPOCHS 2

typedef struct
{
  guint64 samples;
  double  seconds; /* these took */
  double  loss;    /* mean over the rows of the last epoch; NaN where it is not known */
} Trained;

typedef struct
{
  const char *name;
  /* Makes ready to train at a rate, from the start weights; NULL: not a work for it. */
  gpointer (*start)  (const Work *work, double rate);
  /* Goes on for so many epochs. */
  void     (*train)  (gpointer run, guint64 n_epochs, Trained *trained);
  void     (*stop)   (gpointer run, ChainNetwork *reached); /* reached may be NULL */
  /* Further questions; the answer is printed by it. NULL: none. */
  gboolean (*answer) (const char *const *words, guint n_words);
} Participant;

void participant_run  (const Participant *participant,
                       const Work        *work,
                       double             seconds);
int  participant_main (const Participant *participant);

G_END_DECLS
