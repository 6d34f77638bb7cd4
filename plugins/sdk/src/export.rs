//! `export_plugin!`: what makes a library of stages.

/// Exports stages as a plugin: the one symbol that hosts look for, and
/// `plugin_module()`, which programs that link the crate in use instead.
///
/// Version, licence and summary are those of the crate's `Cargo.toml` unless they are given,
/// in this order. A stage with a corpus pass ([`Fit`](crate::Fit)) is listed with `: fit`.
///
/// ```ignore
/// chaffinch_plugin::export_plugin! {
///     id: "acme.shout",
///     version: "1.2.0",
///     license: "MIT",
///     summary: "words written in capitals",
///     stages: [Shout, Repeated: fit],
/// }
/// ```
///
/// The symbol has the same name in all plugins. A program that links several in turns the
/// feature `linked` on, which leaves it out.
#[macro_export]
macro_rules! export_plugin {
    (
        id: $id:expr,
        $(version: $version:expr,)?
        $(license: $license:expr,)?
        $(summary: $summary:expr,)?
        stages: [$($stage:ty $(: $fit:ident)?),+ $(,)?] $(,)?
    ) => {
        /// The functions and the manifest of this plugin.
        #[must_use]
        pub fn plugin_module() -> &'static $crate::abi::chf_module {
            struct Library;
            impl $crate::__private::Library for Library {
                const PLUGIN: &'static $crate::__private::Plugin = &$crate::__private::Plugin {
                    id: $id,
                    version: $crate::__first!($($version,)? env!("CARGO_PKG_VERSION")),
                    license: $crate::__first!($($license,)? env!("CARGO_PKG_LICENSE")),
                    summary: $crate::__first!($($summary,)? env!("CARGO_PKG_DESCRIPTION")),
                    kinds: &[$($crate::__kind!($stage $(, $fit)?)),+],
                };
            }
            static MODULE: $crate::__private::Module = $crate::__private::Module::new();
            MODULE.get::<Library>()
        }
        $crate::__symbol!();
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __first {
    ($first:expr $(, $rest:expr)*) => {
        $first
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __kind {
    ($stage:ty) => {
        $crate::__private::Kind::of::<$stage>()
    };
    ($stage:ty, fit) => {
        $crate::__private::Kind::fit::<$stage>()
    };
}

#[cfg(not(feature = "linked"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __symbol {
    () => {
        const _: () = {
            #[unsafe(no_mangle)]
            extern "C" fn chaffinch_plugin_v1() -> *const $crate::abi::chf_module {
                $crate::__private::entry(plugin_module)
            }
        };
    };
}

#[cfg(feature = "linked")]
#[doc(hidden)]
#[macro_export]
macro_rules! __symbol {
    () => {};
}
