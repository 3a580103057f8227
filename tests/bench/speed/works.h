/* works.h: what the participants of the speed benchmark train: networks, data, start weights.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "chainrule.h"

G_BEGIN_DECLS

#define WORK_MAX_LAYERS 32

typedef struct
{
  const char *name;
  const char *layers;    /* as chain_network_new_from_text() reads them */
  guint       n_inputs;
  guint       n_outputs; /* above 1: classes */
  const char *optimizer;
  double      rate;
  guint       batch;
  guint       n_rows;    /* to train on; a multiple of the batch */
} Work;

extern const Work works[];

const Work   *work_find      (const char           *name);
ChainDataset *work_dataset   (const Work           *work,
                              double                held_out);
ChainNetwork *work_network   (const Work           *work);
void          work_options   (const Work           *work,
                              ChainTrainingOptions *options);

double        work_seconds   (void);
gboolean      work_save      (const char           *path,
                              const ChainNetwork   *network);

G_END_DECLS
