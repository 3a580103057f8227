/* client.c: a program that uses the library: loads a CSV file, trains, exports.
 *
 * usage: client FILE.csv OUTPUT
 *
 * SPDX-License-Identifier: MIT
 */
#include <chainrule.h>

static gboolean
run (const char *data, const char *output, GError **error)
{
  const ChainCsvOptions    options = { 0 };
  g_autofree char         *path = chain_file_absolute (data, NULL);
  g_autoptr (ChainSource)  source = chain_source_new_csv (path, &options);
  g_autoptr (ChainTable)   table = chain_source_load (source, NULL, NULL, error);
  g_autoptr (ChainProject) project = NULL;
  g_autoptr (ChainDataset) dataset = NULL;
  g_autoptr (ChainTrainer) trainer = NULL;

  if (table == NULL
      || !(project = chain_project_new_for_table ("client", source, table, NULL, NULL,
                                                  "8 relu, 3 softmax", NULL, error))
      || !(dataset = chain_project_use_table (project, table, error))
      || !(trainer = chain_trainer_new (project->network, &project->training, dataset, error))
      || !chain_trainer_run (trainer, 60, NULL, NULL, NULL, error))
    return FALSE;
  chain_trainer_save_weights (trainer, project->network);

  const ChainFormat *format = chain_format_for_path (output, NULL, error);
  return format != NULL && chain_format_save (format, project, dataset, output, error);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;

  if (argc == 3 && run (argv[1], argv[2], &error))
    return 0;
  g_printerr ("%s\n", error != NULL ? error->message : "usage: client FILE.csv OUTPUT");
  return 1;
}
