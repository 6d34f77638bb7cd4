package main

// countCapitals says how many letters a word in capitals has: NATO 4, COVID-19 5. It is 0 for
// every other word. This is the rule of the stage: a pure function, so that `make test` can try
// it without chaffinch.
func countCapitals(word []byte) int {
	letters := 0
	for _, b := range word {
		switch {
		case 'a' <= b && b <= 'z', b >= 0x80: // it knows the letters A to Z
			return 0
		case 'A' <= b && b <= 'Z':
			letters++
		}
	}
	return letters
}
