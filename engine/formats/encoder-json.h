/* encoder-json.h: what becomes of a raw row, as a value of a JSON document.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "base/json-writer.h"
#include "data/encoder.h"

G_BEGIN_DECLS

void chain_encoder_write_json (const ChainEncoder *encoder,
                               const char         *key,
                               ChainJsonWriter    *writer);

G_END_DECLS
