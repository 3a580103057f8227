/* model-json.h: what becomes of a raw row, and the layers, as a JSON object.
 *
 * The JSON format is this object; formats of arrays alone carry it, without the weights, as a
 * text.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "formats/activation-text.h"
#include "formats/format.h"

G_BEGIN_DECLS

#define CHAIN_MODEL_JSON_FORMAT "chainrule-model"

char     *chain_model_json_text        (const ChainExport    *model,
                                        gboolean              weights);
gboolean  chain_model_json_activations (const ChainJsonPlace *document,
                                        ChainImport          *import,
                                        GError              **error);

G_END_DECLS
