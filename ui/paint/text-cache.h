/* text-cache.h: texts that are written often, laid out once for each context.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/paint/text.h"

PangoLayout *chain_text_cached (PangoContext   *context,
                                const char     *text,
                                double          scale,
                                ChainTextFlags  flags);
