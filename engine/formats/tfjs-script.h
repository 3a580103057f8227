/* tfjs-script.h: a script that predicts raw rows with a model for TensorFlow.js.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

extern const char chain_tfjs_script[];
