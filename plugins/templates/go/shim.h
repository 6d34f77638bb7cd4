/* What plugin.go calls in shim.c. */
#ifndef SHIM_H
#define SHIM_H
#include "chaffinch_plugin.h"

chf_status find_label(chf_call *call, uint32_t *label);

/* Adds n spans to a layer, and one number to each. */
chf_status add_words(chf_call *call, const chf_doc *doc, uint32_t slot, const chf_span *spans,
                     size_t n, uint32_t attr, const int64_t *numbers);

void say_error(chf_call *call, const chf_doc *doc, const char *message, size_t len);

#endif
