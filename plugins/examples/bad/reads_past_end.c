/* Takes the text to end with a NUL, and so reads one byte after it. */
#define KIND "reads-past-end"
#include "bad.h"

static chf_status process_one(chf_call *call, const chf_stage *stage, const chf_doc *doc) {
  const volatile char *text = doc->now.text.ptr;
  if (text[doc->now.text.len] != '\0') return mark(call, stage, doc);
  return mark(call, stage, doc);
}
