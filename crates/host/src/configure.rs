//! Several settings at once, under the names that programs know from elsewhere too.
//!
//! Owns what those names and values mean here. Refuses to check values: the settings do. Rule kept here: items are applied
//! in order, each is answered, and one that is refused stops none (M246).

use haul_api::{Answers as _, Configure, Configured, ConfiguredItem, Setting};

use crate::answers::Core;

/// What is said of an item that there is nothing for on a desktop, or that is left out on purpose: a certificate is never
/// passed over for all servers, only by one task for its own.
const NOT_IMPLEMENTED: &str = "not implemented";

/// Names that are known, and that nothing is done for.
const LEFT_OUT: &[&str] = &[
    "bypassTLSCertificateValidation",
    "runInForeground",
    "runInForegroundIfFileLargerThan",
    "useCacheDir",
    "useExternalStorage",
    "localize",
    "excludeFromCloudBackup",
];

/// What an item asks for.
#[derive(Debug, PartialEq, Eq)]
enum Meaning {
    /// These settings, one after the other.
    Set(Vec<(&'static str, String)>),
    /// A setting under its own name.
    Itself,
    /// Nothing that there is.
    LeftOut,
    /// Nothing that makes sense.
    Wrong(&'static str),
}

/// Applies all items.
pub(crate) async fn configure(core: &Core, request: Configure) -> Configured {
    let mut items = Vec::new();
    for Setting { key, value } in request.items {
        let answer = match meaning(&key, value.trim()) {
            Meaning::LeftOut => NOT_IMPLEMENTED.to_owned(),
            Meaning::Wrong(wanted) => format!("{key} takes {wanted}, not \"{value}\"."),
            Meaning::Itself => apply(core, vec![(key.clone(), value)]).await,
            Meaning::Set(settings) => {
                apply(core, settings.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()).await
            }
        };
        items.push(ConfiguredItem { key, answer });
    }
    Configured { items }
}

/// Nothing when all were set, else why the first was not.
async fn apply(core: &Core, settings: Vec<(String, String)>) -> String {
    for (key, value) in settings {
        if let Err(refusal) = core.set(Setting { key, value }).await {
            return refusal.message;
        }
    }
    String::new()
}

fn meaning(key: &str, value: &str) -> Meaning {
    let off = matches!(value, "false" | "never" | "");
    match key {
        "requestTimeout" => match seconds(value) {
            _ if off => Meaning::Set(vec![("connect_timeout", "60".to_owned()), ("stall_timeout", "60".to_owned())]),
            Some(seconds) => {
                Meaning::Set(vec![("connect_timeout", seconds.to_string()), ("stall_timeout", seconds.to_string())])
            }
            None => Meaning::Wrong("a number of seconds"),
        },
        "resourceTimeout" if off => Meaning::Set(vec![("max_seconds", "0".to_owned())]),
        "resourceTimeout" => match seconds(value) {
            Some(seconds) => Meaning::Set(vec![("max_seconds", seconds.to_string())]),
            None => Meaning::Wrong("a number of seconds"),
        },
        "checkAvailableSpace" if off => Meaning::Set(vec![("disk_reserve", "0".to_owned())]),
        "checkAvailableSpace" => Meaning::Set(vec![("disk_reserve", value.to_owned())]),
        "proxy" if off => Meaning::Set(vec![("proxy", String::new())]),
        "proxy" => match value.split_once(',') {
            Some((address, port)) => {
                Meaning::Set(vec![("proxy", format!("http://{}:{}", address.trim(), port.trim()))])
            }
            None => Meaning::Itself,
        },
        "skipExistingFiles" => Meaning::Set(vec![(
            "skip_existing",
            match value {
                "true" | "always" => "0".to_owned(),
                "false" | "-1" | "" => "never".to_owned(),
                other => other.to_owned(),
            },
        )]),
        "holdingQueue" => holding_queue(value),
        known if LEFT_OUT.contains(&known) => Meaning::LeftOut,
        _ => Meaning::Itself,
    }
}

/// Most tasks at once, in all, of one host and of one group, separated by commas; what is left out has no limit.
fn holding_queue(value: &str) -> Meaning {
    const WANTED: Meaning = Meaning::Wrong("false, or three numbers such as 3,2,1 of which each may be left out");
    const NO_LIMIT: (&str, &str) = ("1000", "0");
    let mut parts = if matches!(value, "false" | "never") { "".split(',') } else { value.split(',') };
    let mut next = |none: &str| match parts.next().map(str::trim) {
        None | Some("") => Some(none.to_owned()),
        Some(number) => number.parse::<u32>().ok().map(|number| number.to_string()),
    };
    let (Some(total), Some(host), Some(group)) = (next(NO_LIMIT.0), next(NO_LIMIT.1), next(NO_LIMIT.1)) else {
        return WANTED;
    };
    if parts.next().is_some() {
        return WANTED;
    }
    Meaning::Set(vec![("max_running", total), ("max_running_per_host", host), ("max_running_per_group", group)])
}

/// Whole seconds, with or without an `s`.
fn seconds(value: &str) -> Option<u64> {
    value.strip_suffix('s').unwrap_or(value).trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(pairs: &[(&'static str, &str)]) -> Meaning {
        Meaning::Set(pairs.iter().map(|(key, value)| (*key, (*value).to_owned())).collect())
    }

    #[test]
    fn m246_names_from_elsewhere_mean_settings_of_ours() {
        assert_eq!(meaning("requestTimeout", "30"), set(&[("connect_timeout", "30"), ("stall_timeout", "30")]));
        assert_eq!(meaning("resourceTimeout", "90s"), set(&[("max_seconds", "90")]));
        assert_eq!(meaning("resourceTimeout", "false"), set(&[("max_seconds", "0")]));
        assert_eq!(meaning("checkAvailableSpace", "never"), set(&[("disk_reserve", "0")]));
        assert_eq!(meaning("proxy", "127.0.0.1, 3128"), set(&[("proxy", "http://127.0.0.1:3128")]));
        assert_eq!(meaning("proxy", "false"), set(&[("proxy", "")]));
        for (value, meant) in [("true", "0"), ("always", "0"), ("5", "5"), ("false", "never"), ("-1", "never")] {
            assert_eq!(meaning("skipExistingFiles", value), set(&[("skip_existing", meant)]), "{value}");
        }
        assert_eq!(meaning("lanes", "4"), Meaning::Itself);
        assert_eq!(meaning("bypassTLSCertificateValidation", "true"), Meaning::LeftOut);
    }

    #[test]
    fn m246_a_holding_queue_is_three_limits_of_which_each_may_be_left_out() {
        let limits = |total, host, group| {
            set(&[("max_running", total), ("max_running_per_host", host), ("max_running_per_group", group)])
        };
        assert_eq!(meaning("holdingQueue", "3,2,1"), limits("3", "2", "1"));
        assert_eq!(meaning("holdingQueue", "3"), limits("3", "0", "0"));
        assert_eq!(meaning("holdingQueue", ",,3"), limits("1000", "0", "3"));
        assert_eq!(meaning("holdingQueue", "false"), limits("1000", "0", "0"));
        for wrong in ["many", "1,2,3,4", "-1"] {
            assert!(matches!(meaning("holdingQueue", wrong), Meaning::Wrong(_)), "{wrong}");
        }
    }
}
