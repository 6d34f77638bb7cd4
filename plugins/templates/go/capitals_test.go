package main

import "testing"

func TestCountCapitals(t *testing.T) {
	cases := map[string]int{
		"NATO":     4,
		"COVID-19": 5,
		"U.N.":     2,
		"Nato":     0,
		"nato":     0,
		"2024":     0,
		"ÉU":       0, // not all of it is A to Z
		"":         0,
	}
	for word, expected := range cases {
		if found := countCapitals([]byte(word)); found != expected {
			t.Errorf("%q: expected %d, found %d", word, expected, found)
		}
	}
}
