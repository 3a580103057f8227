/* lr-rules.c: judges the rules that pick a learning rate from a range test.
 *
 * A task is run with three sets of five seeds: N to N + 4, and as many from N + 1000 and N + 2000
 * on. For every task and seed the range test is run and each rule picks a rate. Then the network is
 * trained, from the same weights and with the same number of updates, at each rule's rate and at
 * 25 rates from 1e-5 to 10, evenly on a logarithmic scale.
 *
 * The final loss of a training is the mean of 5 measurements during the last tenth of its
 * updates, each over all training rows: what a rate is chosen for is how well it trains, and rows
 * held out would mix in how well that generalizes. A loss below 1/1000 of that of the untrained
 * network counts as that much, so that a separable problem does not turn on its last digits.
 *
 * The regret of a rule is its final loss over that of the best of the 25 rates; the best rate of
 * a task is that of the smallest geometric mean over the seeds. It is at most 100, which is also
 * the regret of a training that diverges. Where a rule makes no choice, the rate a new project
 * starts with is used, and the no-choice is counted. A task's regret is the geometric mean over
 * its 15 seeds; the median and the worst are over tasks, as more seeds are not more tasks. Behind
 * and ahead count the tasks where a rule's regret is more than 1 % above or below that of the
 * first rule, which is the program's own.
 *
 * usage: lr-rules [--verbose] [--threads N] [--first-seed N]
 *
 * SPDX-License-Identifier: MIT
 */
#include "lr-tasks.h"

#include <math.h>
#include <stdlib.h>

#define N_RATES 25
#define LEAST_RATE 1e-5
#define MOST_RATE 10.0
#define N_SETS 3
#define N_OF_SET 5 /* seeds */
#define N_SEEDS (N_SETS * N_OF_SET)
#define FIRST_SEED 10001
#define NEXT_SET 1000
#define N_MEASUREMENTS 5
#define LEAST_LOSS 1e-3 /* of the loss before training */
#define MOST_REGRET 100
#define MAX_RULES 8

/* What one seed of a task gave. */
typedef struct
{
  double losses[N_RATES];
  double rates[MAX_RULES]; /* NaN: no choice */
  double rule_losses[MAX_RULES];
} Run;

typedef struct
{
  const LrTask *task;
  Run           runs[N_SEEDS];
  guint         best; /* of the rates of the sweep */
  double        regrets[MAX_RULES];
  guint         n_none[MAX_RULES];
} Verdict;

/* What a training needs again and again. */
typedef struct
{
  ChainIteration *iteration;
  double         *state; /* before any update */
  guint           steps;
  double          first_loss;
} Lane;

static double
sweep_rate (guint i)
{
  return LEAST_RATE * pow (MOST_RATE / LEAST_RATE, i / (double) (N_RATES - 1));
}

static guint
count_rules (void)
{
  guint n = 0;

  while (chain_lr_rules[n] != NULL)
    n++;
  g_assert (n <= MAX_RULES);
  return n;
}

static ChainDataset *
task_dataset (const LrTask *task, guint64 seed)
{
  if (task->problem == NULL)
    return lr_iris_dataset (task->scaling);
  return lr_problem_dataset (lr_problem_find (task->problem), &task->size, seed);
}

static void
task_training (const LrTask         *task,
               const ChainDataset   *dataset,
               guint64               seed,
               ChainTrainingOptions *training)
{
  chain_training_options_init (training);
  chain_training_options_set_loss (training, chain_op_find (CHAIN_OP_LOSS, task->loss));
  chain_training_options_set_optimizer (training, chain_optimizer_find (task->optimizer));
  if (task->momentum != 0)
    training->optimizer_parameters[0] = task->momentum;
  training->batch_size = task->batch_size != 0 ? task->batch_size : dataset->n_training_rows;
  training->seed = seed;
}

static ChainNetwork *
task_network (const LrTask *task, guint n_inputs, guint64 seed)
{
  g_autoptr (GError)       error = NULL;
  g_autoptr (ChainNetwork) network = chain_network_new_from_text (task->layers, &error);

  if (network == NULL || !chain_network_set_inputs (network, n_inputs, &error))
    g_error ("%s: %s", task->name, error->message);
  network->seed = seed;
  chain_network_reset_weights (network);
  return g_steal_pointer (&network);
}

static double
loss_of_all (const Lane *lane)
{
  const ChainDataset *dataset = lane->iteration->dataset;

  return chain_iteration_loss_of_rows (lane->iteration, dataset->training_rows,
                                       dataset->n_training_rows, NULL);
}

/* The final loss at one rate; infinite where training diverges. */
static double
train (const Lane *lane, double rate)
{
  const guint every = MAX (lane->steps / 10 / N_MEASUREMENTS, 1);
  double      sum = 0;

  chain_iteration_load_state (lane->iteration, 0, lane->state);
  for (guint t = 0; t < lane->steps; t++)
    {
      const guint left = lane->steps - 1 - t;

      chain_iteration_run_with (lane->iteration, rate);
      if (lane->iteration->t == t)
        return INFINITY;
      if (left % every == 0 && left / every < N_MEASUREMENTS)
        sum += loss_of_all (lane);
    }
  return isfinite (sum) ? MAX (sum / N_MEASUREMENTS, LEAST_LOSS * lane->first_loss) : INFINITY;
}

static void
try_rules (const Lane *lane, const LrTask *task, const ChainNetwork *network, Run *run)
{
  const ChainTrainingOptions *training = &lane->iteration->options;
  ChainLrRangeOptions         options = task->range;
  g_autoptr (ChainLrRange)    range = NULL;

  if (options.iterations == 0)
    chain_lr_range_options_init (&options);
  range = chain_lr_range_run (network, training, lane->iteration->dataset, &options, NULL, NULL,
                              NULL, NULL);
  for (guint k = 0; chain_lr_rules[k] != NULL; k++)
    {
      run->rates[k] = NAN;
      chain_lr_range_suggest (range, options.iterations, chain_lr_rules[k], &run->rates[k]);
      run->rule_losses[k]
        = train (lane, isnan (run->rates[k]) ? training->learning_rate : run->rates[k]);
    }
}

static void
run_seed (const LrTask *task, guint64 seed, Run *run)
{
  ChainDataset             *dataset = task_dataset (task, seed);
  g_autoptr (ChainNetwork)  network = task_network (task, dataset->n_inputs, seed);
  g_autoptr (GError)        error = NULL;
  ChainTrainingOptions      training;
  Lane                      lane = { .steps = task->steps };

  task_training (task, dataset, seed, &training);
  lane.iteration = chain_iteration_new (network, &training, dataset, &error);
  if (lane.iteration == NULL)
    g_error ("%s: %s", task->name, error->message);
  lane.state = chain_iteration_save_state (lane.iteration);
  lane.first_loss = loss_of_all (&lane);
  for (guint i = 0; i < N_RATES; i++)
    run->losses[i] = train (&lane, sweep_rate (i));
  try_rules (&lane, task, network, run);
  g_free (lane.state);
  chain_iteration_free (lane.iteration);
  chain_dataset_unref (dataset);
}

/* Σ ln over the seeds of the final losses at a rate of the sweep. */
static double
log_losses (const Verdict *verdict, guint rate)
{
  double sum = 0;

  for (guint s = 0; s < N_SEEDS; s++)
    sum += log (verdict->runs[s].losses[rate]);
  return sum;
}

static void
find_regrets (Verdict *verdict)
{
  for (guint i = 1; i < N_RATES; i++)
    if (log_losses (verdict, i) < log_losses (verdict, verdict->best))
      verdict->best = i;
  for (guint k = 0; chain_lr_rules[k] != NULL; k++)
    {
      double sum = 0;

      for (guint s = 0; s < N_SEEDS; s++)
        {
          const Run *run = &verdict->runs[s];

          sum += log (MIN (run->rule_losses[k] / run->losses[verdict->best], MOST_REGRET));
          verdict->n_none[k] += isnan (run->rates[k]) != 0;
        }
      verdict->regrets[k] = exp (sum / N_SEEDS);
    }
}

static void
judge (gpointer data, gpointer user_data)
{
  Verdict       *verdict = data;
  const guint64 *first_seed = user_data;

  for (guint s = 0; s < N_SEEDS; s++)
    run_seed (verdict->task, *first_seed + s / N_OF_SET * NEXT_SET + s % N_OF_SET,
              &verdict->runs[s]);
  find_regrets (verdict);
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  const double *x = a;
  const double *y = b;

  return (*x > *y) - (*x < *y);
}

/* The smallest of the sorted values that at least this part of them does not exceed. */
static double
quantile (const double *sorted, guint n, double part)
{
  const guint rank = (guint) ceil (part * n);

  return sorted[MAX (rank, 1) - 1];
}

/* What a rule did on the tasks of one half. */
typedef struct
{
  double *regrets; /* [n_tasks], sorted */
  guint   n_tasks;
  guint   n_none;
  guint   n_behind; /* tasks where it is behind the first rule by more than 1 % */
  guint   n_ahead;
} Score;

static void
score_rule (const Verdict *verdicts, guint n_verdicts, const char *half, guint rule, Score *score)
{
  *score = (Score){ .regrets = g_new (double, n_verdicts) };
  for (guint i = 0; i < n_verdicts; i++)
    {
      const double *regrets = verdicts[i].regrets;

      if (!g_str_has_prefix (verdicts[i].task->name, half))
        continue;
      score->regrets[score->n_tasks++] = regrets[rule];
      score->n_none += verdicts[i].n_none[rule];
      score->n_behind += regrets[rule] > 1.01 * regrets[0];
      score->n_ahead += regrets[0] > 1.01 * regrets[rule];
    }
  qsort (score->regrets, score->n_tasks, sizeof (double), compare_numbers);
}

static void
print_half (const Verdict *verdicts, guint n_verdicts, const char *half, const char *what)
{
  g_print ("\n%s\n%-24s %8s %8s %8s %10s %8s %8s\n", what, "rule", "median", "90 %", "worst",
           "no choice", "behind", "ahead");
  for (guint k = 0; chain_lr_rules[k] != NULL; k++)
    {
      Score score;

      score_rule (verdicts, n_verdicts, half, k, &score);
      g_print ("%-24s %8.2f %8.2f %8.2f %6u/%u %8u %8u\n", chain_lr_rules[k]->title,
               quantile (score.regrets, score.n_tasks, 0.5),
               quantile (score.regrets, score.n_tasks, 0.9),
               quantile (score.regrets, score.n_tasks, 1), score.n_none, score.n_tasks * N_SEEDS,
               score.n_behind, score.n_ahead);
      g_free (score.regrets);
    }
}

/* Of the first seed: the rates chosen; of all: the regrets. */
static void
print_task (const Verdict *verdict)
{
  const Run *run = &verdict->runs[0];

  g_print ("%-30s best %-8.2g", verdict->task->name, sweep_rate (verdict->best));
  for (guint k = 0; chain_lr_rules[k] != NULL; k++)
    {
      g_autofree char *rate = isnan (run->rates[k]) ? g_strdup ("none")
                                                    : g_strdup_printf ("%.2g", run->rates[k]);

      g_print ("  %s %s (%.2f)", chain_lr_rules[k]->name, rate, verdict->regrets[k]);
    }
  g_print ("\n");
}

static Verdict *
judge_all (guint n_threads, guint64 first_seed, guint *n_verdicts)
{
  const LrTask *tasks = lr_tasks (n_verdicts);
  Verdict      *verdicts = g_new0 (Verdict, *n_verdicts);
  GThreadPool  *pool = g_thread_pool_new (judge, &first_seed, n_threads, TRUE, NULL);

  for (guint i = 0; i < *n_verdicts; i++)
    {
      verdicts[i].task = &tasks[i];
      g_thread_pool_push (pool, &verdicts[i], NULL);
    }
  g_thread_pool_free (pool, FALSE, TRUE);
  return verdicts;
}

int
main (int argc, char *argv[])
{
  gboolean                   verbose = FALSE;
  int                        n_threads = 2;
  gint64                     first_seed = FIRST_SEED;
  const GOptionEntry         entries[] = {
    { "verbose", 'v', 0, G_OPTION_ARG_NONE, &verbose, "Also print each task", NULL },
    { "threads", 't', 0, G_OPTION_ARG_INT, &n_threads, "How many tasks at once", "N" },
    { "first-seed", 's', 0, G_OPTION_ARG_INT64, &first_seed,
      "Other data, weights and batch orders", "N" },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError)         error = NULL;
  g_autofree Verdict        *verdicts = NULL;
  guint                      n_verdicts;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("%s\n", error->message);
      return EXIT_FAILURE;
    }
  count_rules ();
  verdicts = judge_all (MAX (n_threads, 1), (guint64) first_seed, &n_verdicts);
  for (guint i = 0; verbose && i < n_verdicts; i++)
    print_task (&verdicts[i]);
  print_half (verdicts, n_verdicts, "shape-", "Tasks the recommended rule was shaped on");
  print_half (verdicts, n_verdicts, "judge-", "Tasks that only judge");
  return EXIT_SUCCESS;
}
