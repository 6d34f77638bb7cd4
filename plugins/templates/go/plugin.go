// {{name}}: a chaffinch stage that marks words written in capitals, such as NATO.
//
// The manifest, which says what the stage reads, writes and can be told, is in shim.c.
// chaffinch_plugin.h explains every type and function used here.
package main

// #cgo CFLAGS: -O2 -fvisibility=hidden
// #include "shim.h"
import "C"

import (
	"encoding/json"
	"fmt"
	"math"
	"runtime/cgo"
	"unsafe"
)

// Places in the lists of the manifest.
const (
	slotTokens = iota
	slotWords
)
const attrLetters = 0

// Options of the stage; chaffinch has checked them, and filled in what was left out.
type options struct {
	MinLetters int `json:"min_letters"`
}

// A stage is made once from its options, then shared by all threads: nothing changes it later.
type stage struct {
	options
	label C.uint32_t
}

func newStage(call *C.chf_call, text []byte) (*stage, error) {
	s := &stage{}
	if err := json.Unmarshal(text, &s.options); err != nil {
		return nil, err
	}
	if status := C.find_label(call, &s.label); status != C.CHF_OK {
		return nil, fmt.Errorf("no label: status %d", status)
	}
	return s, nil
}

func (s *stage) process(call *C.chf_call, doc *C.chf_doc) C.chf_status {
	text := bytes(doc.now.text)
	layer := unsafe.Slice(doc.layers, doc.n_layers)[slotTokens]
	var found []C.chf_span
	var letters []C.int64_t
	for _, token := range unsafe.Slice(layer.spans, layer.len) {
		n := countCapitals(text[token.start:token.end])
		if n < s.MinLetters {
			continue
		}
		nan := C.float(math.NaN())
		found = append(found, C.chf_span{start: token.start, end: token.end, label: s.label, score: nan})
		letters = append(letters, C.int64_t(n))
	}
	// Also when nothing is found: an empty layer says "looked, found nothing".
	n := C.size_t(len(found))
	return C.add_words(call, doc, slotWords, first(found), n, attrLetters, first(letters))
}

// The border: the functions that shim.c calls. No panic may pass it.

//export goCreate
func goCreate(call *C.chf_call, options C.chf_str, out *C.uintptr_t) (status C.chf_status) {
	defer guard(call, nil, &status)
	s, err := newStage(call, bytes(options))
	if err != nil {
		say(call, nil, err.Error())
		return C.CHF_ERR_CONFIG
	}
	*out = C.uintptr_t(cgo.NewHandle(s))
	return C.CHF_OK
}

//export goDestroy
func goDestroy(handle C.uintptr_t) {
	cgo.Handle(handle).Delete()
}

//export goProcess
func goProcess(call *C.chf_call, handle C.uintptr_t, doc *C.chf_doc) (status C.chf_status) {
	defer guard(call, doc, &status)
	return cgo.Handle(handle).Value().(*stage).process(call, doc)
}

func guard(call *C.chf_call, doc *C.chf_doc, status *C.chf_status) {
	if cause := recover(); cause != nil {
		say(call, doc, fmt.Sprint("panic: ", cause))
		*status = C.CHF_ERR_PANIC
	}
}

func say(call *C.chf_call, doc *C.chf_doc, message string) {
	text := []byte(message)
	C.say_error(call, doc, (*C.char)(unsafe.Pointer(first(text))), C.size_t(len(text)))
}

// bytes of a lent text: valid during the call, not to be written.
func bytes(s C.chf_str) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(s.ptr)), s.len)
}

// first is where C finds a slice.
func first[T any](s []T) *T {
	if len(s) == 0 {
		return nil
	}
	return &s[0]
}

func main() {} // c-shared wants one; it never runs
