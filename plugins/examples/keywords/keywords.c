/* keywords: a chaffinch plugin in C that finds keywords, says where, and counts them.
 *
 *   keywords           a span a hit, with the keyword and its sentence
 *   keyword_contexts   the sentences around hits; contexts that share a sentence are one
 *   keyword_counts     a table: how often each keyword was found, in order of the first hit
 *
 * A keyword is one token, found in a hash set, so the time is linear in the length of the
 * document. Case is ignored for the letters A to Z only: "Émile" and "émile" are two keywords.
 *
 * Things to copy from here: arrays of options with errors that name the culprit, scratch kept a
 * worker, whole columns set at once, references between layers. */

#include "chaffinch_plugin.h"
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define JSON(...) #__VA_ARGS__
static const char MANIFEST[] = JSON({
  "id": "chaffinch.keywords",
  "version": "0.1.0",
  "license": "MIT OR Apache-2.0",
  "summary": "keywords, their contexts and counts",
  "stages": [{
    "kind": "keywords",
    "summary": "finds keywords, the sentences around them, and how often they occur",
    "layers": [
      {"name": "tokens", "mode": "read"},
      {"name": "sentences", "mode": "read"},
      {"name": "entities", "mode": "use", "attrs": [{"name": "id", "type": "str"}]},
      {"name": "keywords", "mode": "create", "summary": "tokens that are keywords",
       "labels": ["keyword"],
       "attrs": [{"name": "word", "type": "str"},
                 {"name": "sentence", "type": "ref", "target": "sentences"}]},
      {"name": "keyword_contexts", "mode": "create",
       "summary": "the sentences around keywords, with the entities that have an id",
       "attrs": [{"name": "hits", "type": "refs", "target": "keywords"},
                 {"name": "entities", "type": "refs", "target": "entities"}]}
    ],
    "tables": [
      {"name": "keyword_counts", "summary": "how often each keyword was found",
       "attrs": [{"name": "word", "type": "str"}, {"name": "n", "type": "i64"}]}
    ],
    "config_schema": {
      "type": "object",
      "additionalProperties": false,
      "required": ["words"],
      "properties": {
        "words": {"type": "array", "minItems": 1, "items": {"type": "string", "minLength": 1},
                  "description": "The keywords, one token each."},
        "ignore_case": {"type": "boolean", "default": true,
                        "description": "Whether Tax finds TAX. Knows the letters A to Z only."},
        "window": {"type": "integer", "minimum": 0, "maximum": 1000, "default": 1,
                   "description": "Sentences before and after a hit that belong to its context."}
      }
    }
  }]
});

/* Places in the lists above. */
enum { TOKENS, SENTENCES, ENTITIES, KEYWORDS, CONTEXTS, COUNTS };
enum { ENTITY_ID };
enum { KEYWORD_WORD, KEYWORD_SENTENCE };
enum { CONTEXT_HITS, CONTEXT_ENTITIES };
enum { COUNT_WORD, COUNT_N };

#define STR(literal) ((chf_str){literal, sizeof(literal) - 1})

/* Room for n values; at least one, so that NULL always means "no memory". */
static void *array(size_t n, size_t size) {
  if (n == 0) n = 1;
  return n > SIZE_MAX / size ? NULL : malloc(n * size);
}

static chf_status no_memory(chf_call *call, const chf_doc *doc) {
  call->api->diag(call, doc, CHF_ERROR, STR(""), STR("out of memory"));
  return doc ? CHF_ERR_DOC : CHF_ERR_FATAL;
}

/* ------------------------------------------------------------- the set of keywords */

/* Shared by threads; nothing changes it after create(). */
struct chf_stage {
  char *bytes;        /* all keywords, end to end: data of the columns called "word" */
  chf_range *words;   /* where each is in bytes                                      */
  uint32_t n_words;
  uint32_t *table;    /* open addressing: number of a keyword + 1, or 0              */
  size_t mask;        /* size of the table - 1, the size a power of two              */
  bool ignore_case;
  uint32_t window;
  uint32_t label;
};

static unsigned char folded(const chf_stage *stage, char c) {
  bool upper = c >= 'A' && c <= 'Z';
  return (unsigned char)(upper && stage->ignore_case ? c - 'A' + 'a' : c);
}

/* The place of a word in the table, or the free place where it belongs. FNV-1a. */
static size_t place(const chf_stage *stage, const char *word, size_t len) {
  uint64_t hash = 0xcbf29ce484222325u;
  for (size_t i = 0; i < len; i++) hash = (hash ^ folded(stage, word[i])) * 0x100000001b3u;

  size_t at = (size_t)(hash ^ hash >> 32) & stage->mask;
  for (; stage->table[at]; at = (at + 1) & stage->mask) {
    chf_range other = stage->words[stage->table[at] - 1];
    if (other.end - other.start != len) continue;
    size_t same = 0;
    while (same < len && folded(stage, word[same]) == folded(stage, stage->bytes[other.start + same])) same++;
    if (same == len) break;
  }
  return at;
}

/* ------------------------------------------------------------- making the stage */

static void destroy(chf_stage *stage) {
  if (!stage) return;
  free(stage->bytes);
  free(stage->words);
  free(stage->table);
  free(stage);
}

/* The i-th keyword, and its JSON pointer for messages. */
static chf_status keyword(chf_call *call, int64_t i, char path[32], chf_str *word) {
  int len = snprintf(path, 32, "/words/%lld", (long long)i);
  chf_value value;
  chf_status status = call->api->option(call, (chf_str){path, (size_t)len}, &value);
  if (status == CHF_OK) *word = value.v.s;
  return status;
}

/* A keyword with white space in it can never be a token. */
static chf_status check_word(chf_call *call, const char *path, chf_str word) {
  for (size_t i = 0; i < word.len; i++) {
    if (!strchr(" \t\r\n", word.ptr[i])) continue;
    call->api->diag(call, NULL, CHF_ERROR, (chf_str){path, strlen(path)},
                    STR("a keyword is one token, without white space"));
    return CHF_ERR_CONFIG;
  }
  return CHF_OK;
}

/* Makes room: first pass over the keywords. */
static chf_status allocate(chf_call *call, chf_stage *stage, int64_t n) {
  char path[32];
  size_t bytes = 0, places = 4;
  for (int64_t i = 0; i < n; i++) {
    chf_str word;
    chf_status status = keyword(call, i, path, &word);
    if (status == CHF_OK) status = check_word(call, path, word);
    if (status != CHF_OK) return status;
    bytes += word.len;
  }
  if (bytes >= CHF_NO_ROW || n >= INT32_MAX) {
    call->api->diag(call, NULL, CHF_ERROR, STR("/words"), STR("too many keywords"));
    return CHF_ERR_CONFIG;
  }
  while (places < 2 * (size_t)n) places *= 2;
  stage->mask = places - 1;
  stage->bytes = array(bytes, 1);
  stage->words = array((size_t)n, sizeof *stage->words);
  stage->table = calloc(places, sizeof *stage->table);
  return stage->bytes && stage->words && stage->table ? CHF_OK : no_memory(call, NULL);
}

/* Fills it: second pass. A keyword that is there already is left out. */
static chf_status fill(chf_call *call, chf_stage *stage, int64_t n) {
  char path[32];
  uint32_t end = 0;
  for (int64_t i = 0; i < n; i++) {
    chf_str word;
    chf_status status = keyword(call, i, path, &word);
    if (status != CHF_OK) return status;
    size_t at = place(stage, word.ptr, word.len);
    if (stage->table[at]) continue;
    memcpy(stage->bytes + end, word.ptr, word.len);
    stage->words[stage->n_words] = (chf_range){end, end + (uint32_t)word.len};
    end += (uint32_t)word.len;
    stage->table[at] = ++stage->n_words;
  }
  return CHF_OK;
}

static chf_status configure(chf_call *call, chf_stage *stage) {
  const chf_host *api = call->api;
  chf_value words, ignore_case, window;
  chf_status status = api->option(call, STR("/words"), &words);
  if (status == CHF_OK) status = api->option(call, STR("/ignore_case"), &ignore_case);
  if (status == CHF_OK) status = api->option(call, STR("/window"), &window);
  if (status == CHF_OK) status = api->label(call, STR("keyword"), &stage->label);
  if (status != CHF_OK) return status;

  stage->ignore_case = ignore_case.v.i == 1;
  stage->window = (uint32_t)window.v.i;
  status = allocate(call, stage, words.v.i);
  return status == CHF_OK ? fill(call, stage, words.v.i) : status;
}

static chf_status create(chf_call *call, chf_str kind, chf_str options, chf_stage **out) {
  (void)kind, (void)options;
  chf_stage *stage = calloc(1, sizeof *stage);
  if (!stage) return no_memory(call, NULL);
  chf_status status = configure(call, stage);
  if (status == CHF_OK) *out = stage;
  else destroy(stage);
  return status;
}

/* ------------------------------------------------------------- scratch of one thread */

struct chf_worker {
  /* one value a hit, room for as many as there are tokens */
  size_t room_hits, n_hits;
  chf_span *hits;
  chf_range *words;
  uint32_t *sentences;
  uint32_t *rows;             /* first row, first row + 1, ...: data of CONTEXT_HITS */
  /* one value a context; there are no more contexts than hits */
  size_t n_contexts;
  chf_span *contexts;
  chf_range *context_hits, *context_entities;
  /* one value an entity */
  size_t room_entities, n_entities;
  uint32_t *entities;         /* data of CONTEXT_ENTITIES */
  /* one value a keyword of the stage */
  int64_t *counts;            /* by keyword; 0 but for those in `found` */
  uint32_t *found;            /* keywords in order of their first hit   */
  size_t n_found;
  chf_range *count_words;     /* columns of the table */
  int64_t *count_ns;
};

static void free_hits(chf_worker *w) {
  free(w->hits), free(w->words), free(w->sentences), free(w->rows);
  free(w->contexts), free(w->context_hits), free(w->context_entities);
}

static void worker_free(chf_stage *stage, chf_worker *w) {
  (void)stage;
  if (!w) return;
  free_hits(w);
  free(w->entities), free(w->counts), free(w->found), free(w->count_words), free(w->count_ns);
  free(w);
}

static chf_status worker_new(chf_call *call, chf_stage *stage, chf_worker **out) {
  chf_worker *w = calloc(1, sizeof *w);
  if (!w) return no_memory(call, NULL);
  w->counts = calloc(stage->n_words, sizeof *w->counts);
  w->found = array(stage->n_words, sizeof *w->found);
  w->count_words = array(stage->n_words, sizeof *w->count_words);
  w->count_ns = array(stage->n_words, sizeof *w->count_ns);
  if (!w->counts || !w->found || !w->count_words || !w->count_ns) {
    worker_free(stage, w);
    return no_memory(call, NULL);
  }
  *out = w;
  return CHF_OK;
}

static bool room_for_hits(chf_worker *w, size_t n) {
  if (w->room_hits && n <= w->room_hits) return true;
  free_hits(w);
  w->room_hits = 0;
  w->hits = array(n, sizeof *w->hits);
  w->words = array(n, sizeof *w->words);
  w->sentences = array(n, sizeof *w->sentences);
  w->rows = array(n, sizeof *w->rows);
  w->contexts = array(n, sizeof *w->contexts);
  w->context_hits = array(n, sizeof *w->context_hits);
  w->context_entities = array(n, sizeof *w->context_entities);
  if (!w->hits || !w->words || !w->sentences || !w->rows) return false;
  if (!w->contexts || !w->context_hits || !w->context_entities) return false;
  w->room_hits = n;
  return true;
}

static bool room_for_entities(chf_worker *w, size_t n) {
  if (w->room_entities && n <= w->room_entities) return true;
  free(w->entities);
  w->room_entities = 0;
  w->entities = array(n, sizeof *w->entities);
  if (w->entities) w->room_entities = n;
  return w->entities != NULL;
}

/* ------------------------------------------------------------- a document */

/* Hits, each with its sentence. Both layers are sorted, so one walk over each is enough. */
static chf_status find_hits(chf_call *call, const chf_stage *stage, chf_worker *w, const chf_doc *doc) {
  chf_layer tokens = doc->layers[TOKENS], sentences = doc->layers[SENTENCES];
  size_t s = 0;
  for (size_t i = 0; i < tokens.len; i++) {
    if (i % 8192 == 0 && call->api->cancelled(call)) return CHF_ERR_CANCEL;
    chf_span token = tokens.spans[i];
    uint32_t k = stage->table[place(stage, doc->now.text.ptr + token.start, token.end - token.start)];
    if (!k--) continue;

    while (s < sentences.len && sentences.spans[s].end <= token.start) s++;
    bool inside = s < sentences.len && sentences.spans[s].start <= token.start;
    w->hits[w->n_hits] = (chf_span){token.start, token.end, stage->label, NAN};
    w->words[w->n_hits] = stage->words[k];
    w->sentences[w->n_hits++] = inside ? (uint32_t)s : CHF_NO_ROW;
    if (w->counts[k]++ == 0) w->found[w->n_found++] = k;
  }
  return CHF_OK;
}

/* The sentences around each hit. Contexts ascend and share no sentence. */
static void find_contexts(const chf_stage *stage, chf_worker *w, const chf_doc *doc) {
  chf_layer sentences = doc->layers[SENTENCES];
  size_t last = 0; /* of the context that is being made: its last sentence */
  for (uint32_t h = 0; h < w->n_hits; h++) {
    size_t s = w->sentences[h];
    if (s == CHF_NO_ROW) continue;
    size_t first = s < stage->window ? 0 : s - stage->window;
    bool fresh = w->n_contexts == 0 || first > last;
    last = sentences.len - 1 - s < stage->window ? sentences.len - 1 : s + stage->window;
    if (fresh) {
      w->contexts[w->n_contexts] = (chf_span){sentences.spans[first].start, 0, CHF_NO_LABEL, NAN};
      w->context_hits[w->n_contexts++] = (chf_range){h, h};
    }
    w->contexts[w->n_contexts - 1].end = sentences.spans[last].end;
    w->context_hits[w->n_contexts - 1].end = h + 1;
  }
}

static bool has_id(chf_layer entities, size_t row) {
  chf_column ids = entities.columns[ENTITY_ID];
  return ids.type == CHF_STR && ((const chf_range *)ids.rows)[row].start != CHF_NO_ROW;
}

/* The entities inside each context; absent when nobody looked for entities. */
static void find_entities(chf_worker *w, const chf_doc *doc) {
  chf_layer entities = doc->layers[ENTITIES];
  size_t e = 0;
  for (size_t c = 0; c < w->n_contexts; c++) {
    uint32_t first = (uint32_t)w->n_entities;
    for (; e < entities.len && entities.spans[e].start < w->contexts[c].end; e++) {
      chf_span span = entities.spans[e];
      bool inside = span.start >= w->contexts[c].start && span.end <= w->contexts[c].end;
      if (inside && has_id(entities, e)) w->entities[w->n_entities++] = (uint32_t)e;
    }
    w->context_entities[c] = entities.present ? (chf_range){first, (uint32_t)w->n_entities}
                                              : (chf_range){CHF_NO_ROW, CHF_NO_ROW};
  }
}

/* ------------------------------------------------------------- writing it down
 * Every function also runs when nothing was found: an empty layer says so. */

static chf_status write_hits(chf_call *call, const chf_stage *stage, chf_worker *w, const chf_doc *doc) {
  uint32_t first;
  chf_status status = call->api->add(call, doc, KEYWORDS, w->hits, w->n_hits, &first);
  if (status != CHF_OK) return status;
  /* Rows that are added count from `first` on, also in references to them. */
  for (uint32_t h = 0; h < w->n_hits; h++) w->rows[h] = first + h;

  size_t n_bytes = stage->n_words ? stage->words[stage->n_words - 1].end : 0;
  chf_column words = {CHF_STR, 0, w->words, stage->bytes, n_bytes};
  chf_column sentences = {CHF_REF, 0, w->sentences, NULL, 0};
  status = call->api->set_column(call, doc, KEYWORDS, first, w->n_hits, KEYWORD_WORD, &words);
  if (status != CHF_OK) return status;
  return call->api->set_column(call, doc, KEYWORDS, first, w->n_hits, KEYWORD_SENTENCE, &sentences);
}

static chf_status write_contexts(chf_call *call, chf_worker *w, const chf_doc *doc) {
  uint32_t first;
  size_t n = w->n_contexts;
  chf_status status = call->api->add(call, doc, CONTEXTS, w->contexts, n, &first);
  if (status != CHF_OK) return status;
  chf_column hits = {CHF_REFS, 0, w->context_hits, w->rows, w->n_hits};
  chf_column entities = {CHF_REFS, 0, w->context_entities, w->entities, w->n_entities};
  status = call->api->set_column(call, doc, CONTEXTS, first, n, CONTEXT_HITS, &hits);
  if (status != CHF_OK) return status;
  return call->api->set_column(call, doc, CONTEXTS, first, n, CONTEXT_ENTITIES, &entities);
}

static chf_status write_counts(chf_call *call, const chf_stage *stage, chf_worker *w, const chf_doc *doc) {
  uint32_t first;
  size_t n = w->n_found;
  for (size_t i = 0; i < n; i++) {
    w->count_words[i] = stage->words[w->found[i]];
    w->count_ns[i] = w->counts[w->found[i]];
  }
  chf_status status = call->api->add(call, doc, COUNTS, NULL, n, &first);
  if (status != CHF_OK) return status;
  size_t n_bytes = stage->n_words ? stage->words[stage->n_words - 1].end : 0;
  chf_column words = {CHF_STR, 0, w->count_words, stage->bytes, n_bytes};
  chf_column ns = {CHF_I64, 0, w->count_ns, NULL, 0};
  status = call->api->set_column(call, doc, COUNTS, first, n, COUNT_WORD, &words);
  if (status != CHF_OK) return status;
  return call->api->set_column(call, doc, COUNTS, first, n, COUNT_N, &ns);
}

/* Scratch keeps its memory, but nothing of the last document, however that ended. */
static void forget(chf_worker *w) {
  for (size_t i = 0; i < w->n_found; i++) w->counts[w->found[i]] = 0;
  w->n_found = w->n_hits = w->n_contexts = w->n_entities = 0;
}

static chf_status process_one(chf_call *call, const chf_stage *stage, chf_worker *w, const chf_doc *doc) {
  forget(w);
  if (!room_for_hits(w, doc->layers[TOKENS].len)) return no_memory(call, doc);
  if (!room_for_entities(w, doc->layers[ENTITIES].len)) return no_memory(call, doc);

  chf_status status = find_hits(call, stage, w, doc);
  if (status != CHF_OK) return status;
  find_contexts(stage, w, doc);
  find_entities(w, doc);

  status = write_hits(call, stage, w, doc);
  if (status == CHF_OK) status = write_contexts(call, w, doc);
  if (status == CHF_OK) status = write_counts(call, stage, w, doc);
  return status;
}

static chf_status process(chf_call *call, chf_stage *stage, chf_worker *worker,
                          const chf_doc *const *docs, size_t n, chf_status *out) {
  for (size_t i = 0; i < n; i++) out[i] = process_one(call, stage, worker, docs[i]);
  return CHF_OK;
}

const chf_module *chaffinch_plugin_v1(void) {
  static const chf_module module = {
      .struct_size = sizeof module,
      .abi_major = CHF_ABI_MAJOR,
      .abi_minor = 0, /* the oldest host that will do */
      .manifest = {MANIFEST, sizeof MANIFEST - 1},
      .create = create,
      .destroy = destroy,
      .worker_new = worker_new,
      .worker_free = worker_free,
      .process = process,
  };
  return &module;
}
