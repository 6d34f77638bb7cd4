/* Adds a span that ends after the text. */
#define KIND "out-of-bounds"
#include "bad.h"

static chf_status process_one(chf_call *call, const chf_stage *stage, const chf_doc *doc) {
  uint32_t len = (uint32_t)doc->now.text.len;
  return add(call, doc, MARKS, (chf_span){0, len + 1, stage->label, NAN});
}
