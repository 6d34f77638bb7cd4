/* Keeps its option in a global, so that two stages of one pipeline share the later one's. */
#define KIND "globals"
#define OWN_LIFE
#include "bad.h"

static _Atomic int64_t last_level;

static chf_status create(chf_call *call, chf_str kind, chf_str options, chf_stage **out) {
  (void)kind, (void)options;
  chf_stage *stage = malloc(sizeof *stage);
  if (!stage) return CHF_ERR_FATAL;
  chf_status status = configure(call, stage);
  if (status != CHF_OK) return free(stage), status;
  last_level = stage->level;
  *out = stage;
  return CHF_OK;
}

static void destroy(chf_stage *stage) { free(stage); }

static chf_status process_one(chf_call *call, const chf_stage *stage, const chf_doc *doc) {
  chf_stage mixed = {stage->label, last_level};
  return mark(call, &mixed, doc);
}
