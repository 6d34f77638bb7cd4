/* Loops for ever on documents with the word HANG, and never asks cancelled(). */
#define KIND "never-returns"
#include "bad.h"

static chf_status process_one(chf_call *call, const chf_stage *stage, const chf_doc *doc) {
  if (says(doc, "HANG"))
    for (;;) {}
  return mark(call, stage, doc);
}
