/* Was built for another major version: exports only chaffinch_plugin_v2. */
#define KIND "wrong-version"
#define ENTRY chaffinch_plugin_v2
#include "bad.h"

static chf_status process_one(chf_call *call, const chf_stage *stage, const chf_doc *doc) {
  return mark(call, stage, doc);
}
