/* learning-rate-page.h: the learning rate page of the window.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_LEARNING_RATE_PAGE (chain_learning_rate_page_get_type ())
G_DECLARE_FINAL_TYPE (ChainLearningRatePage, chain_learning_rate_page, CHAIN, LEARNING_RATE_PAGE, GtkWidget)

void chain_learning_rate_page_set_session (ChainLearningRatePage *page,
                                           ChainSession          *session);

G_END_DECLS
