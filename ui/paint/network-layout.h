/* network-layout.h: the first half of a geometry: where all is when the whole drawing is seen.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/paint/network-geometry.h"

#define CHAIN_LAYOUT_GAP 6.0       /* between two units' texts, pixels */
#define CHAIN_LAYOUT_LEAST_UNIT 0.78 /* radius of a unit that holds a number, em */
#define CHAIN_LAYOUT_FULL_ROOM 8.4 /* between columns with z and b side by side, em */

void   chain_network_layout  (ChainNetworkGeometry       *geometry,
                              const ChainNetworkPicture  *picture,
                              PangoContext               *context,
                              const ChainNetworkLook     *look);
double chain_geometry_above  (const ChainNetworkGeometry *geometry,
                              double                      radius);
double chain_geometry_below  (const ChainNetworkGeometry *geometry,
                              double                      radius);
