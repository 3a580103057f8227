/* sweep-setting.h: what a sweep can vary, and the values it goes through.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "model/network.h"
#include "training/options.h"

G_BEGIN_DECLS

#define CHAIN_SWEEP_MOST_VALUES 100

typedef enum
{
  CHAIN_SWEEP_NUMBER,
  CHAIN_SWEEP_WHOLE,
  CHAIN_SWEEP_CHOICE, /* the value counts the rows of a table from 0 */
} ChainSweepKind;

typedef struct
{
  const char    *name;  /* on the command line */
  const char    *title;
  const char    *usual; /* values to begin with, as chain_sweep_axis_parse() reads them */
  ChainSweepKind kind;
  double         least; /* inclusive, unless a choice */
  double         most;  /* inclusive */
  gboolean       logarithmic;  /* ranges are spaced evenly so */
  gboolean       needs_hidden; /* is a matter of hidden layers */
  gboolean       per_layer;    /* may be given for one layer */
  gboolean       fresh;        /* other values need other weights to start from */
  const char  *(*choice) (guint index); /* in files; NULL past the last */
  /* layer: from 1; 0 for all it concerns */
  double       (*read)  (const ChainNetwork         *network,
                         const ChainTrainingOptions *training,
                         guint                       layer);
  void         (*apply) (ChainNetwork         *network,
                         ChainTrainingOptions *training,
                         guint                 layer,
                         double                value);
} ChainSweepSetting;

/* A setting with the values it is to take. */
typedef struct
{
  const ChainSweepSetting *setting;
  guint                    layer;  /* from 1; 0: all the setting concerns */
  GArray                  *values; /* double, at least one, all different */
} ChainSweepAxis;

/* NULL-terminated. */
extern const ChainSweepSetting *const chain_sweep_settings[];

const ChainSweepSetting *chain_sweep_setting_find    (const char              *name);
gboolean                 chain_sweep_setting_applies (const ChainSweepSetting *setting,
                                                      guint                    layer,
                                                      const ChainNetwork      *network,
                                                      GError                 **error);

ChainSweepAxis *chain_sweep_axis_new        (const ChainSweepSetting *setting,
                                             guint                    layer,
                                             const double            *values,
                                             gsize                    n_values);
ChainSweepAxis *chain_sweep_axis_parse      (const char              *text,
                                             GError                 **error);
ChainSweepAxis *chain_sweep_axis_parse_values (const ChainSweepSetting *setting,
                                               guint                    layer,
                                               const char              *values,
                                               GError                 **error);
ChainSweepAxis *chain_sweep_axis_copy       (const ChainSweepAxis    *axis);
void            chain_sweep_axis_free       (ChainSweepAxis          *axis);
double          chain_sweep_axis_value      (const ChainSweepAxis    *axis,
                                             guint                    index);
char           *chain_sweep_axis_name       (const ChainSweepAxis    *axis);
char           *chain_sweep_axis_title      (const ChainSweepAxis    *axis);
char           *chain_sweep_axis_value_text (const ChainSweepAxis    *axis,
                                             guint                    index,
                                             guint                    digits);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainSweepAxis, chain_sweep_axis_free)

G_END_DECLS
