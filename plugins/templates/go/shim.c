/* The C side of a plugin in Go. Go can neither export a constant table nor call a function by
 * its pointer, so both happen here; what the stage does is in plugin.go. */

#include "shim.h"
#include "_cgo_export.h"
#include <stdlib.h>

/* chaffinch checks a pipeline and its options against this before it calls anything below.
 * JSON() makes a C string of it. */
#define JSON(...) #__VA_ARGS__
static const char MANIFEST[] = JSON({
  "id": "{{name}}",
  "version": "0.1.0",
  "license": "MIT OR Apache-2.0",
  "summary": "words written in capitals",
  "stages": [{
    "kind": "{{kind}}",
    "summary": "marks words written in capitals",
    "layers": [
      {"name": "tokens", "mode": "read"},
      {"name": "{{layer}}", "mode": "create", "summary": "words written in capitals",
       "labels": ["{{kind}}"], "attrs": [{"name": "letters", "type": "i64"}]}
    ],
    "config_schema": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "min_letters": {"type": "integer", "minimum": 1, "default": 3,
                        "description": "Words with fewer letters are not marked."}
      }
    }
  }]
});

#define STR(literal) ((chf_str){literal, sizeof(literal) - 1})

/* ------------------------------------------------------------------ Go calls chaffinch */

chf_status find_label(chf_call *call, uint32_t *label) {
  return call->api->label(call, STR("{{kind}}"), label);
}

chf_status add_words(chf_call *call, const chf_doc *doc, uint32_t slot, const chf_span *spans,
                     size_t n, uint32_t attr, const int64_t *numbers) {
  uint32_t first;
  chf_column column = {.type = CHF_I64, .rows = numbers};
  chf_status status = call->api->add(call, doc, slot, spans, n, &first);
  if (status != CHF_OK) return status;
  return call->api->set_column(call, doc, slot, first, n, attr, &column);
}

void say_error(chf_call *call, const chf_doc *doc, const char *message, size_t len) {
  call->api->diag(call, doc, CHF_ERROR, STR(""), (chf_str){message, len});
}

/* ------------------------------------------------------------------ chaffinch calls Go */

struct chf_stage {
  uintptr_t handle; /* of a Go value; Go pointers may not be kept in C */
};

static chf_status create(chf_call *call, chf_str kind, chf_str options, chf_stage **out) {
  (void)kind; /* there is one */
  chf_stage *stage = malloc(sizeof *stage);
  if (!stage) return CHF_ERR_FATAL;
  chf_status status = goCreate(call, options, &stage->handle);
  if (status == CHF_OK) *out = stage;
  else free(stage);
  return status;
}

static void destroy(chf_stage *stage) {
  goDestroy(stage->handle);
  free(stage);
}

static chf_status process(chf_call *call, chf_stage *stage, chf_worker *worker,
                          const chf_doc *const *docs, size_t n, chf_status *out) {
  (void)worker; /* no scratch needed */
  for (size_t i = 0; i < n; i++) out[i] = goProcess(call, stage->handle, (chf_doc *)docs[i]);
  return CHF_OK;
}

CHF_EXPORT const chf_module *chaffinch_plugin_v1(void) {
  static const chf_module module = {
      .struct_size = sizeof module,
      .abi_major = CHF_ABI_MAJOR,
      .abi_minor = 0, /* the oldest host that will do */
      .manifest = {MANIFEST, sizeof MANIFEST - 1},
      .create = create,
      .destroy = destroy,
      .process = process,
  };
  return &module;
}
