/* Loses a megabyte whenever a stage is made and freed. */
#define KIND "leaks"
#define OWN_LIFE
#include "bad.h"

static chf_status create(chf_call *call, chf_str kind, chf_str options, chf_stage **out) {
  (void)kind, (void)options;
  enum { MEGABYTE = 1 << 20 };
  chf_stage *stage = malloc(MEGABYTE);
  if (!stage) return CHF_ERR_FATAL;
  memset(stage, 1, MEGABYTE); /* memory that is never touched costs nothing */
  *out = stage;
  return configure(call, stage);
}

static void destroy(chf_stage *stage) { (void)stage; }

static chf_status process_one(chf_call *call, const chf_stage *stage, const chf_doc *doc) {
  return mark(call, stage, doc);
}
