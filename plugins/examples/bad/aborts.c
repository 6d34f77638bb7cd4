/* Aborts on documents with the word ABORT. */
#define KIND "aborts"
#include "bad.h"

static chf_status process_one(chf_call *call, const chf_stage *stage, const chf_doc *doc) {
  if (says(doc, "ABORT")) abort();
  return mark(call, stage, doc);
}
