/* The bench's stages in C: `echo` copies the sentences to a layer, `tagger` marks words with a
 * capital, `noop` does nothing. */
#include "chaffinch_plugin.h"
#include <string.h>

#define LAYERS(out) \
  "\"layers\":[{\"name\":\"sentences\",\"mode\":\"read\"},{\"name\":\"" out "\",\"mode\":\"create\",\"labels\":[\"mark\"]}]"
#define KIND(kind) "{\"kind\":\"" kind "\",\"summary\":\"for the bench\"," LAYERS("marks") "}"

static const char MANIFEST[] =
  "{\"id\":\"chaffinch.bench\",\"version\":\"0.1.0\",\"license\":\"MIT OR Apache-2.0\",\"stages\":["
  KIND("noop") "," KIND("echo") "," KIND("tagger") "]}";

static const char NOOP = 0, ECHO = 1, TAGGER = 2; /* told apart by their addresses */
static uint32_t mark;

static chf_status create(chf_call *call, chf_str kind, chf_str options, chf_stage **out) {
  chf_str name = {"mark", 4};
  const char *which = kind.ptr[0] == 'n' ? &NOOP : kind.ptr[0] == 'e' ? &ECHO : &TAGGER;
  (void)options;
  *out = (chf_stage *)which;
  return call->api->label(call, name, &mark);
}

static void destroy(chf_stage *stage) { (void)stage; }

enum { MOST = 40 };

static size_t echo(const chf_layer *sentences, chf_span *to) {
  size_t n = sentences->len < MOST ? sentences->len : MOST;
  for (size_t i = 0; i < n; i++) {
    to[i] = sentences->spans[i];
    to[i].label = mark;
  }
  return n;
}

static size_t tagger(const chf_doc *doc, const chf_layer *sentences, chf_span *to) {
  size_t n = 0;
  for (size_t s = 0; s < sentences->len; s++) {
    const chf_span *span = &sentences->spans[s];
    int in_word = 0;
    for (uint32_t i = span->start; i < span->end; i++) {
      char c = doc->now.text.ptr[i];
      int letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (letter && !in_word && c >= 'A' && c <= 'Z' && n < MOST) {
        to[n].start = i;
        to[n].end = i + 1;
        to[n].label = mark;
        to[n].score = 1.0f;
        n++;
      }
      in_word = letter;
    }
  }
  return n;
}

static chf_status process(chf_call *call, chf_stage *stage, chf_worker *worker,
                          const chf_doc *const *docs, size_t n, chf_status *out) {
  chf_span marks[MOST];
  (void)worker;
  for (size_t i = 0; i < n; i++) {
    const void *which = stage;
    size_t found = 0;
    if (which == &ECHO) found = echo(&docs[i]->layers[0], marks);
    if (which == &TAGGER) found = tagger(docs[i], &docs[i]->layers[0], marks);
    out[i] = which == &NOOP ? CHF_OK : call->api->add(call, docs[i], 1, marks, found, NULL);
  }
  return CHF_OK;
}

static const chf_module MODULE = {
  .struct_size = sizeof(chf_module),
  .abi_major = CHF_ABI_MAJOR,
  .manifest = {MANIFEST, sizeof MANIFEST - 1},
  .create = create,
  .destroy = destroy,
  .process = process,
};

const chf_module *chaffinch_plugin_v1(void) { return &MODULE; }
