//! The given table of failures, and the rules between its rows.

use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use haul_model::fault::{Category, Remedy};
use haul_model::retry::{
    Change, Decision, Event, Exchange, History, Limit, Network, Next, Pace, Part, Permanent, Scope, Sent, backoff,
    decide, is_progress, of_disk_error, of_status, rule,
};
use haul_model::time::Timestamp;
use proptest::prelude::*;
use serde_json::Value;

use crate::{cases, id, report};

/// A hundred seconds before Wed, 21 Oct 2026 07:28:00 GMT.
const NOW: Timestamp = Timestamp(1_792_567_680_000 - 100_000);

const FIRST: History =
    History { failures: 0, of_this_category: 0, retries_left: 10, network: Network::Up, permanent: Permanent::Fail };

#[test]
fn every_given_failure_is_decided_as_the_table_says() -> Result<()> {
    let mut wrong = Vec::new();
    for case in cases("retry_policy.json")? {
        if let Err(error) = check(&case) {
            wrong.push(format!("{}: {error:#}: {}", id(&case), case["event"]));
        }
    }
    report(wrong)
}

#[test]
fn pauses_double_to_512_seconds_and_stay_there() {
    let seconds: Vec<u64> = (1..=11).map(|failures| backoff(failures, 0.5).as_secs_f64().round() as u64).collect();
    assert_eq!(seconds, [2, 4, 8, 16, 32, 64, 128, 256, 512, 512, 512]);
    assert_eq!(backoff(u32::MAX, 0.5).as_secs(), 512);
}

proptest! {
    #[test]
    fn every_pause_is_within_ten_per_cent(failures in 1_u32..40, jitter in 0.0..=1.0) {
        let exact = backoff(failures, 0.5).as_secs_f64();
        let pause = backoff(failures, jitter).as_secs_f64();
        prop_assert!((pause - exact).abs() <= exact * 0.1 + 1e-6);
    }
}

#[test]
fn the_budget_of_the_task_ends_retries_and_not_corrections() {
    let spent = History { retries_left: 0, ..FIRST };
    assert_eq!(decided(fetch(Category::NetReset), &spent).next, stop(Remedy::AskUser));
    assert_eq!(decided(fetch(Category::HttpRange), &spent).next, Next::AtOnce(Change::AsRangeJudged));
    assert_eq!(decided(fetch(Category::NetOffline), &spent).next, Next::WhenOnline);
}

#[test]
fn a_server_error_is_tried_three_times_and_a_busy_server_ten_times_more() {
    let after = |failures| History { failures, of_this_category: failures, ..FIRST };
    assert!(decided(fetch(Category::Http(500)), &after(1)).next.is_retry());
    assert_eq!(decided(fetch(Category::Http(500)), &after(2)).next, stop(Remedy::AskUser));
    assert!(decided(fetch(Category::Http(503)), &after(9)).next.is_retry());
    assert_eq!(decided(fetch(Category::Http(503)), &after(10)).next, stop(Remedy::AskUser));
}

#[test]
fn a_forbidden_file_is_retried_only_on_the_users_word_and_a_missing_one_never() {
    let insisting = History { permanent: Permanent::Retry, ..FIRST };
    assert_eq!(decided(fetch(Category::Http(403)), &FIRST).next, stop(Remedy::AskUser));
    for category in [Category::Http(403), Category::Http(400), Category::AuthRequired] {
        assert!(decided(fetch(category), &insisting).next.is_retry(), "{category}");
    }
    for category in [Category::Http(404), Category::Policy, Category::User, Category::DiskFull] {
        assert!(!decided(fetch(category), &insisting).next.is_retry(), "{category}");
    }
}

#[test]
fn a_missing_host_name_is_believed_only_when_there_was_a_network() {
    let offline = History { network: Network::Down, ..FIRST };
    assert_eq!(decided(fetch(Category::NetDnsNxdomain), &FIRST).next, stop(Remedy::AskUser));
    assert_eq!(decided(fetch(Category::NetDnsNxdomain), &offline).next, Next::WhenOnline);
}

#[test]
fn a_post_without_an_answer_is_never_sent_twice() {
    let lost = Event { exchange: Exchange::Post(Sent::Something), ..fetch(Category::NetReset) };
    let decision = decided(lost, &FIRST);
    assert_eq!((decision.category, decision.next), (Category::UploadUnknownOutcome, stop(Remedy::AskUser)));
    assert!(decided(Event { exchange: Exchange::Post(Sent::Nothing), ..lost }, &FIRST).next.is_retry());
    assert!(decided(Event { exchange: Exchange::Put, ..lost }, &FIRST).next.is_retry());
}

#[test]
fn a_pause_the_server_asks_for_reaches_the_whole_host() {
    let asked = |category| Event { retry_after: Some("100"), ..fetch(category) };
    let busy = decided(asked(Category::Http(503)), &FIRST);
    assert_eq!((busy.next, busy.scope), (Next::After(Duration::from_secs(100)), Scope::Host));
    assert_eq!(decided(asked(Category::Http(429)), &FIRST).scope, Scope::HostOnOneConnection);
    assert_eq!(decided(fetch(Category::Http(503)), &FIRST).scope, Scope::Task);
    let patient = History { failures: 8, ..FIRST };
    assert_eq!(decided(asked(Category::Http(503)), &patient).next, Next::After(Duration::from_secs(512)));
}

#[test]
fn a_failed_handshake_is_repeated_once_before_it_is_believed() {
    assert_eq!(decided(fetch(Category::TlsHandshake), &FIRST).next, Next::RepeatOnce);
    let repeated = History { of_this_category: 1, ..FIRST };
    assert_eq!(decided(fetch(Category::TlsHandshake), &repeated).next, stop(Remedy::GiveUp));
}

#[test]
fn a_mebibyte_or_a_minute_of_bytes_is_progress() {
    assert!(is_progress(1 << 20, Duration::ZERO));
    assert!(is_progress(1, Duration::from_secs(60)));
    assert!(!is_progress((1 << 20) - 1, Duration::from_secs(59)));
    assert!(!is_progress(0, Duration::from_secs(3600)));
}

fn fetch(category: Category) -> Event<'static> {
    Event { category, exchange: Exchange::Fetch, retry_after: None }
}

fn stop(remedy: Remedy) -> Next {
    Next::Stop { remedy, not_before: None }
}

fn decided(event: Event<'_>, history: &History) -> Decision {
    decide(&event, history, NOW, 0.5)
}

fn check(case: &Value) -> Result<()> {
    let event = event(&case["event"])?;
    let decision = decided(event, &FIRST);
    let rule = rule(decision.category, event.exchange);
    ensure!(
        Some(decision.category.to_string().as_str()) == case["category"].as_str(),
        "category {}",
        decision.category
    );
    ensure!(Some(decision.next.is_retry()) == case["retry"].as_bool(), "decides {:?}", decision.next);
    check_delay(case["delay"].as_str(), decision.next, rule.pace)?;
    check_limit(case["limit"].as_str().context("no limit")?, rule.limit, decision.next)?;
    check_part(case["partial"].as_str().context("no partial")?, decision.part)
}

/// The event as the engine would report it.
fn event(event: &Value) -> Result<Event<'_>> {
    let retry_after = event["retry_after"].as_str();
    if let Some(status) = event["status"].as_u64() {
        let exchange = if event["context"] == "resumable upload append" { Exchange::Append } else { Exchange::Fetch };
        return Ok(Event { category: of_status(status.try_into()?, exchange), exchange, retry_after });
    }
    let text = event["error"].as_str().context("neither status nor error")?;
    let (_, category, exchange) = *SEEN
        .iter()
        .find(|(start, _, _)| text.starts_with(start))
        .with_context(|| format!("\"{text}\" is not known"))?;
    Ok(Event { category, exchange, retry_after })
}

fn check_delay(expected: Option<&str>, next: Next, pace: Pace) -> Result<()> {
    let Some(expected) = expected else {
        ensure!(matches!((next, pace), (Next::Stop { .. }, Pace::Never)), "decides {next:?}");
        return Ok(());
    };
    let backoff = Next::After(Duration::from_secs(2));
    let fits = match expected {
        "backoff" | "backoff_or_retry_after" | "minimum 1 s" => next == backoff && pace == Pace::Backoff,
        "until that date by the wall clock, at least 1 s, at most the cap" => {
            next == Next::After(Duration::from_secs(100))
        }
        "new connection or next mirror" => next == backoff && pace == Pace::NewConnection,
        "busy_timeout 5 s, then backoff" => next == backoff && pace == Pace::BackoffForFree,
        "wait for a network-up event, not a timer" => next == Next::WhenOnline,
        "at once" => next == Next::AtOnce(Change::Nothing),
        "at once, from zero" => next == Next::AtOnce(Change::FromZero),
        "at once, per range_validate" => next == Next::AtOnce(Change::AsRangeJudged),
        "at once over HTTP/1.1" => next == Next::AtOnce(Change::OverHttp1),
        "at once with Accept-Encoding: identity" => next == Next::AtOnce(Change::WithoutCoding),
        "after HEAD to learn Upload-Offset, then continue from there" => next == Next::AtOnce(Change::FromServerOffset),
        "one immediate repeat" => next == Next::RepeatOnce,
        "none: exceeds the 24 h cap; show the date and wait for the user" => {
            next == Next::Stop { remedy: Remedy::AskUser, not_before: Some(NOW.plus_millis(99_999_999_000)) }
        }
        "retry only if the network was down at that moment" => pace == Pace::NeverButWhenOnline,
        sentence if WHAT_HELPS.contains(&sentence) => next == stop(Remedy::AskUser),
        other => bail!("the delay \"{other}\" is not known"),
    };
    ensure!(fits, "decides {next:?} at {pace:?}, expected {expected}");
    Ok(())
}

fn check_limit(expected: &str, limit: Limit, next: Next) -> Result<()> {
    let fits = match expected {
        "transient" => limit == Limit::TRANSIENT,
        "permanent" => limit == Limit::None(Remedy::GiveUp),
        "-" => limit == Limit::None(Remedy::GiveUp),
        "needs_user" => limit.remedy() == Remedy::AskUser && matches!(next, Next::Stop { .. }),
        "unlimited while offline" => limit == Limit::Unlimited,
        "3 attempts, then needs_user" => limit == Limit::OfThisCategory(2, Remedy::AskUser),
        "3 times, then restart the upload" => limit == Limit::OfThisCategory(3, Remedy::StartOver),
        // Row 45 of the fault matrix: two retries. Row 23: one restart, the second change is the user's.
        "2, then permanent" => limit == Limit::OfThisCategory(2, Remedy::GiveUp),
        "2, then needs_user" => limit == Limit::OfThisCategory(1, Remedy::AskUser),
        "1" if !next.is_retry() => limit == Limit::None(Remedy::AskUser),
        count => limit == Limit::OfThisCategory(count.parse()?, Remedy::AskUser),
    };
    ensure!(fits, "is limited by {limit:?}, expected {expected}");
    Ok(())
}

fn check_part(expected: &str, part: Part) -> Result<()> {
    let known = match expected {
        "keep, re-verify" => Part::Recheck,
        "replace only after the new copy is complete" => Part::ReplaceAfterNewIsWhole,
        "per range_validate" => Part::AsRangeJudged,
        "discard what was decoded from this answer" => Part::DropThisAnswer,
        "quarantine under a new name" => Part::Quarantine,
        "lost" => Part::Lost,
        "none" | "n/a" => Part::Absent,
        "unchanged" => Part::Keep,
        text if text.starts_with("keep") => Part::Keep,
        other => bail!("the part \"{other}\" is not known"),
    };
    // An append has no part file of its own; what is kept there is the server's.
    ensure!(part == known || (part, known) == (Part::Absent, Part::Keep), "part {part:?}, expected {expected}");
    Ok(())
}

/// Delays that tell a person or the engine what to do instead of trying again.
const WHAT_HELPS: [&str; 5] = [
    "resume by itself when free space is at least remaining + reserve",
    "never retry fsync and call it success; mark every byte since the last good fsync unknown",
    "lower concurrency first",
    "set the file aside, rebuild from partial-file sidecars",
    "one full restart from another mirror, else needs_user",
];

/// Linux error numbers of the table's words.
const ENOSPC: i32 = 28;
const EFBIG: i32 = 27;
const EACCES: i32 = 13;
const EIO: i32 = 5;
const ENOENT: i32 = 2;
const ESTALE: i32 = 116;

/// How the errors of the table begin, and what their origin reports.
const SEEN: [(&str, Category, Exchange); 32] = [
    ("dns NXDOMAIN", Category::NetDnsNxdomain, Exchange::Fetch),
    ("dns SERVFAIL", Category::NetDnsTemporary, Exchange::Fetch),
    ("connect refused", Category::NetRefused, Exchange::Fetch),
    ("connect timeout", Category::NetConnectTimeout, Exchange::Fetch),
    ("no route", Category::NetOffline, Exchange::Fetch),
    ("connection reset in the body", Category::NetReset, Exchange::Fetch),
    ("EOF before Content-Length", Category::NetTruncated, Exchange::Fetch),
    ("TLS EOF without close_notify", Category::NetTruncated, Exchange::Fetch),
    ("no bytes for 60 s", Category::NetStall, Exchange::Fetch),
    ("below minimum speed", Category::NetSlow, Exchange::Fetch),
    ("TLS handshake failure", Category::TlsHandshake, Exchange::Fetch),
    ("TLS bad record", Category::TlsRecord, Exchange::Fetch),
    ("HTTP parse error", Category::HttpProtocol, Exchange::Fetch),
    ("HTTP/2 REFUSED_STREAM", Category::Http2Refused, Exchange::Fetch),
    ("HTTP/2 HTTP_1_1_REQUIRED", Category::Http2Downgrade, Exchange::Fetch),
    ("HTTP/2 INTERNAL_ERROR", Category::Http2Stream, Exchange::Fetch),
    ("content decoding failed", Category::HttpEncoding, Exchange::Fetch),
    ("ENOSPC", of_disk_error(ENOSPC), Exchange::Fetch),
    ("EFBIG", of_disk_error(EFBIG), Exchange::Fetch),
    ("EACCES", of_disk_error(EACCES), Exchange::Fetch),
    ("EIO", of_disk_error(EIO), Exchange::Fetch),
    ("ENOENT", of_disk_error(ENOENT), Exchange::Fetch),
    ("ENOTCONN / ESTALE", of_disk_error(ESTALE), Exchange::Fetch),
    ("out of memory", Category::LocalMemory, Exchange::Fetch),
    ("SQLITE_BUSY", Category::DbBusy, Exchange::Fetch),
    ("SQLITE_CORRUPT", Category::DbCorrupt, Exchange::Fetch),
    ("checksum of the finished file", Category::IntegrityChecksum, Exchange::Fetch),
    ("resource changed during", Category::HttpChanged, Exchange::Fetch),
    ("user cancelled", Category::User, Exchange::Fetch),
    ("policy refusal", Category::Policy, Exchange::Fetch),
    ("connection lost during PUT", Category::NetReset, Exchange::Put),
    ("POST, connection refused", Category::NetRefused, Exchange::Post(Sent::Nothing)),
];
