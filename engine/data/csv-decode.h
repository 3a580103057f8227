/* csv-decode.h: the bytes of a text file as UTF-8, piece by piece.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "data/csv-input.h"

G_BEGIN_DECLS

typedef enum
{
  CHAIN_CSV_DECODE_TEXT,    /* or nothing: the end */
  CHAIN_CSV_DECODE_INVALID, /* the next bytes are not in the encoding */
  CHAIN_CSV_DECODE_ZERO,    /* the next character is a zero byte */
  CHAIN_CSV_DECODE_ERROR,
} ChainCsvDecode;

typedef struct _ChainCsvDecoder ChainCsvDecoder;

ChainCsvDecoder *chain_csv_decoder_new          (const char      *file,
                                                 ChainCsvInput   *input,
                                                 const char      *encoding,
                                                 GCancellable    *cancellable,
                                                 GError         **error);
void             chain_csv_decoder_free         (ChainCsvDecoder *decoder);
ChainCsvDecode   chain_csv_decoder_read         (ChainCsvDecoder *decoder,
                                                 char            *buffer,
                                                 gsize            size,
                                                 gsize           *n_written,
                                                 GCancellable    *cancellable,
                                                 GError         **error);
const char      *chain_csv_decoder_get_encoding (const ChainCsvDecoder *decoder);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainCsvDecoder, chain_csv_decoder_free)

G_END_DECLS
