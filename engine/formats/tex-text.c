/* tex-text.c: any text as LaTeX code that prints it.
 *
 * pdflatex stops at a letter it has no font for. So letters beyond those of the encoding T1 are
 * written as commands, and what has none by its number.
 *
 * SPDX-License-Identifier: MIT
 */
#include "formats/tex-text.h"

typedef struct
{
  gunichar    letter;
  const char *code;
} Special;

static const Special specials[] = {
  { '\\', "\\textbackslash{}" }, { '~', "\\textasciitilde{}" }, { '^', "\\textasciicircum{}" },
  { '_', "\\_" },                { '%', "\\%" },                { '&', "\\&" },
  { '#', "\\#" },                { '$', "\\$" },                { '{', "\\{" },
  { '}', "\\}" },                { '<', "\\textless{}" },       { '>', "\\textgreater{}" },
  { '|', "\\textbar{}" },        { '"', "''" },                 { '`', "\\textasciigrave{}" },
  { 0x2190, "$\\leftarrow$" },   { 0x2192, "$\\rightarrow$" },  { 0x2202, "$\\partial$" },
  { 0x2208, "$\\in$" },          { 0x2211, "$\\sum$" },         { 0x2212, "$-$" },
  { 0x221a, "$\\surd$" },        { 0x221e, "$\\infty$" },       { 0x2248, "$\\approx$" },
  { 0x2260, "$\\neq$" },         { 0x2264, "$\\leq$" },         { 0x2265, "$\\geq$" },
};

static const char *const greek[] = {
  [0x393 - 0x391] = "Gamma",   [0x394 - 0x391] = "Delta",   [0x398 - 0x391] = "Theta",
  [0x39b - 0x391] = "Lambda",  [0x39e - 0x391] = "Xi",      [0x3a0 - 0x391] = "Pi",
  [0x3a3 - 0x391] = "Sigma",   [0x3a6 - 0x391] = "Phi",     [0x3a8 - 0x391] = "Psi",
  [0x3a9 - 0x391] = "Omega",   [0x3b1 - 0x391] = "alpha",   [0x3b2 - 0x391] = "beta",
  [0x3b3 - 0x391] = "gamma",   [0x3b4 - 0x391] = "delta",   [0x3b5 - 0x391] = "varepsilon",
  [0x3b6 - 0x391] = "zeta",    [0x3b7 - 0x391] = "eta",     [0x3b8 - 0x391] = "theta",
  [0x3b9 - 0x391] = "iota",    [0x3ba - 0x391] = "kappa",   [0x3bb - 0x391] = "lambda",
  [0x3bc - 0x391] = "mu",      [0x3bd - 0x391] = "nu",      [0x3be - 0x391] = "xi",
  [0x3c0 - 0x391] = "pi",      [0x3c1 - 0x391] = "rho",     [0x3c3 - 0x391] = "sigma",
  [0x3c4 - 0x391] = "tau",     [0x3c5 - 0x391] = "upsilon", [0x3c6 - 0x391] = "varphi",
  [0x3c7 - 0x391] = "chi",     [0x3c8 - 0x391] = "psi",     [0x3c9 - 0x391] = "omega",
};

/* What pdflatex prints as it stands, with the encoding T1 and nothing else. */
static const struct
{
  gunichar first;
  gunichar last;
} known[] = {
  { 0x20, 0x7e },     { 0xa0, 0x125 },    { 0x128, 0x137 },   { 0x139, 0x13e },
  { 0x141, 0x148 },   { 0x14a, 0x165 },   { 0x168, 0x17e },   { 0x2013, 0x2014 },
  { 0x2018, 0x201a }, { 0x201c, 0x201e }, { 0x2026, 0x2026 },
};

static gboolean
is_known (gunichar letter)
{
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (letter >= known[i].first && letter <= known[i].last)
      return TRUE;
  return FALSE;
}

static const char *
find_special (gunichar letter)
{
  for (guint i = 0; i < G_N_ELEMENTS (specials); i++)
    if (specials[i].letter == letter)
      return specials[i].code;
  return NULL;
}

static const char *
find_greek (gunichar letter)
{
  return letter >= 0x391 && letter - 0x391 < G_N_ELEMENTS (greek) ? greek[letter - 0x391] : NULL;
}

static void
append_letter (GString  *code,
               gunichar  letter)
{
  if (find_special (letter) != NULL)
    g_string_append (code, find_special (letter));
  else if (letter < 0x20 || letter == 0x7f)
    g_string_append_c (code, ' ');
  else if (is_known (letter))
    g_string_append_unichar (code, letter);
  else if (find_greek (letter) != NULL)
    g_string_append_printf (code, "$\\%s$", find_greek (letter));
  else if (letter >= 0x2080 && letter <= 0x2089)
    g_string_append_printf (code, "\\textsubscript{%u}", letter - 0x2080);
  else if (letter == 0x2070 || (letter >= 0x2074 && letter <= 0x2079))
    g_string_append_printf (code, "\\textsuperscript{%u}", letter - 0x2070);
  else
    g_string_append_printf (code, "U+%04X", letter);
}

/**
 * chain_tex_append:
 * @code: gets the code
 * @text: any text, UTF-8
 *
 * The code prints the text in the body of a document that uses the font encoding T1. It is one
 * line.
 */
void
chain_tex_append (GString    *code,
                  const char *text)
{
  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    append_letter (code, g_utf8_get_char (c));
}
