/* background.c: threads that let others go first.
 *
 * SPDX-License-Identifier: MIT
 */
#define _GNU_SOURCE /* gettid */

#include "base/background.h"

#ifdef __linux__
#include <sys/resource.h>
#include <unistd.h>
#endif

#define NICENESS 10 /* about a tenth of the time where a thread of usual priority wants all of it */

/**
 * chain_background_enter:
 *
 * From now on the calling thread, and threads it starts, run when no thread of usual priority wants
 * the processor, such as the one that draws the window. On an idle machine they are as fast as
 * any. A thread does not come back from there. Only Linux gives each thread a priority of its own;
 * elsewhere this does nothing.
 */
void
chain_background_enter (void)
{
#ifdef __linux__
  const id_t thread = (id_t) gettid ();

  if (getpriority (PRIO_PROCESS, thread) < NICENESS)
    setpriority (PRIO_PROCESS, thread, NICENESS); /* if refused, all is as it was */
#endif
}
