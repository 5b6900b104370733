//! The page's view of the table of calls.
//!
//! Owns the TypeScript made from [`crate::calls`]. Refuses hand-written types on the other side.

use std::any::TypeId;
use std::collections::{BTreeMap, HashSet};

use ts_rs::{Config, TS, TypeVisitor};

use crate::calls;

/// All types and call signatures as one TypeScript module.
#[must_use]
pub fn typescript() -> String {
    let config = Config::new().with_large_int("number");
    let mut collected = Collected { config: &config, seen: HashSet::new(), declarations: BTreeMap::new() };
    calls::visit(&mut collected);
    collected.visit::<crate::Watch>();
    collected.visit::<crate::Update>();
    collected.visit::<crate::Refusal>();
    let mut module = String::from("// Made by `cargo xtask bindings` from crates/api. Do not edit.\n\n");
    for declaration in collected.declarations.values() {
        module.push_str(declaration);
        module.push_str("\n\n");
    }
    module.push_str("export interface Calls {\n");
    for (name, request, answer) in calls::signatures(&config) {
        module.push_str(&format!("  {name}: {{ request: {request}; answer: {answer} }};\n"));
    }
    module.push_str("}\n\nexport const CALL_NAMES = [\n");
    for name in calls::NAMES {
        module.push_str(&format!("  \"{name}\",\n"));
    }
    module.push_str("] as const satisfies readonly (keyof Calls)[];\n");
    module.push_str("\n/** What holds where nobody set anything. */\nexport const DEFAULTS: Settings = ");
    module.push_str(
        &serde_json::to_string_pretty(&crate::Settings::default()).expect("texts, numbers and words are JSON"),
    );
    module.push_str(";\n");
    module
}

struct Collected<'a> {
    config: &'a Config,
    seen: HashSet<TypeId>,
    declarations: BTreeMap<String, String>,
}

impl TypeVisitor for Collected<'_> {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if !self.seen.insert(TypeId::of::<T>()) {
            return;
        }
        T::visit_dependencies(self);
        T::visit_generics(self);
        if T::output_path().is_some() {
            let docs = T::docs().unwrap_or_default();
            let declaration = format!("{docs}export {}", T::decl(self.config));
            self.declarations.insert(T::ident(self.config), declaration);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_call_and_the_types_it_needs_reach_the_page() {
        let module = typescript();
        for name in calls::NAMES {
            assert!(module.contains(&format!("  {name}: {{ request: ")), "{name} is missing");
        }
        assert!(module.contains("export type TaskView = "));
        assert!(module.contains("\"max_running\": 10"), "the defaults are there too");
        assert!(!module.contains("bigint"), "JSON has no bigint");
    }
}
