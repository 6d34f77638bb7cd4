/* Its manifest has a misspelt key: `layer` for `layers`. */
#define KIND "bad-manifest"
#define LAYERS "layer"
#include "bad.h"

static chf_status process_one(chf_call *call, const chf_stage *stage, const chf_doc *doc) {
  return mark(call, stage, doc);
}
