/* tfjs-layers.h: the layers of TensorFlow.js that stand for a network's.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "autodiff/op.h"

G_BEGIN_DECLS

/* Names of the layers before and after those of the network. */
#define CHAIN_TFJS_SCALING "scaling"
#define CHAIN_TFJS_UNSCALING "unscaling"

/* An activation as Keras and TensorFlow.js have it. */
typedef struct
{
  const char *name;       /* the program's */
  const char *activation; /* of a Dense or Activation layer, where the parameter is the
                           * initial one; NULL: only a layer of its own */
  const char *layer;      /* class of a layer of its own; NULL: there is none */
  const char *parameter;  /* of that layer, for the only one of the activation; NULL: none */
  const char *old_parameter; /* another name of it in files of other versions; NULL: none */
  double      initial;    /* of the parameter where a file does not tell */
  gboolean    is_fixed;   /* TensorFlow.js itself takes no other value of it */
} ChainTfjsActivation;

const ChainTfjsActivation *chain_tfjs_activation      (const ChainOp *activation);
const ChainTfjsActivation *chain_tfjs_find_activation (const char    *name);
const ChainTfjsActivation *chain_tfjs_find_layer      (const char    *class_name);

G_END_DECLS
