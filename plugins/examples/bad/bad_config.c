/* Refuses an option that its schema allows: `level` over 9. */
#define KIND "bad-config"
#define OWN_LIFE
#include "bad.h"

static chf_status create(chf_call *call, chf_str kind, chf_str options, chf_stage **out) {
  (void)kind, (void)options;
  chf_stage *stage = malloc(sizeof *stage);
  if (!stage) return CHF_ERR_FATAL;
  chf_status status = configure(call, stage);
  if (status == CHF_OK && stage->level > 9) {
    call->api->diag(call, NULL, CHF_ERROR, STR("/level"), STR("level is at most 9"));
    status = CHF_ERR_CONFIG;
  }
  if (status == CHF_OK) *out = stage;
  else free(stage);
  return status;
}

static void destroy(chf_stage *stage) { free(stage); }

static chf_status process_one(chf_call *call, const chf_stage *stage, const chf_doc *doc) {
  return mark(call, stage, doc);
}
