/* checkpoints.h: states of a run, some of the iterations', to go back to.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _ChainCheckpoints ChainCheckpoints;

ChainCheckpoints *chain_checkpoints_new    (gsize                   state_size);
void              chain_checkpoints_free   (ChainCheckpoints       *checkpoints);
void              chain_checkpoints_clear  (ChainCheckpoints       *checkpoints);
void              chain_checkpoints_keep   (ChainCheckpoints       *checkpoints,
                                            guint64                 t,
                                            gboolean                trained,
                                            double                 *state);
guint64           chain_checkpoints_first  (const ChainCheckpoints *checkpoints);
const double     *chain_checkpoints_before (const ChainCheckpoints *checkpoints,
                                            guint64                 t,
                                            guint64                *found);

gboolean          chain_checkpoints_trained (const ChainCheckpoints *checkpoints,
                                             guint64                 t);
guint             chain_checkpoints_length (const ChainCheckpoints *checkpoints);
const double     *chain_checkpoints_at     (const ChainCheckpoints *checkpoints,
                                            guint                   index,
                                            guint64                *t);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainCheckpoints, chain_checkpoints_free)

G_END_DECLS
