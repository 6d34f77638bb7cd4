/* chaffinch_plugin.h - the stage plugin ABI, major 1. MIT OR Apache-2.0.
 *
 * A plugin is a shared library that exports one function, chaffinch_plugin_v1(). It returns a
 * table of functions and a manifest: static JSON that says which stages the library has, which
 * layers each reads and writes, and what its options are. The host checks a pipeline against
 * the manifest before it calls anything.
 *
 * RULES (all of them; a plugin that keeps these cannot corrupt the host)
 *  R1 Ownership: nobody frees what the other side allocated. Everything the host passes in is
 *     borrowed for the duration of the call. Everything the plugin passes in is copied before
 *     the host function returns. Exceptions: chf_stage, chf_worker and chf_sketch handles,
 *     which the plugin allocates and the plugin frees.
 *  R2 Evolution: tables (chf_host, chf_module, chf_doc, chf_call) only grow at the end. Read a
 *     field only when CHF_HAS(table, field). Plain data (chf_span, chf_value, ...) never
 *     changes. A break renames the entry symbol (..._v2).
 *  R3 Unwinding: no panic, C++ exception or longjmp may cross any function here.
 *  R4 Text is valid UTF-8, immutable during a call, NOT NUL-terminated, may contain NUL.
 *     Offsets are byte offsets on character boundaries; start <= end <= text.len. Reading past
 *     the end is a crash: `chaffinch plugin check` puts a guard page there.
 *  R5 Writes are checked and staged at once, and become visible (sorted) only if the stage
 *     returns CHF_OK for that document: what was read stays stable during the whole call. A
 *     write that is refused fails the document, whatever the stage returns.
 *  R6 The library is never unloaded. Don't rely on destructors or atexit.
 *  R7 Threads: [load] once, before any other call. [any] any thread, concurrently. [call] only
 *     on the thread inside the call that lent the chf_call. A chf_stage is shared by threads
 *     (unless the manifest says "threads": "serial"); a chf_worker is used by one thread at a
 *     time and may move between threads; so is a chf_sketch.
 *  R8 Process state is the host's: do not exit, fork, or change the working directory, locale,
 *     signal handlers, rounding mode, standard input or output.
 *  R9 A stage is a pure function of its options and the document: no clock, environment,
 *     network or randomness, and nothing kept from document to document.
 *
 *  R10 An address may be NULL where the count beside it is 0, and where a result is not wanted
 *     (`first` of add(), `out` of rewrite()). Text that is not UTF-8 is refused where it becomes
 *     data, and mended where it is only a message.
 *
 * MANIFEST (UTF-8 JSON; unknown keys are refused, so a misspelt one is found; id, version,
 * license, stages, and each stage's kind and summary are required)
 *  {"id": "acme.keywords", "version": "1.2.0", "license": "MIT", "summary": "one line",
 *   "stages": [{
 *     "kind": "keywords",                 the name after the slash: use = "acme/keywords"
 *     "summary": "one line for people",
 *     "layers": [                         chf_doc.layers and `slot` index this list
 *       {"name": "tokens", "mode": "read"},
 *       {"name": "entities", "mode": "use", "attrs": [{"name": "id", "type": "str"}]},
 *       {"name": "keywords", "mode": "create", "summary": "one line", "labels": ["keyword"],
 *        "attrs": [{"name": "entity", "type": "ref", "target": "entities"}]}],
 *     "tables": [                         slots go on here: the first table is slot n_layers
 *       {"name": "keyword_counts", "summary": "one line", "attrs": [{"name": "n", "type": "i64"}]}],
 *     "meta": ["keywords"],               meta keys that it may set
 *     "rewrites": false,                  may replace text
 *     "fit": false,                       has a corpus pass
 *     "threads": "shared",                or "serial": one call at a time
 *     "batch": 1,                         documents it likes in one call of process()
 *     "config_schema": {...}}]}           JSON Schema 2020-12 of its options, an object
 *  mode: read    it cannot do without the layer; the planner refuses a pipeline that lacks it
 *        use     it profits from the layer when it is there (chf_layer.present)
 *        create  it makes the layer      create_if_absent  ... unless it is there already
 *        extend  it adds to a layer of another stage
 *        "coords": "source" puts the spans of a written layer into the source.
 *  type: i64 f64 str bool span ref refs (ref and refs name their "target" layer)
 *  Options are checked against config_schema before the plugin sees them, and defaults given
 *  in the schema's "properties" are filled in.
 */
#ifndef CHAFFINCH_PLUGIN_H
#define CHAFFINCH_PLUGIN_H
#include <stddef.h>
#include <stdint.h>
#ifdef __cplusplus
extern "C" {
#endif

#define CHF_ABI_MAJOR 1
#define CHF_ABI_MINOR 0
#if defined(_WIN32)
#  define CHF_EXPORT __declspec(dllexport)
#else
#  define CHF_EXPORT __attribute__((visibility("default")))
#endif
/* CHF_HAS(call->api, rewrite): the other side's table is long enough to have the field. */
#if defined(__cplusplus) || defined(__GNUC__)
#  define CHF_HAS(p, f) \
     ((p)->struct_size >= (size_t)((const char *)(&(p)->f + 1) - (const char *)(p)) && (p)->f)
#endif

/* ------------------------------------------------------------------- plain data */
typedef int32_t chf_status;        /* never a C enum: its width is not portable     */
#define CHF_OK            0
#define CHF_DROP          1        /* process(): filter the document out; say why with drop() */
#define CHF_ABSENT        2        /* there is no such thing; not an error          */
#define CHF_ERR_CONFIG   (-1)      /* create(): bad options; say which with diag()  */
#define CHF_ERR_DOC      (-2)      /* this document failed, the run goes on         */
#define CHF_ERR_FATAL    (-3)      /* stop the run                                  */
#define CHF_ERR_CANCEL   (-4)      /* returned after cancelled() said 1             */
#define CHF_ERR_PANIC    (-5)      /* an unwind was caught; the worker is discarded */
#define CHF_ERR_ARG      (-6)      /* the host refused an argument                  */

/* severity of diag() and level of log() */
#define CHF_ERROR 1
#define CHF_WARN  2
#define CHF_INFO  3
#define CHF_DEBUG 4

#define CHF_NO_LABEL 0u            /* a span without a label                        */
#define CHF_NO_ROW   UINT32_MAX    /* an absent reference, an absent range          */

typedef struct { const char *ptr; size_t len; } chf_str;
typedef struct { uint32_t start, end, label; float score; } chf_span;   /* NaN: no score */
typedef struct { uint32_t start, end; } chf_range;   /* both CHF_NO_ROW: absent     */
typedef struct { uint32_t text, source, len; } chf_run;   /* len bytes copied verbatim  */
typedef struct { uint32_t start, end; chf_str with; } chf_edit;

#define CHF_NONE  0u
#define CHF_I64   1u
#define CHF_F64   2u
#define CHF_STR   3u
#define CHF_BOOL  4u
#define CHF_SPAN  5u
#define CHF_REF   6u               /* a row of the attribute's target layer         */
#define CHF_REFS  7u               /* several                                       */
#define CHF_ARRAY 8u               /* of options only: v.i is the number of elements */
#define CHF_TABLE 9u               /* of options only: v.i is the number of keys    */
typedef struct {
  uint32_t type, reserved;
  union {
    int64_t i;                     /* CHF_I64, CHF_BOOL (0 or 1)                    */
    double f;
    chf_str s;
    chf_range span;
    uint32_t ref;
    struct { const uint32_t *ptr; size_t len; } refs;
  } v;
} chf_value;

/* One attribute of a layer, lent whole. type is CHF_NONE when the layer has no such attribute,
 * or has it with another type than the manifest says.
 *   type       rows                                     absent value
 *   CHF_I64    const int64_t *                          INT64_MIN
 *   CHF_F64    const double *                           NaN
 *   CHF_BOOL   const uint8_t *                          2
 *   CHF_SPAN   const chf_range *                        both CHF_NO_ROW
 *   CHF_REF    const uint32_t *                         CHF_NO_ROW
 *   CHF_STR    const chf_range *, of bytes of data      both CHF_NO_ROW
 *   CHF_REFS   const chf_range *, of data as uint32_t   both CHF_NO_ROW
 * data_len counts bytes (CHF_STR) or numbers (CHF_REFS). */
typedef struct {
  uint32_t type, reserved;
  const void *rows;
  const void *data;
  size_t data_len;
} chf_column;

typedef struct {
  const chf_span *spans;           /* sorted by start, then end descending          */
  size_t len;
  const chf_column *columns;       /* in the order of the manifest's "attrs"        */
  uint32_t n_columns;
  uint32_t present;                /* 0: there is none; 1: its spans index the text; 2: the source */
} chf_layer;

typedef struct {
  chf_str text;
  const chf_run *runs;             /* how text came from the source, ascending      */
  size_t n_runs;
} chf_text;

typedef struct chf_doc {           /* passed by pointer: it may grow                */
  uint32_t struct_size, n_layers;
  chf_str id, source;
  chf_text now;                    /* what spans index, until rewrite()             */
  const chf_layer *layers;         /* layers[i]: i-th of the manifest's "layers"    */
  void *host;                      /* opaque                                        */
} chf_doc;

struct chf_host;
typedef struct chf_call {          /* context lent for one call                     */
  const struct chf_host *api;
  void *host;                      /* opaque                                        */
} chf_call;

typedef struct chf_stage chf_stage;    /* plugin-defined, shared, logically const   */
typedef struct chf_worker chf_worker;  /* plugin-defined, per-thread scratch        */
typedef struct chf_sketch chf_sketch;  /* plugin-defined, what a corpus pass gathers */

/* ------------------------------------------------- what the host gives: chf_host */
typedef struct chf_host {
  uint32_t struct_size; uint16_t abi_major, abi_minor;
  chf_str name, version;

  /* [any] Messages. `path` is a JSON pointer into the options ("/words/0") or empty; `doc` may
   * be NULL. What is said with CHF_ERROR becomes the error that people see. */
  void (*diag)(chf_call *, const chf_doc *, int32_t severity, chf_str path, chf_str message);
  void (*log)(chf_call *, int32_t level, chf_str message);
  /* [any] 1 when the call should end with CHF_ERR_CANCEL; ask at least every 50 ms. */
  int32_t (*cancelled)(chf_call *);

  /* [call] The option at a JSON pointer, for plugins without a JSON parser. create() only. */
  chf_status (*option)(chf_call *, chf_str pointer, chf_value *out);
  /* [call] The bytes of a file, path relative to the configuration file; `pointer` is the option
   * to blame when it cannot be read. create() only: stages read no files while they run. */
  chf_status (*read_file)(chf_call *, chf_str pointer, chf_str path, chf_str *out);

  /* [call] The id of a label, of any name. create() makes it; later only labels that exist are
   * found (CHF_ABSENT). A layer whose manifest lists labels takes only those. Look labels up once, in create(): ids are the same for the whole run. */
  chf_status (*label)(chf_call *, chf_str name, uint32_t *out);
  /* [call] The name of a label of this document; empty when there is no such label. */
  chf_str (*label_name)(chf_call *, const chf_doc *, uint32_t label);

  /* [call] A meta value as JSON text ("\"2024-05-01\""); CHF_ABSENT when there is none. */
  chf_status (*meta)(chf_call *, const chf_doc *, chf_str key, chf_str *out);
  /* [call] The smallest source range that holds what a range of chf_doc.now was copied from. */
  chf_status (*to_source)(chf_call *, const chf_doc *, chf_range text, chf_range *out);
  /* [call] Where a source range survives in chf_doc.now; CHF_ABSENT when nothing of it does. */
  chf_status (*to_text)(chf_call *, const chf_doc *, chf_range source, chf_range *out);

  /* [call] Replaces text: edits ascending, not overlapping. Once, before any add(); spans that
   * are added afterwards index the new text, which is given in `out`. */
  chf_status (*rewrite)(chf_call *, const chf_doc *, const chf_edit *, size_t n, chf_text *out);
  /* [call] Adds n rows to a slot: `spans` for a layer, NULL for a table. `first` is set to the number of
   * the first row, by which references mean it; the host renumbers when it sorts. n may be 0:
   * an empty layer says that the stage looked and found nothing, and `first` is the number that the
   * next row will have. */
  chf_status (*add)(chf_call *, const chf_doc *, uint32_t slot, const chf_span *spans, size_t n,
                    uint32_t *first);
  /* [call] Sets one attribute of a row that add() made. */
  chf_status (*set)(chf_call *, const chf_doc *, uint32_t slot, uint32_t row, uint32_t attr,
                    const chf_value *);
  /* [call] Sets one attribute of n rows from `first` on; absent values leave their row absent. */
  chf_status (*set_column)(chf_call *, const chf_doc *, uint32_t slot, uint32_t first, size_t n,
                           uint32_t attr, const chf_column *);
  /* [call] Sets a declared meta key to a JSON text. */
  chf_status (*set_meta)(chf_call *, const chf_doc *, chf_str key, chf_str json);
  /* [call] Says why the stage returns CHF_DROP for this document. */
  chf_status (*drop)(chf_call *, const chf_doc *, chf_str reason);
  /* [call] Hands over bytes; save() only. */
  chf_status (*give)(chf_call *, chf_str bytes);

  /* [any] Experiments: NULL, or the table named by an id such as "chf.NAME/1". */
  const void *(*extension)(chf_call *, chf_str id);
} chf_host;

/* -------------------------------------------- what the plugin gives: chf_module */
typedef struct chf_module {
  uint32_t struct_size;
  uint16_t abi_major, abi_minor;   /* CHF_ABI_MAJOR, and the lowest minor it can live with */
  chf_str manifest;                                    /* static JSON, see above    */

  /* [any] Makes a stage of `kind`. `options` is JSON text, checked and with defaults filled in.
   * Called several times when a pipeline uses the stage several times. */
  chf_status (*create)(chf_call *, chf_str kind, chf_str options, chf_stage **out);
  void (*destroy)(chf_stage *);                                              /* [any]  */

  /* [any] Scratch of one thread. The function may be NULL, and so may be what it makes. */
  chf_status (*worker_new)(chf_call *, chf_stage *, chf_worker **out);
  void (*worker_free)(chf_stage *, chf_worker *);

  /* [any] Processes n documents; out[i] is set for each: CHF_OK, CHF_DROP, or an error, for which
   * the status of a refused host call may be handed on (the host knows why it refused). The return
   * value is CHF_OK, or an error that concerns all of them. */
  chf_status (*process)(chf_call *, chf_stage *, chf_worker *, const chf_doc *const *docs,
                        size_t n, chf_status *out);

  /* [any] The corpus pass, for kinds with "fit": true; NULL where no kind has one. Sketches are
   * merged in any order and grouping, so merge() is associative and commutative: use integers,
   * and cap by content, never by order of arrival. merge() may empty `other`, and leaves
   * it to be freed, as fitted() does the sketch. */
  chf_status (*sketch_new)(chf_call *, chf_stage *, chf_sketch **out);
  void (*sketch_free)(chf_stage *, chf_sketch *);
  chf_status (*observe)(chf_call *, chf_stage *, chf_sketch *, const chf_doc *);
  chf_status (*merge)(chf_call *, chf_stage *, chf_sketch *into, chf_sketch *other);
  chf_status (*save)(chf_call *, chf_stage *, chf_sketch *);                 /* give() it */
  chf_status (*load)(chf_call *, chf_stage *, chf_str bytes, chf_sketch **out);
  chf_status (*fitted)(chf_call *, chf_stage *, chf_sketch *, chf_stage **out);

  const void *(*extension)(chf_str id);                /* NULL: none                */
} chf_module;

/* The one symbol a plugin exports. Runs no work; returns static data, the same each time. [load] */
CHF_EXPORT const chf_module *chaffinch_plugin_v1(void);

#ifdef __cplusplus
}
#endif
#endif
