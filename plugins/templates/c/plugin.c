/* {{name}}: a chaffinch stage that marks words written in capitals, such as NATO.
 *
 * Read it from the top: the rule, the manifest, the stage, the table that chaffinch calls.
 * chaffinch_plugin.h explains every type and function used here. */

#include "chaffinch_plugin.h"
#include <math.h>
#include <stdlib.h>

/* ---------------------------------------------------------------------- the rule
 * A pure function, so that test.c can try it without chaffinch. */

/* How many letters a word in capitals has: NATO 4, COVID-19 5. 0 for every other word. Knows
 * the letters A to Z; isupper() would depend on the locale. */
static size_t count_capitals(const char *word, size_t len) {
  size_t letters = 0;
  for (size_t i = 0; i < len; i++) {
    unsigned char c = (unsigned char)word[i];
    if ((c >= 'a' && c <= 'z') || c >= 0x80) return 0;
    if (c >= 'A' && c <= 'Z') letters++;
  }
  return letters;
}

/* ------------------------------------------------------------------ the manifest
 * What the stage reads, writes and can be told. chaffinch checks a pipeline and its options
 * against this before it calls anything below. JSON() makes a C string of it. */

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

/* Places in the lists above. */
enum { TOKENS, WORDS };
enum { LETTERS };

/* --------------------------------------------------------------------- the stage
 * Made once from its options, then shared by all threads: nothing changes it after create(). */

struct chf_stage {
  size_t min_letters;
  uint32_t label;
};

#define STR(literal) ((chf_str){literal, sizeof(literal) - 1})

static chf_status create(chf_call *call, chf_str kind, chf_str options, chf_stage **out) {
  (void)kind, (void)options; /* one kind; options are read one by one */
  chf_value min_letters;
  uint32_t label;
  chf_status status = call->api->option(call, STR("/min_letters"), &min_letters);
  if (status == CHF_OK) status = call->api->label(call, STR("{{kind}}"), &label);
  if (status != CHF_OK) return status;

  chf_stage *stage = malloc(sizeof *stage);
  if (!stage) return CHF_ERR_FATAL;
  stage->min_letters = (size_t)min_letters.v.i;
  stage->label = label;
  *out = stage;
  return CHF_OK;
}

static void destroy(chf_stage *stage) { free(stage); }

/* Adds one word to the layer. What the host refuses is a mistake of ours: hand it on. */
static chf_status mark(chf_call *call, const chf_doc *doc, chf_span word, size_t letters) {
  uint32_t row;
  chf_status status = call->api->add(call, doc, WORDS, &word, 1, &row);
  if (status != CHF_OK) return status;
  chf_value value = {.type = CHF_I64, .v.i = (int64_t)letters};
  return call->api->set(call, doc, WORDS, row, LETTERS, &value);
}

static chf_status process_one(chf_call *call, const chf_stage *stage, const chf_doc *doc) {
  const char *text = doc->now.text.ptr;
  chf_layer tokens = doc->layers[TOKENS];
  /* An empty layer says "looked, found nothing"; no layer would say "never looked". */
  uint32_t first;
  chf_status status = call->api->add(call, doc, WORDS, NULL, 0, &first);

  for (size_t i = 0; i < tokens.len && status == CHF_OK; i++) {
    chf_span token = tokens.spans[i];
    size_t letters = count_capitals(text + token.start, token.end - token.start);
    if (letters < stage->min_letters) continue;
    status = mark(call, doc, (chf_span){token.start, token.end, stage->label, NAN}, letters);
  }
  return status;
}

static chf_status process(chf_call *call, chf_stage *stage, chf_worker *worker,
                          const chf_doc *const *docs, size_t n, chf_status *out) {
  (void)worker; /* no scratch needed */
  for (size_t i = 0; i < n; i++) out[i] = process_one(call, stage, docs[i]);
  return CHF_OK;
}

/* --------------------------------------------------------------------- the table */

const chf_module *chaffinch_plugin_v1(void) {
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
