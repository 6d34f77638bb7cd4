/* Tries the rule on single words: `make test`. */

#include "plugin.c"
#include <stdio.h>
#include <string.h>

static int failures;

static void check(const char *word, size_t expected) {
  size_t found = count_capitals(word, strlen(word));
  if (found == expected) return;
  printf("%s: expected %zu, found %zu\n", word, expected, found);
  failures++;
}

int main(void) {
  check("NATO", 4);
  check("COVID-19", 5);
  check("U.N.", 2);
  check("Nato", 0);
  check("nato", 0);
  check("2024", 0);
  check("\xc3\x89U", 0); /* ÉU: not all of it is A to Z */
  check("", 0);
  puts(failures ? "FAILED" : "ok");
  return failures != 0;
}
