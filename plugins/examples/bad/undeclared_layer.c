/* Adds to a slot that its manifest does not have. */
#define KIND "undeclared-layer"
#include "bad.h"

static chf_status process_one(chf_call *call, const chf_stage *stage, const chf_doc *doc) {
  uint32_t len = (uint32_t)doc->now.text.len;
  return add(call, doc, MARKS + 1, (chf_span){0, len, stage->label, NAN});
}
