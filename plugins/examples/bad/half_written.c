/* Fails on documents with the word HALF after it has written something: nothing may remain. */
#define KIND "half-written"
#include "bad.h"

static chf_status process_one(chf_call *call, const chf_stage *stage, const chf_doc *doc) {
  chf_status status = mark(call, stage, doc);
  if (status != CHF_OK || !says(doc, "HALF")) return status;
  call->api->diag(call, doc, CHF_ERROR, STR(""), STR("stopped half-way"));
  return CHF_ERR_DOC;
}
