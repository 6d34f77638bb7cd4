/* Uses the label `other`, which its manifest does not declare for the layer. */
#define KIND "undeclared-label"
#define LABEL "other"
#include "bad.h"

static chf_status process_one(chf_call *call, const chf_stage *stage, const chf_doc *doc) {
  return mark(call, stage, doc);
}
