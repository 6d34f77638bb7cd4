/* Adds a span that ends inside a character, in texts with a character of several bytes. */
#define KIND "splits-character"
#include "bad.h"

static chf_status process_one(chf_call *call, const chf_stage *stage, const chf_doc *doc) {
  for (uint32_t i = 0; i < doc->now.text.len; i++) {
    bool continues = ((unsigned char)doc->now.text.ptr[i] & 0xc0) == 0x80;
    if (continues) return add(call, doc, MARKS, (chf_span){0, i, stage->label, NAN});
  }
  return mark(call, stage, doc);
}
