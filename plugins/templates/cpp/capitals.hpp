// The rule of the stage: a pure function, so that test.cpp can try it without chaffinch.
#pragma once
#include <cstddef>
#include <string_view>

// How many letters a word in capitals has: NATO 4, COVID-19 5. 0 for every other word. Knows the
// letters A to Z; std::isupper() would depend on the locale.
constexpr std::size_t count_capitals(std::string_view word) {
  std::size_t letters = 0;
  for (char c : word) {
    if ((c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80) return 0;
    if (c >= 'A' && c <= 'Z') letters++;
  }
  return letters;
}
