/* Is a shared library, but no plugin: exports something else. */
#define KIND "no-entry"
#define OWN_ENTRY
#include "bad.h"

CHF_EXPORT const char *something_else(void);
const char *something_else(void) { return MODULE.manifest.ptr; }

static chf_status process_one(chf_call *call, const chf_stage *stage, const chf_doc *doc) {
  return mark(call, stage, doc);
}
