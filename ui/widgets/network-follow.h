/* network-follow.h: what the eye should follow in the drawing.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/paint/network-picture.h"
#include "ui/session.h"

G_BEGIN_DECLS

void chain_network_follow (ChainNetworkPicture *picture,
                           ChainSession        *session);

G_END_DECLS
