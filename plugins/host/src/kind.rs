//! A plugin's stage as the registry knows it.

use crate::Messages;
use crate::isolate::IsolatedStage;
use crate::manifest::{KindManifest, leak_str};
use crate::module::Module;
use crate::options::{Options, path_of};
use crate::stage::{Checked, ForeignStage, Memory, Recipe, Shared, checked};
use crate::trust::Trusted;
use crate::{crash, watch};
use pipeline_core::config::{Diagnostic, Node};
use pipeline_core::{Build, Env, LabelsBuilder, Stage, StageKind, StageSpec};
use schemars::Schema;
use serde_json::Value;
use std::ffi::OsString;
use std::sync::Arc;

/// What stages of plugins need of the program that they run in.
#[derive(Clone)]
pub struct Host {
    /// Where the host says what is not about one document.
    pub messages: Arc<dyn Messages>,
    /// The command that runs [`isolate::serve`](crate::isolate::serve): a program, and its first arguments.
    pub helper: Vec<OsString>,
}

/// A kind of stage that a plugin offers.
pub struct ForeignKind {
    spec: &'static StageSpec,
    kind: KindManifest,
    options: Options,
    plugin: String,
    here: Option<&'static Module>,
    file: Option<Trusted>,
    host: Host,
    memory: Memory,
    refuses: bool,
}

impl ForeignKind {
    /// The kind `kind` of a library that the configuration calls `library`.
    ///
    /// # Errors
    /// When its schema cannot be compiled.
    pub(crate) fn new(
        library: &str,
        kind: &KindManifest,
        plugin: String,
        (here, file): (Option<&'static Module>, Option<Trusted>),
        host: Host,
    ) -> Result<Self, String> {
        let options = Options::new(&kind.schema)?;
        let spec = kind.spec_in(library);
        Ok(Self {
            spec,
            kind: kind.clone(),
            options,
            plugin,
            here,
            file,
            host,
            memory: Memory::default(),
            refuses: false,
        })
    }

    /// All kinds of a module in this process: of a library that was loaded, or of one that is linked in.
    ///
    /// # Errors
    /// When the schema of one cannot be compiled.
    pub fn all(library: &str, module: &'static Module, host: &Host) -> Result<Vec<Self>, String> {
        let plugin = module.manifest.title();
        let one = |k| Self::new(library, k, plugin.clone(), (Some(module), None), host.clone());
        module.manifest.stages.iter().map(one).collect()
    }

    /// With what is lent to the plugin lying there.
    #[must_use]
    pub fn memory(self, memory: Memory) -> Self {
        Self { memory, ..self }
    }

    /// With every write refused, to see what the plugin makes of that.
    #[must_use]
    pub fn refusing(self) -> Self {
        Self { refuses: true, ..self }
    }

    /// Makes a stage of these options and destroys it: what a check of a plugin asks.
    #[must_use]
    pub fn try_options(&self, mut options: Value, env: &dyn Env) -> Checked {
        if let Err(message) = self.options.check(&mut options) {
            return Checked::RefusedBySchema(message);
        }
        let Some(module) = self.here else {
            return Checked::Refused(String::new(), "the library is not in this process".to_owned());
        };
        let mut labels = LabelsBuilder::default();
        let title = self.title(self.spec.name);
        checked(Shared::create(self.recipe(module, title, &options, env, &mut labels, None)))
    }

    fn title(&self, name: &str) -> &'static str {
        leak_str(format!("stage `{name}` of plugin {}", self.plugin))
    }

    fn recipe<'r>(
        &'r self,
        module: &'static Module,
        title: &'static str,
        options: &'r Value,
        env: &'r dyn Env,
        labels: &'r mut LabelsBuilder,
        timeout: Option<std::time::Duration>,
    ) -> Recipe<'r> {
        let (kind, memory, refuses, messages) = (&self.kind, self.memory, self.refuses, &self.host.messages);
        Recipe { module, kind, title, options, env, labels, timeout, memory, refuses, messages }
    }
}

impl StageKind for ForeignKind {
    fn spec(&self) -> &'static StageSpec {
        self.spec
    }

    fn schema(&self) -> Schema {
        Schema::try_from(self.kind.schema.clone()).unwrap_or_default()
    }

    fn defaults(&self) -> Value {
        self.options.defaults()
    }

    fn is_hosted(&self) -> bool {
        true
    }

    fn build(&self, options: &Node, cx: &mut Build<'_>) -> Result<Box<dyn Stage>, Diagnostic> {
        let values = self.options.read(options)?;
        let hosting = cx.hosting().clone();
        let title = self.title(if hosting.name.is_empty() { self.spec.name } else { &hosting.name });
        let refused = |(pointer, message): (String, String)| {
            let (at, _) = options.find(&path_of(&pointer));
            Diagnostic::new(at, message)
        };
        let (env, labels) = cx.parts();
        if let Some(isolate) = hosting.isolate {
            let Some(file) = &self.file else {
                return Err(Diagnostic::new(
                    options.at.clone(),
                    format!("{title} is linked into this program and cannot be isolated"),
                ));
            };
            let stage =
                IsolatedStage::start(self, file, title, &values, env, labels, hosting.timeout, isolate);
            return stage.map(|s| Box::new(s) as Box<dyn Stage>).map_err(refused);
        }
        let Some(module) = self.here else {
            return Err(Diagnostic::new(
                options.at.clone(),
                format!("{title} was not loaded into this process"),
            ));
        };
        crash::install();
        watch::start(&self.host.messages);
        let recipe = self.recipe(module, title, &values, env, labels, hosting.timeout);
        Shared::create(recipe).map(|s| Box::new(ForeignStage::new(s)) as Box<dyn Stage>).map_err(refused)
    }
}

impl ForeignKind {
    pub(crate) fn manifest(&self) -> &KindManifest {
        &self.kind
    }

    pub(crate) fn host(&self) -> &Host {
        &self.host
    }
}
