/* network-contents.h: from the session's stepper to the contents of the network's drawing.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/paint/network-picture.h"
#include "ui/session.h"
#include "ui/widgets/network-activity.h"

ChainNetworkPicture *chain_network_contents_new     (ChainSession              *session,
                                                     const ChainActivityResult *activity);
char                *chain_network_contents_caption (ChainSession              *session);
