//! {{name}}: a chaffinch stage that marks words written in capitals, such as NATO.
//!
//! Read it from the top: the manifest, the stage, the table that chaffinch calls.
//! chaffinch_plugin.h explains every type and function used here.

const std = @import("std");
const capitals = @import("capitals.zig");
const c = @import("chaffinch"); // the header, translated by the Makefile

/// What the stage reads, writes and can be told. chaffinch checks a pipeline and its options
/// against this before it calls anything below.
const manifest =
    \\{
    \\  "id": "{{name}}",
    \\  "version": "0.1.0",
    \\  "license": "MIT OR Apache-2.0",
    \\  "summary": "words written in capitals",
    \\  "stages": [{
    \\    "kind": "{{kind}}",
    \\    "summary": "marks words written in capitals",
    \\    "layers": [
    \\      {"name": "tokens", "mode": "read"},
    \\      {"name": "{{layer}}", "mode": "create", "summary": "words written in capitals",
    \\       "labels": ["{{kind}}"], "attrs": [{"name": "letters", "type": "i64"}]}
    \\    ],
    \\    "config_schema": {
    \\      "type": "object",
    \\      "additionalProperties": false,
    \\      "properties": {
    \\        "min_letters": {"type": "integer", "minimum": 1, "default": 3,
    \\                        "description": "Words with fewer letters are not marked."}
    \\      }
    \\    }
    \\  }]
    \\}
;

// Places in the lists above.
const slot = struct {
    const tokens = 0;
    const words = 1;
};
const attr = struct {
    const letters = 0;
};

/// Made once from its options, then shared by all threads: nothing changes it after create().
const Stage = struct {
    min_letters: i64,
    label: u32,

    fn init(call: *c.chf_call) !*Stage {
        const api = call.api.*;
        var min_letters: c.chf_value = .{};
        var label: u32 = c.CHF_NO_LABEL;
        try check(api.option.?(call, str("/min_letters"), &min_letters));
        try check(api.label.?(call, str("{{kind}}"), &label));

        const stage = try std.heap.c_allocator.create(Stage);
        stage.* = .{ .min_letters = min_letters.v.i, .label = label };
        return stage;
    }

    fn run(stage: *const Stage, call: *c.chf_call, doc: *const c.chf_doc) !void {
        const text = doc.now.text;
        const tokens = doc.layers[slot.tokens];
        // An empty layer says "looked, found nothing"; no layer would say "never looked".
        var first: u32 = 0;
        try check(call.api.*.add.?(call, doc, slot.words, null, 0, &first));

        for (0..tokens.len) |i| {
            const token = tokens.spans[i];
            const letters: i64 = @intCast(capitals.count(text.ptr[token.start..token.end]));
            if (letters >= stage.min_letters) try stage.mark(call, doc, token, letters);
        }
    }

    /// Adds one word to the layer.
    fn mark(stage: *const Stage, call: *c.chf_call, doc: *const c.chf_doc, token: c.chf_span, letters: i64) !void {
        const span: c.chf_span = .{
            .start = token.start,
            .end = token.end,
            .label = stage.label,
            .score = std.math.nan(f32),
        };
        const value: c.chf_value = .{ .type = c.CHF_I64, .v = .{ .i = letters } };
        var row: u32 = 0;
        try check(call.api.*.add.?(call, doc, slot.words, &span, 1, &row));
        try check(call.api.*.set.?(call, doc, slot.words, row, attr.letters, &value));
    }
};

// ------------------------------------------------------------------------ the border
// Errors become a status here, and what chaffinch passes in gets its Zig type.

fn create(call: [*c]c.chf_call, kind: c.chf_str, options: c.chf_str, out: [*c]?*c.chf_stage) callconv(.c) c.chf_status {
    _ = kind; // there is one
    _ = options; // read one by one
    const stage = Stage.init(call) catch |e| return status(e, c.CHF_ERR_FATAL);
    out.* = @ptrCast(stage);
    return c.CHF_OK;
}

fn destroy(handle: ?*c.chf_stage) callconv(.c) void {
    std.heap.c_allocator.destroy(ours(handle));
}

fn process(
    call: [*c]c.chf_call,
    handle: ?*c.chf_stage,
    worker: ?*c.chf_worker,
    docs: [*c]const [*c]const c.chf_doc,
    n: usize,
    out: [*c]c.chf_status,
) callconv(.c) c.chf_status {
    _ = worker; // no scratch needed
    for (0..n) |i| {
        out[i] = if (ours(handle).run(call, docs[i])) |_| c.CHF_OK else |e| status(e, c.CHF_ERR_DOC);
    }
    return c.CHF_OK;
}

const module: c.chf_module = .{
    .struct_size = @sizeOf(c.chf_module),
    .abi_major = c.CHF_ABI_MAJOR,
    .abi_minor = 0, // the oldest host that will do
    .manifest = str(manifest),
    .create = create,
    .destroy = destroy,
    .process = process,
};

export fn chaffinch_plugin_v1() *const c.chf_module {
    return &module;
}

fn ours(handle: ?*c.chf_stage) *Stage {
    return @ptrCast(@alignCast(handle.?));
}

fn str(text: []const u8) c.chf_str {
    return .{ .ptr = text.ptr, .len = text.len };
}

/// What the host refuses is a mistake of ours; it knows which.
fn check(result: c.chf_status) error{Refused}!void {
    if (result != c.CHF_OK) return error.Refused;
}

fn status(e: anyerror, otherwise: c.chf_status) c.chf_status {
    return if (e == error.Refused) c.CHF_ERR_ARG else otherwise;
}
