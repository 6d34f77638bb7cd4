// chaffinch_plugin.hpp - stage plugins in C++17, over chaffinch_plugin.h. MIT OR Apache-2.0.
//
//   struct Shout : chaffinch::Stage<Shout> {
//     static constexpr std::string_view kind = "shout";
//     explicit Shout(chaffinch::Create &create) : min(create.option<int64_t>("/min_letters")) {}
//     chaffinch::Verdict process(chaffinch::Doc &doc) const;
//     int64_t min;
//   };
//   CHAFFINCH_PLUGIN(R"({"id": "acme", "stages": [{"kind": "shout", ...}]})", Shout)
//
// - A stage is shared by threads, so process() is const. Scratch goes into a nested `Worker`
//   with a default constructor; process() then takes (Doc &, Worker &).
// - To fail is to throw: ConfigError, DocError, FatalError. Whatever else is thrown is caught at
//   the border and becomes CHF_ERR_PANIC. A write that the host refuses throws Refused.
// - Views and string_views are lent for the call. Copy what a stage keeps.
// - A stage with "fit": true derives from FitStage and has a nested `Sketch` with
//     Sketch();   void observe(chaffinch::Doc &);   void merge(const Sketch &);
//     std::string save() const;   static Sketch load(std::string_view);
//   It makes the stage that knows the corpus: `Shout fitted(const Sketch &) const`.
#ifndef CHAFFINCH_PLUGIN_HPP
#define CHAFFINCH_PLUGIN_HPP
#include "chaffinch_plugin.h"
#include <cmath>
#include <exception>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace chaffinch {

using Span = chf_span;
using Range = chf_range;
using Edit = chf_edit;
struct Ref { uint32_t row; };          // a row of the attribute's target layer

inline chf_str lend(std::string_view s) { return {s.data(), s.size()}; }
inline std::string_view view(chf_str s) { return s.len ? std::string_view(s.ptr, s.len) : std::string_view(); }

// ------------------------------------------------------------------------------- failures
struct Error : std::runtime_error {
  chf_status status;
  std::string path;                    // JSON pointer of the option to blame, or empty
  Error(chf_status s, std::string p, const std::string &text)
      : std::runtime_error(text), status(s), path(std::move(p)) {}
};
struct ConfigError : Error {
  ConfigError(std::string p, const std::string &text) : Error(CHF_ERR_CONFIG, std::move(p), text) {}
};
struct DocError : Error { explicit DocError(const std::string &text) : Error(CHF_ERR_DOC, "", text) {} };
struct FatalError : Error { explicit FatalError(const std::string &text) : Error(CHF_ERR_FATAL, "", text) {} };
struct Cancelled : Error { Cancelled() : Error(CHF_ERR_CANCEL, "", "cancelled") {} };
struct Refused : Error { explicit Refused(chf_status s) : Error(s, "", "the host refused an argument") {} };

inline void check(chf_status status) { if (status != CHF_OK) throw Refused(status); }

// What process() says of a document.
struct Verdict {
  std::optional<std::string> dropped;
  static Verdict keep() { return {}; }
  static Verdict drop(std::string reason) { return {std::move(reason)}; }
};

// ------------------------------------------------------------------------------- reading
// Lent values, as std::span of C++20.
template <class T> class View {
  const T *data_ = nullptr;
  size_t size_ = 0;
 public:
  View() = default;
  View(const T *data, size_t size) : data_(data), size_(size) {}
  View(const std::vector<T> &v) : data_(v.data()), size_(v.size()) {}
  const T *data() const { return data_; }
  size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  const T *begin() const { return data_; }
  const T *end() const { return data_ + size_; }
  const T &operator[](size_t i) const { return data_[i]; }
};

// One attribute of a layer. A value is nullopt where it is absent, and everywhere when the
// column is missing or not of the type asked for. The row must be one of the layer's.
class Column {
  chf_column c_{};
  template <class T> const T *at(uint32_t type, size_t row) const {
    return c_.type == type ? static_cast<const T *>(c_.rows) + row : nullptr;
  }
  std::optional<Range> range(uint32_t type, size_t row) const {
    auto *v = at<Range>(type, row);
    return v && v->start != CHF_NO_ROW ? std::optional(*v) : std::nullopt;
  }
 public:
  Column() = default;
  explicit Column(const chf_column &c) : c_(c) {}
  const chf_column &raw() const { return c_; }
  explicit operator bool() const { return c_.type != CHF_NONE; }
  std::optional<int64_t> integer(size_t row) const {
    auto *v = at<int64_t>(CHF_I64, row);
    return v && *v != INT64_MIN ? std::optional(*v) : std::nullopt;
  }
  std::optional<double> number(size_t row) const {
    auto *v = at<double>(CHF_F64, row);
    return v && !std::isnan(*v) ? std::optional(*v) : std::nullopt;
  }
  std::optional<bool> boolean(size_t row) const {
    auto *v = at<uint8_t>(CHF_BOOL, row);
    return v && *v < 2 ? std::optional(*v == 1) : std::nullopt;
  }
  std::optional<Range> span(size_t row) const { return range(CHF_SPAN, row); }
  std::optional<uint32_t> ref(size_t row) const {
    auto *v = at<uint32_t>(CHF_REF, row);
    return v && *v != CHF_NO_ROW ? std::optional(*v) : std::nullopt;
  }
  std::optional<std::string_view> string(size_t row) const {
    auto r = range(CHF_STR, row);
    if (!r) return std::nullopt;
    return std::string_view(static_cast<const char *>(c_.data) + r->start, r->end - r->start);
  }
  std::optional<View<uint32_t>> refs(size_t row) const {
    auto r = range(CHF_REFS, row);
    if (!r) return std::nullopt;
    return View<uint32_t>(static_cast<const uint32_t *>(c_.data) + r->start, r->end - r->start);
  }
};

class Layer : public View<Span> {
  chf_layer l_;
 public:
  explicit Layer(const chf_layer &l) : View(l.spans, l.len), l_(l) {}
  bool present() const { return l_.present != 0; }
  Column column(uint32_t attr) const { return attr < l_.n_columns ? Column(l_.columns[attr]) : Column(); }
};

// ------------------------------------------------------------------------------- writing
// A value of an attribute, made from what C++ has for it.
struct Value : chf_value {
  template <class I, std::enable_if_t<std::is_integral_v<I> && !std::is_same_v<I, bool>, int> = 0>
  Value(I i) : chf_value{CHF_I64, 0, {}} { v.i = static_cast<int64_t>(i); }
  Value(bool b) : chf_value{CHF_BOOL, 0, {}} { v.i = b; }
  Value(double f) : chf_value{CHF_F64, 0, {}} { v.f = f; }
  Value(std::string_view s) : chf_value{CHF_STR, 0, {}} { v.s = lend(s); }
  Value(const std::string &s) : Value(std::string_view(s)) {}
  Value(const char *s) : Value(std::string_view(s)) {}
  Value(Range r) : chf_value{CHF_SPAN, 0, {}} { v.span = r; }
  Value(Ref r) : chf_value{CHF_REF, 0, {}} { v.ref = r.row; }
  Value(View<uint32_t> r) : chf_value{CHF_REFS, 0, {}} { v.refs = {r.data(), r.size()}; }
};

// What create() and process() have in common.
class Call {
 protected:
  chf_call *call_;
  const chf_doc *doc_;
 public:
  Call(chf_call *call, const chf_doc *doc) : call_(call), doc_(doc) {}
  Call(const Call &) = delete;
  chf_call *raw() const { return call_; }
  const chf_host &api() const { return *call_->api; }
  void log(int32_t level, std::string_view message) { api().log(call_, level, lend(message)); }
  void warn(std::string_view path, std::string_view message) {
    api().diag(call_, doc_, CHF_WARN, lend(path), lend(message));
  }
  bool cancelled() const { return api().cancelled(call_) == 1; }
  void check_cancelled() const { if (cancelled()) throw Cancelled(); }   // at least every 50 ms
};

// What a stage is made from. Options are named by JSON pointers: "/words/0".
class Create : public Call {
  std::string_view options_;
  void read(const std::string &path, const chf_value &v, int64_t &out) { want(path, v, CHF_I64), out = v.v.i; }
  void read(const std::string &path, const chf_value &v, bool &out) { want(path, v, CHF_BOOL), out = v.v.i == 1; }
  void read(const std::string &path, const chf_value &v, double &out) {
    if (v.type == CHF_I64) out = static_cast<double>(v.v.i);
    else want(path, v, CHF_F64), out = v.v.f;
  }
  void read(const std::string &path, const chf_value &v, std::string &out) {
    want(path, v, CHF_STR), out = view(v.v.s);
  }
  template <class T> void read(const std::string &path, const chf_value &v, std::vector<T> &out) {
    want(path, v, CHF_ARRAY);
    for (int64_t i = 0; i < v.v.i; i++) out.push_back(option<T>(path + "/" + std::to_string(i)));
  }
  static void want(const std::string &path, const chf_value &v, uint32_t type) {
    if (v.type != type) throw ConfigError(path, "has not the type that this stage expects");
  }
  template <class T> bool find(const std::string &path, T &out) {
    chf_value value{};
    chf_status status = api().option(call_, lend(path), &value);
    if (status == CHF_ABSENT) return false;
    check(status);
    read(path, value, out);
    return true;
  }
 public:
  Create(chf_call *call, chf_str options) : Call(call, nullptr), options_(view(options)) {}
  std::string_view json() const { return options_; }
  // T: int64_t, double, bool, std::string, or std::vector of these.
  template <class T> T option(const std::string &path) {
    T out{};
    if (!find(path, out)) throw ConfigError(path, "is missing");
    return out;
  }
  template <class T> T option(const std::string &path, T fallback) {
    T out{};
    return find(path, out) ? out : fallback;
  }
  uint32_t label(std::string_view name) {
    uint32_t id = CHF_NO_LABEL;
    check(api().label(call_, lend(name), &id));
    return id;
  }
  // The bytes of the file that an option names, relative to the configuration file.
  std::string_view read_file(std::string_view path, std::string_view file) {
    chf_str out{};
    check(api().read_file(call_, lend(path), lend(file), &out));
    return view(out);
  }
};

class Doc : public Call {
  std::string_view text_;
  static std::optional<Range> found(chf_status status, Range range) {
    if (status == CHF_ABSENT) return std::nullopt;
    check(status);
    return range;
  }
  template <class T> void column(uint32_t slot, uint32_t first, uint32_t attr, uint32_t type, View<T> rows) {
    set_column(slot, first, rows.size(), attr, {type, 0, rows.data(), nullptr, 0});
  }
 public:
  Doc(chf_call *call, const chf_doc *doc) : Call(call, doc), text_(view(doc->now.text)) {}
  const chf_doc &raw_doc() const { return *doc_; }
  std::string_view id() const { return view(doc_->id); }
  std::string_view source() const { return view(doc_->source); }
  std::string_view text() const { return text_; }
  std::string_view text(const Span &s) const { return text_.substr(s.start, s.end - s.start); }
  Layer layer(uint32_t slot) const { return Layer(slot < doc_->n_layers ? doc_->layers[slot] : chf_layer{}); }
  std::string_view label_name(uint32_t label) const { return view(api().label_name(call_, doc_, label)); }
  std::optional<std::string_view> meta(std::string_view key) const {
    chf_str out{};
    chf_status status = api().meta(call_, doc_, lend(key), &out);
    if (status == CHF_ABSENT) return std::nullopt;
    check(status);
    return view(out);
  }
  std::optional<Range> to_source(Range range) const {
    Range out{};
    chf_status status = api().to_source(call_, doc_, range, &out);
    return found(status, out);
  }
  std::optional<Range> to_text(Range range) const {
    Range out{};
    chf_status status = api().to_text(call_, doc_, range, &out);
    return found(status, out);
  }

  // Adds annotations and gives the number of the first. None is fine: "looked, found nothing".
  uint32_t add(uint32_t slot, View<Span> spans) {
    uint32_t first = 0;
    check(api().add(call_, doc_, slot, spans.data(), spans.size(), &first));
    return first;
  }
  uint32_t add(uint32_t slot, const Span &span) { return add(slot, View<Span>(&span, 1)); }
  uint32_t add_rows(uint32_t slot, size_t n) {          // to a table
    uint32_t first = 0;
    check(api().add(call_, doc_, slot, nullptr, n, &first));
    return first;
  }
  void set(uint32_t slot, uint32_t row, uint32_t attr, const Value &value) {
    check(api().set(call_, doc_, slot, row, attr, &value));
  }
  // One attribute of the rows from `first` on; absent values as in the C header.
  void set_column(uint32_t slot, uint32_t first, size_t n, uint32_t attr, const chf_column &c) {
    check(api().set_column(call_, doc_, slot, first, n, attr, &c));
  }
  void set_column(uint32_t s, uint32_t first, uint32_t attr, View<int64_t> v) { column(s, first, attr, CHF_I64, v); }
  void set_column(uint32_t s, uint32_t first, uint32_t attr, View<double> v) { column(s, first, attr, CHF_F64, v); }
  void set_column(uint32_t s, uint32_t first, uint32_t attr, View<Range> v) { column(s, first, attr, CHF_SPAN, v); }
  void set_column(uint32_t s, uint32_t first, uint32_t attr, View<Ref> v) { column(s, first, attr, CHF_REF, v); }
  void set_column(uint32_t slot, uint32_t first, uint32_t attr, View<std::string_view> v) {
    std::string data;
    std::vector<Range> rows;
    for (std::string_view s : v) {
      auto start = static_cast<uint32_t>(data.size());
      data += s;
      rows.push_back({start, static_cast<uint32_t>(data.size())});
    }
    set_column(slot, first, v.size(), attr, {CHF_STR, 0, rows.data(), data.data(), data.size()});
  }
  // Replaces text, once, before any add(); from then on text() is the new text.
  void rewrite(View<Edit> edits) {
    chf_text out{};
    check(api().rewrite(call_, doc_, edits.data(), edits.size(), &out));
    text_ = view(out.text);
  }
  void set_meta(std::string_view key, std::string_view json) {
    check(api().set_meta(call_, doc_, lend(key), lend(json)));
  }
};

// ------------------------------------------------------------------------------- the border
namespace detail {

// No exception leaves this function.
template <class F> chf_status guard(chf_call *call, const chf_doc *doc, F &&body) noexcept {
  auto say = [&](std::string_view path, std::string_view what) {
    call->api->diag(call, doc, CHF_ERROR, lend(path), lend(what));
  };
  try {
    return body();
  } catch (const Refused &e) {         // the host knows, and says it better
    return e.status;
  } catch (const Cancelled &e) {
    return e.status;
  } catch (const Error &e) {
    say(e.path, e.what());
    return e.status;
  } catch (const std::exception &e) {
    say("", e.what());
    return CHF_ERR_PANIC;
  } catch (...) {
    say("", "a C++ exception that is no std::exception");
    return CHF_ERR_PANIC;
  }
}

struct Box { virtual ~Box() = default; };          // a worker or a sketch
template <class T> struct Held : Box {
  std::optional<T> value;
  Held() : value(std::in_place) {}
  explicit Held(T v) : value(std::move(v)) {}
  static T &in(Box &box) { return *static_cast<Held &>(box).value; }
};

struct None {};
template <class T, class = void> struct WorkerOf { using type = None; };
template <class T> struct WorkerOf<T, std::void_t<typename T::Worker>> { using type = typename T::Worker; };
struct Fits {};                                    // the mark of FitStage
template <class T> constexpr bool fits = std::is_base_of_v<Fits, T>;

struct Base {                          // chf_: names that no stage has of its own
  virtual ~Base() = default;
  virtual Box *chf_new_worker() const = 0;
  virtual chf_status chf_process(chf_call *, Box *, const chf_doc *) const = 0;
  virtual Box *chf_new_sketch() const { throw no_fit(); }
  virtual void chf_observe(Box &, Doc &) const { throw no_fit(); }
  virtual void chf_merge(Box &, Box &) const { throw no_fit(); }
  virtual std::string chf_save(Box &) const { throw no_fit(); }
  virtual Box *chf_load(std::string_view) const { throw no_fit(); }
  virtual Base *chf_fitted(Box &) const { throw no_fit(); }
  static std::logic_error no_fit() { return std::logic_error("this stage has no corpus pass"); }
};

inline Base *base(chf_stage *s) { return reinterpret_cast<Base *>(s); }
inline Box *box(chf_worker *w) { return reinterpret_cast<Box *>(w); }
inline Box *box(chf_sketch *s) { return reinterpret_cast<Box *>(s); }

template <class S> bool make(Create &create, std::string_view kind, Base *&out) {
  return kind == S::kind && (out = new S(create), true);
}
template <class... S> chf_status create(chf_call *call, chf_str kind, chf_str options, chf_stage **out) {
  return guard(call, nullptr, [&] {
    Create from(call, options);
    Base *stage = nullptr;
    if (!(make<S>(from, view(kind), stage) || ...)) throw ConfigError("", "no such stage kind in this library");
    *out = reinterpret_cast<chf_stage *>(stage);
    return CHF_OK;
  });
}

// Does work that gives a handle.
template <class H, class F> chf_status give(chf_call *call, H **out, F &&work) noexcept {
  return guard(call, nullptr, [&] { return *out = reinterpret_cast<H *>(work()), CHF_OK; });
}

template <class... S> constexpr chf_module module(std::string_view manifest) {
  chf_module m{};
  m.struct_size = sizeof m;
  m.abi_major = CHF_ABI_MAJOR;
  m.abi_minor = 0;                     // the lowest that this wrapper can live with
  m.manifest = {manifest.data(), manifest.size()};
  m.create = create<S...>;
  m.destroy = [](chf_stage *s) { delete base(s); };
  m.worker_new = [](chf_call *c, chf_stage *s, chf_worker **out) {
    return give(c, out, [&] { return base(s)->chf_new_worker(); });
  };
  m.worker_free = [](chf_stage *, chf_worker *w) { delete box(w); };
  m.process = [](chf_call *c, chf_stage *s, chf_worker *w, const chf_doc *const *docs, size_t n, chf_status *out) {
    for (size_t i = 0; i < n; i++) out[i] = base(s)->chf_process(c, box(w), docs[i]);
    return chf_status{CHF_OK};
  };
  if constexpr ((fits<S> || ...)) {
    m.sketch_new = [](chf_call *c, chf_stage *s, chf_sketch **out) {
      return give(c, out, [&] { return base(s)->chf_new_sketch(); });
    };
    m.sketch_free = [](chf_stage *, chf_sketch *k) { delete box(k); };
    m.observe = [](chf_call *c, chf_stage *s, chf_sketch *k, const chf_doc *d) {
      return guard(c, d, [&] { Doc doc(c, d); return base(s)->chf_observe(*box(k), doc), CHF_OK; });
    };
    m.merge = [](chf_call *c, chf_stage *s, chf_sketch *into, chf_sketch *other) {
      return guard(c, nullptr, [&] { return base(s)->chf_merge(*box(into), *box(other)), CHF_OK; });
    };
    m.save = [](chf_call *c, chf_stage *s, chf_sketch *k) {
      return guard(c, nullptr, [&] { std::string b = base(s)->chf_save(*box(k)); return c->api->give(c, lend(b)); });
    };
    m.load = [](chf_call *c, chf_stage *s, chf_str bytes, chf_sketch **out) {
      return give(c, out, [&] { return base(s)->chf_load(view(bytes)); });
    };
    m.fitted = [](chf_call *c, chf_stage *s, chf_sketch *k, chf_stage **out) {
      return give(c, out, [&] { return base(s)->chf_fitted(*box(k)); });
    };
  }
  return m;
}

template <class... S> constexpr bool names_all(std::string_view manifest) {
  return ((manifest.find(S::kind) != std::string_view::npos) && ...);
}

}  // namespace detail

// What a stage derives from: Stage<itself>.
template <class T> class Stage : public detail::Base {
  const T &self() const { return static_cast<const T &>(*this); }
  detail::Box *chf_new_worker() const final { return new detail::Held<typename detail::WorkerOf<T>::type>; }
  chf_status chf_process(chf_call *call, detail::Box *box, const chf_doc *raw) const final {
    using W = typename detail::WorkerOf<T>::type;
    auto &worker = static_cast<detail::Held<W> *>(box)->value;
    chf_status status = detail::guard(call, raw, [&]() -> chf_status {
      Doc doc(call, raw);
      Verdict verdict;
      if (!worker) worker.emplace();
      if constexpr (std::is_same_v<W, detail::None>) verdict = self().process(doc);
      else verdict = self().process(doc, *worker);
      if (!verdict.dropped) return CHF_OK;
      check(call->api->drop(call, raw, lend(*verdict.dropped)));
      return CHF_DROP;
    });
    if (status == CHF_ERR_PANIC) worker.reset();     // nobody knows its state
    return status;
  }
};

// As Stage, for a kind with "fit": true. T has a nested Sketch, and fitted().
template <class T> class FitStage : public Stage<T>, public detail::Fits {
  using Box = detail::Box;
  static auto &in(Box &box) { return detail::Held<typename T::Sketch>::in(box); }
  Box *chf_new_sketch() const final { return new detail::Held<typename T::Sketch>; }
  void chf_observe(Box &sketch, Doc &doc) const final { in(sketch).observe(doc); }
  void chf_merge(Box &into, Box &other) const final { in(into).merge(in(other)); }
  std::string chf_save(Box &sketch) const final { return in(sketch).save(); }
  Box *chf_load(std::string_view bytes) const final {
    return new detail::Held<typename T::Sketch>(T::Sketch::load(bytes));
  }
  detail::Base *chf_fitted(Box &sketch) const final {
    return new T(static_cast<const T &>(*this).fitted(in(sketch)));
  }
};

}  // namespace chaffinch

// Exports the plugin: its manifest, a constant, and the stages.
#define CHAFFINCH_PLUGIN(MANIFEST, ...)                                                        \
  static_assert(chaffinch::detail::names_all<__VA_ARGS__>(MANIFEST), "a kind is not in the manifest"); \
  extern "C" CHF_EXPORT const chf_module *chaffinch_plugin_v1(void) {                          \
    static constexpr chf_module table = chaffinch::detail::module<__VA_ARGS__>(MANIFEST);      \
    return &table;                                                                             \
  }

#endif
