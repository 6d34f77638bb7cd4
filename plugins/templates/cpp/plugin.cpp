// {{name}}: a chaffinch stage that marks words written in capitals, such as NATO.
//
// chaffinch_plugin.hpp is the interface for C++; chaffinch_plugin.h has the rules behind it.

#include "capitals.hpp"
#include "chaffinch_plugin.hpp"
#include <cmath>
#include <vector>

// What the stage reads, writes and can be told. chaffinch checks a pipeline and its options
// against this before it calls anything below.
constexpr std::string_view manifest = R"({
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
})";

// Places in the lists above.
enum Slot : uint32_t { tokens, words };
enum Attr : uint32_t { letters };

class {{Type}} : public chaffinch::Stage<{{Type}}> {
 public:
  static constexpr std::string_view kind = "{{kind}}";

  explicit {{Type}}(chaffinch::Create &create)
      : min_letters_(create.option<int64_t>("/min_letters")), label_(create.label(kind)) {}

  // Shared by all threads, so const: a document changes nothing here.
  chaffinch::Verdict process(chaffinch::Doc &doc) const {
    std::vector<chaffinch::Span> found;
    std::vector<int64_t> sizes;
    for (const chaffinch::Span &token : doc.layer(tokens)) {
      auto size = static_cast<int64_t>(count_capitals(doc.text(token)));
      if (size < min_letters_) continue;
      found.push_back({token.start, token.end, label_, NAN});
      sizes.push_back(size);
    }
    // Also when nothing is found: an empty layer says "looked, found nothing".
    uint32_t first = doc.add(words, found);
    doc.set_column(words, first, letters, sizes);
    return chaffinch::Verdict::keep();
  }

 private:
  int64_t min_letters_;
  uint32_t label_;
};

CHAFFINCH_PLUGIN(manifest, {{Type}})
