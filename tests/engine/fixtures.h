/* fixtures.h: data sets, networks and files of numbers that several tests need.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "chainrule.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

JsonNode     *fixture_json    (const char   *path);
GArray       *fixture_numbers (JsonNode     *node);
ChainDataset *fixture_dataset (gsize         n_rows,
                               guint         n_inputs,
                               const double *inputs,
                               guint         n_outputs,
                               const double *targets,
                               double        validation_fraction);
ChainDataset *fixture_waves   (double        validation_fraction);
ChainNetwork *fixture_network (const char   *layers,
                               guint         n_inputs,
                               const double *weights);
void          fixture_case    (JsonNode     *root,
                               ChainNetwork **network,
                               ChainDataset **dataset);
char         *fixture_scratch (const char   *name);

ChainWorkspace *fixture_workspace        (const char     *text);
double          fixture_workspace_number (ChainWorkspace *workspace,
                                          const char     *name);
ChainTable     *fixture_worked_rows      (void);

G_END_DECLS
