/* Ends the process on documents with the word EXIT. */
#define KIND "exits"
#include "bad.h"

static chf_status process_one(chf_call *call, const chf_stage *stage, const chf_doc *doc) {
  if (says(doc, "EXIT")) exit(3);
  return mark(call, stage, doc);
}
