/* Changes what belongs to the process: working directory, locale, a signal handler. */
#define KIND "changes-state"
#define _POSIX_C_SOURCE 200809L
#include "bad.h"
#include <locale.h>
#include <signal.h>
#include <unistd.h>

static chf_status process_one(chf_call *call, const chf_stage *stage, const chf_doc *doc) {
  if (chdir("/") != 0 || !setlocale(LC_ALL, "C.UTF-8")) return CHF_ERR_DOC;
  signal(SIGUSR1, SIG_IGN);
  return mark(call, stage, doc);
}
