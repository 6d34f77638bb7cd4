/* What the bad plugins have in common: one stage that marks the whole text in layer `bad_marks`,
 * with option `level` as the score. Each file says in process_one() what it does wrong, and may
 * define before it includes this:
 *   KIND      the stage kind (always)
 *   LABEL     the label it asks for            ENTRY     the symbol it exports
 *   MINOR     its abi_minor                    LAYERS    the key of the manifest's layers
 *   OWN_LIFE  that it has create() and destroy() of its own
 *   OWN_ENTRY that it exports what it likes */
#ifndef BAD_H
#define BAD_H
#include "chaffinch_plugin.h"
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#ifndef LABEL
#define LABEL "mark"
#endif
#ifndef ENTRY
#define ENTRY chaffinch_plugin_v1
#endif
#ifndef MINOR
#define MINOR 0
#endif
#ifndef LAYERS
#define LAYERS "layers"
#endif

#define STR(literal) ((chf_str){literal, sizeof(literal) - 1})
#define JSON(...) #__VA_ARGS__

static const char MANIFEST[] =
    "{\"id\": \"chaffinch.bad." KIND "\", \"version\": \"0.1.0\", \"license\": \"MIT OR Apache-2.0\", "
    "\"summary\": \"fails on purpose\", \"stages\": [{\"kind\": \"" KIND "\", "
    "\"summary\": \"fails on purpose\", \"" LAYERS "\": " JSON([
      {"name": "bad_marks", "mode": "create", "summary": "the whole text", "labels": ["mark"]}
    ], "config_schema": {
      "type": "object",
      "additionalProperties": false,
      "properties": {"level": {"type": "integer", "default": 0, "description": "The score."}}
    }}]});

enum { MARKS };

struct chf_stage {
  uint32_t label;
  int64_t level;
};

/* The wrong that the file is there for. */
static chf_status process_one(chf_call *call, const chf_stage *stage, const chf_doc *doc);

/* Whether the text has a word. */
static inline bool says(const chf_doc *doc, const char *word) {
  size_t len = strlen(word);
  for (size_t i = 0; i + len <= doc->now.text.len; i++)
    if (memcmp(doc->now.text.ptr + i, word, len) == 0) return true;
  return false;
}

static inline chf_status add(chf_call *call, const chf_doc *doc, uint32_t slot, chf_span span) {
  uint32_t row;
  return call->api->add(call, doc, slot, &span, 1, &row);
}

/* What a good plugin would do here. */
static inline chf_status mark(chf_call *call, const chf_stage *stage, const chf_doc *doc) {
  chf_span all = {0, (uint32_t)doc->now.text.len, stage->label, (float)stage->level};
  return add(call, doc, MARKS, all);
}

static inline chf_status configure(chf_call *call, chf_stage *stage) {
  chf_value level;
  chf_status status = call->api->option(call, STR("/level"), &level);
  if (status != CHF_OK) return status;
  stage->level = level.v.i;
  return call->api->label(call, STR(LABEL), &stage->label);
}

#ifdef OWN_LIFE
static chf_status create(chf_call *call, chf_str kind, chf_str options, chf_stage **out);
static void destroy(chf_stage *stage);
#else
static chf_status create(chf_call *call, chf_str kind, chf_str options, chf_stage **out) {
  (void)kind, (void)options;
  chf_stage *stage = malloc(sizeof *stage);
  if (!stage) return CHF_ERR_FATAL;
  chf_status status = configure(call, stage);
  if (status == CHF_OK) *out = stage;
  else free(stage);
  return status;
}

static void destroy(chf_stage *stage) { free(stage); }
#endif

static chf_status process(chf_call *call, chf_stage *stage, chf_worker *worker,
                          const chf_doc *const *docs, size_t n, chf_status *out) {
  (void)worker;
  for (size_t i = 0; i < n; i++) out[i] = process_one(call, stage, docs[i]);
  return CHF_OK;
}

static const chf_module MODULE = {
    .struct_size = sizeof MODULE,
    .abi_major = CHF_ABI_MAJOR,
    .abi_minor = MINOR,
    .manifest = {MANIFEST, sizeof MANIFEST - 1},
    .create = create,
    .destroy = destroy,
    .process = process,
};

#ifndef OWN_ENTRY
CHF_EXPORT const chf_module *ENTRY(void);
const chf_module *ENTRY(void) { return &MODULE; }
#endif
#endif
