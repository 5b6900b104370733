//! The languages that there are, and their files.
//!
//! Owns the list. Rule kept here: the files are those of the page, so that a translation stands in one place.

/// One language.
pub(crate) struct Catalogue {
    /// Its tag.
    pub(crate) tag: &'static str,
    /// The texts of its files.
    pub(crate) files: &'static [&'static str],
}

macro_rules! catalogue {
    ($tag:literal) => {
        Catalogue {
            tag: $tag,
            files: &[
                include_str!(concat!("../../../ui/src/messages/", $tag, "/tray.ftl")),
                include_str!(concat!("../../../ui/src/messages/", $tag, "/numbers.ftl")),
            ],
        }
    };
}

/// The language that has every word.
pub(crate) static ENGLISH: Catalogue = catalogue!("en");

static OTHERS: [Catalogue; 3] = [catalogue!("de"), catalogue!("es"), catalogue!("zh-CN")];

/// The language of a tag or a locale, such as `de`, `de-AT` or `de_AT.UTF-8`; `None` when there is none.
pub(crate) fn of(wish: &str) -> Option<&'static Catalogue> {
    let wish = wish.split(['.', '@']).next().unwrap_or_default().replace('_', "-");
    let mut all = std::iter::once(&ENGLISH).chain(&OTHERS);
    all.find(|catalogue| fits(catalogue.tag, &wish))
}

/// Same language in the same script: who reads Chinese as in Taiwan does not read it as in Beijing.
fn fits(tag: &str, wish: &str) -> bool {
    let language = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
    let is_traditional = |tag: &str| {
        let tag = tag.to_ascii_lowercase();
        ["hant", "-tw", "-hk", "-mo"].iter().any(|mark| tag.contains(mark))
    };
    let same = language(tag) == language(wish);
    same && (language(tag) != "zh" || is_traditional(tag) == is_traditional(wish))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use fluent::FluentResource;

    use super::*;

    #[test]
    fn a_locale_finds_its_language_and_only_that() {
        for wish in ["en", "en-GB", "en_US.UTF-8", "EN@x"] {
            assert_eq!(of(wish).map(|it| it.tag), Some("en"), "{wish}");
        }
        for wish in ["", "C", "POSIX", "system", "tlh"] {
            assert!(of(wish).is_none(), "{wish}");
        }
        assert!(fits("zh-CN", "zh_SG.UTF-8".replace('_', "-").as_str()) && !fits("zh-CN", "zh-TW"));
    }

    #[test]
    fn every_language_has_every_word_of_the_tray() -> Result<(), String> {
        let wanted = keys(&ENGLISH)?;
        for catalogue in &OTHERS {
            assert_eq!(keys(catalogue)?, wanted, "{}", catalogue.tag);
        }
        Ok(())
    }

    fn keys(catalogue: &Catalogue) -> Result<BTreeSet<String>, String> {
        let mut keys = BTreeSet::new();
        for text in catalogue.files {
            let wrong = |(_, errors)| format!("{}: {errors:?}", catalogue.tag);
            FluentResource::try_new((*text).to_owned()).map_err(wrong)?;
            keys.extend(text.lines().filter_map(|line| line.split_once(" =")).map(|(key, _)| key.trim().to_owned()));
        }
        Ok(keys.into_iter().filter(|key| key.contains('-')).collect())
    }
}
