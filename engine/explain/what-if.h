/* what-if.h: other rows, inputs and targets than the batch's, for the iteration that is stepped.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "training/iteration.h"

G_BEGIN_DECLS

/* One number of one row of the batch. */
typedef struct
{
  gboolean target; /* of y; otherwise of x */
  gsize    row;    /* of the batch, from 0 */
  gsize    column;
  double   value;
  double   given;  /* the data's */
} ChainWhatIf;

GArray *chain_what_ifs_new   (void);
GArray *chain_what_ifs_copy  (const GArray         *what_ifs);
void    chain_what_ifs_add   (GArray               *what_ifs,
                              const ChainWhatIf    *what_if);
void    chain_what_ifs_apply (const GArray         *what_ifs,
                              const ChainRecording *recording,
                              ChainWalk            *walk,
                              gboolean              given);
gboolean chain_what_if_rows_are_outside (const GArray         *rows,
                                         const ChainIteration *iteration);
void    chain_what_if_rows   (const GArray         *rows,
                              ChainIteration       *iteration);

G_END_DECLS
