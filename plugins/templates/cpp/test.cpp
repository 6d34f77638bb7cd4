// Tries the rule on single words: `make test`.

#include "capitals.hpp"
#include <iostream>

int main() {
  struct { std::string_view word; std::size_t expected; } cases[] = {
      {"NATO", 4}, {"COVID-19", 5}, {"U.N.", 2},
      {"Nato", 0}, {"nato", 0},     {"2024", 0},
      {"ÉU", 0},  // not all of it is A to Z
      {"", 0},
  };
  int failures = 0;
  for (auto [word, expected] : cases) {
    std::size_t found = count_capitals(word);
    if (found == expected) continue;
    std::cout << word << ": expected " << expected << ", found " << found << '\n';
    failures++;
  }
  std::cout << (failures ? "FAILED\n" : "ok\n");
  return failures != 0;
}
