/* dates.h: texts that are dates, as numbers of days.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "data/table.h"

G_BEGIN_DECLS

typedef struct _ChainDateForm ChainDateForm;

const ChainDateForm *chain_column_looks_like_dates (const ChainColumn   *column);
ChainColumn         *chain_column_as_days          (const ChainColumn   *column,
                                                    gsize                n_rows,
                                                    const ChainDateForm *form,
                                                    GError             **error);

const char          *chain_date_form_name          (const ChainDateForm *form);
const ChainDateForm *chain_date_form_find          (const char          *name);
gboolean             chain_date_form_read          (const ChainDateForm *form,
                                                    const char          *text,
                                                    double              *days);

G_END_DECLS
