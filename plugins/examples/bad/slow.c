/* Takes a minute over documents with the word HANG, but ends early when it is told to. */
#define KIND "slow"
#include "bad.h"
#include <threads.h>

static chf_status process_one(chf_call *call, const chf_stage *stage, const chf_doc *doc) {
  for (int i = 0; says(doc, "HANG") && i < 6000; i++) {
    if (call->api->cancelled(call)) return CHF_ERR_CANCEL;
    thrd_sleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
  }
  return mark(call, stage, doc);
}
