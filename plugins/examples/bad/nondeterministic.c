/* What it writes depends on how many documents came before. */
#define KIND "nondeterministic"
#include "bad.h"

static _Atomic int64_t documents;

static chf_status process_one(chf_call *call, const chf_stage *stage, const chf_doc *doc) {
  chf_stage counting = {stage->label, documents++};
  return mark(call, &counting, doc);
}
