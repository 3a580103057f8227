/* lr-range.h: the learning-rate range test.
 *
 * Curve, smoothed curve and suggestions are three functions; drawing is somebody else's.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "training/iteration.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  double from;
  double to;
  guint  iterations;
} ChainLrRangeOptions;

typedef struct
{
  GArray  *learning_rate; /* double, one for each recorded iteration */
  GArray  *loss;          /* double: of the batch, before the update */
  GArray  *smoothed;      /* double */
  gboolean diverged;      /* stopped early */
  double   average;       /* moving average of the losses, before its correction */
  double   smallest;      /* of smoothed */
} ChainLrRange;

/* What a rule sees of a curve. */
typedef struct
{
  const double *rates;    /* [n] growing */
  const double *losses;   /* [n] of the batches */
  const double *smoothed; /* [n] */
  gsize         n;
  gsize         planned;  /* iterations the test was to make */
  gsize         first;    /* of the smoothed curve, first to before end have a say: before, it is */
  gsize         end;      /* not smooth yet, then it diverges */
} ChainLrCurve;

/* A rule that picks a rate from a curve. */
typedef struct
{
  const char *name;  /* "steepest", "minimum_tenth", "valley", "recommended" */
  const char *title;
  const char *about; /* one line: the rule in words */
  /* FALSE where the curve allows no choice; rate is then left as it was. Always gives the reason
   * in words, to be freed: why this rate, or why none. */
  gboolean  (*choose) (const ChainLrCurve *curve, double *rate, char **reason);
} ChainLrRule;

/* In lr-recommended.c. */
extern const ChainLrRule chain_lr_rule_recommended;

/* In lr-rules.c; NULL-terminated. */
extern const ChainLrRule *const chain_lr_rules[];

const ChainLrRule *chain_lr_rule_find (const char *name);

/* Called after each recorded iteration, on the thread that runs the test. */
typedef void (*ChainLrRangeProgress) (const ChainLrRange *so_far, gpointer data);

void          chain_lr_range_options_init  (ChainLrRangeOptions        *options);
gboolean      chain_lr_range_options_check (const ChainLrRangeOptions  *options,
                                            GError                    **error);

ChainLrRange *chain_lr_range_new           (void);
ChainLrRange *chain_lr_range_copy          (const ChainLrRange         *range);
void          chain_lr_range_free          (ChainLrRange               *range);
gboolean      chain_lr_range_add           (ChainLrRange               *range,
                                            double                      learning_rate,
                                            double                      loss);
ChainLrRange *chain_lr_range_run           (const ChainNetwork         *network,
                                            const ChainTrainingOptions *training,
                                            ChainDataset               *dataset,
                                            const ChainLrRangeOptions  *options,
                                            GCancellable               *cancellable,
                                            ChainLrRangeProgress        progress,
                                            gpointer                    data,
                                            GError                    **error);
gboolean      chain_lr_range_suggest       (const ChainLrRange         *range,
                                            guint                       iterations,
                                            const ChainLrRule          *rule,
                                            double                     *rate);
char         *chain_lr_range_explain       (const ChainLrRange         *range,
                                            guint                       iterations,
                                            const ChainLrRule          *rule);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainLrRange, chain_lr_range_free)

G_END_DECLS
