/* data-settings.h: how data is made ready, as the command line says it.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "chainrule.h"

G_BEGIN_DECLS

/* Texts as given; NULL where an option is not. */
typedef struct
{
  char *split;
  char *validation;
  char *scaling;
  GStrv kinds;     /* "COLUMN=KIND" */
  GStrv encodings; /* "COLUMN=ENCODING" */
  GStrv missing;   /* "COLUMN=POLICY", or a policy for all columns */
} ChainDataSettings;

void     chain_data_settings_clear   (ChainDataSettings       *settings);
gboolean chain_data_settings_columns (const ChainDataSettings *settings,
                                      ChainDataOptions        *options);
gboolean chain_data_settings_rest    (const ChainDataSettings *settings,
                                      const ChainTable        *table,
                                      ChainDataOptions        *options);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ChainDataSettings, chain_data_settings_clear)

G_END_DECLS
