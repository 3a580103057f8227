/* csv-ours.c: makes the CSV file to measure with, and reads it with the engine's reader.
 *
 * usage: csv-ours make FILE BYTES   writes at least that many bytes of full-precision numbers
 *        csv-ours                   answers each "read FILE" on the standard input in one line
 *
 * SPDX-License-Identifier: MIT
 */
#include "chainrule.h"
#include "resident.h"

#include <glib/gstdio.h>

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

typedef struct
{
  const char *name;
  double    (*make) (ChainRandom *random);
} Column;

static double
uniform (ChainRandom *random)
{
  return chain_random_uniform (random, 0, 1);
}

static double
angle (ChainRandom *random)
{
  return chain_random_uniform (random, -180, 180);
}

/* As a price or a population is distributed. */
static double
amount (ChainRandom *random)
{
  return exp (7 + 2 * chain_random_normal (random));
}

/* Many of them are written with an exponent. */
static double
small (ChainRandom *random)
{
  return 1e-5 * chain_random_normal (random);
}

static double
large (ChainRandom *random)
{
  return 1e6 * chain_random_normal (random);
}

static const Column columns[] = {
  { "normal", chain_random_normal },
  { "uniform", uniform },
  { "angle", angle },
  { "amount", amount },
  { "small", small },
  { "large", large },
  { "normal_2", chain_random_normal },
  { "uniform_2", uniform },
  { "angle_2", angle },
  { "amount_2", amount },
  { "normal_3", chain_random_normal },
};

static void
write_header (FILE *file)
{
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    fprintf (file, "%s%c", columns[i].name, i + 1 == G_N_ELEMENTS (columns) ? '\n' : ',');
}

static void
write_row (FILE *file, ChainRandom *random)
{
  char number[CHAIN_NUMBER_SIZE];

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    fprintf (file, "%s%c", chain_number_write (columns[i].make (random), number),
             i + 1 == G_N_ELEMENTS (columns) ? '\n' : ',');
}

/* The same file on every machine with the same mathematics library. */
static int
make (const char *path, gint64 n_bytes)
{
  g_autofree char *unfinished = g_strconcat (path, ".part", NULL);
  FILE            *file = fopen (unfinished, "w");
  ChainRandom      random;
  gboolean         written;

  if (file == NULL)
    {
      g_printerr ("%s: %s\n", unfinished, g_strerror (errno));
      return 1;
    }
  chain_random_init (&random, 1, CHAIN_STREAM_SAMPLES);
  write_header (file);
  while (ftell (file) < n_bytes)
    write_row (file, &random);
  written = ferror (file) == 0;
  if (fclose (file) != 0 || !written || g_rename (unfinished, path) != 0)
    {
      g_printerr ("%s: %s\n", path, g_strerror (errno));
      return 1;
    }
  return 0;
}

static double
seconds (clockid_t clock)
{
  struct timespec time;

  clock_gettime (clock, &time);
  return (double) time.tv_sec + 1e-9 * (double) time.tv_nsec;
}

/* Depends on every bit of every number and on its place. */
static guint64
digest (const ChainTable *table)
{
  guint64 sum = 0;

  for (guint c = 0; c < table->columns->len; c++)
    {
      const ChainColumn *column = chain_table_column (table, c);
      guint64            part = 0;

      for (gsize r = 0; column->numbers != NULL && r < table->n_rows; r++)
        {
          guint64 bits;

          memcpy (&bits, &column->numbers[r], sizeof bits);
          part += bits * (2 * r + 1);
        }
      sum = 31 * sum + part;
    }
  return sum;
}

static void
read_file (const char *path)
{
  const ChainCsvOptions  options = { 0 };
  g_auto (ChainCsvReport) report = { 0 };
  g_autoptr (GError)     error = NULL;
  g_autoptr (ChainTable) table = NULL;
  gint64                 before;
  double                 wall, processor;

  resident_forget ();
  before = resident_now ();
  wall = seconds (CLOCK_MONOTONIC);
  processor = seconds (CLOCK_PROCESS_CPUTIME_ID);
  table = chain_csv_read (path, &options, &report, NULL, &error);
  processor = seconds (CLOCK_PROCESS_CPUTIME_ID) - processor;
  wall = seconds (CLOCK_MONOTONIC) - wall;
  if (table == NULL)
    {
      printf ("{\"error\": \"not read\"}\n");
      g_printerr ("%s\n", error->message);
      return;
    }
  printf ("{\"seconds\": %.6f, \"processor\": %.6f, \"rows\": %" G_GSIZE_FORMAT
          ", \"columns\": %u, \"digest\": \"%016" G_GINT64_MODIFIER "x\""
          ", \"grown\": %" G_GINT64_FORMAT "}\n",
          wall, processor, table->n_rows, table->columns->len, digest (table),
          resident_peak () - before);
}

int
main (int argc, char *argv[])
{
  char line[4096];

  if (argc == 4 && g_str_equal (argv[1], "make"))
    return make (argv[2], g_ascii_strtoll (argv[3], NULL, 10));
  while (fgets (line, sizeof line, stdin) != NULL)
    {
      g_strchomp (line);
      if (g_str_has_prefix (line, "read "))
        read_file (line + strlen ("read "));
      else
        printf ("{\"error\": \"expected: read FILE\"}\n");
      fflush (stdout);
    }
  return 0;
}
