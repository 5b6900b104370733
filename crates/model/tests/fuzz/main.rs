//! Every reader of text from outside, given anything.
//!
//! Owns the texts: wild ones, and ones that are almost right, for those get furthest. Rule kept here: a reader never
//! panics, and what it does accept keeps the promise that its type makes.

mod logins;

use std::time::Duration;

use haul_model::data_url::DataUrl;
use haul_model::digest::{Announced, Digest, sidecar};
use haul_model::fault::Category;
use haul_model::naming::{self, FileName};
use haul_model::range::{Accept, Answer, Asked, AskedRange, ContentRange, Overlap, Prior, Verdict, judge};
use haul_model::rate::{parse_groups, parse_rate};
use haul_model::redirect::{Chain, Jar, Options, Origin, Query, Step, redacted};
use haul_model::retry::RetryAfter;
use haul_model::schedule::{LocalTime, Schedule};
use haul_model::task::{Header, Method, parse_url};
use haul_model::time::Timestamp;
use haul_model::validator::{HttpVersion, Validator};
use proptest::prelude::*;
use url::Url;

const DAY: u64 = 24 * 60 * 60;

/// Any text, or one of the pieces that a reader looks for, in any order.
fn text(pieces: &'static [&'static str]) -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => proptest::sample::select(pieces).prop_map(str::to_owned),
        1 => any::<u64>().prop_map(|number| number.to_string()),
        1 => "\\PC{0,3}",
        1 => ".{0,2}",
    ];
    prop_oneof![
        4 => proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat()),
        1 => ".{0,60}",
    ]
}

fn bytes(pieces: &'static [&'static str]) -> impl Strategy<Value = Vec<u8>> {
    let wild = proptest::collection::vec(any::<u8>(), 0..60);
    prop_oneof![3 => text(pieces).prop_map(String::into_bytes), 1 => wild]
}

const RANGE: &[&str] =
    &["bytes ", "bytes", "=", ":", " ", "-", "/", "*", "0", "499", "500", "999", "1000", "18446744073709551615", "\t"];
const DISPOSITION: &[&str] = &[
    "attachment",
    "inline",
    ";",
    " ",
    "filename",
    "filename*",
    "=",
    "\"",
    "\\",
    "UTF-8''",
    "utf-8'en'",
    "iso-8859-1''",
    "%2f",
    "%00",
    "%e2%82%ac",
    "%",
    "..",
    "/",
    "\\",
    "a.txt",
    ".desktop",
    "=?utf-8?B?Li4vYQ==?=",
    "\r\n",
    "\u{202e}",
    "CON",
    "~",
    "very-long-name-very-long-name-very-long-name-very-long-name-very-long-name-very-long-name-very-long",
];
const DATE: &[&str] = &[
    "Wed, 21 Oct 2026 07:28:00 GMT",
    "Wednesday, 21-Oct-26 07:28:00 GMT",
    "Wed Oct 21 07:28:00 2026",
    "-",
    "+",
    "0",
    "120",
    " ",
    "99999999999999999999999",
    "GMT",
    ".5",
    "Fri, 31 Dec 9999 23:59:59 GMT",
];
const DIGEST: &[&str] = &[
    "sha-256",
    "SHA-256",
    "md5",
    "sha",
    "unixsum",
    "=",
    ":",
    ",",
    " ",
    "*",
    ";q=1",
    "(",
    ")",
    "  ",
    "\n",
    "#",
    "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=",
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    "d41d8cd98f00b204e9800998ecf8427e",
    "file.iso",
    "SHA256 (file.iso) = ",
    "./",
    "\\",
];
const TAG: &[&str] = &["\"", "W/", "w/", "v1", "v2", " ", "\\", ",", "Tue, 01 Jul 2025 10:00:00 GMT", "\u{7f}"];
const ADDRESS: &[&str] = &[
    "http",
    "https",
    "file",
    "javascript",
    "data",
    ":",
    "//",
    "/",
    "user:hunter2@",
    "host.example",
    "127.0.0.1",
    "[::1]",
    ":80",
    ":99999",
    "?",
    "q=1",
    "#",
    "..",
    "%2f",
    "%",
    "\\",
    " ",
    "@",
    "xn--",
    "\u{200b}",
    "0x7f.1",
    "text/plain",
    ";base64",
    ",",
    "SGk=",
    "\t",
    "\n",
];
const RATE: &[&str] =
    &["0", "1", ".", "5", "K", "m", "G", "off", "-", " ", "=", ",", "films", "1e9", "18446744073709551615"];
const SCHEDULE: &[&str] = &[
    "mon", "fri", "sun", "-", ",", " ", ";", "08:00", "24:00", "00:00", "25:61", ":", "500K", "off", "daily", "7", "*",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_content_range_lies_in_order_inside_its_file(value in text(RANGE)) {
        if let Some(range) = ContentRange::parse(&value) {
            prop_assert!(range.first <= range.last);
            prop_assert!(range.total.is_none_or(|total| range.last < total));
            prop_assert_eq!(range.length(), range.last - range.first + 1);
        }
        prop_assert!(ContentRange::parse_unsatisfied(&value).is_none() || value.contains('*'));
    }

    #[test]
    fn an_asked_range_is_in_order_and_no_longer_than_its_file(value in text(RANGE), total: Option<u64>) {
        if let Some(range) = AskedRange::parse(&value) {
            prop_assert!(range.last.is_none_or(|last| range.first <= last));
            let length = range.length(total);
            prop_assert!(length.zip(total).is_none_or(|(length, total)| length <= total));
        }
    }

    #[test]
    fn an_answer_that_is_accepted_for_a_part_begins_where_it_was_asked_to(
        status in prop_oneof![Just(206_u16), Just(200), Just(416), any::<u16>()],
        (range, length, kind) in (text(RANGE), text(RANGE), text(&["text/html", "multipart/byteranges", ";", "a/b"])),
        (tag, date, coding) in (text(TAG), text(TAG), text(&["gzip", "identity", "chunked", ",", " "])),
        (first, last, total) in (0_u64..2000, proptest::option::of(0_u64..2000), proptest::option::of(0_u64..2000)),
    ) {
        let validator = Validator::Etag("\"v1\"".to_owned());
        let asked = Asked {
            range: Some(AskedRange { first, last: last.map(|last| last.max(first)) }),
            if_range: Some("\"v1\""),
            overlap: Overlap::Unchecked,
        };
        let prior = Prior { validator: Some(&validator), weak_etag: None, total, content_type: Some("a/b") };
        let answer = Answer {
            status,
            content_range: Some(&range),
            content_length: Some(&length),
            content_type: Some(&kind),
            content_encoding: Some(&coding),
            transfer_encoding: Some(&coding),
            etag: Some(&tag),
            last_modified: Some(&date),
        };
        match judge(&asked, Some(&prior), &answer) {
            Verdict::Accept(
                Accept::WriteAtFirst(offered)
                | Accept::WriteAtFirstTruncateToRequested(offered)
                | Accept::WriteAtFirstThenRequestRest(offered),
            ) => {
                prop_assert_eq!((status, offered.first), (206, first));
                prop_assert_eq!(tag.trim(), "\"v1\"");
                prop_assert!(total.is_none_or(|total| offered.last < total));
            }
            Verdict::Accept(Accept::AlreadyCompleteVerify { total }) => prop_assert_eq!(total, first),
            Verdict::Accept(Accept::WriteFromZero { .. } | Accept::WriteFromZeroSingleStream { .. })
            | Verdict::Restart(_)
            | Verdict::Fail(_) => prop_assert!(true),
        }
    }

    #[test]
    fn a_server_cannot_name_a_file_outside_its_folder(
        lines in proptest::collection::vec(bytes(DISPOSITION), 0..3),
        path in text(DISPOSITION),
        kind in proptest::option::of(text(&["text/", "html", "application/zip", ";", "/", ".."])),
    ) {
        let mut url = Url::parse("https://host.example/").expect("written out and valid");
        url.set_path(&path);
        let name = naming::choose(lines.iter().map(Vec::as_slice), &url, kind.as_deref());
        let plain = name.as_str();
        prop_assert!(!plain.is_empty() && plain.len() <= 240, "{plain:?}");
        prop_assert!(!plain.contains(['/', '\\', '\0']) && !plain.chars().any(char::is_control), "{plain:?}");
        prop_assert!(plain != "." && plain != "..");
        prop_assert_eq!(FileName::try_from(plain.to_owned()), Ok(name));
    }

    #[test]
    fn a_pause_a_server_asks_for_is_a_day_at_most_or_the_persons_to_wait_for(value in text(DATE), now: i64) {
        if let Some(wish) = RetryAfter::parse(&value) {
            match wish.pause(Timestamp(now)) {
                Ok(pause) => prop_assert!(pause <= Duration::from_secs(DAY)),
                Err(moment) => prop_assert!(moment >= Timestamp(now)),
            }
        }
    }

    #[test]
    fn a_digest_has_the_length_of_its_algorithm(
        (repr, of_content, older) in (text(DIGEST), text(DIGEST), text(DIGEST)),
    ) {
        for body in [Announced::Whole, Announced::Part, Announced::Coded] {
            let digests = Digest::of_answer(Some(&repr), Some(&of_content), Some(&older), body);
            prop_assert!(digests.iter().all(|digest| digest.bytes().len() == digest.algorithm().length()));
            prop_assert!(body != Announced::Coded || digests.is_empty());
        }
        if let Ok(digest) = repr.parse::<Digest>() {
            prop_assert_eq!(digest.to_string().parse::<Digest>(), Ok(digest));
        }
    }

    #[test]
    fn a_digest_out_of_a_file_stands_in_it(content in text(DIGEST), called in text(DIGEST)) {
        if let Ok(digest) = sidecar::choose(&content, &called, &["file.iso"]) {
            prop_assert!(content.to_ascii_lowercase().contains(&digest.hex()), "{digest}");
        }
    }

    #[test]
    fn a_validator_is_quoted_or_a_date_and_has_no_line_of_its_own(
        (tag, modified, date) in (text(TAG), text(DATE), text(DATE)),
    ) {
        match Validator::of_answer(Some(&tag), Some(&modified), Some(&date), HttpVersion::Modern) {
            Some(Validator::Etag(tag)) => {
                prop_assert!(tag.len() > 1 && tag.starts_with('"') && tag.ends_with('"'), "{tag:?}");
                prop_assert!(!tag.contains(['\r', '\n', '\0']), "{tag:?}");
            }
            Some(Validator::LastModified(date)) => prop_assert!(date.ends_with("GMT") || date.ends_with("2026")),
            None => prop_assert!(true),
        }
    }

    #[test]
    fn an_address_that_is_taken_is_of_the_web_and_is_logged_without_its_password(written in text(ADDRESS)) {
        if let Ok(url) = parse_url(&written) {
            prop_assert!(["http", "https"].contains(&url.scheme()) && url.host_str().is_some_and(|host| !host.is_empty()));
        }
        for shown in [redacted(&written, Query::Shown), redacted(&written, Query::Hidden)] {
            let is_bare = |url: Url| url.username().is_empty() && url.password().is_none();
            prop_assert!(Url::parse(&shown).is_ok_and(is_bare) || Url::parse(&shown).is_err(), "{}", shown);
        }
        if let Ok(origin) = written.parse::<Origin>() {
            prop_assert_eq!(origin.to_string().parse::<Origin>(), Ok(origin));
        }
        if let Ok(url) = Url::parse(&format!("data:{written}")) {
            prop_assert!(DataUrl::parse(&url).is_err() || written.contains(','));
        }
    }

    #[test]
    fn a_redirect_leads_to_the_web_or_nowhere_and_takes_no_secret_along(
        locations in proptest::collection::vec(bytes(ADDRESS), 0..3),
        status in proptest::sample::select(&[301_u16, 302, 303, 307, 308, 300, 200][..]),
    ) {
        let home = Url::parse("https://user:hunter2@home.example/a").expect("written out and valid");
        let own = [Header { name: "Cookie".to_owned(), value: "s3cret".to_owned() }];
        let mut chain = Chain::begin(home, Method::Get, &own, Options::default()).expect("an address of the web");
        let locations: Vec<&[u8]> = locations.iter().map(Vec::as_slice).collect();
        if let Ok(Step::Follow) = chain.follow(status, &locations, Jar::Unchanged) {
            let request = chain.request();
            prop_assert_eq!(request.url.scheme(), "https");
            prop_assert!(request.url.password().is_none() && request.url.username().is_empty());
            let is_home = request.url.host_str() == Some("home.example") && request.url.port().is_none();
            let has_secrets = request.headers.iter().any(|header| header.value.contains("s3cret"));
            prop_assert!(is_home || !has_secrets, "{}", request.url);
        }
    }

    #[test]
    fn a_rate_is_more_than_nothing_and_a_group_is_named_once(written in text(RATE)) {
        prop_assert!(parse_rate(&written).is_ok_and(|rate| rate != Some(0)) || parse_rate(&written).is_err());
        if let Ok(groups) = parse_groups(&written) {
            let names: std::collections::BTreeSet<_> = groups.iter().map(|(name, _)| name).collect();
            prop_assert_eq!(names.len(), groups.len());
        }
    }

    #[test]
    fn a_schedule_says_when_to_look_again_within_a_day(written in text(SCHEDULE), weekday: u8, second: u32) {
        if let Ok(schedule) = written.parse::<Schedule>() {
            let now = LocalTime { weekday, second };
            let _ = schedule.at(now);
            prop_assert!(schedule.is_empty() == schedule.seconds_to_next(now).is_none());
            prop_assert!(schedule.seconds_to_next(now).is_none_or(|next| (1..=DAY).contains(&u64::from(next))));
        }
    }

    #[test]
    fn a_category_is_written_as_it_was_read(written in text(&["http", ".", "404", "1000", "net", "reset", "stall", "+4"])) {
        if let Ok(category) = written.parse::<Category>() {
            prop_assert_eq!(category.to_string(), written);
        }
    }
}
