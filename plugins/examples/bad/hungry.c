/* Fills memory on documents with the word HUNGRY, and aborts when there is no more: what
 * `isolate = { memory_mb = … }` is for. Gives up at 4 GB where nothing limits it. */
#define KIND "hungry"
#include "bad.h"

static chf_status process_one(chf_call *call, const chf_stage *stage, const chf_doc *doc) {
  enum { STEPS = 64, STEP = 64 << 20 };
  void *eaten[STEPS];
  size_t n = 0;
  if (!says(doc, "HUNGRY")) return mark(call, stage, doc);
  for (; n < STEPS; n++) {
    eaten[n] = malloc(STEP);
    if (!eaten[n]) abort();
  }
  while (n) free(eaten[--n]);
  return mark(call, stage, doc);
}
