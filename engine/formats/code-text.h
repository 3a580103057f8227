/* code-text.h: names, texts and numbers in source code of other languages.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *chain_code_identifier    (const char *name);
void  chain_code_append_c_text (GString    *code,
                                const char *text);
void  chain_code_append_python_text (GString    *code,
                                     const char *text);
void  chain_code_append_float  (GString    *code,
                                double      value);
char *chain_code_comment       (const char *text);
char *chain_code_with_parameters (const char           *code,
                                  const char *const    *names,
                                  const double         *values);

G_END_DECLS
