/* Stops the run at documents with the word FATAL. */
#define KIND "fatal"
#include "bad.h"

static chf_status process_one(chf_call *call, const chf_stage *stage, const chf_doc *doc) {
  if (!says(doc, "FATAL")) return mark(call, stage, doc);
  call->api->diag(call, doc, CHF_ERROR, STR(""), STR("the model is broken"));
  return CHF_ERR_FATAL;
}
