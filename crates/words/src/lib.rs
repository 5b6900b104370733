//! What Haul says where there is no page: in the tray, on notifications and in dialogs of the toolkit.
//!
//! Owns the choice of the language and the numbers in these words. Refuses to know who speaks.
//! Rules kept here: the words stand in the page's catalogue, in files of their own; what a language lacks is said in
//! English; text from outside goes in as an argument and stays text.

mod catalogue;
mod numbers;

use fluent::concurrent::FluentBundle;
use fluent::{FluentArgs, FluentResource};
use unic_langid::LanguageIdentifier;

use catalogue::Catalogue;

pub use fluent::FluentValue;

/// The words of one language.
pub struct Words {
    tag: &'static str,
    /// The language itself, then English for what it lacks.
    bundles: Vec<FluentBundle<FluentResource>>,
}

impl std::fmt::Debug for Words {
    fn fmt(&self, form: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        form.debug_struct("Words").field("tag", &self.tag).finish_non_exhaustive()
    }
}

impl Words {
    /// The words of the language that was chosen; where nobody chose one that there is, of the one that the environment
    /// asks for.
    #[must_use]
    pub fn chosen(choice: &str) -> Self {
        let asked = ["LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"].map(|name| std::env::var(name).unwrap_or_default());
        Self::among(choice, &asked.each_ref().map(String::as_str))
    }

    /// English.
    #[must_use]
    pub fn english() -> Self {
        Self::of(&catalogue::ENGLISH)
    }

    /// Which language it is, as a tag.
    #[must_use]
    pub const fn tag(&self) -> &'static str {
        self.tag
    }

    /// The message of this name.
    #[must_use]
    pub fn say(&self, key: &str, arguments: &[(&str, FluentValue<'_>)]) -> String {
        let arguments: FluentArgs<'_> = arguments.iter().map(|(name, value)| (*name, value.clone())).collect();
        for bundle in &self.bundles {
            if let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) {
                return bundle.format_pattern(pattern, Some(&arguments), &mut Vec::new()).into_owned();
            }
        }
        // A test says every key once; this one was never written down.
        key.to_owned()
    }

    fn among(choice: &str, asked: &[&str]) -> Self {
        // LANGUAGE is a list; it does not count where the locale is none.
        let wishes = asked.iter().flat_map(|value| value.split(':')).filter(|wish| !wish.is_empty());
        let found = std::iter::once(choice).chain(wishes).find_map(catalogue::of);
        Self::of(found.unwrap_or(&catalogue::ENGLISH))
    }

    fn of(catalogue: &'static Catalogue) -> Self {
        let english = (catalogue.tag != catalogue::ENGLISH.tag).then_some(&catalogue::ENGLISH);
        Self { tag: catalogue.tag, bundles: std::iter::once(catalogue).chain(english).map(bundle).collect() }
    }
}

fn bundle(catalogue: &Catalogue) -> FluentBundle<FluentResource> {
    let language = catalogue.tag.parse::<LanguageIdentifier>().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    bundle.set_use_isolating(false);
    for text in catalogue.files {
        // A file with a mistake in it gives the messages that can be read; a test finds the mistake.
        let resource = FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(resource, _)| resource);
        bundle.add_resource_overriding(resource);
    }
    bundle
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_choice_wins_over_the_environment_and_english_over_nothing() {
        assert_eq!(Words::among("en", &["", "", "", "C.UTF-8"]).tag(), "en");
        assert_eq!(Words::among("system", &["", "", "", "tlh_KL.UTF-8"]).tag(), "en");
        assert_eq!(Words::among("system", &["tlh:en_GB", "", "", "de_AT.UTF-8"]).tag(), "en");
        assert_eq!(Words::among("system", &["", "", "", "de_AT.UTF-8"]).tag(), "de");
        assert_eq!(Words::among("es", &["", "", "", "de_AT.UTF-8"]).tag(), "es");
        assert_eq!(Words::among("", &["", "", "", "zh_TW.UTF-8"]).tag(), "en");
    }

    #[test]
    fn counts_have_their_plural() {
        let words = Words::english();
        let said = |count: u64| words.say("tray-waiting", &[("count", count.into())]);
        assert_eq!([said(1), said(7)], ["1 waiting", "7 waiting"]);
    }

    #[test]
    fn numbers_are_written_with_the_units_of_the_catalogue() {
        let words = Words::among("de", &[]);
        let said = words.say("tray-running", &[("count", 2.into()), ("speed", words.speed(4_200_000).into())]);
        assert_eq!(said, "2 laufen · 4.2 MB/s");
    }

    #[test]
    fn text_from_outside_stays_text() {
        let name: FluentValue<'_> = "{ $x } <b>&\u{202e}".into();
        assert_eq!(Words::english().say("tray-task-ready", &[("name", name)]), "{ $x } <b>&\u{202e} (finished)");
    }
}
