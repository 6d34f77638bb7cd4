/* Writes through a null pointer on documents with the word CRASH. */
#define KIND "segfaults"
#include "bad.h"

static chf_status process_one(chf_call *call, const chf_stage *stage, const chf_doc *doc) {
  volatile int *volatile nowhere = NULL;
  if (says(doc, "CRASH")) *nowhere = 1;
  return mark(call, stage, doc);
}
