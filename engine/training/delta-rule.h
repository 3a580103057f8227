/* delta-rule.h: training of one linear unit, a row at a time: many iterations in one loop.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "autodiff/plan.h"
#include "model/recording.h"
#include "training/options.h"

G_BEGIN_DECLS

gboolean chain_delta_rule_fits (const ChainRecording       *recording,
                                const ChainTrainingOptions *options);
gsize    chain_delta_rule_run  (double                     *w,
                                guint                       n_inputs,
                                gboolean                    has_bias,
                                const ChainPlanRows        *rows,
                                double                      rate,
                                double                     *losses);

G_END_DECLS
