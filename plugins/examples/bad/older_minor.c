/* Was built for a newer chaffinch than this one: cannot live with less than minor 99. */
#define KIND "older-minor"
#define MINOR 99
#include "bad.h"

static chf_status process_one(chf_call *call, const chf_stage *stage, const chf_doc *doc) {
  return mark(call, stage, doc);
}
