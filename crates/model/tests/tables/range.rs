//! The given table of range answers, and the cases between its rows.

use anyhow::Result;
use haul_model::range::{Answer, Asked, AskedRange, Overlap, Prior, Verdict, judge};
use haul_model::validator::{HttpVersion, Validator};
use serde_json::Value;

use crate::{cases, id, report};

#[test]
fn every_given_answer_to_a_range_is_judged_as_the_table_says() -> Result<()> {
    let wrong = cases("range_validate.json")?.iter().filter_map(failure).collect();
    report(wrong)
}

#[test]
fn a_task_may_ask_for_a_range_of_a_file_it_knows_nothing_of() {
    let asked = Asked { range: Some(AskedRange { first: 10, last: Some(19) }), ..Asked::default() };
    let answer = Answer { status: 206, content_range: Some("bytes 10-19/1000"), ..Answer::default() };
    assert_eq!(judge(&asked, None, &answer).action(), "write_at_first");
}

#[test]
fn a_partial_answer_nobody_asked_for_is_a_broken_server() {
    let answer = Answer { status: 206, content_range: Some("bytes 0-9/10"), ..Answer::default() };
    assert_eq!(judge(&Asked::default(), None, &answer).action(), "protocol_unsolicited_206");
}

#[test]
fn a_length_that_contradicts_the_range_is_not_written() {
    let validator = Validator::Etag("\"v1\"".into());
    assert_eq!(resumed(&validator, |answer| answer.content_length = Some("499")).action(), "reissue_without_range");
    assert_eq!(resumed(&validator, |answer| answer.content_length = Some("500, 500")).action(), "write_at_first");
    assert_eq!(resumed(&validator, |answer| answer.content_length = Some("-3")).action(), "protocol_keep_partial");
}

#[test]
fn if_range_is_proof_enough_when_the_answer_repeats_no_validator() {
    let validator = Validator::Etag("\"v1\"".into());
    assert_eq!(resumed(&validator, |answer| answer.etag = None).action(), "write_at_first");
    assert_eq!(resumed(&validator, |answer| answer.etag = Some("\"v2\"")).action(), "reissue_from_zero");
}

#[test]
fn a_range_beyond_the_known_end_is_another_file() {
    let validator = Validator::Etag("\"v1\"".into());
    let verdict = resumed(&validator, |answer| answer.content_range = Some("bytes 500-1000/*"));
    assert_eq!(verdict.action(), "reissue_from_zero");
}

#[test]
fn a_new_version_from_zero_goes_into_a_new_part() {
    let validator = Validator::Etag("\"v1\"".into());
    let prior = Prior { validator: Some(&validator), total: Some(1000), ..Prior::default() };
    let asked = Asked { range: Some(AskedRange { first: 0, last: Some(99) }), ..Asked::default() };
    let answer = Answer { status: 200, content_length: Some("1000"), etag: Some("\"v2\""), ..Answer::default() };
    assert_eq!(judge(&asked, Some(&prior), &answer).action(), "use_body_keep_old_partial_until_done");
}

#[test]
fn another_weak_tag_outweighs_an_equal_overlap() {
    let range = Some(AskedRange { first: 500, last: None });
    let asked = Asked { range, if_range: None, overlap: Overlap::WillBeCompared };
    let prior = Prior { weak_etag: Some("W/\"1\""), total: Some(1000), ..Prior::default() };
    let shown = |etag| Answer { status: 206, content_range: Some("bytes 500-999/1000"), etag, ..Answer::default() };
    assert_eq!(judge(&asked, Some(&prior), &shown(Some("W/\"2\""))).action(), "reissue_from_zero");
    assert_eq!(judge(&asked, Some(&prior), &shown(Some("W/\"1\""))).action(), "write_at_first");
}

#[test]
fn a_refused_range_means_complete_only_at_exactly_the_stored_length() {
    let asked = Asked { range: Some(AskedRange { first: 1000, last: None }), ..Asked::default() };
    let prior = Prior { total: Some(1000), ..Prior::default() };
    let refused = |content_range| Answer { status: 416, content_range: Some(content_range), ..Answer::default() };
    assert_eq!(judge(&asked, Some(&prior), &refused("bytes */1000")).action(), "already_complete_verify");
    assert_eq!(judge(&asked, Some(&prior), &refused("bytes */999")).action(), "reissue_from_zero");
    assert_eq!(judge(&asked, Some(&prior), &refused("bytes */1001")).action(), "reissue_from_zero");
    let unknown = Prior::default();
    assert_eq!(judge(&asked, Some(&unknown), &refused("bytes */1000")).action(), "already_complete_verify");
    assert_eq!(judge(&asked, Some(&unknown), &refused("bytes */999")).action(), "reissue_from_zero");
}

/// The verdict on a plain resume at 500 of 1000, after one thing about its answer is changed.
fn resumed(validator: &Validator, change: impl FnOnce(&mut Answer<'_>)) -> Verdict {
    let range = Some(AskedRange { first: 500, last: None });
    let asked = Asked { range, if_range: Some(validator.if_range()), overlap: Overlap::Unchecked };
    let prior = Prior { validator: Some(validator), total: Some(1000), ..Prior::default() };
    let mut answer =
        Answer { status: 206, content_range: Some("bytes 500-999/1000"), etag: Some("\"v1\""), ..Answer::default() };
    change(&mut answer);
    judge(&asked, Some(&prior), &answer)
}

fn failure(case: &Value) -> Option<String> {
    let validator = validator(&case["prior"]);
    let prior = &case["prior"];
    let known = Prior {
        validator: validator.as_ref(),
        weak_etag: prior["etag"].as_str().filter(|etag| etag.starts_with("W/")),
        total: prior["total"].as_u64(),
        content_type: prior["content_type"].as_str(),
    };
    let is_first = prior.as_object().is_none_or(serde_json::Map::is_empty);
    let verdict = judge(&asked(case), (!is_first).then_some(&known), &answer(&case["response"]));
    let expected = (case["decision"].as_str().unwrap_or("nothing"), case["action"].as_str().unwrap_or("nothing"));
    let found = (verdict.decision(), verdict.action());
    (found != expected).then(|| format!("{}: {found:?}, expected {expected:?}: {}", id(case), case["description"]))
}

/// What an earlier answer with these headers taught.
fn validator(prior: &Value) -> Option<Validator> {
    let is_settled = prior["lm_strong"].as_bool().unwrap_or_default();
    let date = if is_settled { "Tue, 01 Jul 2025 12:00:00 GMT" } else { "Tue, 01 Jul 2025 10:00:01 GMT" };
    Validator::of_answer(prior["etag"].as_str(), prior["last_modified"].as_str(), Some(date), HttpVersion::Modern)
}

fn asked(case: &Value) -> Asked<'_> {
    let overlap = match case["overlap_check_passed"].as_bool() {
        None => Overlap::Unchecked,
        Some(true) => Overlap::Equal,
        Some(false) => Overlap::Different,
    };
    let range = case["request"]["Range"].as_str().and_then(|value| value.strip_prefix("bytes=")).and_then(|value| {
        let (first, last) = value.split_once('-')?;
        Some(AskedRange { first: first.parse().ok()?, last: last.parse().ok() })
    });
    Asked { range, if_range: case["request"]["If-Range"].as_str(), overlap }
}

fn answer(response: &Value) -> Answer<'_> {
    let header = |name: &str| response["headers"][name].as_str();
    Answer {
        status: response["status"].as_u64().and_then(|status| status.try_into().ok()).unwrap_or_default(),
        content_range: header("content-range"),
        content_length: header("content-length"),
        content_type: header("content-type"),
        content_encoding: header("content-encoding"),
        transfer_encoding: header("transfer-encoding"),
        etag: header("etag"),
        last_modified: header("last-modified"),
    }
}
