//! The default texts of notifications in the language of the person.
//!
//! Owns the words of the language that was asked for last. Refuses to touch a text that somebody wrote. Rule kept here: a
//! text is nobody's own as long as it is letter by letter the default one, and only then it is said in another language.

use std::sync::{Arc, Mutex, PoisonError};

use haul_api::Settings;
use haul_words::Words;

/// What stands for the name until the text is filled.
const NAME: &str = "{filename}";

/// The words of one language, kept because reading them is work.
#[derive(Debug, Default)]
pub(crate) struct Spoken(Mutex<Option<(String, Arc<Words>)>>);

impl Spoken {
    /// The texts of a finished and of a failed task.
    pub(crate) fn texts(&self, settings: &Settings) -> [String; 2] {
        let usual = Settings::default();
        let said = |text: &String, usual: &String, key: &str| {
            if text != usual {
                return text.clone();
            }
            self.words(&settings.language).say(key, &[("name", NAME.into())])
        };
        [
            said(&settings.notify_complete, &usual.notify_complete, "notice-ready"),
            said(&settings.notify_failed, &usual.notify_failed, "notice-failed"),
        ]
    }

    fn words(&self, language: &str) -> Arc<Words> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match &*kept {
            Some((known, words)) if known == language => Arc::clone(words),
            Some(_) | None => {
                let words = Arc::new(Words::chosen(language));
                *kept = Some((language.to_owned(), Arc::clone(&words)));
                words
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(language: &str, complete: &str) -> [String; 2] {
        let settings =
            Settings { language: language.to_owned(), notify_complete: complete.to_owned(), ..Settings::default() };
        Spoken::default().texts(&settings)
    }

    #[test]
    fn a_default_text_follows_the_language_and_one_that_somebody_wrote_does_not() {
        let usual = Settings::default().notify_complete;
        assert_eq!(texts("de", &usual), ["{filename} ist fertig", "{filename} konnte nicht heruntergeladen werden"]);
        assert_eq!(texts("de", "Done: {filename}")[0], "Done: {filename}");
        assert_eq!(texts("de", "")[0], "", "a state without a text shows none");
    }

    #[test]
    fn in_english_the_default_texts_are_those_of_the_settings() {
        let usual = Settings::default();
        assert_eq!(texts("en", &usual.notify_complete), [usual.notify_complete, usual.notify_failed]);
    }

    #[test]
    fn another_language_holds_at_once() {
        let spoken = Spoken::default();
        let said = |language: &str| {
            let [ready, _] = spoken.texts(&Settings { language: language.to_owned(), ..Settings::default() });
            ready
        };
        assert_eq!(
            [said("es"), said("en"), said("es")],
            ["{filename} está listo", "{filename} is ready", "{filename} está listo"]
        );
    }
}
