/* import.h: weights that come from a file, for the network of a project or as a new one.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "formats/project.h"

G_BEGIN_DECLS

typedef struct _ChainFormat ChainFormat;

/* What is read. */
typedef struct
{
  const char *title;  /* as messages name it */
  const char *folder; /* where files beside it are; NULL: there are none */
  GBytes     *bytes;
} ChainImportSource;

typedef struct
{
  char          *kernel_name; /* in the file, as messages name it */
  ChainTensor   *kernel;      /* [inputs, units] */
  char          *bias_name;   /* NULL without a bias */
  ChainTensor   *bias;        /* [1, units]; NULL without */
  const ChainOp *activation;  /* NULL where the file does not tell */
  double         activation_parameters[CHAIN_MAX_PARAMETERS];
} ChainImportedLayer;

typedef struct
{
  char      *title;  /* of the file */
  GPtrArray *layers; /* ChainImportedLayer *, from the input to the output */
  char      *encoding; /* JSON: what became of a raw row before them; NULL where it is not told */
} ChainImport;

typedef enum
{
  CHAIN_IMPORT_WEIGHTS, /* into the layers there are */
  CHAIN_IMPORT_NETWORK, /* the layers too */
} ChainImportMode;

/* For the readers of formats. */
ChainImport *chain_import_new            (const char          *title);
void         chain_import_add_kernel     (ChainImport         *import,
                                          const char          *name,
                                          ChainTensor         *kernel);
void         chain_import_set_bias       (ChainImport         *import,
                                          const char          *name,
                                          ChainTensor         *bias);
void         chain_import_set_activation (ChainImport         *import,
                                          const ChainOp       *activation,
                                          const double        *parameters);
GBytes      *chain_import_beside         (const ChainImportSource *source,
                                          const char          *name,
                                          gsize                most_bytes,
                                          GError             **error);

/* For those who import. */
ChainImport *chain_import_load           (const char          *path,
                                          GError             **error);
ChainImport *chain_import_read           (const ChainFormat       *format,
                                          const ChainImportSource *source,
                                          GError             **error);
void         chain_import_free           (ChainImport         *import);
ChainNetwork *chain_import_network       (const ChainImport   *import,
                                          ChainImportMode      mode,
                                          const ChainNetwork  *network,
                                          GPtrArray           *warnings,
                                          GError             **error);
gboolean     chain_import_into           (const ChainImport   *import,
                                          ChainImportMode      mode,
                                          ChainProject        *project,
                                          const ChainDataset  *dataset,
                                          GPtrArray           *warnings,
                                          GError             **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainImport, chain_import_free)

G_END_DECLS
