/* encoder-json.c: what becomes of a raw row, as a value of a JSON document.
 *
 * SPDX-License-Identifier: MIT
 */
#include "formats/encoder-json.h"

#include <math.h>

/* A level is written as itself, not as its place. */
static void
write_fill (ChainJsonWriter    *writer,
            const ChainFeature *feature)
{
  if (isnan (feature->fill))
    return;
  if (feature->levels != NULL)
    chain_json_writer_string (writer, "fill", feature->levels[(guint) feature->fill]);
  else
    chain_json_writer_number (writer, "fill", feature->fill);
}

/**
 * chain_encoder_write_json:
 * @encoder: a fitted encoder
 * @key: (nullable): of the array; %NULL inside an array
 * @writer: gets an array of objects, one for each column
 *
 * What the members mean stands in format-json.c, whose documents this is a part of.
 */
void
chain_encoder_write_json (const ChainEncoder *encoder,
                          const char         *key,
                          ChainJsonWriter    *writer)
{
  chain_json_writer_begin_array (writer, key, CHAIN_JSON_LINES);
  for (guint i = 0; i < encoder->features->len; i++)
    {
      const ChainFeature *feature = g_ptr_array_index (encoder->features, i);

      chain_json_writer_begin_object (writer, NULL, CHAIN_JSON_ONE_LINE);
      chain_json_writer_string (writer, "column", feature->column);
      chain_json_writer_string (writer, "encoding", chain_encoding_name (feature->encoding));
      if (feature->date_form != NULL)
        chain_json_writer_string (writer, "date_form", chain_date_form_name (feature->date_form));
      if (feature->levels != NULL)
        chain_json_writer_strings (writer, "levels", (const char *const *) feature->levels);
      if (feature->levels == NULL || feature->encoding == CHAIN_ENCODING_ORDINAL)
        {
          chain_json_writer_number (writer, "offset", feature->offset);
          chain_json_writer_number (writer, "scale", feature->scale);
        }
      write_fill (writer, feature);
      chain_json_writer_whole (writer, "first", feature->first);
      chain_json_writer_whole (writer, "width", feature->width);
      chain_json_writer_end (writer);
    }
  chain_json_writer_end (writer);
}
